import type { ContextRun } from '../../host/protocol.ts'
import type { Flow } from '../../trace/report.ts'
import type { End, Happening, Side } from './row.ts'
import type { Took } from './took.ts'

/** Protected traffic under one SPI: a band instead of arrows. */
export interface BandRow extends Happening {
  readonly kind: 'band'
  readonly flow: Flow
  readonly from: Side
  /** With both ends: how many left while both captures ran, and how many of them did not arrive. */
  readonly sent?: number
  readonly lost?: number
  /** With both ends: how many of those lost were refused on the way, as ICMP says. */
  readonly refused?: number
  /** With both ends: how many arrived with other bytes, as far as they were compared. */
  readonly changed?: number
  /** With both ends: the same as the receiver's capture has it. */
  readonly arrived?: Flow
  /** Its packets are drawn below, each by itself. */
  readonly open?: boolean
}

/** Packets of a band that is open, as far as they are not drawn yet. */
export interface RestRow extends Happening {
  readonly kind: 'rest'
  readonly flow: Flow
  readonly from: Side
  readonly left: number
}

/** One packet of protected traffic, drawn by itself because something is said about it. */
export interface SingleRow extends Happening, Took {
  readonly kind: 'single'
  readonly from: Side
  readonly name: string
  /** What it says, the most telling first: `c0ffee01`, `sequence 15`, what is inside when that can be read. */
  readonly says: readonly string[]
  /** On the wire. */
  readonly bytes: number
  readonly end: End
  /** With both ends: what is not as it was sent, the most telling first. */
  readonly changed?: readonly string[]
  /** The band above that it is one of, by row id. */
  readonly of?: string
  /** With both ends: what it says at the receiver, where it was changed. */
  readonly came?: { readonly says: readonly string[]; readonly bytes: number }
  readonly refusedBy?: 'host' | 'network'
  /** Its number at a router between the ends, where it was asked for. */
  readonly atR?: number
}

/** NAT keepalives that follow each other. RFC 3948 §4. */
export interface KeepaliveRow extends Happening {
  readonly kind: 'keepalive'
  readonly from: Side
  readonly count: number
  readonly seconds: number
  /** With both ends: the same as the receiver's capture has it. */
  readonly arrived?: { readonly count: number; readonly seconds: number }
}

/** Traffic beside IPsec. */
export interface ContextRow extends Happening {
  readonly kind: 'context'
  /** With both ends: as the capture at `from` has it, else as the other one. */
  readonly run: ContextRun
  /** With both ends: as each capture has it. */
  readonly runs?: readonly [a: ContextRun | undefined, b: ContextRun | undefined]
  readonly from: Side
  /** Address of a host that is neither of the two. */
  readonly third?: string
}

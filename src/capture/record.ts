import type { Problem } from '../dissectors/field.ts'

/**
 * One record of a capture file. The reader hands out the same object again and again: copy what you keep. `bytes` is
 * the reader's buffer, valid during the call; the packet lies at [start, end) in it.
 */
export interface Record {
  /** From 1, in the order in which the file's own tool numbers them. */
  number: number
  bytes: Uint8Array
  start: number
  end: number
  /** Length on the wire, never less than end - start. */
  original: number
  /** Where the packet's bytes lie in the (decompressed) file. */
  position: number
  /** Since 1970-01-01; NetMon files without UTC: of the capturing machine's local clock. NaN when the file has no time. */
  seconds: number
  nanoseconds: number
  /** LINKTYPE_ number (https://www.tcpdump.org/linktypes.html), or METADATA. */
  linkType: number
  /** Index of the interface in the file, 0 when there is only one. */
  interface: number
  /** 0 not said, 1 inbound, 2 outbound. */
  direction: number
}

/** An interface that the file describes. */
export interface Interface {
  readonly linkType: number
  readonly name?: string
  readonly snapLength?: number
  readonly filter?: string
  readonly addresses?: readonly string[]
  readonly os?: string
}

/** Packets dropped while capturing, somewhere between two records: `after` 0 is the start, `before` may be one more than there are. */
export interface DropPlace {
  readonly packets: number
  readonly after: number
  readonly before: number
}

/** What a reader tells while it reads. Everything but `record` may be left out. */
export interface Sink {
  record(record: Record): void
  /** Called before the first record of that interface. */
  interface?(description: Interface): void
  /** A text somebody left in the file; without a packet it is about the whole capture. */
  comment?(text: string, packet?: number): void
  /** A name the file gives to an address. */
  hostName?(address: string, name: string): void
  /** The program that a packet belonged to on the capturing machine. */
  process?(packet: number, path: string, id: number): void
  /** Packets that the capturing machine says it dropped (adds up), and where, as far as the file tells. */
  dropped?(packets: number, places?: readonly DropPlace[]): void
  problem?(packet: number, problem: Problem): void
  /** Bytes of the source read so far; called every few megabytes. */
  progress?(read: number): void
}

/** The containers that are read; NetMon's versions 1.x and 2.x are two. */
export type Format = 'pcap' | 'pcapng' | 'netmon1' | 'netmon2'

/** What is known of a file once it was read; `clock` says whether its times are UTC or a local clock's. */
export interface Capture {
  readonly ok: true
  readonly format: Format
  readonly compression: 'gzip' | null
  readonly clock: 'utc' | 'local'
  /** What gave the order of its packets is lost: they came as they lie in the file. */
  readonly orderUnknown?: true
}

/** A file that is no capture, in one clear line. */
export interface NoCapture {
  readonly ok: false
  readonly why: string
}

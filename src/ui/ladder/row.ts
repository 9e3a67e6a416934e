import type { Exchange, IcmpError, Message, WayMark } from '../../trace/report.ts'
import type { Took } from './took.ts'
import type { BandRow, ContextRow, KeepaliveRow, RestRow, SingleRow } from './trafficRow.ts'

export type { BandRow, ContextRow, KeepaliveRow, RestRow, SingleRow }

/** A row of the ladder: what happened, in the order of time. Rows say nothing about places; layout.ts does. */
export type Row =
  | StartRow
  | PortRow
  | MessageRow
  | FoldRow
  | PauseRow
  | IcmpRow
  | BandRow
  | RestRow
  | SingleRow
  | KeepaliveRow
  | ContextRow
  | DueRow
  | EdgeRow
  | NoteRow

/** The two lifelines. */
export type Side = 'left' | 'right'

/** The other lifeline. */
export function opposite(side: Side): Side {
  return side === 'left' ? 'right' : 'left'
}

/** What every row has. `id` stays the same while a file is still being read. */
export interface Happening {
  readonly id: string
  /** In a ladder of both ends: on A's clock. */
  readonly time: number
  /** Packet numbers in the trace shown (both ends: in the sender's, else in the receiver's), in the order of the pieces;
   *  empty for rows that nothing on the wire stands for. */
  readonly packets: readonly number[]
  readonly negotiation?: string
  /** In a ladder of both ends: what A and B saw of it. */
  readonly seen?: BothSeen
}

/** What one end's capture saw of a row: its own packet numbers, and when on A's clock. */
export interface Seen {
  readonly packets: readonly number[]
  readonly time: number
}

/** What both ends saw; undefined: nothing. */
export type BothSeen = readonly [a: Seen | undefined, b: Seen | undefined]

/** A negotiation begins, or goes on after another one came between. */
export interface StartRow extends Happening {
  readonly kind: 'start'
  readonly title: string
  readonly again: boolean
  /** UDP port it is spoken on, as far as the report tells. */
  readonly port?: number
}

/** The negotiation moves to another UDP port. */
export interface PortRow extends Happening {
  readonly kind: 'port'
  readonly port: number
  readonly says: string
  /** With both ends, as each capture saw it. */
  readonly saysAt?: readonly [string, string]
  /** Who speaks first on it. */
  readonly from: Side
}

/** How an arrow ends, as far as this capture can know. */
export type End = 'arrived' | 'unknown' | 'lost' | 'refused'

/** A piece of a message that travelled in several packets. */
export interface Piece {
  /** Absent for a piece that this capture did not see; with both ends, that of its sender. */
  readonly packet?: number
  readonly label: string
  /** Bytes [start, end) of the IP payload that it carries; for a piece that never came the end may be Infinity. */
  readonly span?: readonly [start: number, end: number]
  /** With both ends: whether this piece arrived, and the receiver's number of it. */
  readonly end?: End
  readonly other?: number
}

/** One copy of a message on the wire. */
export interface MessageRow extends Happening, Took {
  readonly kind: 'message'
  readonly exchange: Exchange
  readonly message: Message
  readonly from: Side
  readonly end: End
  /** Who refused it: the receiving host, or somebody on the way. */
  readonly refusedBy?: 'host' | 'network'
  /** The how many-th transmission, from 1, and how many there are in this trace. */
  readonly copy: number
  readonly copies: number
  /** Seconds since the copy before. */
  readonly after?: number
  /** Of one of two captures that does not have all copies before this one: what is to be said instead. */
  readonly again?: string
  readonly modified: boolean
  /** With both ends: what is not as it was sent, the most telling first. */
  readonly changed?: readonly string[]
  readonly complete: boolean
  /** The responder's port: it tells 500 from 4500 even where a NAT changed the initiator's. */
  readonly port: number
  readonly pieces: readonly Piece[]
  /** What the pieces are, when there are several. */
  readonly cutAs?: 'IP fragments' | 'IKE fragments'
  /** With both ends: it left within the clocks' error of the message above, at the other end; which was first nothing tells. */
  readonly undecided?: boolean
  readonly marks?: readonly WayMark[]
  /** With both ends: why one of the captures cannot have it. */
  readonly outside?: string
}

/** Copies of one message that are drawn as one row until somebody opens it. */
export interface FoldRow extends Happening {
  readonly kind: 'fold'
  readonly message: Message
  readonly from: Side
  readonly open: boolean
  /** All copies of the message, the first `shown` of them drawn above the fold. */
  readonly sent: readonly { readonly time: number; readonly packets: readonly number[] }[]
  readonly shown: number
  readonly errors: readonly IcmpError[]
  /** Nothing came after the last copy: the sender stopped asking. */
  readonly gaveUp: boolean
  /** With both ends: what became of them, `all lost on the way`. */
  readonly fate?: string
  /** With both ends: the rows of all copies, and of the errors. */
  readonly inside?: { readonly copies: readonly MessageRow[]; readonly errors: readonly IcmpRow[] }
  /** Of one of two captures: when the first copy was sent, which it may not have. */
  readonly since?: number
}

/** Nothing was captured between these hosts for a while, or nothing but the traffic `meanwhile`, `ESP`, whose band stands above. */
export interface PauseRow extends Happening {
  readonly kind: 'pause'
  readonly seconds: number
  readonly meanwhile?: string
}

/** A router or host refuses or reports. */
export interface IcmpRow extends Happening, Took {
  readonly kind: 'icmp'
  readonly error: IcmpError
  /** The lifeline it came from; undefined: somebody in the network. */
  readonly from?: Side
  readonly to: Side
  readonly refuses: boolean
  /** The row that carries the packet it quotes, and how long after it. */
  readonly quotes?: string
  readonly after?: number
  /** What that is: `MM5, 1st copy`. */
  readonly quoted?: string
  /** With both ends: it did not arrive. */
  readonly lost?: boolean
}

/** A message that should have come. */
export interface DueRow extends Happening {
  readonly kind: 'due'
  readonly name: string
  readonly from: Side
  /** When it was first asked for; undefined where that never came to whom it was for. */
  readonly since?: number
  /** Where it was not seen: `not in this capture`, `seen at neither end`, `not read so far`; or why not: `B never had MM5 whole`. */
  readonly absent: string
  /** With both ends: which captures have the asking. */
  readonly asked?: readonly [a: boolean, b: boolean]
}

/** Where the capture begins or ends: nothing can be known beyond. */
export interface EdgeRow extends Happening {
  readonly kind: 'edge'
  readonly says: string
  /** With both ends: whose capture it is said of; without it, of both. */
  readonly of?: 0 | 1
  /** With both ends: when each file ends, on A's clock. */
  readonly ends?: readonly [a: number, b: number]
}

/** What somebody wrote about a packet of the row above. */
export interface NoteRow extends Happening {
  readonly kind: 'note'
  readonly text: string
  readonly on: { readonly trace: 0 | 1; readonly packet: number }
}

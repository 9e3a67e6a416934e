import { Kind } from '../../dissectors/sort.ts'
import type { FlowTable } from '../packets/flowTable.ts'
import type { Packets } from '../packets/packets.ts'
import type { Trace } from '../trace.ts'
import type { Surviving } from './surviving.ts'

/** One of two traces as it is matched: its table, what survives of its packets, and how far each row is told apart. */
export interface Rows {
  readonly trace: Trace
  readonly packets: Packets
  readonly flows: FlowTable
  readonly surviving: Surviving
  /** Row of the same packet in the other trace, or one of the numbers below. */
  readonly mate: Int32Array
  /** Bits of `Mark`, by row. */
  readonly marks: Uint8Array
  /** Of a row that is another capture or copy of a packet: the row that stands for it. */
  readonly copyOf: Map<number, number>
}

/** In `Rows.mate`: no packet like it was found in the other trace. */
export const NONE = -1

/** Whether the places of packets in both files tell in what order they were captured. */
export function tellsOrder({ rows }: { readonly rows: readonly Rows[] }): boolean {
  return rows.every(({ packets }) => !packets.byTime)
}

/** What else is known of a row. */
export const Mark = {
  /** Another capture of a packet, or another copy of it: not counted. */
  copy: 1,
  /** Its mate has other content. */
  altered: 2,
  /** All its bytes arrived, cut or put together on the way. */
  recut: 4,
  /** Its mate was found by place and time, not by its content alone. */
  placed: 8,
  /** Some of its bytes arrived, cut on the way. */
  partly: 16,
} as const

/** A table in which nothing is matched yet. Throws when the trace was read alone: then it keeps nothing to match by. */
export function rowsOf(trace: Trace): Rows {
  const { packets, surviving } = trace
  if (!surviving) throw new Error('the trace was read alone')
  const mate = new Int32Array(packets.length).fill(NONE)
  return { trace, packets, flows: packets.flows, surviving, mate, marks: new Uint8Array(packets.length), copyOf: new Map() }
}

/** ESP and AH: SPI and sequence number tell every packet from every other. */
export function isProtected(kind: Kind): boolean {
  return kind === Kind.esp || kind === Kind.ah || kind === Kind.udpEncapsulatedEsp
}

/** The row holds a packet that can have crossed the network: IP. */
export function isPacket({ packets, flows }: Rows, row: number): boolean {
  return flows.version(packets.flow(row)) !== 0
}

/** The capture kept all of the packet. */
export function isWhole({ packets }: Rows, row: number): boolean {
  return packets.captured(row) >= packets.original(row)
}

/** Length of the IP payload as its header claims. */
export function payloadLength({ packets, surviving }: Rows, row: number): number {
  return Math.max(0, packets.ipLength(row) - surviving.headerLength(row))
}

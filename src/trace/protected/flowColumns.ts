import type { Columns } from '../packets/block.ts'
import { isProtected } from '../packets/kinds.ts'
import type { Packets } from '../packets/packets.ts'
import { turnBackwards, turnedRound } from './backwards.ts'

/** What the packets of one ESP or AH flow say, in the order of their capture, beside its rows; not to be written to. */
export interface FlowColumns {
  readonly rows: Uint32Array
  readonly times: Float64Array
  /** Of the IP packets; 65,535 stands for more as well. */
  readonly lengths: Uint16Array
  readonly sequences: Uint32Array
  /** Its packets have the numbers written backwards; here they are turned round. */
  readonly backwards: boolean
}

interface All {
  readonly length: number
  readonly starts: Uint32Array
  readonly times: Float64Array
  readonly lengths: Uint16Array
  readonly sequences: Uint32Array
  readonly backwards: Uint8Array
}

const known = new WeakMap<Packets, All>()

/**
 * The columns of one flow. Its packets lie scattered over the table, and whoever walks through flow after flow would wait for
 * memory at each step; so all flows are laid out one behind the other in one pass, 14 bytes a packet, once they are asked for.
 */
export function columnsOf(packets: Packets, flow: number): FlowColumns {
  const all = allOf(packets)
  const [from, to] = [all.starts[flow], all.starts[flow + 1]]
  return {
    rows: from === to ? NO_ROWS : packets.rowsOfFlow(flow),
    times: all.times.subarray(from, to),
    lengths: all.lengths.subarray(from, to),
    sequences: all.sequences.subarray(from, to),
    backwards: all.backwards[flow] === 1,
  }
}

/** The number that an ESP or AH packet is meant to have. */
export function sequenceOf(packets: Packets, row: number): number {
  const number = packets.sequence(row)
  return allOf(packets).backwards[packets.flow(row)] ? turnedRound(number) : number
}

/** Whether a flow's packets were found to have their numbers written backwards; false as long as nobody asked for its columns. */
export function isBackwards(packets: Packets, flow: number): boolean {
  return known.get(packets)?.backwards[flow] === 1
}

const once = new WeakMap<All, Map<number, FlowColumns>>()

/** The same of a flow that was captured twice, without packets whose number came before; worked out once. */
export function columnsOnce(packets: Packets, flow: number): FlowColumns {
  const all = allOf(packets)
  const known = once.get(all) ?? new Map<number, FlowColumns>()
  once.set(all, known)
  const columns = known.get(flow) ?? eachOnce(columnsOf(packets, flow))
  known.set(flow, columns)
  return columns
}

function eachOnce({ rows, times, lengths, sequences, backwards }: FlowColumns): FlowColumns {
  const met = new Set<number>()
  const firsts = Uint32Array.from(sequences.keys()).filter(i => met.size < met.add(sequences[i]!).size)
  return {
    rows: firsts.map(i => rows[i]!),
    times: Float64Array.from(firsts, i => times[i]!),
    lengths: Uint16Array.from(firsts, i => lengths[i]!),
    sequences: firsts.map(i => sequences[i]!),
    backwards,
  }
}

function allOf(packets: Packets): All {
  const before = known.get(packets)
  if (before?.length === packets.length) return before
  const all = laidOut(packets)
  known.set(packets, all)
  return all
}

function laidOut(packets: Packets): All {
  const { flows } = packets
  const starts = new Uint32Array(flows.length + 1)
  for (let flow = 0; flow < flows.length; flow++)
    starts[flow + 1] = starts[flow]! + (isProtected[flows.kind(flow)] ? flows.packets(flow) : 0)
  const count = starts[flows.length]!
  const next = starts.slice()
  const times = new Float64Array(count)
  const lengths = new Uint16Array(count)
  const sequences = new Uint32Array(count)
  const laid = { times, lengths, sequences }
  packets.walk((columns, _, from, to) => layOut(columns, from, to, next, laid))
  return { length: packets.length, starts, ...laid, backwards: turnBackwards(sequences, starts) }
}

type Laid = Pick<All, 'times' | 'lengths' | 'sequences'>

function layOut({ kind, flow, time, ipLength, sequence }: Columns, from: number, to: number, next: Uint32Array, laid: Laid): void {
  const { times, lengths, sequences } = laid
  for (let i = from; i < to; i++) {
    if (!isProtected[kind[i]! & 15]) continue
    const at = next[flow[i]!]!++
    times[at] = time[i]!
    lengths[at] = Math.min(ipLength[i]!, 0xffff)
    sequences[at] = sequence[i]!
  }
}

const NO_ROWS = new Uint32Array(0)

import type { Flow } from './flow.ts'
import type { Packets } from './packets.ts'

// Protected packets that get no further than a link too small for them look alike however they are encrypted:
//
//   resent    one TCP segment again and again: equal sizes at distances that double, each under a new sequence number
//             (RFC 6298 §5.5), and nothing comes back meanwhile
//   regular   equal large packets at even distances, as ping sends them, none followed by an answer, while smaller ones
//             of the same flow are each followed by one
//
// Either way smaller packets of the flow were answered; that tells a small link from a dead peer.

export interface Stalled {
  readonly how: 'resent' | 'regular'
  /** Of each of the packets, IP header included. */
  readonly size: number
  readonly rows: readonly number[]
  /** Largest packet of the flow that was followed by an answer. */
  readonly answered: number | undefined
}

/** Smaller packets every path has to carry: RFC 8200 §5 says 1280, tunnels inside tunnels get down to some 1000. */
const LARGE = 1000
const COPIES = 4
const REGULAR = 3
/** Seconds between packets of a ping, and within which an answer comes. */
const PACE = 0.3
const ANSWER = 1

/** The large packets of a flow that get no further, if it looks so. @param rows of the flow  @param back rows of what came back */
export function stalledIn(
  packets: Packets,
  flow: Pick<Flow, 'packets'>,
  rows: Uint32Array,
  back: readonly Uint32Array[],
): Stalled | undefined {
  if (flow.packets < COPIES) return undefined
  const last = rows.subarray(-MOST)
  const bySize = largeOnes(packets, last)
  if (bySize.length === 0) return undefined
  const resent = bySize.map(([size, same]) => ({ size, rows: tailResent(packets, same) })).filter(({ rows }) => rows.length >= COPIES)
  const regular = bySize.filter(([, same]) => same.length >= REGULAR && isRegular(packets, same))
  if (resent.length + regular.length === 0) return undefined
  const times = timesOf(packets, back)
  const quiet = (from: number, to: number) => !hasOneBetween(times, from, to)
  for (const { size, rows: same } of resent) {
    const [begin, end] = [packets.time(same[0]!), packets.time(same.at(-1)!)]
    if (!quiet(begin + SETTLED, end) || quiet(Number.NEGATIVE_INFINITY, begin)) continue
    return { how: 'resent', size, rows: same, answered: largestAnswered(packets, last, size, times) }
  }
  for (const [size, same] of regular) {
    if (!quiet(packets.time(same[0]!), packets.time(same.at(-1)!) + ANSWER)) continue
    const answered = largestAnswered(packets, last, size, times)
    if (answered !== undefined) return { how: 'regular', size, rows: same, answered }
  }
  return undefined
}

/** Whether one of these moments lies after one and not after another. */
function hasOneBetween(times: Float64Array, after: number, until: number): boolean {
  return (times[firstAfter(times, after)] ?? Number.POSITIVE_INFINITY) <= until
}

/** Of all these packets, in order. */
function timesOf(packets: Packets, flows: readonly Uint32Array[]): Float64Array {
  const lasts = flows.map(one => one.subarray(-MOST))
  const times = new Float64Array(lasts.reduce((sum, one) => sum + one.length, 0))
  let length = 0
  let isSorted = true
  for (const rows of lasts) {
    for (let i = 0; i < rows.length; i++) {
      const time = packets.time(rows[i]!)
      if (length > 0 && !(time >= times[length - 1]!)) isSorted = false
      times[length++] = time
    }
  }
  return isSorted ? times : times.sort()
}

/**
 * Rows of large packets by size, of those sizes that come often enough and never soon after one another: in what was sent
 * again the last ones stand apart, and in what comes regularly all do.
 */
function largeOnes(packets: Packets, rows: Uint32Array): [size: number, rows: number[]][] {
  count.fill(0)
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]!
    const size = packets.ipLength(row)
    if (size <= LARGE || size >= SIZES || count[size]! >= COPIES) continue
    const time = packets.time(row)
    count[size] = count[size] === 0 || latest[size]! - time >= SHORTEST_RTO ? count[size]! + 1 : TOO_SOON
    latest[size] = time
  }
  const bySize = new Map<number, number[]>()
  for (let i = 0; i < rows.length; i++) {
    const size = packets.ipLength(rows[i]!)
    if (size <= LARGE || size >= SIZES || count[size]! < REGULAR || count[size] === TOO_SOON) continue
    const same = bySize.get(size)
    if (same) same.push(rows[i]!)
    else bySize.set(size, [rows[i]!])
  }
  return [...bySize]
}

/** Sizes of IP packets. For each, how many were met from the end of a flow on, and when the last of them was sent. */
const SIZES = 65_536
const count = new Uint8Array(SIZES)
const latest = new Float64Array(SIZES)
const TOO_SOON = 255

function firstAfter(times: Float64Array, time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! > time) high = middle
    else low = middle + 1
  }
  return low
}

/** The last of these packets, as far as they stand at growing distances: each at least half again as long as the one before. */
function tailResent(packets: Packets, rows: readonly number[]): readonly number[] {
  const gap = (i: number) => packets.time(rows[i]!) - packets.time(rows[i - 1]!)
  let from = rows.length - 1
  while (from > 0 && gap(from) >= SHORTEST_RTO && (from === rows.length - 1 || gap(from + 1) >= 1.5 * gap(from))) from--
  return rows.slice(from)
}

/** At even distances, in one run. */
function isRegular(packets: Packets, rows: readonly number[]): boolean {
  const gaps = rows.slice(1).map((row, i) => packets.time(row) - packets.time(rows[i]!))
  const least = Math.min(...gaps)
  return least >= PACE && Math.max(...gaps) <= 1.3 * least + 0.1
}

/** Of the packets smaller than `size`, the largest that something came back for before the next one was sent. At least two. */
function largestAnswered(packets: Packets, rows: Uint32Array, size: number, answers: Float64Array): number | undefined {
  let largest: number | undefined
  let count = 0
  rows.forEach((row, i) => {
    const length = packets.ipLength(row)
    if (length >= size) return
    const time = packets.time(row)
    const next = i + 1 < rows.length ? packets.time(rows[i + 1]!) : Number.POSITIVE_INFINITY
    if (!hasOneBetween(answers, time, Math.min(next, time + ANSWER))) return
    count++
    if (largest === undefined || length > largest) largest = length
  })
  return count >= 2 ? largest : undefined
}

/** Seconds: the shortest retransmission timeout in use, and how long answers to what went before keep coming. */
const SHORTEST_RTO = 0.15
const SETTLED = 0.2
/** Packets looked at, from the end of a flow: what stalls is its last. */
const MOST = 20_000

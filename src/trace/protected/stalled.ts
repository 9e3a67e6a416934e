import { countWhile, isAscending } from '../packets/ascending.ts'
import type { FlowColumns } from './flowColumns.ts'
import { COPIES, grows, largeOnes, SHORTEST_RTO, stays } from './largeOnes.ts'

// Protected packets that get no further than a link too small for them look alike however they are encrypted:
//
//   resent    one TCP segment again and again: equal sizes at distances that double, each under a new sequence number
//             (RFC 6298 §5.5), and nothing comes back meanwhile but answers to smaller packets
//   regular   equal large packets at even distances, as ping sends them, none followed by an answer, while smaller ones
//             of the same flow are each followed by one
//
// Either way smaller packets of the flow were answered; that tells a small link from a dead peer.

/** The packets of a flow that get no further; `size` in bytes, rows of the table of packets. */
export interface Stalled {
  readonly how: 'resent' | 'regular'
  /** Of each of the packets, IP header included. */
  readonly size: number
  readonly rows: readonly number[]
  /** Largest packet of the flow that was followed by an answer. */
  readonly answered: number | undefined
}

/** Seconds between packets of a ping, and within which an answer comes. */
const PACE = 0.3
const ANSWER = 1

/** The large packets of a flow that get no further, if it looks so. @param back what came the other way meanwhile */
export function stalledIn(flow: FlowColumns, back: () => readonly FlowColumns[]): Stalled | undefined {
  if (flow.rows.length < COPIES) return undefined
  const { times, lengths, rows } = lastOf(flow)
  const bySize = largeOnes(lengths, times)
  if (bySize.length === 0) return undefined
  const resent = bySize.map(([size, same]) => ({ size, same: tailResent(times, same) })).filter(({ same }) => same.length >= COPIES)
  const regular = bySize.filter(([, same]) => isRegular(times, same))
  if (resent.length + regular.length === 0) return undefined
  const answers = timesOf(back())
  const quiet = (from: number, to: number) => !hasOneBetween(answers, from, to)
  const found = (how: Stalled['how'], size: number, same: readonly number[], answered: number | undefined): Stalled => ({
    how,
    size,
    rows: same.map(i => rows[i]!),
    answered,
  })
  for (const { size, same } of resent) {
    const begin = times[same[0]!]!
    if (quiet(Number.NEGATIVE_INFINITY, begin) || isAnswered(lengths, times, same, answers)) continue
    return found('resent', size, same, largestAnswered(lengths, times, size, answers))
  }
  for (const [size, same] of regular) {
    if (!quiet(times[same[0]!]!, times[same.at(-1)!]! + ANSWER)) continue
    const answered = largestAnswered(lengths, times, size, answers)
    if (answered !== undefined) return found('regular', size, same, answered)
  }
  return undefined
}

/** What stalls is the end of a flow. */
function lastOf({ rows, times, lengths }: FlowColumns): Pick<FlowColumns, 'rows' | 'times' | 'lengths'> {
  return { rows: rows.subarray(-MOST), times: times.subarray(-MOST), lengths: lengths.subarray(-MOST) }
}

/** Whether one of these moments lies after one and not after another. */
function hasOneBetween(times: Float64Array, after: number, until: number): boolean {
  return (times[firstAfter(times, after)] ?? Number.POSITIVE_INFINITY) <= until
}

/** When all these packets were seen, in order. */
function timesOf(flows: readonly FlowColumns[]): Float64Array {
  const lasts = flows.map(one => lastOf(one).times).sort((a, b) => a[0]! - b[0]!)
  const times = new Float64Array(lasts.reduce((sum, one) => sum + one.length, 0))
  let length = 0
  for (const one of lasts) {
    times.set(one, length)
    length += one.length
  }
  return isAscending(times) ? times : times.sort()
}

function firstAfter(times: Float64Array, time: number): number {
  return countWhile(times.length, at => times[at]! <= time)
}

/** The last of these packets, as far as they stand at growing distances: each at least half again as long as the one before. */
function tailResent(times: Float64Array, places: readonly number[]): readonly number[] {
  const gap = (i: number) => times[places[i]!]! - times[places[i - 1]!]!
  let from = places.length - 1
  while (from > 0 && gap(from) >= SHORTEST_RTO && (from === places.length - 1 || grows(gap(from), gap(from + 1)))) from--
  return places.slice(from)
}

/**
 * Whether something came back between the first and the last of these packets that may be their answer. What follows a smaller
 * packet at once is the answer to that, if the large one before it had waited long in vain.
 */
function isAnswered(lengths: Uint16Array, times: Float64Array, same: readonly number[], answers: Float64Array): boolean {
  const [first, last] = [same[0]!, same.at(-1)!]
  for (let at = firstAfter(answers, times[first]! + SETTLED); at < answers.length && answers[at]! <= times[last]!; at++) {
    const before = firstAfter(times, answers[at]!) - 1
    const copy = same.findLast(place => place <= before)!
    const asked = times[before]!
    if (lengths[before]! >= lengths[first]! || answers[at]! - asked > ANSWER || asked - times[copy]! <= ANSWER) return true
  }
  return false
}

/** At even distances, in one run. */
function isRegular(times: Float64Array, places: readonly number[]): boolean {
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (let i = 1; i < places.length; i++) {
    const gap = times[places[i]!]! - times[places[i - 1]!]!
    if (!(gap >= PACE)) return false
    least = Math.min(least, gap)
    most = Math.max(most, gap)
  }
  return stays(most, least)
}

/** Of the packets smaller than `size`, the largest that something came back for before the next one was sent. At least two. */
function largestAnswered(lengths: Uint16Array, times: Float64Array, size: number, answers: Float64Array): number | undefined {
  let largest: number | undefined
  let count = 0
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i]!
    if (length >= size) continue
    const time = times[i]!
    const next = times[i + 1] ?? Number.POSITIVE_INFINITY
    if (!hasOneBetween(answers, time, Math.min(next, time + ANSWER))) continue
    count++
    if (largest === undefined || length > largest) largest = length
  }
  return count >= 2 ? largest : undefined
}

/** Seconds: how long answers to what went before keep coming. */
const SETTLED = 0.2
/** Packets looked at, from the end of a flow: what stalls is its last. */
const MOST = 20_000

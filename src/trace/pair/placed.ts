import { type Clock, differenceAt, onA } from './clock.ts'
import { type Ends, Way, wayOf } from './ends.ts'
import { type Alike, wed } from './exact.ts'
import { Mark, type Rows } from './rows.ts'

// Packets alike that are several: copies sent again with no identification of their own, or behind a NAT that numbers
// packets anew. With the clocks related, each arrival belongs to the last copy that left before it. Without, the gaps
// between the copies are all there is: the shift under which most of them fall together is taken.

/** Seconds that a packet may take at most to be taken for the one that left; more when others took longer. */
const LONGEST = 0.5

/** What time allows: B's clock against A's, and how long packets take. */
export interface Timing {
  readonly clock: Clock
  /** Seconds by which an arrival may seem to come before its sending. */
  readonly slack: number
  readonly longest: number
}

/** All in seconds. @param seen the longest that a packet is known to have taken; others may take twice as long */
export function timingOf(clock: Clock, slack: number, seen: number): Timing {
  return { clock, slack, longest: Math.max(LONGEST, 2 * seen) }
}

/** Seconds from leaving to arriving, whichever way a couple of rows went; undefined when the clocks are not related. */
export function delayOf(clock: Clock, a: Rows, rowA: number, b: Rows, rowB: number, fromA: boolean): number | undefined {
  const [t, came] = [a.packets.time(rowA), b.packets.time(rowB)]
  const difference = differenceAt(clock, t)
  if (difference === undefined) return undefined
  const delay = came - t - difference
  if (clock.stretches.length === 1) return fromA ? delay : -delay
  // A clock that is set back shows some times twice; the other's time then says which of the two it was.
  const byB = (onA(clock, came) ?? t) - t
  return (Math.abs(byB) < Math.abs(delay) ? byB : delay) * (fromA ? 1 : -1)
}

/** Whether a packet can have taken so long. */
export function isTimely({ slack, longest }: Timing, delay: number | undefined): boolean {
  return delay !== undefined && delay >= -slack && delay <= longest
}

/** Decides the groups by time. */
export function placeAll(groups: readonly Alike[], a: Rows, b: Rows, ends: Ends, timing: Timing): void {
  for (const group of groups) {
    for (const fromA of [true, false]) {
      const inA = group.a.filter(row => wayOf(ends, 0, a, row) === (fromA ? Way.sentHere : Way.receivedHere))
      const inB = group.b.filter(row => wayOf(ends, 1, b, row) === (fromA ? Way.receivedHere : Way.sentHere))
      if (inA.length && inB.length) place(inA, inB, fromA)
    }
  }

  function place(inA: readonly number[], inB: readonly number[], fromA: boolean): void {
    const [sent, came] = fromA ? [inA, inB] : [inB, inA]
    let from = 0
    for (const arrival of came) {
      let best: number | undefined
      for (let i = from; i < sent.length; i++) {
        const delay = fromA ? delayOf(timing.clock, a, sent[i]!, b, arrival, true) : delayOf(timing.clock, a, arrival, b, sent[i]!, false)
        if (delay === undefined || delay < -timing.slack) break
        if (isTimely(timing, delay)) best = i
        else from = i + 1
      }
      if (best === undefined) continue
      if (fromA) wed(a, sent[best]!, b, arrival, Mark.placed)
      else wed(a, arrival, b, sent[best]!, Mark.placed)
      from = best + 1
    }
  }
}

/** B's time minus A's under which most packets of these groups fall together. Of equals the one that is nearest to `expected`,
 *  where that is near: copies of one message in one trace, and one of them in the other, fit together in as many ways. */
export function likeliestShift(groups: readonly Alike[], a: Rows, b: Rows, expected: number): number | undefined {
  const apart: number[] = []
  for (const group of groups.slice(0, MOST_GROUPS))
    for (const rowA of group.a.slice(0, MOST_ALIKE))
      for (const rowB of group.b.slice(0, MOST_ALIKE)) apart.push(b.packets.time(rowB) - a.packets.time(rowA))
  apart.sort((x, y) => x - y)
  let best: { count: number; shift: number; rivals: boolean } | undefined
  for (let i = 0, j = 0; i < apart.length; i++) {
    while (apart[i]! - apart[j]! > TOGETHER) j++
    const [count, shift] = [i - j + 1, apart[j]!]
    if (!best || count > best.count) best = { count, shift, rivals: false }
    else if (count === best.count && shift - best.shift > TOGETHER) {
      const isNearer = Math.abs(shift - expected) < Math.abs(best.shift - expected)
      best = { count, shift: isNearer ? shift : best.shift, rivals: true }
    }
  }
  return best && (!best.rivals || Math.abs(best.shift - expected) < TOGETHER) ? best.shift : undefined
}

const MOST_GROUPS = 200
const MOST_ALIKE = 50
/** Seconds between the delays of packets that fall together. */
const TOGETHER = 0.3

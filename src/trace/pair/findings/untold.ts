import { onClockOfA } from '../clock.ts'
import { Fate } from '../fate.ts'
import { isRelated, other, type PairScene, sendingsOf } from '../scene.ts'
import type { Sending } from '../sending.ts'
import { came, type Stuck } from './stuck.ts'

// Copies of which nothing tells whether they arrived, and why: the other capture had not begun, or was over, or stood still.

interface Untold {
  readonly early: number
  readonly late: number
  /** While it had a hole, or for another reason. */
  readonly others: number
  /** The other capture has a part of one of them. */
  readonly isInPart: boolean
}

function untoldOf(pair: PairScene, { named, sender }: Stuck): Untold {
  const { fates, clock, rows } = pair.lineup
  const span = fates.spans[other(sender)]
  const all = sendingsOf(pair, named.message).filter(one => one.fate === 'unknown' && !came(one))
  const whens = all.map(whenOf)
  const count = (when: string) => whens.filter(one => one === when).length
  return {
    early: count('early'),
    late: count('late'),
    others: count('other'),
    isInPart: all.some(({ seen }) => seen[other(sender)] !== undefined),
  }

  function whenOf({ seen }: Sending): 'early' | 'late' | 'other' {
    const packet = seen[sender]?.packets.find(one => fates.of[sender][one - 1] === Fate.outside)
    if (packet === undefined || !span) return 'other'
    const time = onClockOfA(clock, sender, rows[sender].packets.time(packet - 1))
    if (time === undefined) return 'other'
    return time < span.from ? 'early' : time + fates.latest[sender] > span.until ? 'late' : 'other'
  }
}

/**
 * Nothing tells whether any copy arrived, and nothing speaks against it: the other capture, which has packets, had not begun, or there is
 * one copy alone. A capture that ends before many copies is another thing: it ends with its last packet, not when it is stopped.
 */
export function isUntold(pair: PairScene, stuck: Stuck): boolean {
  const { outside, sent, sender } = stuck
  if (outside < sent || !isRelated(pair) || pair.scenes[other(sender)].trace.packets.length === 0) return false
  return sent === 1 || untoldOf(pair, stuck).early === sent
}

/** What follows `None of the 4 copies is in the capture at B`. */
export function whyUntold(pair: PairScene, stuck: Stuck): string {
  const { early, late, others, isInPart } = untoldOf(pair, stuck)
  if (stuck.sent === late) return `, which ends before${isInPart ? ' the rest' : ''}`
  if (stuck.sent === early) return ', which begins later'
  if (stuck.sent === others) return ', and nothing tells whether it ran then'
  const some = (count: number) => `${isInPart ? 'the rest of ' : ''}${isInPart && count === 1 ? 'one' : count} of them`
  const when = [
    ...(early ? [`${some(early)} left too early for it`] : []),
    ...(late ? [early ? `${isInPart ? some(late) : late} too late` : `${some(late)} left too late for it`] : []),
    ...(others ? [`of ${others} of them nothing tells${isInPart ? ' whether all of it arrived' : ''}`] : []),
  ]
  return `; ${when.join(', ')}`
}

/** Of the capture at the other end, where nothing else is known of any copy. */
export function notRunning(pair: PairScene, stuck: Stuck): string {
  const { early, late } = untoldOf(pair, stuck)
  return late === stuck.sent ? 'had been stopped before' : early === stuck.sent ? 'had not begun yet' : 'did not run then'
}

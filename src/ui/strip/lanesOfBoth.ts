import type { Report, StripSpan, StripWay } from '../../trace/report.ts'
import { mayBeDropped } from '../bothEnds/known.ts'
import { duration } from '../time.ts'
import type { Line, StripLane, StripMark } from './layout.ts'

/**
 * What both ends tell together: what share was lost over time, and the one-way delays.
 * @param spans of the whole time on A's clock; of all packets of the two hosts, not only IKE
 * @param doubtful by sender: the capture at the receiver dropped as many packets itself as it lacks
 */
export function lanesOfBoth(
  icmp: readonly StripMark[],
  spans: readonly StripSpan[],
  { at }: Line,
  doubtful: readonly [boolean, boolean] = [false, false],
): StripLane[] {
  const isDoubtful = doubtful[0] || doubtful[1]
  const lost = spans.flatMap(({ from, until, aToB, bToA }): StripMark[] => {
    const [there, back] = [reallyLost(aToB), reallyLost(bToA)]
    const [count, sent] = [there + back, aToB.sent + bToA.sent]
    const isSure = (!doubtful[0] && there > 0) || (!doubtful[1] && back > 0)
    return count === 0
      ? []
      : [{ kind: 'share', x: at(from), to: at(until), share: count / Math.max(sent, 1), ...(isSure ? {} : { isDoubtful }) }]
  })
  const words = isDoubtful && lost.some(mark => mark.kind === 'share' && mark.isDoubtful) ? 'lost or dropped' : 'lost'
  const changed = spans.flatMap(({ from, until, aToB, bToA }): StripMark[] => {
    const [count, sent] = [(aToB.changed ?? 0) + (bToA.changed ?? 0), aToB.sent + bToA.sent]
    return count === 0 ? [] : [{ kind: 'share', x: at(from), to: at(until), share: count / Math.max(sent, 1) }]
  })
  const most = Math.max(...spans.flatMap(span => [span.aToB.delay?.max ?? 0, span.bToA.delay?.max ?? 0]), 0)
  const delays = spans.flatMap(({ from, until, aToB, bToA }): StripMark[] => {
    const both = [aToB.delay, bToA.delay].flatMap(delay => delay ?? [])
    if (both.length === 0 || most <= 0) return []
    const [low, high] = [Math.min(...both.map(d => d.min)), Math.max(...both.map(d => d.max))]
    return [{ kind: 'delay', x: at(from), to: at(until), low: Math.max(low, 0) / most, high: Math.max(high, 0) / most }]
  })
  return [
    {
      name: icmp.length > 0 ? `${words}, ICMP` : lost.length > 0 ? words : spans.length > 0 ? 'lost: nothing' : 'lost: unknown',
      marks: [...lost, ...icmp],
    },
    ...(changed.length > 0 ? [{ name: 'changed', marks: changed }] : []),
    { name: delays.length > 0 ? `delay to ${duration(most)}` : 'delay: unknown', marks: delays },
  ]
}

/** Without those that were refused: the ICMP errors stand in the same lane. */
function reallyLost({ lost, refused = 0 }: StripWay): number {
  return lost - refused
}

/** By sender: whether the other end's capture dropped as many packets itself as it lacks. */
export function doubtfulWays({ traces, pair }: Pick<Report, 'traces' | 'pair'>): readonly [boolean, boolean] {
  const isDoubtful = (receiver: number, missing = 0) => missing > 0 && mayBeDropped(traces[receiver], missing)
  return [isDoubtful(1, pair?.lostAtoB), isDoubtful(0, pair?.lostBtoA)]
}

import type { StripSpan } from '../../trace/report.ts'
import { duration } from '../time.ts'
import type { Line, StripLane, StripMark } from './layout.ts'

/**
 * What both ends tell together: what share was lost over time, and the one-way delays.
 * @param spans of the whole time on A's clock; of all packets of the two hosts, not only IKE
 */
export function lanesOfBoth(icmp: readonly StripMark[], spans: readonly StripSpan[], { at }: Line): StripLane[] {
  const lost = spans.flatMap(({ from, until, aToB, bToA }): StripMark[] => {
    const [count, sent] = [aToB.lost + bToA.lost, aToB.sent + bToA.sent]
    return count === 0 ? [] : [{ kind: 'share', x: at(from), to: at(until), share: count / Math.max(sent, 1) }]
  })
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
      name: icmp.length > 0 ? 'lost, ICMP' : lost.length > 0 ? 'lost' : spans.length > 0 ? 'lost: nothing' : 'lost: unknown',
      marks: [...lost, ...icmp],
    },
    ...(changed.length > 0 ? [{ name: 'changed', marks: changed }] : []),
    { name: delays.length > 0 ? `delay to ${duration(most)}` : 'delay: unknown', marks: delays },
  ]
}

import type { Negotiation, Report } from '../../trace/report.ts'
import { clockOf } from '../bothEnds/lanes.ts'
import { seenIn } from '../ladder/hostPairs.ts'
import { each, type Slices } from '../slices.ts'
import { related } from '../time.ts'

/** When a negotiation was: seconds of its first and its last message, in the wrong order when none was seen. */
export interface Lasted {
  /** What the seconds are counted from, ISO 8601. */
  readonly start: string | null
  readonly first: number
  readonly last: number
}

/**
 * Of two captures that are related as both show it, on A's clock; where nothing relates their clocks, as one of them shows it.
 * @param trace the one looked at
 */
export function* lasting(report: Pick<Report, 'traces' | 'pair'>, negotiation: Negotiation, trace: 0 | 1): Slices<Lasted> {
  const { traces, pair } = report
  const onA = pair && related(report) ? clockOf(pair) : undefined
  const own = !pair ? trace : onA || seenIn(negotiation, 0) ? 0 : 1
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { messages } of negotiation.exchanges)
    yield* each(messages, ({ transmissions }) => {
      for (const { sightings } of transmissions)
        for (const { trace: where, time } of sightings) {
          if (!onA && where !== own) continue
          const at = onA ? onA(where, time) : time
          first = Math.min(first, at)
          last = Math.max(last, at)
        }
    })
  return { start: traces[own]?.start ?? null, first, last }
}

import { onClockOfA } from '../../trace/pair/onClockOfA.ts'
import type { Report } from '../../trace/report.ts'
import { related } from '../time.ts'

/** How the tables of a report write times: of two captures that are related on one clock, as their ladder does. */
export interface Seconds {
  readonly head: string
  readonly at: (trace: 0 | 1, time: number) => number
}

/** `at` takes seconds of a trace and gives them on the clock that `head` names. */
export function secondsOf(report: Pick<Report, 'traces' | 'pair'>): Seconds {
  const { traces, pair } = report
  if (traces.length < 2) return { head: 'Seconds', at: (_, time) => time }
  if (!pair || !related(report)) return { head: 'Seconds in its capture', at: (_, time) => time }
  return { head: "Seconds, A's clock", at: (trace, time) => (trace === 0 ? time : onClockOfA(pair.clock, time)) }
}

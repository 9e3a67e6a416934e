import { betweenOf } from '../trace/pair/between.ts'
import type { WithRouter } from '../trace/pair/everywhere.ts'
import { isLineup, type Lineup, lineUp } from '../trace/pair/lineUp.ts'
import type { Report } from '../trace/report.ts'
import { report } from '../trace/trace.ts'
import { modifiedPackets } from './modified.ts'
import type { Reading } from './reading.ts'

/** The report on all that was read, and how two traces stand to each other. */
export interface Story {
  readonly report: Report
  readonly lineup: Lineup | null
  /** How a third one, from a router between the two, stands to each. */
  readonly withRouter?: WithRouter
}

/** @param readings A, B, and perhaps one from between them  @param offset of B's clock, seconds, set by hand */
export async function storyOf(readings: readonly Reading[], exempt: readonly string[], offset?: number): Promise<Story> {
  const traces = readings.map(reading => reading.trace)
  const about = readings.map(reading => ({ ...reading.about(), exempt }))
  const lined = lineUp(traces, about, offset)
  const lineup = isLineup(lined) ? lined : null
  const modified = lineup ? await modifiedPackets(readings, lineup) : []
  const told = report(traces, about, lined, modified)
  const [a, b, r] = readings
  const third = lineup && a && b && r ? betweenOf([a.trace, b.trace], [about[0]!, about[1]!], [r.trace, about[2]!], lineup) : null
  return third ? { report: { ...told, between: third.between }, lineup, withRouter: third.lineups } : { report: told, lineup }
}

/** The report while the last of the traces is still growing; they are not lined up. */
export function reportSoFar(readings: readonly Reading[]): Report {
  const told = report(
    readings.map(reading => reading.trace),
    readings.map(reading => reading.about()),
    null,
  )
  return { ...told, traces: told.traces.map((trace, i) => (i === readings.length - 1 ? { ...trace, soFar: true } : trace)) }
}

import type { Report } from '../../trace/report.ts'
import { spanOf } from '../ladder/pauses.ts'
import type { Row } from '../ladder/row.ts'
import { duration, moment } from '../time.ts'

/** Rows [from, until) that one capture cannot have, because it had not begun or had ended, and what is said there. */
export interface Closed {
  readonly from: number
  readonly until: number
  readonly says: string
}

/** Such stretches of one capture, before its beginning and behind its end. @param onA times of a trace on A's clock */
export function closed(rows: readonly Row[], report: Report, onA: (trace: 0 | 1, time: number) => number, trace: 0 | 1): readonly Closed[] {
  const summary = report.traces[trace]
  const span = summary && spanOf(summary)
  if (span === undefined || report.pair?.clock.found === 'none') return []
  const who = trace === 0 ? 'A' : 'B'
  const end = onA(trace, span)
  const begun = rows.findIndex(row => row.id === `begins ${trace}`)
  const before = begun < 0 ? [] : [{ from: 0, until: begun + 1, says: `${who}'s capture begins here` }]
  const lastSeen = rows.findLastIndex(row => row.seen?.[trace])
  const edge = rows.findIndex(row => row.id === `ends ${trace}`)
  const first = rows.findIndex((row, i) => i > lastSeen && row.seen !== undefined && row.packets.length > 0 && row.time > end)
  const from = edge < 0 ? first : edge
  if (from <= lastSeen) return before
  const says = edge < 0 ? `${who}'s file had ended ${duration(rows[from]!.time - end)} before` : `${who}'s file ends at ${moment(end)}`
  return [...before, { from, until: rows.length, says }]
}

/** `A's file ends at 49.7 s`; to the millisecond where the two ends are nearly the same. */
export function endText(ends: readonly [a: number, b: number], trace: 0 | 1): string {
  const near = Math.abs(ends[0] - ends[1])
  const own = ends[trace]
  return `${trace === 0 ? 'A' : 'B'}'s file ends at ${near >= 0.001 && near < 0.5 && own < 100 ? `${own.toFixed(3)} s` : moment(own)}`
}

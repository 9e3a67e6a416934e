import type { Report } from '../../trace/report.ts'
import { spanOf } from '../ladder/pauses.ts'
import type { MessageRow } from '../ladder/row.ts'
import { duration } from '../time.ts'
import type { Lanes } from './lanes.ts'

/** Why one capture cannot have a message that the other one has: `A's file had ended 2.0 ms before`; undefined where it can, or no time tells. */
export function outsideText({ marks, seen, time }: MessageRow, { traces }: Pick<Report, 'traces'>, onA: Lanes['onA']): string | undefined {
  if (!marks?.includes('outside') || !seen || (seen[0] && seen[1])) return undefined
  const lacking = seen[0] ? 1 : 0
  const trace = traces[lacking]
  const [begins, ends] = [onA(lacking, 0), onA(lacking, (trace && spanOf(trace)) ?? Number.NaN)]
  const whose = `${lacking === 0 ? 'A' : 'B'}'s file`
  if (time > ends) return `${whose} had ended ${duration(time - ends)} before`
  if (time < begins) return `${duration(begins - time)} before ${whose} begins`
  return ends - time < CLOSE ? `${duration(ends - time)} before ${whose} ends` : undefined
}

/** Seconds before the end of a file in which a packet may have been on its way. */
const CLOSE = 1

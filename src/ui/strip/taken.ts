import type { Report } from '../../trace/report.ts'
import { hostsAt } from '../bothEnds/context.ts'
import type { Lanes } from '../bothEnds/lanes.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { spanOf } from '../ladder/pauses.ts'
import type { Taken } from './inTheClear.ts'

/** The captures that a line is of: that of `trace`, or with both ends in view both, on A's clock. */
export function takenOf(report: Report, pair: HostPair | Lanes, trace: 0 | 1): Taken[] {
  const lengths = report.traces.map(one => spanOf(one) ?? 0)
  if (!('onA' in pair)) return [{ trace, left: pair.left, right: pair.right, span: lengths[trace] ?? 0, begins: 0 }]
  return ([0, 1] as const).map(at => ({ trace: at, ...hostsAt(report, pair, at), span: lengths[at] ?? 0, begins: pair.onA(at, 0) }))
}

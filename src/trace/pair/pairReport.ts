import { clockReport, offsetOf } from './clockReport.ts'
import { delaysOf } from './delays.ts'
import type { Lineup } from './lineUp.ts'
import { packetLists } from './packetLists.ts'
import type { Pair, PairPackets, Pattern } from './report.ts'
import { rewritesOf } from './rewrites.ts'

/** What the report says of two traces together. @param refused by sender: packets of which an ICMP error says that they could not go on */
export function pairReport(
  lineup: Lineup,
  modified: PairPackets['modified'],
  patterns: readonly Pattern[],
  refused: readonly [ReadonlySet<number>, ReadonlySet<number>],
): Pair {
  const { clock, fates, ends, startDifference } = lineup
  const [first] = clock.stretches
  return {
    ...fates.counts,
    offset: offsetOf(clock, startDifference),
    offsetError: first?.steadyError ?? first?.error ?? null,
    ...(first?.steadyError !== undefined && first.error !== null && first.error > first.steadyError
      ? { offsetErrorIfDrifting: first.error }
      : {}),
    driftPpm: (first?.slope ?? 0) * 1e6,
    driftErrorPpm: (first?.slopeError ?? 0) * 1e6,
    ...delaysOf(lineup, fates, refused),
    rewrites: rewritesOf(lineup),
    clock: clockReport(
      clock,
      startDifference,
      lineup.mayHaveZone,
      lineup.rows.map(({ packets }) => packets.clockSets),
    ),
    ends: { a: [...ends.near[0]], b: [...ends.near[1]] },
    packets: packetLists(lineup, modified),
    patterns,
  }
}

import { useMemo } from 'react'
import type { Report } from '../trace/report.ts'
import { known } from './bothEnds/known.ts'
import { type Lanes, lanes } from './bothEnds/lanes.ts'
import { arrangeJoined, joined } from './bothEnds/rows.ts'
import { toSingleBoth, withSinglesBoth } from './bothEnds/singles.ts'
import { citedPackets } from './case/findings.ts'
import { shownPair } from './derive.ts'
import { citedBeside, useContextRuns, withContext } from './ladder/context.ts'
import { type HostPair, hostPairs } from './ladder/hostPairs.ts'
import { type Layout, layout } from './ladder/layout.ts'
import { nearSide } from './ladder/nearSide.ts'
import type { Row } from './ladder/row.ts'
import { arrange, happenings } from './ladder/rows.ts'
import { toSingle, useSingles, withSingles } from './ladder/single.ts'
import { bothInView, type State } from './state.ts'

/** What the workspace shows of a report: the pairs of hosts, the one in view, everything between its hosts, and its rows. */
export interface Shown {
  readonly pairs: readonly HostPair[]
  readonly pair?: HostPair
  /** The same pair with both traces on one clock, where both are in view. */
  readonly hosts?: Lanes
  readonly all: readonly Row[]
  readonly layout: Layout
}

const nothing: readonly Row[] = []
const noNumbers: readonly number[] = []

/** Packets of A and of B that a finding rests on. */
function citedOf(report: Report, finding: number | undefined): readonly [readonly number[], readonly number[]] {
  const chosen = finding === undefined ? undefined : report.findings[finding]
  return [[...citedPackets(chosen, 0)], [...citedPackets(chosen, 1)]]
}

/** Works it out, each part only when what it follows from has changed. */
export function useShown(report: Report, state: State): Shown {
  const { opened, trace, finding, context, folds, window, size } = state
  const both = bothInView(state)
  const alone = useMemo(() => (both ? undefined : hostPairs(report, trace)), [report, trace, both])
  const together = useMemo(() => (both ? lanes(report) : undefined), [report, both])
  const pairs = together ?? alone ?? []
  const pair = shownPair(pairs, state)
  const hosts = together?.find(one => one === pair)
  const own = useMemo(
    () => (hosts ? joined(report, hosts) : pair ? happenings(report, trace, pair) : nothing),
    [report, trace, pair, hosts],
  )
  const single = hosts ? undefined : pair
  const wanted = useMemo(() => (single ? citedBeside(report, trace, finding, own) : []), [report, trace, finding, own, single])
  const runs = useContextRuns(opened?.session, trace, single, wanted, context)
  const numbers = useMemo(() => (single ? toSingle(wanted, own) : []), [wanted, own, single])
  const packets = useSingles(opened?.session, trace, numbers)
  const knows = useMemo(() => (hosts ? known(report) : undefined), [report, hosts])
  const [ofA, ofB] = useMemo(
    () => (hosts ? toSingleBoth(report, citedOf(report, finding), own) : [noNumbers, noNumbers]),
    [report, finding, own, hosts],
  )
  const seenAtA = useSingles(opened?.session, 0, ofA)
  const seenAtB = useSingles(opened?.session, 1, ofB)
  const all = useMemo(() => {
    if (hosts && knows) return withSinglesBoth(own, [seenAtA, seenAtB], report, hosts, knows)
    if (!single) return own
    return withContext(withSingles(own, packets, single, nearSide(single.negotiations[0], single, trace)), runs, single)
  }, [own, runs, packets, single, trace, hosts, knows, seenAtA, seenAtB, report])
  const laid = useMemo(() => {
    const how = { open: folds, window }
    const about = report.traces[trace]
    if (!pair) return layout(nothing, size)
    return layout(hosts ? arrangeJoined(all, hosts, report, how) : arrange(all, pair, { ...how, trace: about }), size)
  }, [report, trace, all, pair, hosts, folds, window, size])
  return { pairs, ...(pair ? { pair } : {}), ...(hosts ? { hosts } : {}), all, layout: laid }
}

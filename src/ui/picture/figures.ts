import type { Session } from '../../host/protocol.ts'
import type { Report } from '../../trace/report.ts'
import { type Lanes, lanes } from '../bothEnds/lanes.ts'
import { type HostPair, hostPairs, isBare } from '../ladder/hostPairs.ts'
import type { Layout } from '../ladder/layout.ts'
import { type Addresses, addresses, grounding, laying, wanting } from '../shown.ts'
import { whole } from '../slices.ts'
import { bothFigure, type Figure, ladderFigure, type Manner } from './figure.ts'

/** Pairs of hosts that are drawn; a scan has thousands. */
const MOST_PAIRS = 40

/** Every ladder of a trace, in the order of the case; pairs of hosts beyond the first forty are left out. */
export async function laddersOf(session: Session, report: Report, trace: 0 | 1, manner?: Manner): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const pair of hostPairs(report, trace).slice(0, MOST_PAIRS))
    figures.push(ladderFigure(report, trace, pair, await laid(session, report, trace, pair, manner), manner))
  return figures
}

/** The same of both ends together; none where there are not two traces that fit. */
export async function bothEndsOf(session: Session, report: Report, manner?: Manner): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const hosts of lanes(report).slice(0, MOST_PAIRS))
    figures.push(bothFigure(report, hosts, await laid(session, report, 0, hosts, manner), manner))
  return figures
}

/** What the page would show of two hosts with nothing chosen. */
async function laid(session: Session, report: Report, trace: 0 | 1, pair: HostPair | Lanes, { notes }: Manner = {}): Promise<Layout> {
  const ground = whole(grounding(report, trace, pair))
  const { wanted, numbers, ofBoth } = whole(wanting(ground, undefined))
  const packets = async (one: 0 | 1, all: readonly number[]) =>
    (await Promise.all(all.map(number => session.rows(one, number - 1, number)))).flat()
  const clear = isBare(pair)
  const asked = ground && (clear || wanted.some(({ length }) => length > 0)) ? addresses(ground) : undefined
  const runs = async (one: 0 | 1, hosts: Addresses | undefined, cited: readonly number[]) =>
    hosts ? session.context(one, [hosts.left, hosts.right], cited) : []
  const beside = {
    runs: [await runs(trace, asked?.[0], wanted[0]), await runs(1, asked?.[1], wanted[1])],
    packets: await packets(trace, numbers),
    seen: [await packets(0, ofBoth[0]), await packets(1, ofBoth[1])],
  } as const
  return whole(laying(ground, { open: new Set(), notes, clear }, 1, beside))!.layout
}

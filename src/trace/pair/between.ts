import { Kind } from '../../dissectors/sort.ts'
import { instant } from '../instant.ts'
import type { TraceAbout } from '../summary.ts'
import type { Trace } from '../trace.ts'
import { traceSummary } from '../traceSummary.ts'
import { offsetOf } from './clockReport.ts'
import { delaysOf } from './delays.ts'
import type { WithRouter } from './everywhere.ts'
import { Fate } from './fate.ts'
import { isLineup, type Lineup, lineUp } from './lineUp.ts'
import type { Between, BetweenLoss, Leg } from './report.ts'
import { Mark, NONE } from './rows.ts'

// A third capture, taken at a router between the two ends. It is lined up with A and, again, with B; then it says of every
// packet that was lost or changed between A and B on which side of it that happened. What was captured as it came in and was
// dropped by the router itself counts as behind it.

/** What the third capture adds. @param middle it, and what is known of its file */
export function betweenOf(
  ends: readonly [Trace, Trace],
  about: readonly [TraceAbout, TraceAbout],
  middle: readonly [Trace, TraceAbout],
  lineup: Lineup,
): { readonly between: Between; readonly lineups: WithRouter } | null {
  const [trace, ofR] = middle
  const aToR = lineUp([ends[0], trace], [about[0], ofR])
  const rToB = lineUp([trace, ends[1]], [ofR, about[1]])
  if (!isLineup(aToR) || !isLineup(rToB)) return null
  const lost = [...lostFrom(lineup, aToR, 0), ...lostFrom(lineup, rToB, 1)]
  const count = (from: 0 | 1, place: BetweenLoss['place']) => lost.filter(one => one.trace === from && one.place === place).length
  const between: Between = {
    name: ofR.name,
    packets: trace.packets.length,
    start: instant(ofR.start, ofR.clock),
    summary: traceSummary(trace, ofR),
    aToR: leg(aToR),
    rToB: leg(rToB),
    lost: {
      aToB: { beforeR: count(0, 'before'), behindR: count(0, 'behind'), unknown: count(0, 'unknown') },
      bToA: { beforeR: count(1, 'before'), behindR: count(1, 'behind'), unknown: count(1, 'unknown') },
    },
    modified: modified(lineup, aToR),
    losses: lost.slice(0, MOST),
    seen: { a: seenAtR(aToR, 0, lineup), b: seenAtR(rToB, 1, lineup) },
  }
  return { between, lineups: { aToR, rToB } }
}

/** Losses told one by one. */
const MOST = 1000

/** The lost packets of one end, and where: R's row in the lineup of that end with R tells. `trace` is also the end's place in it. */
function lostFrom(lineup: Lineup, withR: Lineup, trace: 0 | 1): BetweenLoss[] {
  const fates = lineup.fates.of[trace]
  const atR = withR.fates.of[trace]
  const { mate } = withR.rows[trace]
  const found: BetweenLoss[] = []
  for (let row = 0; row < fates.length; row++) {
    if (fates[row] !== Fate.lost) continue
    const fate = atR[row]
    const place = fate === Fate.delivered ? 'behind' : fate === Fate.lost ? 'before' : 'unknown'
    const seen = mate[row] ?? NONE
    found.push({ trace, packet: row + 1, place, ...(seen === NONE ? {} : { atR: seen + 1 }) })
  }
  return found
}

/** Packets of an end that tell the story, or that were changed, and that R has too, by number. */
function seenAtR({ rows }: Lineup, trace: 0 | 1, lineup: Lineup): [number, number][] {
  const { mate, packets } = rows[trace]
  const { marks } = lineup.rows[trace]
  const found: [number, number][] = []
  for (let row = 0; row < mate.length && found.length < MOST_SEEN; row++)
    if (mate[row] !== NONE && (TELLING.has(packets.kind(row)) || marks[row]! & Mark.altered)) found.push([row + 1, mate[row]! + 1])
  return found
}

const TELLING: ReadonlySet<number> = new Set([Kind.ike, Kind.fragment, Kind.icmpError])
const MOST_SEEN = 5000

/** Packets that arrived with other content: the half of the way on which it was changed. */
function modified({ rows: [a] }: Lineup, aToR: Lineup): Between['modified'] {
  const [atA] = aToR.rows
  let [betweenAandR, betweenRandB, unknown] = [0, 0, 0]
  for (let row = 0; row < a.mate.length; row++) {
    if (a.mate[row] === NONE || !(a.marks[row]! & Mark.altered)) continue
    if (atA.mate[row] === NONE) unknown++
    else if (atA.marks[row]! & Mark.altered) betweenAandR++
    else betweenRandB++
  }
  return { betweenAandR, betweenRandB, unknown }
}

function leg(lineup: Lineup): Leg {
  const { clock, startDifference, fates } = lineup
  const { delay } = delaysOf(lineup, fates)
  return {
    matched: fates.counts.matched,
    offset: offsetOf(clock, startDifference),
    offsetError: clock.stretches[0]?.steadyError ?? clock.stretches[0]?.error ?? null,
    delay: { there: delay.aToB, back: delay.bToA },
  }
}

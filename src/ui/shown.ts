import { useCallback, useMemo } from 'react'
import type { ContextRun, PacketRow, Session } from '../host/protocol.ts'
import type { Report } from '../trace/report.ts'
import { hostsAt, withContextOfBoth } from './bothEnds/context.ts'
import { type Known, knowing } from './bothEnds/known.ts'
import { type Lanes, pairingBoth } from './bothEnds/lanes.ts'
import { arrangingJoined, joining } from './bothEnds/rows.ts'
import { toSingleBoth, withSinglesBoth } from './bothEnds/singles.ts'
import { citedPackets } from './case/findings.ts'
import { shownPair } from './derive.ts'
import { answered } from './filter/filter.ts'
import { narrowed } from './filter/narrow.ts'
import { citedBeside, useContextRuns, withContext } from './ladder/context.ts'
import { type HostPair, isBare, pairing } from './ladder/hostPairs.ts'
import { lacking } from './ladder/lacking.ts'
import { type Layout, laidOut, layout } from './ladder/layout.ts'
import { nearSide } from './ladder/nearSide.ts'
import { withNotes } from './ladder/notes.ts'
import { type Opened as OpenedBands, useOpened, withOpened } from './ladder/opened.ts'
import { withPauses } from './ladder/pauses.ts'
import type { Row } from './ladder/row.ts'
import { type Arrangement, arranging, happening } from './ladder/rows.ts'
import { toLookAt, toSingle, useSingles, withSingles } from './ladder/single.ts'
import { tied } from './ladder/tied.ts'
import { nothingAdded } from './notes/added.ts'
import type { Slices } from './slices.ts'
import { bothInView, type Opened, type State } from './state.ts'
import { useSliced, useSlices } from './useSlices.ts'

/** What the workspace shows of a report: the pairs of hosts, the one in view, everything between its hosts, and its rows. */
export interface Shown {
  /** Whether the pairs are known yet; of a large report they are not at first. */
  readonly known: boolean
  /** Not all of what was read is among the rows yet. */
  readonly behind: boolean
  readonly pairs: readonly HostPair[]
  readonly pair?: HostPair
  /** The same pair with both traces on one clock, where both are in view. */
  readonly hosts?: Lanes
  readonly all: readonly Row[]
  readonly layout: Layout
}

/** Everything between two hosts, and what it was told from. */
interface Ground {
  readonly report: Report
  readonly trace: 0 | 1
  readonly pair: HostPair
  readonly both?: { readonly hosts: Lanes; readonly knows: Known }
  readonly own: readonly Row[]
}

const nothing: readonly Row[] = []
const none: readonly number[] = []
const noneOfBoth = [none, none] as const
const unasked = { wanted: noneOfBoth, numbers: none, ofBoth: noneOfBoth }
const noneSeen: readonly [readonly PacketRow[], readonly PacketRow[]] = [[], []]
const noPairs: readonly HostPair[] = []
const blank = { all: nothing, layout: layout(nothing, 1) }

/**
 * Works it out, each part only when what it follows from has changed. Rows of a large report take several tasks; until they
 * are there the page shows those it had of the same hosts, else none.
 */
export function useShown({ report: latest, session }: Opened, state: State): Shown {
  const { trace, finding, context, folds, window, size, notes, hidden } = state
  const filter = answered(state.filter)
  const both = bothInView(state)
  const side = both ? 'both' : trace
  const { result: known, behind: lacksPairs } = useSliced(
    useCallback(() => told(latest, side), [latest, side]),
    side,
  )
  const { report, pairs } = known ?? { report: latest, pairs: noPairs }
  const pair = shownPair<HostPair | Lanes>(pairs, state)
  const place = `${side} ${pair?.key}`
  const { result: ground, behind: lacksGround } = useSliced(
    useCallback(() => grounding(report, trace, pair), [report, trace, pair]),
    place,
  )
  const beside =
    useSlices(
      useCallback(() => wanting(ground, finding), [ground, finding]),
      place,
    ) ?? unasked
  const clear = context || (ground !== undefined && isBare(ground.pair))
  const hosts = useMemo(() => ground && addresses(ground), [ground])
  const first = ground?.both ? 0 : trace
  const asked = clear || beside.wanted.some(({ length }) => length > 0)
  const runs = useContextRuns(session, first, hosts?.[0], beside.wanted[0], asked)
  const runsOfB = useContextRuns(session, 1, hosts?.[1], beside.wanted[1], asked)
  const packets = useSingles(session, trace, beside.numbers)
  const seenAtA = useSingles(session, 0, beside.ofBoth[0])
  const seenAtB = useSingles(session, 1, beside.ofBoth[1])
  const lookedAt = useLookedAt(session, ground, state)
  const opened = useOpened(session, ground?.own ?? nothing, folds)
  const { result: laid, behind } = useSliced(
    useCallback(
      () =>
        laying(
          ground,
          { open: folds, window, notes: session ? notes : nothingAdded.notes, hidden, filter, clear, reading: !session },
          size,
          {
            runs: [runs, runsOfB],
            packets: [...packets, ...lookedAt.packets],
            seen: [
              [...seenAtA, ...lookedAt.seen[0]],
              [...seenAtB, ...lookedAt.seen[1]],
            ],
            opened,
          },
        ),
      [ground, clear, runs, runsOfB, packets, seenAtA, seenAtB, lookedAt, opened, folds, window, session, notes, hidden, filter, size],
    ),
    place,
  )
  return {
    known: known !== undefined,
    behind: lacksPairs || lacksGround || behind,
    pairs,
    ...(pair ? { pair } : {}),
    ...(pair && 'onA' in pair ? { hosts: pair } : {}),
    ...(laid ?? blank),
  }
}

/** The packet looked at, where no row shows it, and of both ends the same packet at the other one. */
function useLookedAt(
  session: Session | undefined,
  ground: Ground | undefined,
  { selection, trace }: State,
): Pick<Beside, 'packets' | 'seen'> {
  const numbers = useMemo(
    () => (selection && ground?.trace === trace ? toLookAt(selection.packet, selection.row, ground.own, trace) : none),
    [selection, ground, trace],
  )
  const other = trace === 0 ? 1 : 0
  const twins = useMemo(() => numbers.flatMap(number => ground?.both?.knows.other(trace, number) ?? []), [numbers, ground, trace])
  const here = useSingles(session, trace, numbers)
  const there = useSingles(session, other, twins)
  return useMemo(() => {
    if (!ground?.both) return { packets: here, seen: noneSeen }
    return { packets: noneSeen[0], seen: trace === 0 ? [here, there] : [there, here] }
  }, [ground, here, there, trace])
}

/** The pairs of hosts of a report, as one trace or both show them. */
function* told(report: Report, side: 0 | 1 | 'both'): Slices<{ readonly report: Report; readonly pairs: readonly (HostPair | Lanes)[] }> {
  return { report, pairs: side === 'both' ? yield* pairingBoth(report) : yield* pairing(report, side) }
}

/** Everything that happened between two hosts. */
export function* grounding(report: Report, trace: 0 | 1, pair: HostPair | Lanes | undefined): Slices<Ground | undefined> {
  if (!pair) return undefined
  if (!('onA' in pair)) return { report, trace, pair, own: yield* happening(report, trace, pair) }
  const knows = yield* knowing(report)
  return { report, trace, pair, both: { hosts: pair, knows }, own: yield* joining(report, pair, knows) }
}

/** What was asked of the session. */
interface Beside {
  /** Of one trace only the first. */
  readonly runs: readonly [readonly ContextRun[], readonly ContextRun[]]
  readonly packets: readonly PacketRow[]
  readonly seen: readonly [readonly PacketRow[], readonly PacketRow[]]
  readonly opened?: OpenedBands
}

/** What is wanted of it. */
interface Wanted extends Omit<Arrangement, 'trace' | 'lacks'>, Partial<Pick<State, 'notes' | 'hidden' | 'filter'>> {
  /** Also traffic in the clear that nobody cites. */
  readonly clear?: boolean
  /** The files are not read to their ends. */
  readonly reading?: boolean
}

/** The addresses of both hosts, as the trace shown knows them; with both ends as A does, and as B. */
export function addresses({ report, pair, both }: Ground): readonly [Addresses, Addresses | undefined] {
  return both ? [hostsAt(report, both.hosts, 0), hostsAt(report, both.hosts, 1)] : [pair, undefined]
}

/** The hosts at either side of a ladder. */
export type Addresses = Pick<HostPair, 'left' | 'right'>

/** The rows of it, and where they stand. */
export function* laying(
  ground: Ground | undefined,
  { notes = [], hidden = nothingAdded.hidden, filter, clear = false, reading = false, ...open }: Wanted,
  size: number,
  { runs, packets, seen, opened = new Map() }: Beside,
): Slices<Pick<Shown, 'all' | 'layout'> | undefined> {
  if (!ground) return undefined
  const { report, trace, pair, both, own } = ground
  const near = nearSide(pair.negotiations[0], pair, trace)
  const lacks = lacking(report, pair, both ? undefined : trace, reading)
  const how = { ...open, ...(lacks ? { lacks } : {}) }
  const told = both
    ? withContextOfBoth(withSinglesBoth(own, seen, report, both.hosts, both.knows), runs, report, both.hosts, clear)
    : withContext(withSingles(own, packets, pair, near), runs[0], pair, clear)
  const opening = both ? { onA: both.hosts.onA, onTheWay: both.knows.onTheWay } : { near }
  const all = tied(withOpened(told, opened, how.open, opening), trace)
  yield
  const rows = both
    ? yield* arrangingJoined(all, both.hosts, report, how)
    : yield* arranging(all, pair, { ...how, trace: report.traces[trace] })
  yield
  const kept = narrowed(rows, filter, hidden, trace)
  // Of what somebody hides it is known that the time went by; what a filter leaves out stays unsaid.
  const shown = kept === rows || filter ? kept : yield* withPauses(kept, pair.flows)
  return { all, layout: yield* laidOut(withNotes(shown, notes, trace), size) }
}

/** Packets that are to be asked for beside the report. */
export function* wanting(ground: Ground | undefined, finding: number | undefined) {
  if (!ground) return unasked
  const { report, trace, both, own } = ground
  const chosen = finding === undefined ? undefined : report.findings[finding]
  if (both) {
    const cited = [[...citedPackets(chosen, 0)], [...citedPackets(chosen, 1)]] as const
    const wanted = [citedBeside(report, 0, finding, own), citedBeside(report, 1, finding, own)] as const
    return { wanted, numbers: none, ofBoth: toSingleBoth(report, cited, own, both.knows) }
  }
  const wanted = citedBeside(report, trace, finding, own)
  yield
  return { wanted: [wanted, none] as const, numbers: toSingle(wanted, own), ofBoth: noneOfBoth }
}

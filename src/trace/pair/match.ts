import { flowCipher } from '../protected/flowCipher.ts'
import type { Trace } from '../trace.ts'
import { findAltered, markChangedHeaders } from './altered.ts'
import { type Clock, clockOf, errorOf } from './clock.ts'
import { markCopies } from './copies.ts'
import { type Ends, endsOf } from './ends.ts'
import { type Alike, alike, byContent, byIdentification, byNumber, exactly, join, wed } from './exact.ts'
import { delayOf, likeliestShift, placeAll, type Timing, timingOf } from './placed.ts'
import { spansOf } from './points.ts'
import { findRecut, type Missing, type Recut } from './recut.ts'
import { findResegmented } from './resegmented.ts'
import { isProtected, isWhole, Mark, NONE, type Rows, rowsOf } from './rows.ts'
import { type SamePlace, samePlaceOf } from './samePlace.ts'
import { toldById } from './toldById.ts'

// Two traces lined up. What is certain goes first and relates the clocks; what is not decided by content alone is then
// decided by time; what is left over is held against each other by number, by ranges of bytes, by identification. The
// clock rests on the certain ones only, so that no guess makes another one look sure.

/** Which packet of A is which of B, and what that tells of hosts and clocks. */
export interface Match {
  readonly rows: readonly [Rows, Rows]
  readonly ends: Ends
  readonly clock: Clock
  readonly timing: Timing
  readonly recuts: readonly Recut[]
  /** By the trace that sent them: packets that arrived in part. */
  readonly missing: readonly [Missing, Missing]
}

/**
 * @param startDifference seconds from A's first packet to B's, as the files say
 * @param manual seconds that B's clock is said to be ahead of A's, instead of what the packets show
 * @returns for two captures of one place, that they are
 */
export function match(traces: readonly [Trace, Trace], startDifference: number, manual?: number): Match | SamePlace {
  const [a, b] = [rowsOf(traces[0]), rowsOf(traces[1])]
  markCopies(a)
  markCopies(b)
  const set = manual === undefined ? undefined : manual - startDifference
  let groups = join(a, b, exactly)
  const same = samePlaceOf(a, b)
  if (same) return same
  if (!hasMates(a)) groups = join(a, b, byContent)
  if (!hasMates(a) && alike(a, b, byIdentification).length >= SEVERAL) groups = join(a, b, byIdentification)
  if (!hasMates(a)) seed(groups, a, b, -startDifference)
  const ends = endsOf(a, b)
  const clock = clockOf(spansOf(a, b, ends), set, lastTime(a))
  const timing = timingOf(clock, errorOf(clock) + TICK, longestDelay(a, b, ends, clock))
  placeAll(groups, a, b, ends, timing)
  placeAll(alike(a, b, byContent), a, b, ends, timing)
  placeAll(alike(a, b, byNumber), a, b, ends, timing)
  compareByNumber(a, b)
  const { recuts, missing } = findRecut(a, b, ends, timing)
  recuts.push(...findResegmented(a, b, ends, timing, missing))
  findAltered(a, b, ends, timing)
  markChangedHeaders(a, b, ends)
  return { rows: [a, b], ends: endsOf(a, b), clock: narrowed(clock), timing, recuts, missing }

  /** The clock once more, with what was found meanwhile and can be nothing else. */
  function narrowed(first: Clock): Clock {
    const sure = toldById(a, b)
    if (sure.size === 0) return first
    const then = clockOf(spansOf(a, b, ends, sure), set, lastTime(a))
    return then.stretches.length === first.stretches.length && errorOf(then) < errorOf(first) ? then : first
  }
}

/** Packets told by identification alone that are no chance any more. */
const SEVERAL = 2

/** Of a trace; times need not rise. */
function lastTime({ packets }: Rows): number {
  let last = 0
  for (let row = 0; row < packets.length; row++) last = Math.max(last, packets.time(row) || 0)
  return last
}

function hasMates({ mate }: Rows): boolean {
  return mate.some(row => row !== NONE)
}

/** No packet is the only one of its kind: the shift under which most fall together makes mates of them. */
function seed(groups: readonly Alike[], a: Rows, b: Rows, expected: number): void {
  const shift = likeliestShift(groups, a, b, expected)
  if (shift === undefined) return
  for (const group of groups) {
    for (const rowA of group.a) {
      const near = group.b.find(rowB => b.mate[rowB] === NONE && Math.abs(b.packets.time(rowB) - a.packets.time(rowA) - shift) < NEAR)
      if (near !== undefined) wed(a, rowA, b, near)
    }
  }
}

/** Mates by number with other content: altered, when both captures kept all of them. */
function compareByNumber(a: Rows, b: Rows): void {
  for (let row = 0; row < a.mate.length; row++) {
    const other = a.mate[row]!
    if (other === NONE || !(a.marks[row]! & Mark.placed) || !isWhole(a, row) || !isWhole(b, other)) continue
    if (a.surviving.content(row) === b.surviving.content(other) || isOffloaded(a, row) !== isOffloaded(b, other)) continue
    a.marks[row]! |= Mark.altered
    b.marks[other]! |= Mark.altered
  }
}

/** The network card at this end encrypts: the capture shows the packet as it was before, and the other end what travelled. */
function isOffloaded({ packets }: Rows, row: number): boolean {
  return isProtected(packets.kind(row)) && flowCipher(packets, packets.flow(row)).cipher === 'offloaded'
}

/** The longest that a packet told by its content took. */
function longestDelay(a: Rows, b: Rows, ends: Ends, clock: Clock): number {
  let longest = 0
  for (let row = 0; row < a.mate.length; row++) {
    const other = a.mate[row]!
    if (other === NONE || a.marks[row]! & Mark.copy) continue
    const way = ends.way[0][a.packets.flow(row)]
    const delay = way ? delayOf(clock, a, row, b, other, way === 1) : undefined
    if (delay !== undefined && delay > longest) longest = delay
  }
  return longest
}

const TICK = 1e-5
/** Seconds by which copies may miss the shift that most of them share. */
const NEAR = 0.3

import { Kind } from '../../dissectors/sort.ts'
import { differenceAt, onA, onClockOfA } from './clock.ts'
import { Way, wayOf } from './ends.ts'
import { holesOf, isInHole } from './holes.ts'
import type { Match } from './match.ts'
import { isProtected, Mark, NONE, type Rows } from './rows.ts'

// What became of each packet between the two ends. Only packets that one of the two hosts sent to the other have a fate,
// and only where both captures ran: a packet that left before the other capture began, or after it ended, or while that one
// had a hole, tells nothing.

/** Of a row. */
export const Fate = {
  /** Not between the two hosts. */
  unrelated: 0,
  /** In both traces, whole or cut anew. */
  delivered: 1,
  /** It left and did not arrive. */
  lost: 2,
  /** It left, or arrived, while the other capture did not run; or of a kind, or in a direction, that the other capture does not take. */
  outside: 3,
  /** It arrived, and the sender's capture does not have it. */
  missed: 4,
  /** Another capture or copy of a packet. */
  copy: 5,
  /** The clocks are not related, so nothing can be said. */
  unknown: 6,
} as const

/** What became of every packet of both traces. */
export interface Fates {
  /** By trace and row: `Fate`. */
  readonly of: readonly [Uint8Array, Uint8Array]
  readonly counts: {
    readonly matched: number
    readonly onlyInA: number
    readonly onlyInB: number
    readonly lostAtoB: number
    readonly lostBtoA: number
    readonly modified: number
    /** Left while the other capture, by its file, did not run or had a hole, or did not take such packets: nothing tells whether they arrived. */
    readonly outsideAtoB: number
    readonly outsideBtoA: number
  }
  /** First and last moment of each capture on A's clock; of B undefined when the clocks are not related. */
  readonly spans: readonly [Spell, Spell | undefined]
  /** By trace: seconds that a packet of its end took at most. */
  readonly latest: readonly [number, number]
  /** By trace: packets in the clear between the two where the trace has none of the protected ones that its end sent: a network
   *  card encrypts and decrypts behind the capture, so nothing tells which of the other end's they are. */
  readonly clear: readonly [number, number]
}

/** From one moment until another, in seconds. */
export interface Spell {
  readonly from: number
  readonly until: number
}

/**
 * @param blind by trace: it does not take what the other end sends
 * @param hears by trace: it has something that the other end sends; without it only messages of IKE, which are sent again, show that
 *   nothing came
 */
export function fatesOf(found: Match, blind: readonly [boolean, boolean], hears: readonly [boolean, boolean]): Fates {
  const [a, b] = found.rows
  const spans: [Spell, Spell | undefined] = [spell(a), undefined]
  const ofB = spell(b)
  const [from, until] = [onA(found.clock, ofB.from), onA(found.clock, ofB.until)]
  if (from !== undefined && until !== undefined) spans[1] = { from, until }
  const of: [Uint8Array, Uint8Array] = [new Uint8Array(a.mate.length), new Uint8Array(b.mate.length)]
  const lost: [number, number] = [0, 0]
  const only: [number, number] = [0, 0]
  const outside: [number, number] = [0, 0]
  const latest = [longestOnTheWay(found, 0), longestOnTheWay(found, 1)] as const
  const holes = [holesOf(found, 0, latest[0]), holesOf(found, 1, latest[1])] as const
  const untaken = [untakenKinds(found, 0), untakenKinds(found, 1)] as const
  const hidden = untaken.map(kinds => [...kinds].some(kind => kind !== LATER_FRAGMENT))
  const clear: [number, number] = [0, 0]
  let matched = 0
  let modified = 0
  for (const trace of [0, 1] as const) {
    const rows = found.rows[trace]
    for (let row = 0; row < rows.mate.length; row++) {
      const alone = fateOf(found, spans, latest, holes, trace, row)
      const kind = rows.packets.kind(row)
      const isBehind = hidden[trace] && CLEAR.has(kind) && (alone === Fate.lost || alone === Fate.missed)
      if (isBehind) clear[trace]++
      const there = trace === 0 ? 1 : 0
      const isUnheard = blind[there] || untaken[there].has(kindOf(rows, row)) || (!hears[there] && isProtected(kind))
      const isUntaken = alone === Fate.lost && isUnheard
      const fate = isBehind || isUntaken ? Fate.outside : alone
      of[trace][row] = fate
      if (fate === Fate.lost) lost[trace]++
      if ((fate === Fate.outside || fate === Fate.unknown) && wayOf(found.ends, trace, rows, row) === Way.sentHere) outside[trace]++
      if (fate === Fate.delivered && trace === 0 && rows.mate[row] !== NONE) {
        matched++
        if (rows.marks[row]! & Mark.altered) modified++
      } else if (fate !== Fate.delivered && fate !== Fate.unrelated && fate !== Fate.copy) only[trace]++
    }
  }
  const [lostAtoB, lostBtoA] = lost
  const [outsideAtoB, outsideBtoA] = outside
  const counts = { matched, onlyInA: only[0], onlyInB: only[1], lostAtoB, lostBtoA, modified, outsideAtoB, outsideBtoA }
  return { of, counts, spans, latest, clear }
}

function fateOf(
  { rows: both, ends, clock }: Match,
  spans: Fates['spans'],
  latest: readonly [number, number],
  holes: readonly [readonly Spell[], readonly Spell[]],
  trace: 0 | 1,
  row: number,
): number {
  const rows = both[trace]
  const marks = rows.marks[row]!
  const way = wayOf(ends, trace, rows, row)
  if (rows.mate[row] !== NONE) return Fate.delivered
  if (way === Way.none) return Fate.unrelated
  if (marks & Mark.copy) return Fate.copy
  if (marks & Mark.recut) return Fate.delivered
  const other = spans[trace === 0 ? 1 : 0]
  const time = rows.packets.time(row)
  const at = onClockOfA(clock, trace, time)
  if (!other || at === undefined || differenceAt(clock, 0) === undefined) return Fate.unknown
  // It may have been on the way when the other capture began or ended.
  const [from, until] = way === Way.sentHere ? [at, at + latest[trace]] : [at - latest[trace === 0 ? 1 : 0], at]
  if (!(from >= other.from && until <= other.until)) return Fate.outside
  if (way !== Way.sentHere) return Fate.missed
  return isInHole(holes[trace === 0 ? 1 : 0], from, until) ? Fate.outside : Fate.lost
}

/** Seconds that a packet of this trace's end took at most. */
function longestOnTheWay({ rows: both, ends, clock }: Match, trace: 0 | 1): number {
  const [rows, there] = [both[trace], both[trace === 0 ? 1 : 0]]
  let longest = 0
  for (let row = 0; row < rows.mate.length; row++) {
    const mate = rows.mate[row]!
    if (mate === NONE || wayOf(ends, trace, rows, row) !== Way.sentHere) continue
    const [left, came] = [rows.packets.time(row), there.packets.time(mate)]
    const delay = trace === 0 ? (onA(clock, came) ?? left) - left : came - (onA(clock, left) ?? came)
    if (delay > longest) longest = delay
  }
  return longest
}

const CLEAR: ReadonlySet<number> = new Set([
  Kind.tcp,
  Kind.tcpControl,
  Kind.udp,
  Kind.ping,
  Kind.dns,
  Kind.kerberos,
  Kind.fragment,
  Kind.other,
])

/**
 * Kinds of packets without ports that a capture does not take, as one with the filter "udp port 500" has no ESP and no later
 * fragment: not even those stand in it that its own host sent and the other end received.
 */
function untakenKinds({ rows: both, ends }: Match, trace: 0 | 1): ReadonlySet<number> {
  const there = both[trace === 0 ? 1 : 0]
  const kinds = new Set<number>()
  for (let row = 0; row < there.mate.length; row++) {
    const kind = kindOf(there, row)
    // What was cut on the way did not leave as fragments.
    const hasNoPorts = kind === LATER_FRAGMENT ? !(there.marks[row]! & Mark.recut) : isProtected(kind)
    if (hasNoPorts && wayOf(ends, trace === 0 ? 1 : 0, there, row) === Way.receivedHere) kinds.add(kind)
  }
  for (let row = 0; row < both[trace].mate.length; row++) kinds.delete(kindOf(both[trace], row))
  return kinds
}

/** Beside `Kind`: a fragment that is not the first of its datagram. */
const LATER_FRAGMENT = -1

function kindOf({ packets }: Rows, row: number): Kind | typeof LATER_FRAGMENT {
  const kind = packets.kind(row)
  return kind === Kind.fragment && packets.sequence(row) > 0 ? LATER_FRAGMENT : kind
}

/** First and last time of a trace; times need not rise. */
function spell({ packets }: Rows): Spell {
  let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let row = 0; row < packets.length; row++) {
    const time = packets.time(row)
    if (time < from) from = time
    if (time > until) until = time
  }
  return { from, until }
}

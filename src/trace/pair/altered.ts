import { Kind } from '../../dissectors/sort.ts'
import { type Ends, Way, wayOf } from './ends.ts'
import { wed } from './exact.ts'
import { delayOf, isTimely, type Timing } from './placed.ts'
import { isWhole, Mark, NONE, type Rows } from './rows.ts'

// A packet whose bytes changed on the way so that neither its content nor its number leads to it: what left one end
// without arriving, against what arrived at the other without having left. The same IP identification and length at the
// right moment say that it is one packet; without identification (0, IPv6) the length and the moment have to do, and
// then only when they leave no choice.

/** Rows looked at in each trace: where more are left over, the traces do not belong together. */
const MOST = 20_000
/** Seconds that a packet can have been under way at all: no stack uses an identification again so soon (RFC 6864 §3). */
const LATE = 30

/** Notes such couples in both tables, as mates that are altered. */
export function findAltered(a: Rows, b: Rows, ends: Ends, timing: Timing): void {
  for (const fromA of [true, false]) {
    const sent = leftOver(a, b, ends, fromA, true)
    const came = leftOver(a, b, ends, fromA, false)
    if (sent.length === 0 || came.length === 0 || sent.length > MOST || came.length > MOST) continue
    const [here, there] = fromA ? [a, b] : [b, a]
    const byId = new Map<number, number[]>()
    for (const row of came) push(byId, there.packets.identification(row), row)
    const timely = (row: number, other: number) => there.mate[other] === NONE && isTimely(timing, delay(row, other, fromA))
    for (const row of sent) {
      const id = here.packets.identification(row)
      if (id === 0) continue
      const other = byId.get(id)?.find(one => sameId(here, row, there, one) && timely(row, one))
      if (other !== undefined) take(here, row, there, other, fromA)
    }
    late(sent, byId, here, there, fromA)
    const nameless = came.filter(other => there.packets.identification(other) === 0 || there.surviving.badHeader(other))
    for (const row of nameless.length ? sent : []) {
      if (here.mate[row] !== NONE) continue
      const candidates = nameless.filter(other => sameSize(here, row, there, other) && timely(row, other))
      if (candidates.length === 1) take(here, row, there, candidates[0]!, fromA)
    }
  }

  /** Changed, and under way for longer than others: told only where the identification leaves no choice at either end. */
  function late(sent: readonly number[], byId: ReadonlyMap<number, readonly number[]>, here: Rows, there: Rows, fromA: boolean): void {
    const left = sent.filter(row => here.mate[row] === NONE && here.packets.identification(row) !== 0)
    const times = new Map<number, number>()
    for (const row of left) times.set(here.packets.identification(row), (times.get(here.packets.identification(row)) ?? 0) + 1)
    for (const row of left) {
      const id = here.packets.identification(row)
      const free = (byId.get(id) ?? []).filter(one => there.mate[one] === NONE)
      const [other] = free
      if (other === undefined || free.length > 1 || times.get(id) !== 1 || !sameId(here, row, there, other)) continue
      const took = delay(row, other, fromA)
      if (took !== undefined && took >= -timing.slack && took <= LATE) take(here, row, there, other, fromA)
    }
  }

  function delay(sent: number, came: number, fromA: boolean): number | undefined {
    return fromA ? delayOf(timing.clock, a, sent, b, came, true) : delayOf(timing.clock, a, came, b, sent, false)
  }

  function take(here: Rows, row: number, there: Rows, other: number, fromA: boolean): void {
    const mark = isWhole(here, row) && isWhole(there, other) ? Mark.altered | Mark.placed : Mark.placed
    if (fromA) wed(a, row, b, other, mark)
    else wed(a, other, b, row, mark)
  }
}

/** Rows without a mate: sent at the one end, or arrived at the other from there or from nobody known. */
function leftOver(a: Rows, b: Rows, ends: Ends, fromA: boolean, sent: boolean): number[] {
  const trace = fromA === sent ? 0 : 1
  const rows = trace === 0 ? a : b
  const found: number[] = []
  for (let row = 0; row < rows.mate.length && found.length <= MOST; row++) {
    if (rows.mate[row] !== NONE || rows.marks[row]! & (Mark.copy | Mark.recut | Mark.partly)) continue
    const way = wayOf(ends, trace, rows, row)
    const isLost = way === Way.none && (rows.surviving.badHeader(row) || isUnreadable(rows, row))
    if (sent ? way === Way.sentHere : way === Way.receivedHere || isLost) found.push(row)
  }
  return found
}

/** No IP any more: its first bits were changed. */
function isUnreadable({ packets, flows }: Rows, row: number): boolean {
  return packets.kind(row) === Kind.other && flows.version(packets.flow(row)) === 0
}

function sameId(here: Rows, row: number, there: Rows, other: number): boolean {
  if (there.surviving.badHeader(other)) return true
  return here.packets.ipLength(row) === there.packets.ipLength(other) && placeOf(here, row) === placeOf(there, other)
}

/** Where a fragment belongs in its datagram: those of one datagram share identification and length. */
function placeOf({ packets }: Rows, row: number): number {
  return packets.kind(row) === Kind.fragment ? packets.sequence(row) : 0
}

/** The same length on the wire, or by the IP header where the links differ. */
function sameSize(here: Rows, row: number, there: Rows, other: number): boolean {
  return here.packets.original(row) === there.packets.original(other) || here.packets.ipLength(row) === there.packets.ipLength(other)
}

/** Marks mates whose header was changed: the content is the same, a checksum or the length no longer fits where it arrived. */
export function markChangedHeaders(a: Rows, b: Rows, ends: Ends): void {
  for (let row = 0; row < a.mate.length; row++) {
    const other = a.mate[row]!
    if (other === NONE || a.marks[row]! & (Mark.altered | Mark.copy)) continue
    const [here, sent, there, came] = ends.way[0][a.packets.flow(row)] === Way.receivedHere ? [b, other, a, row] : [a, row, b, other]
    const broken =
      (there.surviving.badHeader(came) && !here.surviving.badHeader(sent)) ||
      (there.surviving.badTransport(came) && !here.surviving.badTransport(sent))
    if (!broken && a.packets.ipLength(row) === b.packets.ipLength(other)) continue
    if (!isWhole(a, row) || !isWhole(b, other)) continue
    a.marks[row]! |= Mark.altered
    b.marks[other]! |= Mark.altered
  }
}

function push(lists: Map<number, number[]>, key: number, one: number): void {
  const list = lists.get(key)
  if (list) list.push(one)
  else lists.set(key, [one])
}

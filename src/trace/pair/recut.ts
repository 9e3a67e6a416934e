import { Ranges } from '../../dissectors/network/ranges.ts'
import { Kind } from '../../dissectors/sort.ts'
import { type Ends, Way, wayOf } from './ends.ts'
import { delayOf, isTimely, type Timing } from './placed.ts'
import { Mark, NONE, payloadLength, type Rows } from './rows.ts'

// Cut on the way, or cut again, or put together by a device that looks at whole datagrams: the identification stays, the
// pieces do not (RFC 791 §3.2). So ranges of bytes are compared: a packet arrived as far as its bytes did.

/** Packets of one datagram that left, and the pieces of their bytes that arrived. */
export interface Recut {
  readonly fromA: boolean
  readonly sent: readonly number[]
  readonly came: readonly number[]
}

/** Of a packet that arrived in part: byte ranges [start, end) of its datagram's payload that did not. */
export type Missing = Map<number, readonly (readonly [number, number])[]>

interface Piece {
  readonly row: number
  readonly start: number
  readonly end: number
}

/** Pairs what is left of fragmented datagrams by ranges; returns what was cut anew, and what of single rows is missing, by the sender's trace. */
export function findRecut(a: Rows, b: Rows, ends: Ends, timing: Timing): { recuts: Recut[]; missing: readonly [Missing, Missing] } {
  const recuts: Recut[] = []
  const missing: [Missing, Missing] = [new Map(), new Map()]
  const keys = new Set([...fragmentKeys(a), ...fragmentKeys(b)])
  for (const fromA of keys.size ? [true, false] : []) {
    const [here, there] = fromA ? [a, b] : [b, a]
    const came = pieces(there, ends, fromA ? 1 : 0, Way.receivedHere, keys)
    for (const [key, sent] of pieces(here, ends, fromA ? 0 : 1, Way.sentHere, keys)) {
      for (const piece of sent) {
        const parts = (came.get(key) ?? []).filter(part => meets(part, piece) && inTime(piece.row, part.row, fromA))
        if (parts.length === 0 || parts.some(part => part.start === piece.start && part.end === piece.end)) continue
        const left = rest(piece, parts)
        for (const part of parts) there.marks[part.row]! |= Mark.recut
        here.marks[piece.row]! |= left.length ? Mark.partly : Mark.recut
        if (left.length) missing[fromA ? 0 : 1].set(piece.row, left)
        recuts.push({ fromA, sent: [piece.row], came: parts.map(part => part.row) })
      }
    }
  }
  return { recuts, missing }

  function inTime(sent: number, came: number, fromA: boolean): boolean {
    return isTimely(timing, fromA ? delayOf(timing.clock, a, sent, b, came, true) : delayOf(timing.clock, a, came, b, sent, false))
  }
}

function meets(one: Piece, other: Piece): boolean {
  return one.start < other.end && one.end > other.start
}

/** What the parts leave of a piece. */
export function rest({ start, end }: Piece, parts: readonly Piece[]): [number, number][] {
  const here = new Ranges()
  for (const part of parts) here.add(Math.max(part.start, start) - start, Math.min(part.end, end) - start)
  return here.missing(end - start).map(([from, to]) => [from + start, to + start])
}

/** Datagrams of which a fragment has no mate. */
function fragmentKeys(rows: Rows): number[] {
  return Array.from(rows.packets.rowsOfKind(Kind.fragment))
    .filter(row => isLeft(rows, row))
    .map(row => keyOf(rows, row))
}

/** Without a mate, and its header can be believed. */
function isLeft({ mate, marks, surviving }: Rows, row: number): boolean {
  return mate[row] === NONE && (marks[row]! & Mark.copy) === 0 && !surviving.badHeader(row)
}

function keyOf({ packets, flows }: Rows, row: number): number {
  return packets.identification(row) * 256 + flows.protocol(packets.flow(row))
}

/** Rows without a mate as ranges of their datagrams' payload, by identification and protocol. */
function pieces(rows: Rows, ends: Ends, trace: 0 | 1, way: number, keys: ReadonlySet<number>): Map<number, Piece[]> {
  const { packets, mate } = rows
  const found = new Map<number, Piece[]>()
  for (let row = 0; row < mate.length; row++) {
    if (!isLeft(rows, row) || wayOf(ends, trace, rows, row) !== way) continue
    const key = keyOf(rows, row)
    if (!keys.has(key)) continue
    const start = packets.kind(row) === Kind.fragment ? packets.sequence(row) : 0
    const piece = { row, start, end: start + payloadLength(rows, row) }
    const known = found.get(key)
    if (known) known.push(piece)
    else found.set(key, [piece])
  }
  return found
}

import { Kind } from '../../dissectors/sort.ts'
import { countWhile } from '../packets/ascending.ts'
import { type Ends, Way, wayOf } from './ends.ts'
import { delayOf, isTimely, type Timing } from './placed.ts'
import { type Missing, type Recut, rest } from './recut.ts'
import { Mark, NONE, payloadLength, type Rows } from './rows.ts'

// A network card cuts large TCP segments when it sends and joins small ones when it receives, both out of the sight of a
// capture (TSO, GRO). What left as one arrived as several, or the other way round; the sequence numbers tell which bytes
// are which (RFC 9293 §3.4). They count modulo 2^32, so they are compared by their distance.

interface Segment {
  readonly row: number
  readonly start: number
  readonly length: number
}

/** Pairs TCP segments without a mate by their bytes; adds to `missing` what of a segment did not come. */
export function findResegmented(a: Rows, b: Rows, ends: Ends, timing: Timing, missing: readonly [Missing, Missing]): Recut[] {
  const recuts: Recut[] = []
  for (const fromA of [true, false]) {
    const [here, there] = fromA ? [a, b] : [b, a]
    const sent = segments(here, ends, fromA ? 0 : 1, Way.sentHere)
    if (sent.size === 0) continue
    const came = segments(there, ends, fromA ? 1 : 0, Way.receivedHere)
    if (came.size === 0) continue
    const flowThere = couples(here, there)
    for (const [flow, pieces] of sent) {
      const ordered = inOrder(came.get(flowThere(flow)) ?? [])
      for (const piece of pieces) {
        const parts = meeting(ordered, piece).filter(part => inTime(piece.row, part.row, fromA))
        if (parts.length === 0) continue
        const left = rest(
          { ...piece, start: 0, end: piece.length },
          parts.map(part => ({ row: part.row, start: apart(piece, part), end: apart(piece, part) + part.length })),
        )
        for (const part of parts) there.marks[part.row]! |= Mark.recut
        here.marks[piece.row]! |= left.length ? Mark.partly : Mark.recut
        if (left.length) missing[fromA ? 0 : 1].set(piece.row, left)
        recuts.push({ fromA, sent: [piece.row], came: parts.map(part => part.row) })
      }
    }
  }
  return recuts

  function inTime(sent: number, came: number, fromA: boolean): boolean {
    return isTimely(timing, fromA ? delayOf(timing.clock, a, sent, b, came, true) : delayOf(timing.clock, a, came, b, sent, false))
  }
}

/** By flow: segments with data that have no mate. */
function segments(rows: Rows, ends: Ends, trace: 0 | 1, way: number): Map<number, Segment[]> {
  const { packets, mate, marks, surviving } = rows
  const found = new Map<number, Segment[]>()
  for (let row = 0; row < mate.length; row++) {
    const header = surviving.tcpHeaderLength(row)
    if (header === 0 || mate[row] !== NONE || marks[row]! & (Mark.copy | Mark.recut) || packets.kind(row) === Kind.tcpControl) continue
    if (surviving.badHeader(row) || wayOf(ends, trace, rows, row) !== way) continue
    const length = payloadLength(rows, row) - header
    if (length <= 0) continue
    const flow = packets.flow(row)
    const known = found.get(flow)
    const segment = { row, start: packets.sequence(row), length }
    if (known) known.push(segment)
    else found.set(flow, [segment])
  }
  return found
}

/** The flow of the other trace with which the last paired TCP packet of a flow was paired; without any, the one of the same ports. */
function couples(here: Rows, there: Rows): (flow: number) => number {
  const paired = new Map<number, number>()
  for (let row = 0; row < here.mate.length; row++) {
    const other = here.mate[row]!
    if (other !== NONE && here.surviving.tcpHeaderLength(row) > 0) paired.set(here.packets.flow(row), there.packets.flow(other))
  }
  return flow => {
    const known = paired.get(flow)
    if (known !== undefined) return known
    for (let other = 0; other < there.flows.length; other++)
      if (
        there.flows.protocol(other) === 6 &&
        there.flows.selector(other) === here.flows.selector(flow) &&
        there.flows.source(other) === here.flows.source(flow) &&
        there.flows.destination(other) === here.flows.destination(flow)
      )
        return other
    return NONE
  }
}

/** Bytes from the start of one segment to that of another. */
function apart(one: Segment, other: Segment): number {
  return (other.start - one.start) | 0
}

interface Ordered {
  readonly first: Segment | undefined
  readonly segments: readonly Segment[]
  readonly longest: number
}

function inOrder(segments: readonly Segment[]): Ordered {
  const [first] = segments
  const sorted = first ? segments.toSorted((x, y) => apart(first, x) - apart(first, y)) : []
  return { first, segments: sorted, longest: segments.reduce((most, { length }) => Math.max(most, length), 0) }
}

/** Those that have bytes of a segment. */
function meeting({ first, segments, longest }: Ordered, piece: Segment): Segment[] {
  if (!first) return []
  const from = apart(first, piece)
  const found: Segment[] = []
  for (
    let at = countWhile(segments.length, i => apart(first, segments[i]!) < from - longest);
    at < segments.length && found.length < MOST;
    at++
  ) {
    const start = apart(first, segments[at]!) - from
    if (start >= piece.length) break
    if (start + segments[at]!.length > 0) found.push(segments[at]!)
  }
  return found
}

/** Segments that one is held against: 64 KiB in pieces, several times. */
const MOST = 512

import type { Exchange, Message, Negotiation, Report, TraceSummary } from '../../trace/report.ts'
import { each, paused, type Slices, STEPS, sorting, whole } from '../slices.ts'
import { type Copy, copying } from './copies.ts'
import { directionOf } from './direction.ts'
import { dueHere } from './due.ts'
import { folding } from './fold.ts'
import { headed } from './headings.ts'
import type { HostPair } from './hostPairs.ts'
import { icmpRows } from './icmp.ts'
import { BEGINS, lastMoment, pausesAndEdges } from './pauses.ts'
import { datagramsByPacket, pieces } from './pieces.ts'
import { type EdgeRow, opposite, type Row, type Side } from './row.ts'
import { dueId, messageId } from './rowId.ts'
import { dropped, withUnseen } from './unseen.ts'

/** Everything that one trace shows between two hosts, in the order of time: the rows before they are arranged. */
export function happenings(report: Report, trace: 0 | 1, pair: HostPair): Row[] {
  return whole(happening(report, trace, pair))
}

/** The same in slices. */
export function* happening(report: Report, trace: 0 | 1, pair: HostPair): Slices<Row[]> {
  const datagrams = datagramsByPacket(report, trace)
  yield
  const all: Row[] = []
  const absent = report.traces[trace]?.soFar ? 'not read so far' : 'not in this capture'
  for (const negotiation of pair.negotiations) {
    const seen = yield* copying(negotiation, trace)
    yield* each(yield* messageRows(seen, pair, copy => pieces(copy.sighting, datagrams)), row => all.push(row))
    yield* each(yield* dueRows(negotiation, seen, pair, absent), row => all.push(row))
    yield
  }
  for (const flow of pair.flows) {
    const from = directionOf(flow.from, flow.to, pair)
    const packets = flow.firstPacket === undefined ? [] : ends(flow.firstPacket, flow.lastPacket ?? flow.firstPacket)
    all.push({
      kind: 'band',
      id: `flow ${flow.protocol} ${flow.spi} ${flow.from} ${flow.to}`,
      time: flow.firstTime ?? 0,
      packets,
      flow,
      from,
    })
  }
  for (const { from, to, count, firstPacket, lastPacket, firstTime, lastTime } of pair.keepalives) {
    const packets = ends(firstPacket, lastPacket)
    const seconds = lastTime - firstTime
    all.push({
      kind: 'keepalive',
      id: `keepalive ${from} ${firstPacket}`,
      time: firstTime,
      packets,
      from: directionOf(from, to, pair),
      count,
      seconds,
    })
  }
  const rows = icmpRows(yield* sorting(all, byTime), pair)
  yield
  return dueLast(rows)
}

/** How happenings are shown. */
export interface Arrangement {
  readonly trace?: TraceSummary
  /** Folds that somebody opened, by row id. */
  readonly open: ReadonlySet<string>
  /** Only what lies in this span of time; undefined: everything. */
  readonly window?: readonly [number, number]
  /** What the captures cannot show, in the order of time; of one trace what it dropped. */
  readonly unseen?: readonly EdgeRow[]
  /** Said first: what is not there at all. */
  readonly lacks?: EdgeRow
}

/** The rows of a ladder: happenings with headings, folds, pauses and the ends of the capture. */
export function arrange(all: readonly Row[], pair: HostPair, how: Arrangement): Row[] {
  return whole(arranging(all, pair, how))
}

/** The same in slices. */
export function* arranging(
  all: readonly Row[],
  pair: HostPair,
  { trace, open, window, unseen = dropped(trace), lacks }: Arrangement,
): Slices<Row[]> {
  // A band that began before goes on within it.
  const inside = window ? all.filter(row => lastMoment(row) >= window[0] && row.time <= window[1]) : all
  yield
  const folded = yield* folding(yield* headed(inside, pair), open, all)
  const rows = yield* pausesAndEdges(withUnseen(folded, unseen, window), trace, pair.flows, window)
  if (!lacks) return rows
  // What came before is not in the capture: that is said already.
  return [lacks, ...(rows[0]?.kind === 'edge' && rows[0].says === BEGINS ? rows.slice(1) : rows)]
}

function ends(first: number, last: number): number[] {
  return first === last ? [first] : [first, last]
}

/** What was due is missed only after what was said about the asking: an ICMP error that came instead goes first. */
export function dueLast(rows: Row[]): Row[] {
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]!
    if (row.kind !== 'due') continue
    for (let at = i; rows[at + 1]?.kind === 'icmp'; at++) {
      rows[at] = rows[at + 1]!
      rows[at + 1] = { ...row, time: rows[at]!.time }
    }
  }
  return rows
}

function byTime(one: Row, other: Row): number {
  return one.time - other.time || (one.packets[0] ?? Infinity) - (other.packets[0] ?? Infinity) || 0
}

/** Where a negotiation's initiator stands. */
export function initiatorSide(negotiation: Negotiation, pair: { readonly left: string; readonly right: string }): Side {
  return negotiation.initiator.address === pair.right && negotiation.initiator.address !== pair.left ? 'right' : 'left'
}

function* messageRows(seen: readonly Copy[], pair: HostPair, cut: (copy: Copy) => ReturnType<typeof pieces>): Slices<Row[]> {
  return yield* paused(seen, (copy): Row => {
    const { negotiation, exchange, message, sighting } = copy
    const initiator = initiatorSide(negotiation, pair)
    return {
      kind: 'message',
      id: messageId(negotiation, copy.place),
      time: sighting.time,
      packets: sighting.packets,
      negotiation: negotiation.id,
      exchange,
      message,
      from: message.from === 'initiator' ? initiator : opposite(initiator),
      end: copy.end,
      copy: copy.number,
      copies: copy.count,
      ...(copy.after === undefined ? {} : { after: copy.after }),
      ...(copy.again === undefined ? {} : { again: copy.again }),
      modified: copy.modified,
      complete: sighting.complete,
      port: (message.from === 'initiator' ? sighting.destination : sighting.source)?.port ?? negotiation.responder.port,
      ...cut(copy),
    }
  })
}

function* dueRows(negotiation: Negotiation, seen: readonly Copy[], pair: HostPair, absent: string): Slices<Row[]> {
  const last = new Map<Exchange, { readonly time: number; readonly nth: number }>()
  const asked = new Map<Message, number>()
  let steps = 0
  for (const { exchange, message, sighting, place } of seen) {
    if (++steps % STEPS === 0) yield
    last.set(exchange, { time: sighting.time, nth: place[0] })
    if (!asked.has(message)) asked.set(message, sighting.time)
  }
  const rows: Row[] = []
  yield* each(last, ([exchange, { time, nth }]) => {
    // With two captures the exchange holds what the other end alone saw: it asked for nothing here.
    const messages = exchange.messages.filter(message => asked.has(message))
    const missing = dueHere(exchange, messages)
    if (!missing) return
    const initiator = initiatorSide(negotiation, pair)
    const from = missing.from === 'initiator' ? initiator : opposite(initiator)
    rows.push({
      kind: 'due',
      id: dueId(negotiation, nth),
      time,
      packets: [],
      negotiation: negotiation.id,
      name: missing.name,
      from,
      since: asked.get(messages.at(-1)!) ?? time,
      absent,
    })
  })
  return rows
}

import { secondsBetween } from '../../trace/instant.ts'
import type { Datagram, Flow, IcmpError, Message, Negotiation, Report, Sighting, TraceSummary } from '../../trace/report.ts'
import { otherWay } from '../otherWay.ts'
import { course } from './course.ts'
import { interleaved } from './interleaved.ts'

// A ladder is a list of rows in the order of time. What is drawn is decided here, how it looks in draw.ts.

/** Left or right. */
export type Side = 'initiator' | 'responder'

/** One negotiation, and what happened around it. */
export interface Ladder {
  readonly negotiation: Negotiation
  readonly rows: readonly Row[]
}

/** What one line, or a few lines together, show. */
export type Row = MessageRow | FoldRow | PauseRow | IcmpRow | FlowRow | ClearRow

/** One sending of a message. */
export interface MessageRow {
  readonly kind: 'message'
  readonly time: number
  readonly packets: readonly number[]
  readonly from: Side
  readonly message: Message
  readonly sighting: Sighting
  readonly fate: 'delivered' | 'lost' | 'modified' | 'unknown'
  /** 1 for the first sending, 2 for the second … */
  readonly copy: number
  /** Sent between other addresses than those before: what is said instead. */
  readonly again: string | undefined
  /** Seconds since the copy before. */
  readonly after: number
  /** The UDP ports when they are others than in the rows before. */
  readonly ports?: string
  /** The message id of its quick mode, where another one runs beside that. */
  readonly messageId?: string
  /** It came in IP fragments. */
  readonly inDatagram: boolean
  /** Byte ranges of its IP datagram that are not in the capture. */
  readonly missing?: readonly (readonly [number, number])[]
}

/** Copies sent again and again, in one row. */
export interface FoldRow {
  readonly kind: 'fold'
  readonly time: number
  readonly copies: readonly MessageRow[]
}

/** Nothing happens from `time` on for so many seconds. */
export interface PauseRow {
  readonly kind: 'pause'
  readonly time: number
  readonly seconds: number
  /** Nothing comes after it. */
  readonly atEnd?: boolean
}

/** An ICMP error about one of the two; `to`: who is told. */
export interface IcmpRow {
  readonly kind: 'icmp'
  readonly time: number
  readonly to: Side
  readonly error: IcmpError
}

/** Protected traffic of one direction, all of it in one row, where it begins. */
export interface FlowRow {
  readonly kind: 'flow'
  readonly time: number
  readonly from: Side
  readonly flow: Flow
}

/** All that two hosts said in the clear. */
export interface ClearRow {
  readonly kind: 'clear'
  readonly time: number
  /** The first one's number, and how many there are. */
  readonly packet: number
  readonly packets: number
}

/** Seconds of silence that are worth a row, and copies that are folded into one. */
const PAUSE = 1
const FOLD = 5

/** The ladders of one trace, and what ESP and AH belongs to none. */
export function ladders(report: Report, trace: 0 | 1): { ladders: Ladder[]; strays: Flow[] } {
  const belongs = course(report, trace)
  const datagrams = new Map<number, Datagram>()
  for (const datagram of report.datagrams)
    if (datagram.trace === trace) for (const packet of datagram.packets) datagrams.set(packet, datagram)
  const end = span(report.traces[trace]!)
  const made = report.negotiations.map(negotiation => {
    const messages = withPorts(messageRows(negotiation, trace, datagrams))
    const errors = belongs
      .errors(negotiation)
      .map((error): IcmpRow => ({ kind: 'icmp', time: error.time, to: belongs.side(negotiation, error.to), error }))
    const flows = belongs.flows(negotiation).map(
      (flow): FlowRow => ({
        kind: 'flow',
        time: flow.firstTime ?? Number.POSITIVE_INFINITY,
        from: belongs.side(negotiation, flow.from),
        flow,
      }),
    )
    const rows = [...messages, ...errors, ...flows].sort((a, b) => a.time - b.time)
    return { negotiation, rows: paused(folded(rows), end) }
  })
  return { ladders: made.filter(ladder => ladder.rows.length > 0), strays: belongs.strays }
}

function messageRows(negotiation: Negotiation, trace: 0 | 1, datagrams: ReadonlyMap<number, Datagram>): MessageRow[] {
  const rows: MessageRow[] = []
  const ids = interleaved(negotiation, trace)
  for (const message of negotiation.exchanges.flatMap(exchange => exchange.messages)) {
    let copy = 0
    let before = Number.NaN
    for (const transmission of message.transmissions) {
      const { sightings, fate } = transmission
      const sighting = sightings.find(sighting => sighting.trace === trace)
      if (!sighting) continue
      copy++
      const { time, packets } = sighting
      const datagram = datagrams.get(packets[0] ?? 0)
      rows.push({
        kind: 'message',
        time,
        packets,
        from: message.from,
        message,
        sighting,
        fate,
        copy,
        after: copy > 1 ? time - before : 0,
        again: copy > 1 ? otherWay(transmission, sighting) : undefined,
        inDatagram: datagram !== undefined,
        ...(ids.has(message) ? { messageId: ids.get(message)! } : {}),
        ...(datagram?.missing.length && !sighting.complete ? { missing: datagram.missing } : {}),
      })
      before = time
    }
  }
  return rows.sort((a, b) => a.time - b.time || a.packets[0]! - b.packets[0]!)
}

/** Marks the rows where the ports change: the float to 4500, a NAT's new mapping. RFC 3947 §4. */
function withPorts(rows: readonly MessageRow[]): MessageRow[] {
  let current = ''
  return rows.map((row, i) => {
    const { source, destination } = row.sighting
    if (!source || !destination) return row
    const [first, second] = row.from === 'initiator' ? [source, destination] : [destination, source]
    const ports = `${first.port} ${second.port}`
    const changed = ports !== current
    current = ports
    if (!changed || (i === 0 && ports === '500 500')) return row
    return { ...row, ports: first.port === second.port ? `UDP ${first.port}` : `UDP ${source.port} to ${destination.port}` }
  })
}

/** Five or more copies in a row, whatever they are copies of, become one row with the arrow of the first. */
function folded(rows: readonly Row[]): Row[] {
  const out: Row[] = []
  let run: MessageRow[] = []
  const flush = () => {
    if (run.length >= FOLD) out.push({ kind: 'fold', time: run[0]!.time, copies: run })
    else out.push(...run)
    run = []
  }
  for (const row of rows) {
    if (row.kind === 'message' && row.copy > 1) run.push(row)
    else {
      flush()
      out.push(row)
    }
  }
  flush()
  return out
}

/** Puts pauses in where nothing happens for long. @param end seconds at which the capture ends */
export function paused(rows: readonly Row[], end: number): Row[] {
  const out: Row[] = []
  let until = Number.NaN
  for (const row of rows) {
    if (row.time - until >= PAUSE) out.push({ kind: 'pause', time: until, seconds: row.time - until })
    out.push(row)
    const last = row.kind === 'fold' ? row.copies.at(-1)!.time : row.kind === 'flow' ? (row.flow.lastTime ?? row.time) : row.time
    until = Number.isNaN(until) ? last : Math.max(until, last)
  }
  if (end - until >= PAUSE) out.push({ kind: 'pause', time: until, seconds: end - until, atEnd: true })
  return out
}

/** Seconds from the first packet of a trace to its last; NaN without times. */
export function span({ start, end }: TraceSummary): number {
  return secondsBetween(start, end) ?? Number.NaN
}

import type { Datagram, Message, Negotiation, Report, Transmission } from '../../trace/report.ts'
import { copying } from '../ladder/copies.ts'
import { datagramsByPacket } from '../ladder/pieces.ts'
import { each, type Slices, STEPS } from '../slices.ts'

/** One unit of a chart, a packet or a sending: it came through, it was lost, nothing here can tell. */
export type Unit = 'fine' | 'lost' | 'unknown'

/** A line of the chart: `First fragments to B`, how many of its units there are of each kind, and the first ones in order. */
export interface Units {
  readonly name: string
  readonly fine: number
  readonly lost: number
  readonly unknown: number
  readonly units: readonly Unit[]
}

/** So many are drawn one by one. */
export const DRAWN = 20

class Line implements Units {
  fine = 0
  lost = 0
  unknown = 0
  readonly units: Unit[] = []
  constructor(readonly name: string) {}

  add(unit: Unit, count = 1): void {
    this[unit] += count
    for (let i = 0; i < count && this.units.length < DRAWN; i++) this.units.push(unit)
  }
}

const kinds = ['Whole packets', 'First fragments', 'Later fragments'] as const

/**
 * Of two traces: what became of every IKE packet that an end sent, by kind, each way; ESP and AH where some were lost.
 * Empty while nothing was lost.
 */
export function* gettingThrough(report: Report): Slices<readonly Units[]> {
  const { pair, negotiations } = report
  if (!pair) return []
  const datagrams = [datagramsByPacket(report, 0), datagramsByPacket(report, 1)] as const
  const lines = new Map<string, Line>(
    ['B', 'A'].flatMap(to => kinds.map(kind => [`${kind} to ${to}`, new Line(`${kind} to ${to}`)] as const)),
  )
  let steps = 0
  for (const { exchanges } of negotiations)
    for (const { messages } of exchanges) {
      if (++steps % STEPS === 0) yield
      for (const { transmissions } of messages)
        for (const sent of transmissions) {
          const to = sent.way?.direction === 'b-to-a' ? 'A' : 'B'
          for (const [kind, unit] of packetsOf(sent, datagrams)) lines.get(`${kind} to ${to}`)!.add(unit)
        }
    }
  for (const { trace, protocol, sent, lost } of pair.packets.lostFlows) {
    const name = `${protocol.toUpperCase()} to ${trace === 0 ? 'B' : 'A'}, where some were lost`
    const line = lines.get(name) ?? new Line(name)
    lines.set(name, line)
    line.add('fine', sent - lost)
    line.add('lost', lost)
  }
  const all = [...lines.values()].filter(({ units }) => units.length > 0)
  return all.some(({ lost }) => lost > 0) ? all : []
}

/** The packets of one sending as its sender's trace has them, each with its kind and what became of it. */
function packetsOf(
  { fate, way, sightings }: Transmission,
  datagrams: readonly [ReadonlyMap<number, Datagram>, ReadonlyMap<number, Datagram>],
): (readonly [kind: (typeof kinds)[number], unit: Unit])[] {
  if (!way) return []
  const sender = way.direction === 'a-to-b' ? 0 : 1
  const sent = sightings.find(one => one.trace === sender)
  if (!sent) return []
  const missing = new Set(way.lostPackets)
  return sent.packets.map(packet => {
    const datagram = datagrams[sender].get(packet)
    const start = datagram?.pieces?.find(piece => piece.packet === packet)?.start
    const kind = !datagram ? 'Whole packets' : (start ?? 0) === 0 ? 'First fragments' : 'Later fragments'
    const lost = missing.size > 0 ? missing.has(packet) : fate === 'lost'
    return [kind, lost ? 'lost' : fate === 'unknown' ? 'unknown' : 'fine']
  })
}

/**
 * Of one trace: every sending of an IKE message that wants an answer, by UDP port, and whether the answer came before it was
 * sent again. Empty while all were answered: one trace cannot tell what was lost.
 */
export function* answering({ negotiations }: Report, trace: 0 | 1): Slices<readonly Units[]> {
  const lines = new Map<number, Line>()
  for (const negotiation of negotiations)
    yield* each(yield* asked(negotiation, trace), ([port, unit]) => {
      const line = lines.get(port) ?? new Line(`UDP ${port}`)
      lines.set(port, line)
      line.add(unit)
    })
  const all = [...lines.values()]
  return all.some(({ unknown }) => unknown > 0) ? all : []
}

function* asked(negotiation: Negotiation, trace: 0 | 1): Slices<(readonly [port: number, unit: Unit])[]> {
  const again = new Map<Message, number>()
  const backwards = (yield* copying(negotiation, trace)).toReversed()
  const all: (readonly [number, Unit])[] = []
  yield* each(backwards, ({ exchange, message, sighting }) => {
    const next = exchange.messages[exchange.messages.indexOf(message) + 1]
    const until = again.get(message) ?? Number.POSITIVE_INFINITY
    again.set(message, sighting.time)
    if (!next && !exchange.due) return
    const came = next?.transmissions.flatMap(one => one.sightings).find(one => one.trace === trace && one.time >= sighting.time)
    const port = (message.from === 'initiator' ? sighting.destination : sighting.source)?.port ?? negotiation.responder.port
    all.push([port, came && came.time < until ? 'fine' : 'unknown'])
  })
  return all.reverse()
}

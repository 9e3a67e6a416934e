import { type Message, type Sighting, sightings } from './model.ts'
import { INITIATOR, isFirstMessage, isResponse, NO_SPI } from './negotiation/header.ts'
import { isProtected } from './packets/kinds.ts'
import type { Packets } from './packets/packets.ts'
import type { Trace } from './trace.ts'

// Times that fall say one of two things: that the clock was set back, or that the packets do not stand in the file in the order
// of their capture (several captures joined without sorting, buffers of several processors written one behind the other).
// What must come before what tells the two apart:
//
//   IKE          a first message, then the responder's SPI, then what its peer sends under it (RFC 2408 §2.5.3, RFC 7296 §2.6);
//                in IKEv2 a request, then the response with its message ID (RFC 7296 §2.2)
//   ESP and AH   the sequence numbers of a flow rise (RFC 4303 §2.2)

/** Whether the places of packets in the file break that order more often than their times do. */
export function isOutOfOrder({ packets, negotiations }: Trace): boolean {
  if (packets.backwards === 0) return false
  const broken = { byPlace: 0, byTime: 0 }
  const messages = negotiations.flatMap(one => one.messages)
  const { opening, answer, onward, request, response } = firsts(packets, messages)
  compare(opening, answer, broken)
  compare(answer, onward, broken)
  compare(request, response, broken)
  const { flows } = packets
  for (let flow = 0; flow < flows.length; flow++)
    if (isProtected[flows.kind(flow)] && flows.packets(flow) > 1) countFalls(packets, flow, broken)
  return broken.byPlace > broken.byTime
}

interface Broken {
  byPlace: number
  byTime: number
}

/** The lowest packet number and the earliest time, which need not be of one packet. */
interface First {
  packet: number
  time: number
}

/** By what they answer to. */
type Firsts = Map<string, First>

function firsts(packets: Packets, messages: readonly Message[]) {
  const all = { opening: new Map(), answer: new Map(), onward: new Map(), request: new Map(), response: new Map() } satisfies Record<
    string,
    Firsts
  >
  const initiators = new Map<string, string>()
  for (const message of messages) {
    const { ike } = message
    if (!isFirstMessage(ike) || ike.responderSpi !== NO_SPI) continue
    for (const one of sightings(message)) note(packets, all.opening, ike.initiatorSpi, one)
    initiators.set(ike.initiatorSpi, sightings(message)[0]!.source.address)
  }
  for (const message of messages) {
    const { ike } = message
    const isFromInitiator = sightings(message)[0]?.source.address === initiators.get(ike.initiatorSpi)
    for (const one of sightings(message)) {
      if (ike.responderSpi !== NO_SPI) note(packets, isFromInitiator ? all.onward : all.answer, ike.initiatorSpi, one)
      if (ike.majorVersion !== 2) continue
      const asksAsInitiator = ((ike.flags & INITIATOR) !== 0) !== isResponse(ike)
      note(packets, isResponse(ike) ? all.response : all.request, `${ike.initiatorSpi} ${ike.messageId} ${asksAsInitiator}`, one)
    }
  }
  return all
}

/** By the times of the file, which fall further than those that are told (host/toldTimes.ts). */
function note(table: Packets, all: Firsts, key: string, { packets: [packet] }: Sighting): void {
  const known = all.get(key)
  const time = table.time(packet! - 1)
  if (!known) all.set(key, { packet: packet!, time })
  else {
    known.packet = Math.min(known.packet, packet!)
    known.time = Math.min(known.time, time)
  }
}

function compare(causes: Firsts, effects: Firsts, broken: Broken): void {
  for (const [key, effect] of effects) {
    const cause = causes.get(key)
    if (!cause) continue
    if (effect.packet < cause.packet) broken.byPlace++
    if (effect.time < cause.time) broken.byTime++
  }
}

/** Sequence numbers of one flow that are lower than the one before. */
function countFalls(packets: Packets, flow: number, broken: Broken): void {
  const rows = packets.rowsOfFlow(flow)
  if (!rows.some((row, i) => i > 0 && packets.time(row) < packets.time(rows[i - 1]!))) return
  const falls = (order: Uint32Array) =>
    order.reduce((sum, row, i) => sum + (i > 0 && packets.sequence(row) < packets.sequence(order[i - 1]!) ? 1 : 0), 0)
  broken.byPlace += falls(rows)
  broken.byTime += falls(rows.slice().sort((a, b) => packets.time(a) - packets.time(b) || a - b))
}

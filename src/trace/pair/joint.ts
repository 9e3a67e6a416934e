import type { Message, Negotiation, SeenEndpoint, Side, Sighting, Transmission } from '../model.ts'
import { difference } from '../negotiation/content.ts'
import { type Course, courseOf } from '../negotiation/course.ts'
import { noteEndpoint } from '../negotiation/negotiation.ts'
import { opposite } from '../negotiation/sides.ts'
import { onClockOfA } from './clock.ts'
import { Way, wayOf } from './ends.ts'
import type { Lineup } from './lineUp.ts'
import { type Couple, counterparts, couplesOf, type Place, placesOf } from './sameNegotiation.ts'
import { hasArrived, sendingOf } from './sending.ts'

// One list of negotiations out of two traces: each message once, each sending once, with what either end saw of it. The
// result is the model that one trace has, on A's clock, so that everything that is worked out of a trace (exchanges,
// names, outcome) is worked out of both together in the same way. Its packet numbers are numbers of its own, in the
// order of time, because those of two files have no common order; `origin` leads back.

/** A negotiation with what each trace has of it. */
export interface Joint {
  readonly id: string
  readonly course: Course
  readonly parts: Couple
}

/** Where a joint sighting comes from. */
export interface Origin {
  readonly trace: 0 | 1
  readonly sighting: Sighting
}

/** All negotiations of two traces, each once. */
export interface Joints {
  readonly all: readonly Joint[]
  /** The joint negotiation of one that a trace has. */
  readonly of: ReadonlyMap<Negotiation, Joint>
  readonly origin: (sighting: Sighting) => Origin
}

/** Joins what both traces have of each negotiation; of one that only one trace has, that. */
export function jointsOf(lineup: Lineup): Joints {
  const places = placesOf(lineup.rows[1].trace)
  const there = counterparts(lineup, 0)
  const origins = new WeakMap<Sighting, Origin>()
  // Where nothing relates the clocks, the files' own are all there is to sort by.
  const time = (trace: 0 | 1, t: number) => onClockOfA(lineup.clock, trace, t) ?? t + lineup.startDifference
  const began = ([a, b]: Couple) =>
    Math.min(a ? firstTime(a) : Number.POSITIVE_INFINITY, b ? time(1, firstTime(b)) : Number.POSITIVE_INFINITY)
  const couples = couplesOf(lineup, places)
    .map(parts => ({ parts, at: began(parts) }))
    .sort((one, other) => one.at - other.at)
  const joined = couples.map(({ parts }, number) => ({ parts, negotiation: join(parts, number) }))
  const known = new Map(joined.flatMap(({ parts, negotiation }) => parts.flatMap(part => (part ? [[part, negotiation] as const] : []))))
  for (const { parts, negotiation } of joined) {
    const before = parts.map(part => part?.before).find(one => one !== undefined)
    const joint = before && known.get(before)
    if (joint && joint !== negotiation) negotiation.before = joint
  }
  const origin: Joints['origin'] = sighting => origins.get(sighting) ?? { trace: 0, sighting }
  for (const { negotiation } of joined)
    for (const message of negotiation.messages)
      if (!hasArrived(message.transmissions.map(one => sendingOf(lineup, origin, one)))) message.notArrived = true
  const all = joined.map(({ parts, negotiation }, i): Joint => ({ id: `N${i + 1}`, parts, course: courseOf(negotiation) }))
  return {
    all,
    of: new Map(all.flatMap(joint => joint.parts.flatMap(part => (part ? [[part, joint] as const] : [])))),
    origin,
  }

  function join([a, b]: Couple, number: number): Negotiation {
    const model = (a ?? b)!
    const negotiation: Negotiation = {
      number,
      version: model.version,
      initiatorSpi: model.initiatorSpi,
      responderSpi: a?.responderSpi ?? b?.responderSpi ?? null,
      endpoints: [[], []],
      messages: [],
      revision: 0,
      joined: (a?.joined ?? true) && (b?.joined ?? true),
      carries: (a?.carries ?? false) || (b?.carries ?? false),
    }
    const messages = messagesOf(negotiation, a, b)
    for (const one of messages) one.transmissions.sort((x, y) => x.sightings[0]!.time - y.sightings[0]!.time)
    messages.sort((x, y) => x.transmissions[0]!.sightings[0]!.time - y.transmissions[0]!.sightings[0]!.time)
    for (const one of messages) negotiation.messages.push(one)
    settle(negotiation)
    return negotiation
  }

  function messagesOf(negotiation: Negotiation, a: Negotiation | undefined, b: Negotiation | undefined): Message[] {
    const used = new Set<Transmission>()
    const twin = new Map<Message, Message>()
    const messages = (a?.messages ?? []).map((own): Message => {
      const message: Message = { negotiation, side: own.side, ike: own.ike, transmissions: [], ...notesOf(own) }
      for (const one of own.transmissions) {
        const others = counterpartsOf(one, places, there).filter(place => !used.has(place.transmission))
        for (const place of others) {
          used.add(place.transmission)
          twin.set(place.message, message)
        }
        message.transmissions.push(together(one, [...new Set(others.map(place => place.transmission))]))
      }
      return message
    })
    const turned = isTurned(twin)
    const byHeader = new Map<string, Message[]>()
    for (const one of messages) byHeader.set(headerOf(one), [...(byHeader.get(headerOf(one)) ?? []).slice(-MOST), one])
    for (const other of b?.messages ?? []) {
      const left = other.transmissions.filter(one => !used.has(one))
      let message = twin.get(other) ?? byHeader.get(headerOf(other))?.find(one => sameMessage(one, other, turned))
      if (!message && left.length === 0) continue
      if (!message) {
        message = { negotiation, side: turned ? opposite(other.side) : other.side, ike: other.ike, transmissions: [], ...notesOf(other) }
        messages.push(message)
      }
      if (!other.awaited) delete message.awaited
      if (other.ike.bytes.length > message.ike.bytes.length) message.ike = other.ike
      if (other.outrun) message.outrun = true
      for (const one of left) message.transmissions.push(together(undefined, [one]))
    }
    return messages
  }

  /** One sending as both traces saw it, the sender's sightings first. */
  function together(own: Transmission | undefined, others: readonly Transmission[]): Transmission {
    const ofA = own?.sightings.map(sighting => adopted(0, sighting)) ?? []
    const ofB = others.flatMap(one => one.sightings.map(sighting => adopted(1, sighting)))
    const fromB = ofB.length > 0 && isSentHere(lineup, 1, ofB[0]!.origin.packets[0]!)
    const sightings = (fromB ? [...ofB, ...ofA] : [...ofA, ...ofB]).map(one => one.sighting)
    const differs = own?.differs ?? others.find(one => one.differs)?.differs
    return { sightings, ...(differs ? { differs } : {}) }
  }

  function adopted(trace: 0 | 1, origin: Sighting): { sighting: Sighting; origin: Sighting } {
    const sighting: Sighting = { ...origin, packets: [], time: time(trace, origin.time), lastTime: time(trace, origin.lastTime) }
    origins.set(sighting, { trace, sighting: origin })
    return { sighting, origin }
  }

  /** Gives the packets numbers of their own, and the sides their addresses as the ends themselves show them first. */
  function settle(negotiation: Negotiation): void {
    const sightings = negotiation.messages.flatMap(message =>
      message.transmissions.flatMap(t => t.sightings.map(s => ({ s, side: message.side }))),
    )
    sightings.sort((one, other) => one.s.time - other.s.time)
    let last = 0
    for (const { s } of sightings) for (const _ of origins.get(s)!.sighting.packets) s.packets.push(++last)
    const seen: [SeenEndpoint[], SeenEndpoint[]] = [[], []]
    for (const near of [true, false])
      for (const { s, side } of sightings) {
        const { trace, sighting } = origins.get(s)!
        if (isSentHere(lineup, trace, sighting.packets[0]!) !== near) continue
        noteEndpoint(seen[side], s.source, true, s.packets[0]!, s.time)
        noteEndpoint(seen[opposite(side)], s.destination, false, s.packets[0]!, s.time)
      }
    for (const side of [0, 1] as const) negotiation.endpoints[side].push(...seen[side])
  }
}

function notesOf({ outrun, awaited }: Message): Pick<Message, 'outrun' | 'awaited'> {
  return { ...(outrun ? { outrun } : {}), ...(awaited ? { awaited } : {}) }
}

function firstTime({ messages }: Negotiation): number {
  return messages[0]?.transmissions[0]?.sightings[0]?.time ?? Number.POSITIVE_INFINITY
}

function counterpartsOf(one: Transmission, places: ReadonlyMap<number, Place>, there: (packet: number) => readonly number[]): Place[] {
  return one.sightings.flatMap(({ packets }) => packets.flatMap(packet => there(packet).flatMap(other => places.get(other) ?? [])))
}

/** IKEv1 knows its sides by who was heard first, which may be the other one in the other trace. */
function isTurned(twin: ReadonlyMap<Message, Message>): boolean {
  for (const [other, message] of twin) return other.side !== message.side
  return false
}

/** The same content, of which no sending was seen at both ends. */
function sameMessage(one: Message, other: Message, turned: boolean): boolean {
  const side: Side = turned ? opposite(other.side) : other.side
  return one.side === side && difference(one.ike, other.ike) === 0
}

function headerOf({ ike }: Message): string {
  return `${ike.exchangeType}.${ike.messageId}.${ike.flags}.${ike.length}`
}

/** Contents under one header that are compared. */
const MOST = 8

function isSentHere(lineup: Lineup, trace: 0 | 1, packet: number): boolean {
  return wayOf(lineup.ends, trace, lineup.rows[trace], packet - 1) === Way.sentHere
}

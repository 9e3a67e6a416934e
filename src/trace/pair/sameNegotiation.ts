import type { Message, Negotiation, Sighting, Transmission } from '../model.ts'
import type { Trace } from '../trace.ts'
import type { Lineup } from './lineUp.ts'
import { NONE } from './rows.ts'

/** Where a packet stands among the IKE messages of its trace. */
export interface Place {
  readonly message: Message
  readonly transmission: Transmission
  readonly sighting: Sighting
}

/** By packet number: what every IKE packet of a trace is a part of. */
export function placesOf({ negotiations }: Trace): Map<number, Place> {
  const places = new Map<number, Place>()
  for (const { messages } of negotiations)
    for (const message of messages)
      for (const transmission of message.transmissions)
        for (const sighting of transmission.sightings)
          for (const packet of sighting.packets) places.set(packet, { message, transmission, sighting })
  return places
}

/** Packets of the other trace that are the same as packets of one: mates, and what they were cut into. */
export function counterparts(lineup: Lineup, trace: 0 | 1): (packet: number) => readonly number[] {
  const { mate, copyOf } = lineup.rows[trace]
  const cut = new Map<number, readonly number[]>()
  for (const { fromA, sent, came } of lineup.recuts) {
    const [own, others] = fromA === (trace === 0) ? [sent, came] : [came, sent]
    for (const row of own) cut.set(row, [...(cut.get(row) ?? []), ...others])
  }
  return packet => {
    const row = copyOf.get(packet - 1) ?? packet - 1
    if (mate[row] !== NONE && mate[row] !== undefined) return [mate[row] + 1]
    return cut.get(row)?.map(other => other + 1) ?? []
  }
}

/** One negotiation as each trace has it. */
export type Couple = readonly [Negotiation | undefined, Negotiation | undefined]

/**
 * The negotiations of both traces, each once. They are one when a packet of the one is a packet of the other; without
 * such a packet (all were lost) the SPIs decide, which are random. RFC 2408 §2.5.3, RFC 7296 §2.6.
 */
export function couplesOf(lineup: Lineup, places: ReadonlyMap<number, Place>): Couple[] {
  const [a, b] = [lineup.rows[0].trace.negotiations, lineup.rows[1].trace.negotiations]
  const there = counterparts(lineup, 0)
  const taken = new Map<Negotiation, Negotiation>()
  const bySpi = new Map<string, Negotiation[]>()
  for (const one of b) bySpi.set(one.initiatorSpi, [...(bySpi.get(one.initiatorSpi) ?? []).slice(-MOST), one])
  const used = new Set<Negotiation>()
  for (const one of a) {
    const other = bySightings(one)
    if (!other || used.has(other)) continue
    taken.set(one, other)
    used.add(other)
  }
  for (const one of a) {
    if (taken.has(one)) continue
    const other = bySpi.get(one.initiatorSpi)?.find(candidate => !used.has(candidate) && fits(one, candidate))
    if (!other) continue
    taken.set(one, other)
    used.add(other)
  }
  return [...a.map((one): Couple => [one, taken.get(one)]), ...b.filter(one => !used.has(one)).map((one): Couple => [undefined, one])]

  function bySightings(one: Negotiation): Negotiation | undefined {
    for (const message of one.messages)
      for (const { sightings } of message.transmissions)
        for (const { packets } of sightings)
          for (const packet of packets)
            for (const other of there(packet)) {
              const place = places.get(other)
              if (place) return place.message.negotiation
            }
    return undefined
  }
}

function fits(one: Negotiation, other: Negotiation): boolean {
  return one.responderSpi === null || other.responderSpi === null || one.responderSpi === other.responderSpi
}

const MOST = 16

import type { IkeMessage } from '../dissectors/ike/facts.ts'

// What a trace is made of, richer than the report: exact times, packet numbers, addresses and hop counts of every copy.
//
//   Negotiation   all messages under one pair of SPIs, whatever addresses and ports they used
//     Message       one content, sent once or again and again
//       Transmission  one sending of it
//         Sighting      one capture of that sending: a packet, or the fragments that carried it
//
// This is collected while the file is read and never interpreted; what it means (exchanges, names, outcome) is worked
// out from it whenever somebody asks, see course.ts.

/** Seconds from the first packet of the trace. */
export type Seconds = number

/** Index of a peer in its negotiation: in IKEv2 0 is the initiator; in IKEv1 0 is the one who was heard first. */
export type Side = 0 | 1

/** Where a message came from or went to. */
export interface Endpoint {
  readonly address: string
  /** UDP or TCP port; 0 when the message came without. */
  readonly port: number
}

/** How a message travelled: whole, cut by IP, cut by IKE itself (payload 132, SKF), or in a TCP connection. */
export type Carriage = 'packet' | 'ip-fragments' | 'ike-fragments' | 'tcp'

/** One capture of one sending. Grows while its fragments come in. */
export interface Sighting {
  /** Packets that carried it, in file order. */
  readonly packets: number[]
  /** Of the first of these packets. */
  time: Seconds
  /** Of the last. */
  lastTime: Seconds
  readonly source: Endpoint
  readonly destination: Endpoint
  /** Identification of the IP packet; undefined in IPv6. */
  readonly identification: number | undefined
  /** Time to live or hop limit of the first packet. */
  readonly ttl: number
  readonly carriage: Carriage
  /** All of the message is here; false when a fragment is missing or the capture cut the packet. */
  complete: boolean
  /** IP fragments of it were not seen; without that, what is not complete was cut by the capture. */
  lacksFragments?: boolean
  /** IKE fragments: the numbers of those that were seen, and how many there are (0: not known). */
  readonly fragments?: { readonly numbers: number[]; total: number }
}

/** One sending. More than one sighting: the same packet captured more than once (two interfaces, a mirror port). */
export interface Transmission {
  readonly sightings: Sighting[]
  /** Octets that differ from the message's first complete sighting; undefined when none do. */
  differs?: number
}

/** One content under one header. */
export interface Message {
  readonly negotiation: Negotiation
  readonly side: Side
  /** Facts of the first sighting that was whole, or as whole as it ever came. */
  ike: IkeMessage
  readonly transmissions: Transmission[]
  /** The first sighting of the first sending, at hand because everything asks for it; not known where `transmissions` begins empty. */
  readonly first?: Sighting
  /** It made SAs, and whoever got it sent packets on them afterwards. */
  carried?: true
  /** None of its sendings is whole in the capture at the other end, where some should be. */
  notArrived?: true
  /** An answer that is not whole, and the capture ends before whoever waits for it would have gone on or asked again. */
  awaited?: true
  /** New SAs of the two were used between the message before it and it, so it refuses nothing. */
  outrun?: true
}

/** All messages under one pair of SPIs. RFC 2408 §2.4, RFC 7296 §2.6. */
export interface Negotiation {
  /** From 0, in the order of the first packets. */
  readonly number: number
  readonly version: number
  readonly initiatorSpi: string
  /** Null as long as no responder's SPI was seen. */
  responderSpi: string | null
  /** Where each side was seen to send from or be sent to, first use first. RFC 7296 §2.23, RFC 3947 §4, RFC 4555. */
  readonly endpoints: readonly [SeenEndpoint[], SeenEndpoint[]]
  /** In the order of their first packets, but for a first message of which only copies came, behind its answer. */
  readonly messages: Message[]
  /** Grows with every change; what is worked out is kept until it does. */
  revision: number
  /** Its first message was not seen: it began before the capture, or its SPIs were agreed inside another negotiation. */
  joined: boolean
  /** Its initiator went on to send protected packets on a new SPI. */
  carries?: boolean
  /** The negotiation of the same hosts before it. */
  before?: Negotiation
}

/** A place that a peer was met at, and the first packet that shows it there. */
export interface SeenEndpoint extends Endpoint {
  readonly packet: number
  readonly time: Seconds
  /** It sent from there; false: it was only addressed there. */
  sent: boolean
}

/** The first sighting of a message: where it stands in the ladder. */
export function firstSighting(message: Message): Sighting {
  return message.first ?? message.transmissions[0]!.sightings[0]!
}

/** All sightings of a message in file order. */
export function sightings(message: Message): Sighting[] {
  return message.transmissions.flatMap(t => t.sightings)
}

/** Whether at least one sighting brought the whole message. */
export function isComplete(message: Message): boolean {
  return message.transmissions.some(t => t.sightings.some(s => s.complete))
}

/** IKE fragments that were seen of a message, in any of its sendings: a receiver puts together those of several. RFC 7383 §2.5. */
export function piecesOf(message: Message): { readonly numbers: readonly number[]; readonly total: number } | undefined {
  const [last] = sightings(message)
    .flatMap(one => one.fragments ?? [])
    .slice(-1)
  if (!last) return undefined
  const alike = sightings(message).flatMap(one => (one.fragments?.total === last.total ? one.fragments.numbers : []))
  return { numbers: [...new Set(alike)].sort((a, b) => a - b), total: last.total }
}

/** It came in IKE fragments alone, and never all of them: whoever has no more of it cannot read it. */
export function lacksPieces(message: Message): boolean {
  const all = sightings(message)
  if (all.some(one => one.complete || one.carriage !== 'ike-fragments')) return false
  const { numbers, total } = piecesOf(message)!
  return total === 0 || numbers.length < total
}

/** When a message could be read first: at its first sending, unless pieces of that were missing. */
export function readableFrom(message: Message): Seconds {
  const numbers = new Set<number>()
  for (const one of sightings(message)) {
    for (const number of one.fragments?.numbers ?? []) numbers.add(number)
    if (one.complete || (one.fragments && one.fragments.total > 0 && numbers.size >= one.fragments.total)) return one.time
  }
  return firstSighting(message).time
}

/** When a message was last sent. */
export function lastTime(message: Message): Seconds {
  return message.transmissions.at(-1)!.sightings[0]!.time
}

/** When the last message of a negotiation was last sent. */
export function lastSaid({ messages }: Negotiation): Seconds {
  return messages.reduce((last, m) => Math.max(last, lastTime(m)), 0)
}

/** Seconds from one sending of a message to the next. */
export function gapsOf(message: Message): Seconds[] {
  const sent = message.transmissions.map(t => t.sightings[0]!.time)
  return sent.slice(1).map((time, i) => time - sent[i]!)
}

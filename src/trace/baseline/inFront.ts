import { firstSighting, type Message, type Negotiation, type Seconds, sightings } from '../model.ts'
import { Exchanges } from '../negotiation/header.ts'

/** The IKE negotiation that a conversation may have waited for. */
export interface InFront {
  /** From its first message to the first packet of the conversation; 0: the SA was there before. */
  readonly waited: Seconds
  /** From its first message to its last. */
  readonly took: Seconds
  /** From its last message to the first packet of the conversation. */
  readonly idle: Seconds
  /** Answers that the initiator had to wait for. */
  readonly roundTrips: number
  readonly messages: number
  /** Octets of IP that its messages took. */
  readonly wire: number
  readonly resent: number
  readonly packets: readonly number[]
}

/** Longer between two messages: the one before belongs to something earlier. Seconds. */
const PAUSE = 30
/** A packet that a host kept until the SA was there is sent at once. Seconds. */
const AT_ONCE = 0.25
/** One that it threw away comes again by TCP's own clock, so long after what set the negotiation off. RFC 6298 §2. */
const SENT_AGAIN = [1, 3, 7, 15]
const NEARLY = 0.05

/**
 * What was negotiated between two hosts just before a conversation.
 * @param began when its first packet came  @param wire octets of IP of a packet
 * @param used whether protected packets of these hosts came in that span
 * @param isSyn its first packet opens a TCP connection
 */
export function inFront(
  negotiations: readonly Negotiation[],
  hosts: readonly [string, string],
  began: Seconds,
  wire: (packet: number) => number,
  used: (from: Seconds, to: Seconds) => boolean,
  isSyn: boolean,
): InFront | null {
  const before = negotiations
    .filter(one => between(one, hosts))
    .flatMap(one => one.messages.filter(message => setsUp(message) && firstSighting(message).time <= began))
    .toSorted((a, b) => firstSighting(a).time - firstSighting(b).time)
  let from = before.length - 1
  while (from > 0 && firstSighting(before[from]!).time - firstSighting(before[from - 1]!).time <= PAUSE) from--
  const burst = before.slice(Math.max(0, from))
  if (burst.length === 0) return null
  const packets = [...new Set(burst.flatMap(message => sightings(message).flatMap(one => one.packets)))].sort((a, b) => a - b)
  const [first, last] = [firstSighting(burst[0]!).time, firstSighting(burst.at(-1)!).time]
  const idle = began - last
  const again = isSyn && SENT_AGAIN.some(seconds => Math.abs(began - first - seconds) <= NEARLY * seconds)
  const waits = (idle <= AT_ONCE || again) && !used(first, began)
  return {
    waited: waits ? began - first : 0,
    took: last - first,
    idle,
    roundTrips: roundTripsOf(burst),
    messages: burst.length,
    wire: packets.reduce((sum, packet) => sum + wire(packet), 0),
    resent: burst.reduce((sum, { transmissions }) => sum + transmissions.length - 1, 0),
    packets,
  }
}

function between({ endpoints }: Negotiation, [one, other]: readonly [string, string]): boolean {
  const [a, b] = endpoints.map(known => new Set(known.map(({ address }) => address)))
  return (a!.has(one) && b!.has(other)) || (a!.has(other) && b!.has(one))
}

/** Messages of the exchanges that make SAs; what is said under them is none. */
function setsUp({ ike: { exchangeType } }: Message): boolean {
  return exchangeType !== Exchanges.informational && exchangeType !== Exchanges.informationalV2 && exchangeType !== Exchanges.authipNotify
}

/** How often the answer of the other side was waited for: a message of it behind one of whoever began. */
function roundTripsOf(messages: readonly Message[]): number {
  const begins = messages[0]!.side
  return messages.filter((message, i) => i > 0 && message.side !== begins && messages[i - 1]!.side === begins).length
}

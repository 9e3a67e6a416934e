import type { IkeMessage } from '../../dissectors/ike/facts.ts'
import { hostsKey } from '../hosts.ts'
import type { Endpoint, Negotiation, Seconds, SeenEndpoint } from '../model.ts'
import { isFirstMessage, isRefusal, NO_SPI } from './header.ts'
import { disowns } from './loneNotice.ts'

// Which negotiation a message belongs to. The initiator's SPI says it nearly always, whatever addresses and ports the
// message travels between: NAT, the float from port 500 to 4500 and MOBIKE change those and not the SPIs. The
// responder's SPI only joins later, and not always once:
//
//   zero        in a first message, and in refusals and cookie requests to it
//   not zero    in a first message that carries back the cookie which a Windows responder under load asked for
//   several     a responder that refuses or asks for another group may use an SPI of its own for that answer, or none
//
// The addresses are needed all the same: two clients behind one NAT may draw the same SPI (RFC 7296 §2.6), and traces
// made for tests use fixed ones. So one of the two addresses has to be known, and both where the responder's SPI is
// another; and a first message with a content of its own from another port of a known host is another client. None has to be where
// both peers go from one version of IP to the other.

/** The negotiations of one trace, in the order of their first messages. */
export class Negotiations {
  readonly all: Negotiation[] = []
  private readonly byInitiatorSpi = new Map<string, Negotiation[]>()
  private readonly latestOfHosts = new Map<string, Negotiation>()
  private readonly latestNotice = new Map<string, Negotiation>()

  /** The negotiation that a message with new content belongs to, if it is known. */
  find(ike: IkeMessage, source: Endpoint, destination: Endpoint): Negotiation | undefined {
    let best: Negotiation | undefined
    let bestScore = 0
    const same = this.byInitiatorSpi.get(ike.initiatorSpi) ?? NONE
    for (let i = Math.max(0, same.length - MOST); i < same.length; i++) {
      const one = same[i]!
      const score = belongs(one, ike, source, destination)
      if (score >= bestScore && score > 0) {
        best = one
        bestScore = score
      }
    }
    return best ?? this.swapped(ike, source, destination) ?? this.named(ike) ?? this.saidBefore(ike, source, destination)
  }

  /** Opens a negotiation with its first message; its side 0 is who sent it, in IKEv2 the initiator. */
  open(ike: IkeMessage): Negotiation {
    const negotiation: Negotiation = {
      number: this.all.length,
      version: ike.majorVersion,
      initiatorSpi: ike.initiatorSpi,
      responderSpi: null,
      endpoints: [[], []],
      messages: [],
      revision: 0,
      joined: !isFirstMessage(ike),
    }
    this.all.push(negotiation)
    const same = this.byInitiatorSpi.get(ike.initiatorSpi)
    if (!same) this.byInitiatorSpi.set(ike.initiatorSpi, [negotiation])
    else same.push(negotiation)
    return negotiation
  }

  /** The last negotiation of the same two hosts, before this one takes its place. What only says that something is not known takes nobody's. */
  follow(negotiation: Negotiation, ike: IkeMessage, one: string, other: string): Negotiation | undefined {
    if (disowns(ike)) {
      this.latestNotice.set(`${one} ${other}`, negotiation)
      return undefined
    }
    const hosts = hostsKey(one, other)
    const before = this.latestOfHosts.get(hosts)
    this.latestOfHosts.set(hosts, negotiation)
    return before
  }

  /** One of a known host whose SPIs the message names in the wrong order. */
  private swapped(ike: IkeMessage, source: Endpoint, destination: Endpoint): Negotiation | undefined {
    return this.byInitiatorSpi
      .get(ike.responderSpi)
      ?.findLast(one => isSwapped(one, ike) && one.endpoints.some(known => knows(known, source) || knows(known, destination)))
  }

  /** A refusal whose own header names nothing known, by the SPIs that its notify quotes. RFC 2408 §3.14. */
  private named(ike: IkeMessage): Negotiation | undefined {
    if (!isRefusal(ike)) return undefined
    for (const payload of ike.payloads) {
      if (payload.kind === 'notify' && payload.spi.length >= 16) {
        const found = this.byInitiatorSpi.get(payload.spi.slice(0, 16))?.at(-1)
        if (found) return found
      }
    }
    return undefined
  }

  /** A host says of one packet after another that it does not know the SA, each time under an SPI drawn for that: it is told as one. */
  private saidBefore(ike: IkeMessage, source: Endpoint, destination: Endpoint): Negotiation | undefined {
    if (ike.responderSpi !== NO_SPI || !disowns(ike)) return undefined
    const before = this.latestNotice.get(`${source.address} ${destination.address}`)
    return before?.version === ike.majorVersion && disowns(before.messages.at(-1)!.ike) ? before : undefined
  }
}

/**
 * The negotiation's SPIs in the wrong order. A responder that begins an exchange of its own may take itself for the initiator, against
 * RFC 7296 §3.1 (free5GC's N3IWF does), and its Initiator flags are the wrong way round as well.
 */
export function isSwapped({ initiatorSpi, responderSpi, version }: Negotiation, ike: IkeMessage): boolean {
  return version === 2 && ike.initiatorSpi === responderSpi && ike.responderSpi === initiatorSpi && initiatorSpi !== responderSpi
}

/** How well a message fits a negotiation with the same initiator's SPI; 0: it does not. */
function belongs(one: Negotiation, ike: IkeMessage, source: Endpoint, destination: Endpoint): number {
  if (one.version !== ike.majorVersion && !isRefusal(ike)) return 0
  const [a, b] = one.endpoints
  const known = [source, destination].filter(end => knows(a, end) || knows(b, end)).length
  if (known === 0) return isInOtherFamily(one, ike, source) ? 1 : 0
  if (known === 1 && isAnother(one, ike)) return 0
  const exact = (uses(a, source) || uses(b, source)) && (uses(a, destination) || uses(b, destination)) ? 1 : 0
  if (ike.responderSpi !== NO_SPI) return exact + (ike.responderSpi === one.responderSpi ? 6 : one.responderSpi === null ? 4 : 2)
  if (!isFirstMessage(ike)) return exact + 2
  if (one.joined) return exact === 1 && mayFollow(one, source) ? 6 : 0
  return a.some(e => e.sent && e.address === source.address && e.port === source.port) ? 6 : 0
}

/**
 * Both peers may go on over the other version of IP at once, so that neither address is known: then both SPIs have to be, 128 bits that
 * nobody draws twice. RFC 4555 §3.3, §3.5.
 */
export function isInOtherFamily(
  { version, initiatorSpi, responderSpi, endpoints }: Negotiation,
  ike: IkeMessage,
  source: Endpoint,
): boolean {
  if (version !== 2 || !ike.encrypted || responderSpi === null) return false
  if (ike.initiatorSpi !== initiatorSpi || ike.responderSpi !== responderSpi) return false
  return endpoints.every(known => known.every(one => isV6(one) !== isV6(source)))
}

function isV6({ address }: Endpoint): boolean {
  return address.includes(':')
}

/** Of the first message only copies came so far behind its answer: nothing is encrypted yet, and in IKEv2 the header says whose it is. */
function mayFollow({ version, endpoints: [initiator], messages }: Negotiation, source: Endpoint): boolean {
  return (version === 1 || uses(initiator, source)) && !messages.some(({ ike }) => ike.encrypted)
}

/** Whoever answers from elsewhere under an SPI of its own is another host: many reflect what somebody sent in one's name. */
function isAnother({ responderSpi }: Negotiation, ike: IkeMessage): boolean {
  return responderSpi !== null && ike.responderSpi !== NO_SPI && ike.responderSpi !== responderSpi
}

function uses(endpoints: readonly SeenEndpoint[], { address, port }: Endpoint): boolean {
  for (const one of endpoints) if (one.port === port && one.address === address) return true
  return false
}

function knows(endpoints: readonly SeenEndpoint[], { address }: Endpoint): boolean {
  for (const one of endpoints) if (one.address === address) return true
  return false
}

/**
 * Notes the responder's SPI that a message carries: that of the responder's own first message, not of a refusal. The first message may come
 * behind its answer: what is seen of it is a copy.
 */
export function settle(negotiation: Negotiation, ike: IkeMessage): void {
  if (isFirstMessage(ike)) negotiation.joined = false
  if (ike.responderSpi === NO_SPI || isSwapped(negotiation, ike)) return
  if (negotiation.responderSpi === null || !isRefusal(ike)) negotiation.responderSpi = ike.responderSpi
}

/** Notes where a side sends from or is sent to. */
export function noteEndpoint(known: SeenEndpoint[], endpoint: Endpoint, sent: boolean, packet: number, time: Seconds): void {
  const same = known.find(e => e.address === endpoint.address && e.port === endpoint.port)
  if (same) same.sent ||= sent
  else if (known.length < MOST_ENDPOINTS) known.push({ address: endpoint.address, port: endpoint.port, packet, time, sent })
}

/** Negotiations under one SPI, and addresses of one peer, that are told apart; nothing real comes near. */
const MOST = 16
const NONE: readonly Negotiation[] = []
const MOST_ENDPOINTS = 64

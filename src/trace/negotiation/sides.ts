import type { IkeMessage } from '../../dissectors/ike/facts.ts'
import { type Endpoint, firstSighting, type Message, type Negotiation, type SeenEndpoint, type Side } from '../model.ts'
import { contradictsItself, Exchanges, has, INITIATOR, isPhase1, isResponse, NO_SPI } from './header.ts'
import { isSwapped } from './negotiation.ts'

// Who sends, and who of the two began.
//
// IKEv2 says both in its header: the Initiator flag is set in every message of the SA's original initiator (RFC 7296
// §3.1). IKEv1 says neither, so a sender is known by address, and by port where both peers share one address; whoever
// sends from a new address to a known peer is the other one, moved or translated.
//
// A first message (responder cookie zero) is the initiator's. In a capture that starts later it is worked out from what
// each message can be: MM2 is the only one with an SA payload under two cookies, MM3 comes before MM4, MM5 before MM6,
// a client behind NAT has a port of its own, and a quick mode is mostly begun by whoever began. How sure that is goes
// with the answer.

/** Which side began a negotiation, and how sure that is. */
export interface Beginner {
  readonly side: Side
  readonly confidence: 'certain' | 'likely' | 'possible'
}

/** Which side of its negotiation sent a message. */
export function sideOf(negotiation: Negotiation, ike: IkeMessage, source: Endpoint, destination: Endpoint): Side {
  const [a, b] = negotiation.endpoints
  if (negotiation.version === 2 && ike.majorVersion === 2 && !contradictsItself(ike)) {
    if (ike.exchangeType === Exchanges.ikeSaInit) return isResponse(ike) ? 1 : 0
    return ((ike.flags & INITIATOR) !== 0) === isSwapped(negotiation, ike) ? 1 : 0
  }
  if (a.length === 0) return 0
  return (
    only(uses(a, source), uses(b, source)) ??
    other(only(uses(a, destination), uses(b, destination))) ??
    only(at(a, source), at(b, source)) ??
    other(only(at(a, destination), at(b, destination))) ??
    afterLast(negotiation, ike)
  )
}

function uses(known: readonly SeenEndpoint[], one: Endpoint): boolean {
  return known.some(e => e.address === one.address)
}

function at(known: readonly SeenEndpoint[], one: Endpoint): boolean {
  return known.some(e => e.address === one.address && e.port === one.port)
}

function only(a: boolean, b: boolean): Side | undefined {
  return a === b ? undefined : a ? 0 : 1
}

function other(side: Side | undefined): Side | undefined {
  return side === undefined ? undefined : side === 0 ? 1 : 0
}

/** Nothing but the turn tells (both peers on one address and port): a first message is the initiator's. */
function afterLast(negotiation: Negotiation, ike: IkeMessage): Side {
  const last = negotiation.messages.at(-1)
  return !last || ike.responderSpi === NO_SPI || last.side === 1 ? 0 : 1
}

/** Who began: by its first message where that was captured, otherwise by the place each message can have. */
export function beginner(negotiation: Negotiation): Beginner {
  if (negotiation.version === 2) return { side: 0, confidence: 'certain' }
  const { messages } = negotiation
  const opening = messages.find(m => isPhase1(m.ike.exchangeType) && has(m.ike, 'sa') && m.ike.responderSpi === NO_SPI)
  if (opening) return { side: opening.side, confidence: 'certain' }
  const offer = messages.find(m => isPhase1(m.ike.exchangeType) && has(m.ike, 'sa'))
  const phase1 = messages.filter(m => isPhase1(m.ike.exchangeType))
  if (offer) {
    const earlier = messages.find(m => m !== offer && m.ike.responderSpi === NO_SPI)
    return { side: earlier ? offer.side : opposite(offer.side), confidence: earlier ? 'likely' : 'certain' }
  }
  return inMainMode(phase1, messages) ?? byPort(negotiation) ?? { side: messages[0]?.side ?? 0, confidence: 'possible' }
}

function inMainMode(phase1: readonly Message[], messages: readonly Message[]): Beginner | undefined {
  const plain = phase1.filter(m => !m.ike.encrypted)
  const encrypted = phase1.filter(m => m.ike.encrypted)
  for (const stage of [plain, encrypted]) {
    if (stage.some(m => m.side !== stage[0]!.side)) return { side: stage[0]!.side, confidence: 'certain' }
  }
  const only = plain[0] ?? encrypted[0]
  if (!only) return undefined
  // The other half of the pair is missing: whoever speaks next answered it, or goes on after its answer.
  const next = messages.find(m => m !== only && firstSighting(m).time >= firstSighting(only).time)
  if (!next) return { side: only.side, confidence: 'possible' }
  return { side: next.side, confidence: 'likely' }
}

function byPort(negotiation: Negotiation): Beginner | undefined {
  const [a, b] = negotiation.endpoints.map(known => known.some(e => e.sent && !WELL_KNOWN.has(e.port)))
  return a === b ? undefined : { side: a ? 0 : 1, confidence: 'likely' }
}

/** The other peer. */
export function opposite(side: Side): Side {
  return side === 0 ? 1 : 0
}

/** RFC 2408 §2.5.1, RFC 3947 §4, RFC 6407 §1; 0: no UDP. */
const WELL_KNOWN: ReadonlySet<number> = new Set([0, 500, 848, 4500])

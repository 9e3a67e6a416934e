import type { Exchange, Message, Negotiation, Proposals } from '../report.ts'
import { between, IKE_SA, type KnownOffer, knownOffer } from './knownOffers.ts'
import { type OfferMatrix, offerMatrix } from './offerMatrix.ts'

// An offer and what the other side made of it, for the IKE SA and for each SA under it. What a message is part of is told
// by its exchange; a refusal of IKEv1 travels in an exchange of its own and belongs to the offer before it.

/** An offer held against its answer, or against what else the other side is known to want. */
export interface OfferAndAnswer {
  /** Main Mode, Quick Mode, IKE_SA_INIT, CREATE_CHILD_SA … */
  readonly exchange: string
  /** Addresses of who offers and who answers. */
  readonly from: string
  readonly to: string
  /** The messages, as far as they are here. */
  readonly offer?: Message
  readonly answer?: Message
  /** `unread`: the offer is encrypted, and nothing opens it. */
  readonly came: 'chosen' | 'refused' | 'nothing' | 'unread'
  /** In what words it was refused; undefined where they cannot be read. */
  readonly refusal?: string
  /** Held against the choice, else against what is known of the other side; null where the offer is not known. */
  readonly matrix: OfferMatrix | null
  /** Where nothing was chosen: what the other side is known to want. */
  readonly known?: KnownOffer
}

/** Whether a message may carry an offer or an answer to one: those that do are read, those that are encrypted are taken to. */
const OFFERING = /^(Main Mode|Aggressive Mode|Base Mode|IKE_SA_INIT|Quick Mode|IKE_AUTH|CREATE_CHILD_SA)$/
const FIRST = /^(Main Mode|Aggressive Mode|Base Mode|IKE_SA_INIT)$/
const ENCRYPTED = /^(QM1|QM2|(IKE_AUTH|CREATE_CHILD_SA) (request|response))$/

/** The offer and answer that a message belongs to; undefined for one that has to do with neither. */
export function offerAndAnswer(
  negotiations: readonly Negotiation[],
  negotiation: Negotiation,
  message: Message,
): OfferAndAnswer | undefined {
  const exchange = exchangeOf(negotiation, message)
  return exchange && compared(negotiations, negotiation, exchange)
}

function exchangeOf(negotiation: Negotiation, message: Message): Exchange | undefined {
  const { exchanges } = negotiation
  const own = exchanges.find(({ messages }) => messages.includes(message))
  if (!own) return undefined
  if (OFFERING.test(own.type)) {
    const isRead = message.payloads.includes('SA') || message.refuses !== undefined
    const mayHold = message.encrypted && !message.decrypted && ENCRYPTED.test(message.name)
    return isRead || mayHold ? own : undefined
  }
  if (message.refuses === undefined) return undefined
  return exchanges.findLast(one => OFFERING.test(one.type) && asks(one) !== message.from && notAfter(one.messages[0], message))
}

function compared(negotiations: readonly Negotiation[], negotiation: Negotiation, exchange: Exchange): OfferAndAnswer {
  const { from, to } = between(negotiation, exchange)
  const messages = exchange.type === 'IKE_AUTH' ? ofType(negotiation, exchange.type) : exchange.messages
  const asked = asks(exchange)
  const offer = messages.find(one => one.from === asked && one.payloads.includes('SA')) ?? messages.find(one => one.from === asked)
  const choice = messages.findLast(one => one.from !== asked && one.payloads.includes('SA'))
  const { offered, chosen } = proposalsOf(negotiation, exchange)
  const refusal = chosen ? undefined : refusalOf(negotiation, exchange)
  const base = { exchange: exchange.type, from, to, ...(offer ? { offer } : {}) }
  const answer = choice ?? refusal ?? messages.findLast(one => one.from !== asked)
  const answered = answer ? { answer } : {}
  if (offered.length === 0 && !chosen) return { ...base, ...answered, came: 'unread', matrix: null, ...said(refusal) }
  const of = (offered[0] ?? chosen)?.protocol === IKE_SA ? 'ike' : 'ipsec'
  const known = chosen ? undefined : knownOffer(negotiations, { host: to, peer: from, version: negotiation.version, of })
  const isRefused = refusal !== undefined || (!chosen && exchange.outcome === 'failed')
  return {
    ...base,
    ...answered,
    came: chosen ? 'chosen' : isRefused ? 'refused' : 'nothing',
    ...said(refusal),
    matrix: offered.length > 0 ? offerMatrix(offered, chosen, known?.offers) : null,
    ...(known ? { known } : {}),
  }
}

function said(refusal: Message | undefined): Pick<OfferAndAnswer, 'refusal'> {
  return refusal?.refuses === undefined ? {} : { refusal: refusal.refuses }
}

/** IKE_AUTH with EAP takes several rounds: the offer stands in the first, the choice in the last. RFC 7296 §2.16. */
function ofType({ exchanges }: Negotiation, type: string): readonly Message[] {
  return exchanges.filter(one => one.type === type).flatMap(one => one.messages)
}

function proposalsOf({ proposals, exchanges }: Negotiation, exchange: Exchange): Proposals {
  if (FIRST.test(exchange.type)) return proposals
  const all = exchange.type === 'IKE_AUTH' ? exchanges.filter(one => one.type === exchange.type) : [exchange]
  const offered = all.find(one => one.proposals && one.proposals.offered.length > 0)?.proposals?.offered ?? []
  return { offered, chosen: all.findLast(one => one.proposals?.chosen)?.proposals?.chosen ?? null }
}

/** The first refusal of it by the other side, in its exchange or behind it. */
function refusalOf(negotiation: Negotiation, exchange: Exchange): Message | undefined {
  const from = asks(exchange)
  const refuses = (one: Message) => one.from !== from && one.refuses !== undefined
  const within = exchange.messages.find(refuses)
  if (within) return within
  const elsewhere = negotiation.exchanges.filter(one => !OFFERING.test(one.type)).flatMap(one => one.messages)
  return elsewhere
    .filter(one => refuses(one) && notAfter(exchange.messages[0], one))
    .slice(0, REFUSALS)
    .find(one => exchangeOf(negotiation, one) === exchange)
}

/** Refusals that are looked at for one offer. */
const REFUSALS = 64

/** Who asks in an exchange. */
function asks({ messages }: Exchange): Message['from'] {
  const [first] = messages
  const isAnswer = first?.name.endsWith(' response') ?? false
  return (first?.from === 'responder') === isAnswer ? 'initiator' : 'responder'
}

/** Whether a message was first seen no later than another, in a trace that has both. */
function notAfter(one: Message | undefined, other: Message): boolean {
  const [a, b] = [one, other].map(message => message?.transmissions.flatMap(({ sightings }) => sightings) ?? [])
  const pair = a!.flatMap(({ trace, time }) => b!.filter(seen => seen.trace === trace).map(seen => [time, seen.time] as const))[0]
  return pair === undefined || pair[0] <= pair[1]
}

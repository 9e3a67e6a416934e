import type { Proposal } from '../../dissectors/ike/facts.ts'
import { firstSighting, type Message, type Negotiation, type Seconds, type Side } from '../model.ts'
import { isTooShort } from './authAnswer.ts'
import type { Course } from './course.ts'
import type { Exchange } from './exchange.ts'
import type { ExchangeOutcome } from './exchangeOutcome.ts'
import { Exchanges, firstInside, isResponse, Payloads, payloadOf } from './header.ts'
import { isBareNotify } from './outcomeV2.ts'
import { haveCrossed } from './phase2.ts'

// The exchanges that make IPsec SAs: each quick mode (AuthIP's first is within its main mode), the IKE_AUTH that ends well, and each CREATE_CHILD_SA, unless that
// one replaced the IKE SA. Their SPIs are encrypted, save where a decrypted or NULL-encrypted message shows them.

/** An exchange that made a pair of IPsec SAs, or tried to. */
export interface Child {
  readonly course: Course
  readonly exchange: Exchange & { readonly outcome: ExchangeOutcome }
  /** From when on its SAs may carry packets: the answer was sent. */
  readonly from: Seconds
  readonly fromPacket: number
  /** SPIs that could be read, by the side that receives on them. */
  readonly spis: readonly [string | null, string | null]
  /** What was chosen, where it can be read. */
  readonly chosen: Proposal | null
}

/** The exchanges of a negotiation that made IPsec SAs, in order. `next` is the negotiation that replaced it, if any. */
export function childrenOf(course: Course, next?: Negotiation): Child[] {
  const replacedBy = next ? rekeysOfIke(course, next) : []
  // EAP takes several rounds of IKE_AUTH, and the child SA stands in the last (RFC 7296 §2.16).
  const lastAuth = course.exchanges.findLast(({ exchangeType }) => exchangeType === Exchanges.ikeAuth)
  return course.exchanges.flatMap(exchange => {
    const isRound = exchange.exchangeType === Exchanges.ikeAuth && exchange !== lastAuth
    const answer = !replacedBy.includes(exchange) && !isRound && (answerOf(exchange) ?? unheardAnswer(exchange))
    if (!answer || (exchange === lastAuth && isTooShort(course, answer))) return []
    const shown = exchange.messages.map(m => m.message).filter(m => payloadOf(m.ike, 'sa') && isChildExchange(exchange))
    const spis: [string | null, string | null] = [null, null]
    for (const m of shown) spis[m.side] = proposalsIn(m).find(p => p.spi.length === 8)?.spi ?? null
    const chosen = shown.find(m => m.side === answer.side && m.side !== exchange.starter)
    const { time, packets } = firstSighting(answer)
    const accepted = chosen ? (proposalsIn(chosen)[0] ?? null) : null
    return [{ course, exchange, from: time, fromPacket: packets[0]!, spis, chosen: accepted }]
  })
}

function proposalsIn(message: Message): readonly Proposal[] {
  return payloadOf(message.ike, 'sa')?.proposals.filter(p => p.protocol === 2 || p.protocol === 3) ?? []
}

function isChildExchange({ exchangeType }: Exchange): boolean {
  return exchangeType === Exchanges.quick || exchangeType === Exchanges.ikeAuth || exchangeType === Exchanges.createChildSa
}

/** The message after which the SAs exist: QM2, or the response that is no refusal. */
function answerOf(exchange: Exchange): Message | undefined {
  if (exchange.exchangeType === Exchanges.authipMain || exchange.exchangeType === Exchanges.authipQuick) return choiceOfAuthIp(exchange)
  if (exchange.exchangeType === Exchanges.quick) return exchange.messages.find(m => m.position >= 2)?.message
  if (exchange.exchangeType !== Exchanges.ikeAuth && exchange.exchangeType !== Exchanges.createChildSa) return undefined
  const answer = exchange.messages.findLast(m => isResponse(m.message.ike))?.message
  if (!answer?.ike.encrypted || isBareNotify(answer) || (answer.ike.decrypted && proposalsIn(answer).length === 0)) return undefined
  return exchange.exchangeType === Exchanges.ikeAuth && firstInside(answer.ike) === Payloads.eap ? undefined : answer
}

/** Of a capture of one direction the request, which was answered. */
function unheardAnswer({ exchangeType, outcome, starter, messages }: Course['exchanges'][number]): Message | undefined {
  const makesSa = exchangeType === Exchanges.ikeAuth || exchangeType === Exchanges.createChildSa
  return makesSa && outcome === 'complete' && messages.every(m => m.message.side === starter) ? messages[0]!.message : undefined
}

/**
 * AuthIP's first quick mode is the encrypted end of its main mode; later ones are exchanges of their own. Too short for an
 * offer is the round in which both say that they are ready. [MS-AIPS] 3.4.5, 3.4.7.3.
 */
function choiceOfAuthIp({ messages, starter }: Exchange): Message | undefined {
  return messages.find(({ message: { ike, side } }) => side !== starter && ike.encrypted && ike.length > SYNCHRONIZE_ONLY)?.message
}

/** Octets: header, Crypto payload and vector, a notify, padding and the longest checksum. */
const SYNCHRONIZE_ONLY = 112

/** Whether an IKEv2 negotiation under way is the IKE SA that another one's CREATE_CHILD_SA made. RFC 7296 §2.18. */
export function rekeyedFrom(negotiation: Negotiation): Negotiation | undefined {
  const { before, joined, version, messages } = negotiation
  if (version !== 2 || !joined || before?.version !== 2) return undefined
  const first = messages[0]
  return first && first.ike.messageId <= 1 && first.ike.exchangeType >= Exchanges.createChildSa ? before : undefined
}

/** The CREATE_CHILD_SA that made the IKE SA `next`, the last before it whose request begins with an offer, and one of the other side that crossed it.
 *  RFC 7296 §1.3.2, §2.8.2. */
function rekeysOfIke(course: Course, next: Negotiation): readonly Exchange[] {
  const began = firstSighting(next.messages[0]!).time
  const all = course.exchanges.filter(({ exchangeType, messages }) => {
    const first = messages[0]!.message
    return exchangeType === Exchanges.createChildSa && firstSighting(first).time <= began && firstInside(first.ike) === Payloads.sa
  })
  const last = all.at(-1)
  return last ? [...all.slice(0, -1).filter(one => haveCrossed(one, last)), last] : []
}

/** Addresses that a side of a negotiation used. */
export function addressesOf(negotiation: Negotiation, side: Side): string[] {
  const seen = negotiation.endpoints[side]
  return seen.length === 1 ? [seen[0]!.address] : [...new Set(seen.map(e => e.address))]
}

/** Whether a host is one of the two that negotiate, by any address it used. */
export function involves(negotiation: Negotiation, address: string): boolean {
  return negotiation.endpoints.some(seen => seen.some(e => e.address === address))
}

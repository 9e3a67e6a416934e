import { firstSighting, type Message, type Negotiation } from '../model.ts'
import type { Exchange, NamedMessage } from './exchange.ts'
import {
  Exchanges,
  errorNotify,
  firstInside,
  has,
  INVALID_KE_PAYLOAD,
  isAuth,
  Payloads,
  readableError,
  shownPayloads,
  turningAway,
} from './header.ts'
import type { Verdict } from './outcome.ts'

// IKEv2. Requests have answers, so all turns on the last answer of IKE_AUTH. It is encrypted, but the type of its first
// payload is not, and its length tells the rest. Whoever accepts sends an identity (36) or, after EAP, the proof (39),
// with the SA and two traffic selectors at least 28 + 4 + 8 octets of frame and 80 of content. Whoever refuses sends a
// notify (41) and nothing else: 8 octets, with initialisation vector, padding and the longest checksum 96, with a
// little data 112. strongSwan's bare AUTHENTICATION_FAILED under AES-CBC and HMAC-SHA2-256 has 80.
//
// The initiator, too, may refuse what the answer proves, if that holds more than a notify. It has no answer to send that in, so it begins an
// INFORMATIONAL with a notify at once (RFC 7296 §2.21.2); a delete (42) would end what stood. MOBIKE's list of addresses
// looks the same (carrying.ts).

/** Octets up to which an encrypted message holds a notify and nothing else. */
const BARE_NOTIFY = 112
/** Seconds within which an INFORMATIONAL is about the answer before it. */
const AT_ONCE = 2

/** How an IKEv2 negotiation ended. @param exchanges all of it, in order */
export function outcomeV2(negotiation: Negotiation, exchanges: readonly Exchange[]): Verdict {
  const auth = exchanges.filter(e => isAuth(e.exchangeType))
  const answer = auth.map(answerOf).findLast(m => m !== undefined)
  const later = exchanges.filter(e => needsSa(e.exchangeType) && e.messages[0]!.message.ike.encrypted)
  const refusal = answer && !negotiation.carries && !isBareNotify(answer.message) && refusedByInitiator(answer.message, later)
  if (refusal) return { outcome: 'failed', confidence: 'likely', reason: 'refused encrypted', because: refusal }
  const used = later.find(answerOf)
  if (used && !(answer && isBareNotify(answer.message))) {
    return { outcome: 'established', confidence: 'certain', reason: 'used', because: used.messages.map(m => m.message) }
  }
  if (answer) return fromAnswer(answer.message, auth.at(-1)!)
  return withoutAnswer(negotiation, exchanges, auth, later)
}

/** CREATE_CHILD_SA, INFORMATIONAL and what came after them work under an IKE SA only, except those that come before it stands. */
function needsSa(exchangeType: number): boolean {
  return exchangeType >= Exchanges.createChildSa && !BEFORE.has(exchangeType)
}

const BEFORE: ReadonlySet<number> = new Set([Exchanges.sessionResume, Exchanges.gsaAuth, Exchanges.intermediate])

function answerOf(exchange: Exchange): NamedMessage | undefined {
  return exchange.messages.findLast(m => m.message.side !== exchange.starter)
}

/** A notify and nothing else, to judge by type and length; where keys opened it, an error or the wish for another group, and nothing but notifies. */
export function isBareNotify({ ike }: Message): boolean {
  if (ike.decrypted) {
    const shown = shownPayloads(ike)
    const refuses = readableError(ike) !== undefined || shown.some(p => p.kind === 'notify' && p.notifyType === INVALID_KE_PAYLOAD)
    return refuses && shown.every(p => p.kind === 'notify')
  }
  return firstInside(ike) === Payloads.notify && ike.length <= BARE_NOTIFY
}

function refusedByInitiator(answer: Message, later: readonly Exchange[]): Message[] | undefined {
  const [only] = later
  const said = only?.messages[0]?.message
  if (!said || later.length > 1 || only.exchangeType !== Exchanges.informationalV2 || said.side === answer.side) return undefined
  if (firstInside(said.ike) !== Payloads.notify || !isBareNotify(said)) return undefined
  const apart = firstSighting(said).time - firstSighting(answer).time
  return apart >= 0 && apart <= AT_ONCE ? [answer, said] : undefined
}

function fromAnswer(answer: Message, lastAuth: Exchange): Verdict {
  const because = [answer]
  if (errorNotify(answer.ike)) return { outcome: 'failed', confidence: 'certain', reason: 'refused in the clear', because }
  const read = answer.ike.decrypted === true
  if (isBareNotify(answer)) return { outcome: 'failed', confidence: read ? 'certain' : 'likely', reason: 'refused encrypted', because }
  if (read && has(answer.ike, 'auth')) return { outcome: 'established', confidence: 'certain', reason: 'last message seen', because }
  // EAP goes on until the answer that begins with the proof.
  const goesOn = firstInside(answer.ike) === Payloads.eap || !answerOf(lastAuth)
  if (goesOn) return { outcome: 'incomplete', confidence: 'likely', reason: 'stopped', because }
  return { outcome: 'established', confidence: 'likely', reason: 'last message seen', because }
}

/**
 * What the initiator only asks under an IKE SA that stands, although no answer is here: new keys, or, when nobody would refuse the proof of the other one
 * any more, a sign of life or a delete.
 */
function goneBeyond(auth: Exchange, later: readonly Exchange[]): Message[] {
  const { message: asked } = auth.messages[0]!
  return later.flatMap(({ exchangeType, messages: [first] }) => {
    const { message } = first!
    if (message.side !== asked.side || message.ike.messageId <= asked.ike.messageId) return []
    const isRefusal = firstInside(message.ike) === Payloads.notify || firstSighting(message).time - firstSighting(asked).time <= AT_ONCE
    return exchangeType === Exchanges.createChildSa || !isRefusal ? [message] : []
  })
}

function withoutAnswer(
  negotiation: Negotiation,
  exchanges: readonly Exchange[],
  auth: readonly Exchange[],
  later: readonly Exchange[],
): Verdict {
  const refusal = negotiation.messages.findLast(m => errorNotify(m.ike) ?? turningAway(m.ike))
  const agreed = negotiation.messages.find(m => m.ike.exchangeType === Exchanges.ikeSaInit && m.side === 1 && has(m.ike, 'sa'))
  if (refusal && !agreed) return { outcome: 'failed', confidence: 'certain', reason: 'refused in the clear', because: [refusal] }
  if (later.length > 0 && auth.length === 0) {
    const because = later[0]!.messages.map(m => m.message)
    return { outcome: 'established', confidence: negotiation.joined ? 'likely' : 'possible', reason: 'joined under way', because }
  }
  const sides = new Set(negotiation.messages.map(m => m.side))
  const beyond = sides.size === 1 && auth.length > 0 ? goneBeyond(auth.at(-1)!, later) : []
  if (beyond.length > 0) return { outcome: 'established', confidence: 'likely', reason: 'used', because: beyond }
  if (sides.size === 1 && sides.has(0)) return { outcome: 'unanswered', confidence: 'certain', reason: 'no answer', because: [] }
  const last = exchanges.at(-1)?.messages.at(-1)?.message
  return { outcome: 'incomplete', confidence: 'certain', reason: 'stopped', because: last ? [last] : [] }
}

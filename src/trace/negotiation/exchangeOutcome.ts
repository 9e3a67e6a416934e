import { firstSighting, lastTime, type Message, type Negotiation } from '../model.ts'
import type { Exchange } from './exchange.ts'
import { Exchanges, errorNotify, has, isHarmless, isPhase1, isResponse, readableError, turningAway } from './header.ts'
import { isNotHeard } from './notHeard.ts'
import type { Verdict } from './outcome.ts'
import { isBareNotify } from './outcomeV2.ts'

/** `incomplete`: it stopped, or the capture does not hold enough of it to say. */
export type ExchangeOutcome = 'complete' | 'unanswered' | 'failed' | 'incomplete'

/** How one exchange ended; `verdict` is that of its negotiation. */
export function exchangeOutcome(exchange: Exchange, negotiation: Negotiation, verdict: Verdict): ExchangeOutcome {
  if (verdict.reason === 'no negotiation') return 'complete'
  if (negotiation.version === 2) return outcomeV2(exchange, negotiation)
  const { exchangeType } = exchange
  if (isPhase1(exchangeType)) {
    if (verdict.outcome === 'established' || verdict.reason === 'log-in ended') return 'complete'
    return verdict.outcome
  }
  if (exchangeType === Exchanges.informational || exchangeType === Exchanges.authipNotify) return 'complete'
  if (exchangeType === Exchanges.quick) return quickMode(exchange, negotiation)
  return bothSpoke(exchange) ? 'complete' : 'unanswered'
}

/** RFC 7296 §1.2, §1.3. */
function outcomeV2(exchange: Exchange, negotiation: Negotiation): ExchangeOutcome {
  const answers = exchange.messages.filter(m => m.message.side !== exchange.starter).map(m => m.message)
  const answer = answers.at(-1)
  if (!answer) return isGoneBeyond(exchange, negotiation) ? 'complete' : 'unanswered'
  if (answers.length === exchange.messages.length) return 'incomplete'
  if (exchange.exchangeType === Exchanges.ikeSaInit) {
    if (answers.some(a => has(a.ike, 'sa') && !a.awaited)) return 'complete'
    return errorNotify(answer.ike) || turningAway(answer.ike) ? 'failed' : 'incomplete'
  }
  if (errorNotify(answer.ike) || turningAway(answer.ike) || (readableError(answer.ike) && !has(answer.ike, 'auth'))) return 'failed'
  if (answer.awaited || (!negotiation.carries && isNotHeard(answer, [exchange]))) return 'incomplete'
  const isRefused = exchange.exchangeType !== Exchanges.informationalV2 && isBareNotify(answer)
  return isRefused ? 'failed' : 'complete'
}

/** The capture has nothing of the other side, and this one went on to its next request: so it was answered. RFC 7296 §2.3. */
function isGoneBeyond({ starter, messageId }: Exchange, { messages }: Negotiation): boolean {
  return messages.every(m => m.side === starter) && messages.some(m => !isResponse(m.ike) && m.ike.messageId > messageId)
}

/**
 * Three messages, four when the Commit bit asks for CONNECTED (RFC 2408 §3.1). A second message that is repeated again
 * and again although the third was sent says that the third does not arrive: one repetition may have crossed it.
 */
function quickMode(exchange: Exchange, negotiation: Negotiation): ExchangeOutcome {
  const of = (position: number) => exchange.messages.filter(m => m.position === position).map(m => m.message)
  const [second] = of(2)
  const [third] = of(3)
  const commit = exchange.messages.some(m => m.message.ike.flags & COMMIT)
  if (of(4).length > 0) return 'complete'
  if (third && !commit) {
    return second && sentAfter(second, third) >= 2 ? 'incomplete' : 'complete'
  }
  const last = exchange.messages.at(-1)!.message
  if (refused(last, negotiation)) return 'failed'
  return bothSpoke(exchange) ? 'incomplete' : 'unanswered'
}

const COMMIT = 2

/** How often a message was sent again after its answer: by their times, or, where the clock was set back meanwhile, by their places. */
function sentAfter(message: Message, answer: Message): number {
  const copies = message.transmissions.map(one => one.sightings[0]!)
  const then = firstSighting(answer)
  const runsOn = then.time >= copies[0]!.time && copies.every((one, i) => i === 0 || one.time >= copies[i - 1]!.time)
  return copies.filter(one => (runsOn && one.time !== then.time ? one.time > then.time : one.packets[0]! > then.packets[0]!)).length
}

function refused(last: Message, negotiation: Negotiation): boolean {
  return refusalInstead(last, negotiation) !== undefined
}

/** The informational of the peer that stands in place of the next quick mode message. */
export function refusalInstead(last: Message, negotiation: Negotiation): Message | undefined {
  const from = firstSighting(last).time
  const until = lastTime(last) + 2
  return informationals(negotiation).find(m => {
    const { time } = firstSighting(m)
    return (
      !isHarmless(m.ike) &&
      !m.outrun &&
      m.side !== last.side &&
      time >= from &&
      time <= until &&
      !isFarewell(m, last, negotiation) &&
      !isAnswerTo(m, last, negotiation)
    )
  })
}

/** Whoever waits for the quick mode had just asked whether the peer is alive, with a message of this length (RFC 3706 §5), and goes on
 *  sending copies behind the answer, which nobody does who was refused. */
function isAnswerTo(one: Message, last: Message, negotiation: Negotiation): boolean {
  const { time } = firstSighting(one)
  const goesOn = last.transmissions.some(copy => copy.sightings[0]!.time > time + 1)
  return (
    goesOn && informationals(negotiation).some(m => m.side === last.side && m.ike.length === one.ike.length && isShortlyBefore(m, time))
  )
}

function isShortlyBefore(message: Message, moment: number): boolean {
  const before = moment - firstSighting(message).time
  return before > 0 && before <= 2
}

/** The peer was ending its SAs when the quick mode crossed that: it had sent a delete, unasked, just before, no longer than
 *  this one (a question whether the peer lives is longer than a refusal), and nothing but informationals follows. */
function isFarewell(one: Message, last: Message, negotiation: Negotiation): boolean {
  const asked = firstSighting(last).time
  const told = informationals(negotiation)
  const shortly = (m: Message, before: number, within: number) => firstSighting(m).time < before && before - firstSighting(m).time <= within
  const began = told.some(
    m =>
      m.side === one.side &&
      m.ike.length <= one.ike.length &&
      shortly(m, asked, 1) &&
      !told.some(q => q.side === last.side && q.ike.length === m.ike.length && shortly(q, firstSighting(m).time, 2)),
  )
  return began && negotiation.messages.every(m => m.ike.exchangeType === Exchanges.informational || firstSighting(m).time <= asked)
}

const known = new WeakMap<Negotiation, { readonly revision: number; readonly messages: readonly Message[] }>()

/** Its informationals, picked out once for each state of the negotiation. */
function informationals(negotiation: Negotiation): readonly Message[] {
  const { revision } = negotiation
  const before = known.get(negotiation)
  if (before?.revision === revision) return before.messages
  const messages = negotiation.messages.filter(m => m.ike.exchangeType === Exchanges.informational)
  known.set(negotiation, { revision, messages })
  return messages
}

function bothSpoke(exchange: Exchange): boolean {
  return exchange.messages.some(m => m.message.side !== exchange.messages[0]!.message.side)
}

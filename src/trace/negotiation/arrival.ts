import { firstSighting, type Message, type Negotiation, type Seconds, type Side, type Transmission } from '../model.ts'
import type { Course } from './course.ts'
import type { Exchange, NamedMessage } from './exchange.ts'
import { Exchanges, has, isPhase1, takesTurns } from './header.ts'

// What arrived, told from one trace. A message that was answered or refused arrived, one whose sender went on to its next, be it
// that the answer was not captured, and a last one whose receiver went on from it; which of its copies did is only sure when the
// answer came before a second copy was sent. Whatever the far side sent and the capture at the near side shows arrived there.
// Nothing else is known.

/** Where a capture was taken, as hop counts tell: the side whose packets have lost none. */
export type Vantage = 'initiator' | 'responder' | 'between' | null

/** Time to live with which stacks begin; a packet with one of these has passed no router. */
const INITIAL: ReadonlySet<number> = new Set([64, 128, 255])

/** Where this negotiation was captured; null where a side was not heard, or hop counts tell nothing. */
export function vantageOf(negotiation: Negotiation, initiator: Side): Vantage {
  const fresh: [boolean | undefined, boolean | undefined] = [undefined, undefined]
  for (const message of negotiation.messages) {
    fresh[message.side] ??= isFresh(message)
    if (fresh[0] !== undefined && fresh[1] !== undefined) break
  }
  const [a, b] = [fresh[initiator], fresh[initiator === 0 ? 1 : 0]]
  if (a === undefined || b === undefined || (a && b)) return null
  return a ? 'initiator' : b ? 'responder' : 'between'
}

/** Whether what a side sent is seen where it arrived. */
export function isAtReceiver({ vantage, initiator }: Pick<Course, 'vantage' | 'initiator'>, { side }: Pick<Message, 'side'>): boolean {
  return vantage === (side === initiator ? 'responder' : 'initiator')
}

/** Whether a message had passed no router when it was captured. */
export function isFresh(message: Message): boolean {
  return INITIAL.has(firstSighting(message).ttl)
}

/** Whether one sending of a message surely arrived. */
export function arrived(course: Course, exchange: Exchange, named: NamedMessage, sending: number, vantage: Vantage): boolean {
  const { message } = named
  if (vantage === 'initiator' || vantage === 'responder') {
    const near = (vantage === 'initiator') === (message.side === course.initiator)
    if (!near && !isInPart(message.transmissions[sending]!)) return true
  }
  if (sending > 0) return false
  const answered = answerTime(course, exchange, named) ?? refusalTime(course, exchange, named)
  const again = message.transmissions[1]?.sightings[0]?.time
  if (answered !== undefined) return again === undefined || answered < again
  return again === undefined && named === exchange.messages.at(-1) && wentOn(course, exchange)
}

/** Of its fragments only some are here. */
export function isInPart({ sightings }: Transmission): boolean {
  return sightings.every(one => !one.complete && (one.carriage === 'ike-fragments' || one.carriage === 'ip-fragments'))
}

/** When the other side first said what it could only say after this message. */
function answerTime(course: Course, exchange: Exchange, { message, position }: NamedMessage): Seconds | undefined {
  const { time } = firstSighting(message)
  const later = (one: Message) => one.side !== message.side && firstSighting(one).time >= time
  // Who asks anew under the same SPI has read why: a cookie is wanted, another group. RFC 7296 §2.6, §1.2.
  const isAskedAnew = exchange.exchangeType === Exchanges.ikeSaInit && message.side !== exchange.starter
  const inside = saysAnything(exchange, message.side === 0 ? 1 : 0)
    ? exchange.messages.find(m => (m.position > position || isAskedAnew) && later(m.message))
    : undefined
  if (inside) return firstSighting(inside.message).time
  const own = ownNext(course, exchange, message, position)
  if (own) return firstSighting(own).time
  if (!isPhase1(exchange.exchangeType)) return undefined
  // The last message of phase 1 is answered by what needs phase 1.
  const next = needingPhase1(course).find(later)
  return next && firstSighting(next).time
}

const sides = new WeakMap<Exchange['messages'], readonly [boolean, boolean]>()

/** Whether a side has a message in an exchange, which may be thousands of one side; worked out once. */
function saysAnything({ messages }: Exchange, side: Side): boolean {
  let both = sides.get(messages)
  if (!both) {
    both = [messages.some(m => m.message.side === 0), messages.some(m => m.message.side === 1)]
    sides.set(messages, both)
  }
  return both[side]
}

const needing = new WeakMap<Course, readonly Message[]>()

/** Messages that need phase 1; worked out once. */
function needingPhase1(course: Course): readonly Message[] {
  let all = needing.get(course)
  if (!all) {
    all = course.negotiation.messages.filter(m => NEEDS_PHASE_1.has(m.ike.exchangeType))
    needing.set(course, all)
  }
  return all
}

/** What its sender says only once a message was answered: in the same exchange, or in IKEv2 its next request. RFC 7296 §2.3. */
function ownNext(course: Course, exchange: Exchange, message: Message, position: number): Message | undefined {
  if (message.ike.majorVersion === 2) {
    if (message.side !== exchange.starter) return undefined
    return nextRequests(course)
      .get(exchange.messages)
      ?.messages.find(m => m.message.side === message.side)?.message
  }
  if (!takesTurns(exchange.exchangeType) || has(message.ike, 'fragment')) return undefined
  return exchange.messages.find(m => m.message.side === message.side && m.position > position && !has(m.message.ike, 'fragment'))?.message
}

type NextRequests = ReadonlyMap<Exchange['messages'], Exchange>
const following = new WeakMap<Course, NextRequests>()

/** Of each exchange, by its messages, the next that the same side began; worked out once. */
function nextRequests(course: Course): NextRequests {
  const before = following.get(course)
  if (before) return before
  const next = new Map<Exchange['messages'], Exchange>()
  const last: [Exchange | undefined, Exchange | undefined] = [undefined, undefined]
  for (const exchange of course.exchanges) {
    const earlier = last[exchange.starter]
    if (earlier && exchange.messageId > earlier.messageId) next.set(earlier.messages, exchange)
    last[exchange.starter] = exchange
  }
  following.set(course, next)
  return next
}

/** When the other side refused phase 1 in the clear after its last message. */
function refusalTime({ verdict }: Course, exchange: Exchange, named: NamedMessage): Seconds | undefined {
  if (verdict.reason !== 'refused in the clear' || !isPhase1(exchange.exchangeType) || named !== exchange.messages.at(-1)) return undefined
  const { time } = firstSighting(named.message)
  const refusal = verdict.because.find(one => one.side !== named.message.side && firstSighting(one).time >= time)
  return refusal && firstSighting(refusal).time
}

/**
 * Whether whoever got the last message of an exchange went on with what it could only do then: with phase 2, with packets on the
 * SAs that it made, after a response of IKEv2 with its next request.
 */
export function wentOn(course: Course, exchange: Exchange): boolean {
  const last = exchange.messages.at(-1)!
  const { message } = last
  if (message.carried || answerTime(course, exchange, last) !== undefined) return true
  const isResponse = course.negotiation.version === 2 ? message.side !== exchange.starter : exchange.exchangeType === Exchanges.transaction
  return isResponse && lastRequests(course)[message.side === 0 ? 1 : 0] > firstSighting(message).time
}

const known = new WeakMap<Course, readonly [Seconds, Seconds]>()

/** When each side last began an exchange that needs an IKE SA or makes one; before everything where it began none. */
function lastRequests(course: Course): readonly [Seconds, Seconds] {
  const before = known.get(course)
  if (before) return before
  const last: [Seconds, Seconds] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { starter, exchangeType, messages } of course.exchanges)
    if (exchangeType !== Exchanges.informational) last[starter] = Math.max(last[starter], firstSighting(messages[0]!.message).time)
  known.set(course, last)
  return last
}

const NEEDS_PHASE_1: ReadonlySet<number> = new Set([Exchanges.quick, Exchanges.transaction, Exchanges.newGroup])

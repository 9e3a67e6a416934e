import { firstSighting, lastTime, type Message, type Seconds, type Sighting } from '../model.ts'
import type { Course } from './course.ts'
import type { Exchange } from './exchange.ts'
import { refusalInstead } from './exchangeOutcome.ts'
import { Exchanges, firstInside, isResponse, Payloads } from './header.ts'
import { REKEY_SA } from './tells.ts'

type CourseExchange = Course['exchanges'][number]

/** Exchanges under an IKE SA that set up an SA or replace one: quick modes, CREATE_CHILD_SA. RFC 2409 §5.5, RFC 7296 §1.3. */
export function phase2(course: Course): readonly CourseExchange[] {
  return summed(course).all
}

interface Summed {
  readonly all: readonly CourseExchange[]
  /** When the first of those that were finished began, and the two that were finished last. */
  readonly firstBegan: Seconds
  readonly last: readonly CourseExchange[]
}

/** Each of thousands of exchanges asks for it. */
const known = new WeakMap<Course, Summed>()

function summed(course: Course): Summed {
  let one = known.get(course)
  if (!one) {
    const all = course.exchanges.filter(e => e.exchangeType === Exchanges.quick || e.exchangeType === Exchanges.createChildSa)
    let firstBegan = Number.POSITIVE_INFINITY
    let last: CourseExchange[] = []
    for (const exchange of all.filter(e => e.outcome === 'complete')) {
      firstBegan = Math.min(firstBegan, beganAt(exchange))
      last = [...last, exchange].sort((a, b) => endedAt(b) - endedAt(a)).slice(0, 2)
    }
    one = { all, firstBegan, last }
    known.set(course, one)
  }
  return one
}

/** Some such exchange that was finished had begun before. */
export function completedBefore(course: Course, time: Seconds): boolean {
  return summed(course).firstBegan < time
}

/** When an exchange began. */
export function beganAt(exchange: Exchange): Seconds {
  return firstSighting(exchange.messages[0]!.message).time
}

/** Whether of two exchanges under one IKE SA each began, from another side, before the other was finished. */
export function haveCrossed(one: Began, two: Began): boolean {
  if (one.isUnsure || two.isUnsure) return false
  return one.starter !== two.starter && isUnderWay(one, two) && isUnderWay(two, one)
}

/** Whether another began before this one was finished; of one instant, the file has them in order. */
function isUnderWay(one: Began, other: Began): boolean {
  const end = lastOf(one)
  const begin = firstSighting(other.messages[0]!.message)
  return end !== undefined && (begin.time === end.time ? begin.packets[0]! < end.packets[0]! : begin.time < end.time)
}

type Began = Exchange & { readonly outcome: CourseExchange['outcome'] }

/** What ended it: its answer, or the last copy of a request that has none. */
function lastOf({ messages, starter, outcome }: Began): Sighting | undefined {
  const answer = messages.findLast(m => m.message.side !== starter)
  if (answer) return firstSighting(answer.message)
  return outcome === 'unanswered' ? messages[0]!.message.transmissions.at(-1)!.sightings[0] : undefined
}

/** The message that refuses such an exchange: in IKEv2 its answer, in IKEv1 an informational in place of the next message. */
export function refusalOf({ negotiation }: Course, { exchangeType, messages, outcome, starter }: CourseExchange): Message | undefined {
  if (outcome !== 'failed') return undefined
  if (exchangeType === Exchanges.createChildSa) return messages.findLast(m => m.message.side !== starter)?.message
  return refusalInstead(messages.at(-1)!.message, negotiation)
}

/**
 * Whether a CREATE_CHILD_SA says that it replaces a child SA. Its request then begins with the notify REKEY_SA, and one for a further SA or a new IKE SA with the offer
 * (RFC 7296 §1.3). The order is a SHOULD (§2.5), OpenIKED begins all of them with the offer; a further SA in transport mode may begin with a notify. So it is a sign
 * and no proof, unless keys opened the request. Undefined where nothing says.
 */
export function saysRekeys({ exchangeType, messages }: Pick<Exchange, 'exchangeType' | 'messages'>): boolean | undefined {
  const ike = messages[0]?.message.ike
  if (exchangeType !== Exchanges.createChildSa || !ike || isResponse(ike)) return undefined
  if (ike.decrypted) return ike.payloads.some(p => p.kind === 'notify' && p.notifyType === REKEY_SA)
  const first = firstInside(ike)
  return first === undefined ? undefined : first === Payloads.notify
}

/** Some such exchange that was finished after this one began: another try, or the other side's own, which crossed it. */
export function succeededAfter(course: Course, exchange: CourseExchange): boolean {
  return summed(course).last.some(e => e !== exchange && endedAt(e) >= beganAt(exchange))
}

function endedAt({ messages }: CourseExchange): Seconds {
  return Math.max(...messages.map(m => firstSighting(m.message).time))
}

/** The capture began within a quick mode: its last message looks like a first one, but is not sent again for long. */
export function isRest(course: Course, exchange: CourseExchange): boolean {
  if (!course.negotiation.joined || exchange.exchangeType !== Exchanges.quick || exchange.messages.length > 1) return false
  const [{ message }] = exchange.messages as [CourseExchange['messages'][number]]
  const isFirst = course.negotiation.messages.every(m => firstSighting(m).time >= firstSighting(message).time || m === message)
  return isFirst && (message.transmissions.length < 3 || lastTime(message) - firstSighting(message).time < 3)
}

import { firstSighting, lastTime, type Message, type Seconds, type Sighting } from '../model.ts'
import type { Course } from './course.ts'
import { deletesOf } from './deletes.ts'
import { isAuth, isPhase1 } from './header.ts'

// From when on an IKE SA is there, and whether it goes on beside a newer one: peers that begin at the same time make two, and
// leave one of them (RFC 7296 §2.8.1 says it of rekeys), not always the older.

/** The message with which its IKE SA was made; none in one that was agreed inside another. */
export function lastOfProof({ negotiation: { messages } }: Course): Message | undefined {
  return messages.findLast(m => isPhase1(m.ike.exchangeType) || isAuth(m.ike.exchangeType))
}

/** When its IKE SA was made; of one that was agreed inside another, when that first spoke. */
export function cameToStand(course: Course): Sighting {
  return firstSighting(lastOfProof(course) ?? course.negotiation.messages[0]!)
}

/** The newer one was asked for when the older stood: of two that both sides began at one time, neither takes the other's place. */
export function isRenewal(older: Course, newer: Course): boolean {
  return lastTime(newer.negotiation.messages[0]!) > cameToStand(older).time
}

/** The two talked on under an IKE SA after the last message of a newer one: that one was left, and took nobody's place. */
export function isUsedOn(older: Course, newer: Course): boolean {
  const deletes = deletesOf(older, newer.negotiation)
  if (deletes.some(one => one.of === 'ike')) return false
  const ending = new Set(deletes.map(one => one.message))
  const left = newer.negotiation.messages.reduce((latest, message) => Math.max(latest, lastTime(message)), 0) + UNDER_WAY
  return older.exchanges.some(({ starter, messages }) => {
    const first = messages[0]!.message
    const isAnswered = messages.some(one => one.message.side !== starter)
    return isAnswered && firstSighting(first).time > left && !ending.has(first)
  })
}

/** Seconds after which nothing is under way any more that was sent before. */
const UNDER_WAY: Seconds = 2

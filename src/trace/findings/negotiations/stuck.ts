import { firstSighting, lacksPieces } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { expectsAnswer } from '../../negotiation/due.ts'
import type { Exchange, NamedMessage } from '../../negotiation/exchange.ts'
import { Exchanges, firstInside, Payloads } from '../../negotiation/header.ts'
import { isInFragments } from '../../negotiation/notHeard.ts'

/** A message that is repeated although what answers it was sent. */
export interface Stuck {
  readonly named: NamedMessage
  readonly answer: NamedMessage
  /** Copies behind the answer. */
  readonly copies: number
  /** The capture was taken at the end of whoever repeats: the answer did arrive there, whole. */
  readonly atAsker: boolean
  /** Of the answer some pieces are in none of its copies. */
  readonly isInPart: boolean
  /** Taken at the end of whoever answers: the copies arrive there. */
  readonly atAnswerer: boolean
}

/** The first message of a negotiation that is stuck like that. */
export function stuckIn(course: Course): Stuck | undefined {
  if (!course.isRepeated) return undefined
  for (const exchange of course.exchanges) {
    // Of two that repeat, which answers the other is not known.
    if (exchange.isUnsure) continue
    for (const named of exchange.messages) {
      if (named.message.transmissions.length <= COPIES || !expectsAnswer(named)) continue
      const asked = firstSighting(named.message).time
      const answer = exchange.messages.find(m => m.message.side !== named.message.side && firstSighting(m.message).time >= asked)
      if (!answer || exchange.messages.some(m => m.message.side === named.message.side && m.position > answer.position)) continue
      const answered = firstSighting(answer.message).time
      const copies = named.message.transmissions.filter(t => t.sightings[0]!.time > answered + 0.2).length
      if (copies < COPIES || wentOn(course, exchange, named)) continue
      const end = course.vantage
      const own = named.message.side === course.initiator ? 'initiator' : 'responder'
      const isInPart = lacksPieces(answer.message)
      const isWhole = !isInPart && !isInFragments(answer.message)
      const atAnswerer = end !== own && (end === 'initiator' || end === 'responder')
      return { named, answer, copies, isInPart, atAsker: end === own && isWhole, atAnswerer }
    }
  }
  return undefined
}

/** It sent its next request behind the last copy, for which IKEv2 needs the answer. RFC 7296 §2.3. Who gave up may send a delete all
 *  the same, but not before another copy would have been due. */
function wentOn({ negotiation, exchanges }: Course, { starter, messageId }: Exchange, { message }: NamedMessage): boolean {
  if (negotiation.version !== 2 || message.side !== starter) return false
  const [before, last] = message.transmissions.slice(-2).map(one => one.sightings[0]!.time) as [number, number]
  return exchanges.some(one => {
    if (one.starter !== starter || one.messageId <= messageId) return false
    const next = one.messages[0]!
    const after = firstSighting(next.message).time - last
    return next.message.side === starter && after > 0 && (!endsTheSa(next) || after < last - before)
  })
}

/** Copies behind the answer that are no accident. */
const COPIES = 2

/** A delete in IKEv2: whoever answers it has no SA left to answer its copies. RFC 7296 §1.4.1. */
export function endsTheSa({ message }: NamedMessage): boolean {
  return message.ike.exchangeType === Exchanges.informationalV2 && firstInside(message.ike) === Payloads.delete
}

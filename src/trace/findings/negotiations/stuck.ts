import { firstSighting, lacksPieces } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { expectsAnswer } from '../../negotiation/due.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'

/** A message that is repeated although what answers it was sent. */
export interface Stuck {
  readonly named: NamedMessage
  readonly answer: NamedMessage
  /** Copies behind the answer. */
  readonly copies: number
  /** The capture was taken at the end of whoever repeats: the answer did arrive there. */
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
    for (const named of exchange.messages) {
      if (named.message.transmissions.length <= COPIES || !expectsAnswer(named)) continue
      const asked = firstSighting(named.message).time
      const answer = exchange.messages.find(m => m.message.side !== named.message.side && firstSighting(m.message).time >= asked)
      if (!answer || exchange.messages.some(m => m.message.side === named.message.side && m.position > answer.position)) continue
      const answered = firstSighting(answer.message).time
      const copies = named.message.transmissions.filter(t => t.sightings[0]!.time > answered + 0.2).length
      if (copies < COPIES) continue
      const end = course.vantage
      const own = named.message.side === course.initiator ? 'initiator' : 'responder'
      const isInPart = lacksPieces(answer.message)
      const atAnswerer = end !== own && (end === 'initiator' || end === 'responder')
      return { named, answer, copies, isInPart, atAsker: end === own && !isInPart, atAnswerer }
    }
  }
  return undefined
}

/** Copies behind the answer that are no accident. */
const COPIES = 2

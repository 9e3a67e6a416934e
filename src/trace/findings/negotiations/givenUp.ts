import { firstSighting, lastTime, type Message } from '../../model.ts'
import { LATER } from '../../negotiation/abandoned.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import { addressOf } from '../addresses.ts'
import { inWords, times } from '../finding.ts'
import { unanswered } from '../unanswered.ts'
import { waitingOf } from '../waiting.ts'

/**
 * Why whoever a message went to need not know its IKE SA any more: it had asked itself under this SA, got no answer and gave up, and
 * then it forgets the SA. RFC 7296 §2.4. Undefined where it had not.
 */
export function givenUpBefore(course: Course, message: Message): string | undefined {
  if (course.negotiation.version !== 2 || !LATER.has(message.ike.exchangeType)) return undefined
  const asker = opposite(message.side)
  const { time } = firstSighting(message)
  const asked = unanswered(course).find(
    one =>
      one.message.side === asker &&
      LATER.has(one.message.ike.exchangeType) &&
      one.message.transmissions.length > 1 &&
      lastTime(one.message) < time &&
      waitingOf(one.message, time).gaveUp === true,
  )
  if (!asked || course.negotiation.messages.some(m => m.side === asker && firstSighting(m).time > lastTime(asked.message))) return undefined
  const host = addressOf(course, asker)
  return `${host} had asked ${times(asked.message.transmissions.length)} itself under this IKE SA, had no answer and gave up, the last time ${inWords(time - lastTime(asked.message))} before: it has given the SA up then, and drops what comes under it.`
}

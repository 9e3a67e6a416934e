import type { Course } from '../negotiation/course.ts'
import { expectsAnswer } from '../negotiation/due.ts'
import type { NamedMessage } from '../negotiation/exchange.ts'
import { Exchanges, isPhase1 } from '../negotiation/header.ts'
import { isRest } from '../negotiation/phase2.ts'
import { waitsInVain } from './waiting.ts'

/** The last thing said, when it waits in vain, and every exchange of phase 2 or IKEv2 that only its starter spoke in. */
export function unanswered(course: Course): NamedMessage[] {
  const last = waitsInVain(course)
  const exchanges = course.exchanges.filter(
    e => e.outcome === 'unanswered' && !isPhase1(e.exchangeType) && e.exchangeType !== Exchanges.ikeSaInit && !isRest(course, e),
  )
  const lone = exchanges
    .flatMap(e => e.messages.filter(m => m.message.side === e.starter && expectsAnswer(m)).slice(-1))
    .filter(one => !isGoneBeyond(course, one))
  const isOfRest = course.exchanges.some(e => last && e.messages.includes(last) && (isRest(course, e) || isHeardBefore(e, last)))
  return last && !isOfRest && !lone.includes(last) ? [...lone, last] : lone
}

/** The other one was heard first in a quick mode whose beginning may be missing: what it said then may be the answer. */
function isHeardBefore({ isUnsure, messages }: Course['exchanges'][number], { message }: NamedMessage): boolean {
  return isUnsure === true && messages[0]!.message.side !== message.side
}

/** Nobody goes on from IKE_AUTH without its answer. RFC 7296 §2.1, §2.3. */
function isGoneBeyond({ exchanges }: Course, { message: { ike, side } }: NamedMessage): boolean {
  if (ike.exchangeType !== Exchanges.ikeAuth) return false
  return exchanges.some(
    e => e.starter === side && e.messages.some(({ message }) => message.side === side && message.ike.messageId > ike.messageId),
  )
}

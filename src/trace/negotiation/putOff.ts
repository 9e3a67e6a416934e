import type { Message } from '../model.ts'
import type { Course } from './course.ts'
import { deletesOf } from './deletes.ts'
import { Exchanges, firstInside, Payloads, readableError } from './header.ts'
import { haveCrossed, phase2, refusalOf, saysRekeys } from './phase2.ts'

// A CREATE_CHILD_SA that meets a request of the other side's own is refused for the moment, with TEMPORARY_FAILURE, whatever it asks for:
// while that side deletes what is to be replaced, or the IKE SA, and while one of the two exchanges replaces the IKE SA. Two rekeys of a
// child SA that meet are both answered as usual. RFC 7296 §2.8.1, §2.25.

/** A refused CREATE_CHILD_SA, and what the refuser had under way. */
export interface PutOff {
  readonly asked: Message
  readonly refusal: Message
  /** The refuser's own request. */
  readonly own: Message
  /** It deletes the IKE SA, or another SA, or may be a rekey of the IKE SA or meet one. */
  readonly ownIs: 'delete of the IKE SA' | 'delete' | 'request'
}

/** What made the refuser of a CREATE_CHILD_SA put it off; undefined where nothing of its own was under way, or where the refusal says something else. */
export function putOff(course: Course, exchange: Course['exchanges'][number]): PutOff | undefined {
  const refusal = refusalForNow(course, exchange)
  if (!refusal) return undefined
  const asked = exchange.messages[0]!.message
  const crossing = course.exchanges.filter(one => one !== exchange && haveCrossed(one, exchange)).map(one => one.messages[0]!.message)
  const ends = deletesOf(course).findLast(one => crossing.includes(one.message))
  if (ends) return { asked, refusal, own: ends.message, ownIs: ends.of === 'ike' ? 'delete of the IKE SA' : 'delete' }
  const own = phase2(course).find(one => crossing.includes(one.messages[0]!.message) && !(saysRekeys(one) && saysRekeys(exchange)))
  return own && { asked, refusal, own: own.messages[0]!.message, ownIs: 'request' }
}

/** The refusal of a CREATE_CHILD_SA, unless it says that it is for another reason. */
export function refusalForNow(course: Course, exchange: Course['exchanges'][number]): Message | undefined {
  const refusal = exchange.exchangeType === Exchanges.createChildSa ? refusalOf(course, exchange) : undefined
  return refusal?.ike.encrypted && isForNow(refusal) ? refusal : undefined
}

/** Closed, or one of the two refusals of requests that meet. */
function isForNow({ ike }: Message): boolean {
  const said = readableError(ike)
  return said === undefined
    ? !ike.decrypted && firstInside(ike) === Payloads.notify
    : said.notifyType === TEMPORARY_FAILURE || said.notifyType === CHILD_SA_NOT_FOUND
}

const TEMPORARY_FAILURE = 43
const CHILD_SA_NOT_FOUND = 44

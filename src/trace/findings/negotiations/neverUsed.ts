import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, isAuth, isResponse } from '../../negotiation/header.ts'
import { initiatorAndResponder } from '../addresses.ts'
import { flowsFrom } from '../espPairs.ts'
import { idOf, type Scene } from '../finding.ts'

/**
 * What may be behind the silence of an initiator that got the answer to IKE_AUTH and sent nothing more, protected packets neither:
 * as Windows does when it does not trust a certificate. Undefined where it did. RFC 7296 §2.16, §2.21.2.
 */
export function neverUsed(scene: Scene, course: Course, who: string): string | undefined {
  const { negotiation, initiator } = course
  if (negotiation.version !== 2 || negotiation.joined || !addressesOf(negotiation, initiator).includes(who)) return undefined
  const begins = (type: number) => type === Exchanges.ikeSaInit || isAuth(type)
  const isAnswered = negotiation.messages.some(m => m.side !== initiator && isAuth(m.ike.exchangeType) && isResponse(m.ike))
  const goesOn = negotiation.messages.some(m => m.side === initiator && !begins(m.ike.exchangeType))
  if (!isAnswered || goesOn || flowsFrom(scene, who).length > 0) return undefined
  const [, other] = initiatorAndResponder(course)
  return `${who} never used ${idOf(course)}: it may not have accepted the answer to IKE_AUTH (the certificate or the identity of ${other}), or it had more to ask, as with EAP, and did not go on.`
}

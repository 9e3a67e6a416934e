import { firstSighting, type Seconds } from '../model.ts'
import type { Delete } from './deletes.ts'
import { isResponse } from './header.ts'

/** Two IKE SAs of the same hosts were deleted, one by each of them, before either delete was answered. RFC 7296 §1.4.1. */
export function haveMet(one: Delete, two: Delete): boolean {
  if (one.of !== 'ike' || two.of !== 'ike' || one.message.negotiation === two.message.negotiation) return false
  if (senderOf(one) === senderOf(two)) return false
  return one.time < answeredAt(two) && two.time < answeredAt(one)
}

function senderOf({ message }: Delete): string {
  return firstSighting(message).source.address
}

/** In IKEv1 nothing answers a delete, and none is said to meet another. */
function answeredAt({ message }: Delete): Seconds {
  if (message.ike.majorVersion !== 2) return Number.NEGATIVE_INFINITY
  const { messageId } = message.ike
  const answer = message.negotiation.messages.find(m => m.side !== message.side && m.ike.messageId === messageId && isResponse(m.ike))
  return answer ? firstSighting(answer).time : message.transmissions.at(-1)!.sightings[0]!.time + UNDER_WAY
}

/** Seconds for which a delete without an answer may be under way. */
const UNDER_WAY: Seconds = 2

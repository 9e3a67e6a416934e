import type { Child } from '../../negotiation/child.ts'
import type { FlowPair } from '../espPairs.ts'
import type { Scene } from '../finding.ts'
import { stuckIn } from '../negotiations/stuck.ts'

/** The exchange that made it is not complete, or whoever began it goes on asking behind the answer: the far end may not have the SA at all. */
export function isHalfMade({ ipsecSas }: Scene, { flow }: FlowPair): boolean {
  return ipsecSas.some(({ child, flows }) => child && flows.some(list => list.includes(flow)) && isUnfinished(child))
}

function isUnfinished({ course, exchange }: Child): boolean {
  if (exchange.outcome === 'incomplete') return true
  const stuck = course.negotiation.carries ? undefined : stuckIn(course)
  return stuck !== undefined && exchange.messages.includes(stuck.answer)
}

/** What is at fault when the exchange that made an SA does not come to its end. */
export const CAUSES_OF_HALF_MADE: readonly string[] = ['no-answer', 'answer-ignored', 'resends-last-good-message', 'bad-spi']

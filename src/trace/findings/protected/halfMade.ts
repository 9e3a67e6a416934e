import type { Child } from '../../negotiation/child.ts'
import { outcomeWords } from '../../outcomeWords.ts'
import { route } from '../addresses.ts'
import type { FlowPair } from '../espPairs.ts'
import type { Scene } from '../finding.ts'
import { stuckIn } from '../negotiations/stuck.ts'

/** The exchange that made it is not complete, or whoever began it goes on asking behind the answer: the far end may not have the SA at all. */
export function isHalfMade(scene: Scene, pair: FlowPair): boolean {
  return halfMade(scene, pair) !== undefined
}

/** Why the far end may not have the SA. */
export function halfMade({ ipsecSas }: Scene, { flow, course }: FlowPair): string | undefined {
  const children = ipsecSas.flatMap(({ child, flows }) => (child && flows.some(list => list.includes(flow)) ? [child] : []))
  if (children.some(({ exchange }) => exchange.outcome === 'incomplete')) {
    const made = course?.negotiation.version === 2 ? 'exchange' : 'quick mode'
    return `The ${made} that made it was ${outcomeWords.incomplete}: ${flow.destination} may not have the SA yet.`
  }
  const asker = children.flatMap(child => askedAgain(child) ?? [])[0]
  return asker && `${asker} goes on asking for it behind the answer: it may not have the SA yet.`
}

/** Who does. */
function askedAgain({ course, exchange }: Child): string | undefined {
  const stuck = course.negotiation.carries ? undefined : stuckIn(course)
  return stuck && exchange.messages.includes(stuck.answer) ? route(stuck.named.message).from : undefined
}

/** What is at fault when the exchange that made an SA does not come to its end. */
export const CAUSES_OF_HALF_MADE: readonly string[] = ['no-answer', 'answer-ignored', 'resends-last-good-message', 'bad-spi']

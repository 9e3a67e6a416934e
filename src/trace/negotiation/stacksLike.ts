import type { Message, Seconds } from '../model.ts'
import { type Pattern, patternsLike } from './retransmissionPatterns.ts'
import { stackOf } from './stack.ts'

/** The stacks known to repeat a message at these distances, but for those that its sender is not by its own vendor ids. */
export function stacksLike({ negotiation, side }: Message, gaps: readonly Seconds[]): string[] {
  const like = patternsLike(gaps, negotiation.version)
  if (!like.some(pattern => pattern.releases)) return like.map(pattern => pattern.stack)
  const stack = stackOf(negotiation, side)
  return like.filter(pattern => mayBe(pattern, stack)).map(pattern => pattern.stack)
}

/** Windows names its release in a vendor id; without one it may be any. */
function mayBe({ releases }: Pattern, stack: string | undefined): boolean {
  return !releases || stack === undefined || stack === 'Windows' || releases.includes(stack)
}

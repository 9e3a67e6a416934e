import type { FlowPair } from '../espPairs.ts'
import type { Scene } from '../finding.ts'

/** The quick mode that made it is not complete: the far end may not have the SA at all. */
export function isHalfMade({ ipsecSas }: Scene, { flow }: FlowPair): boolean {
  return ipsecSas.some(({ child, flows }) => child?.exchange.outcome === 'incomplete' && flows.some(list => list.includes(flow)))
}

/** What is at fault when the quick mode that made an SA does not come to its end. */
export const CAUSES_OF_HALF_MADE: readonly string[] = ['no-answer', 'answer-ignored', 'resends-last-good-message', 'bad-spi']

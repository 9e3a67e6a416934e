import type { FlowPair } from './espPairs.ts'
import type { Scene } from './finding.ts'

/** The quick mode that made it is not complete: the far end may not have the SA at all. */
export function isHalfMade({ ipsecSas }: Scene, { flow }: FlowPair): boolean {
  return ipsecSas.some(({ child, flows }) => child?.exchange.outcome === 'incomplete' && flows.some(list => list.includes(flow)))
}

import type { Negotiation } from '../../trace/report.ts'
import type { HostPair } from './hostPairs.ts'
import { opposite, type Side } from './row.ts'
import { initiatorSide } from './rows.ts'

/** The lifeline at which a trace was taken, where the report could tell. */
export function nearSide(negotiation: Negotiation | undefined, pair: HostPair, trace: 0 | 1): Side | undefined {
  const seen = negotiation?.seenFrom?.[trace]
  if (!negotiation || (seen !== 'initiator' && seen !== 'responder')) return undefined
  const initiator = initiatorSide(negotiation, pair)
  return seen === 'initiator' ? initiator : opposite(initiator)
}

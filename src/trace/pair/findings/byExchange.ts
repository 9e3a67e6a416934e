import type { Found } from '../../findings/finding.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { Exchanges as ExchangeTypes, isPhase1 } from '../../negotiation/header.ts'
import type { Joint } from '../joint.ts'
import { jointOf, type PairScene, sendingsOf } from '../scene.ts'

/** Some exchanges of a joint negotiation. */
export type Exchanges = Joint['course']['exchanges']

/** What is said of an exchange that both captures together show unanswered, beside a negotiation that goes on in other exchanges: what
 *  the other end says there is no answer to it. */
export function byExchange(pair: PairScene, group: readonly Found[]): { readonly of: readonly Found[]; readonly only?: Exchanges }[] {
  const joint = jointOf(pair, group[0]!)
  if (!joint) return [{ of: group }]
  const { exchanges, verdict } = joint.course
  const lone = exchanges.filter(one => verdict.outcome === 'established' && isUnanswered(one))
  const own = lone.map(exchange => ({
    of: group.filter(({ evidence }) => exchange.messages.some(named => isCited(pair, evidence, named))),
    only: [exchange],
  }))
  const rest = group.filter(one => !own.some(({ of }) => of.includes(one)))
  return [...own, { of: rest }].filter(({ of }) => of.length > 0)
}

/** Later exchanges say nothing of it: main and aggressive mode and IKE_SA_INIT everything behind them rests on. */
export function isUnanswered({ outcome, exchangeType }: Exchanges[number]): boolean {
  return outcome === 'unanswered' && !isPhase1(exchangeType) && exchangeType !== ExchangeTypes.ikeSaInit
}

/** It speaks of this message. */
export function isCited(pair: PairScene, evidence: Found['evidence'], named: NamedMessage): boolean {
  const sendings = sendingsOf(pair, named.message)
  return evidence.some(({ trace, packet }) => sendings.some(({ seen }) => seen[trace]?.packets.includes(packet)))
}

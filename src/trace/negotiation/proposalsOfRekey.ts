import type { Proposal } from '../../dissectors/ike/facts.ts'
import type { Negotiation } from '../model.ts'
import { Exchanges, isResponse, payloadOf } from './header.ts'

// A CREATE_CHILD_SA that replaces an IKE SA names the new one's SPIs in its proposals: that is how the messages under the
// new SPIs find the offer and the choice that made them. RFC 7296 §1.3.2, §2.18.

/** Negotiations of the same hosts that are looked at, the latest first. */
const MOST_BEFORE = 16

const IKE = 1

/** Offer and choice of an IKE SA that replaced another one, when a key opened the exchange that did it. */
export function proposalsOfRekey({
  version,
  joined,
  initiatorSpi,
  responderSpi,
  before,
}: Negotiation): { readonly offered: readonly Proposal[]; readonly chosen: Proposal } | undefined {
  if (version !== 2 || !joined || responderSpi === null) return undefined
  for (let [old, tries] = [before, 0]; old && tries < MOST_BEFORE; old = old.before, tries++) {
    const choice = proposals(old, true).find(all => all.some(({ spi }) => spi === responderSpi))
    if (!choice) continue
    const offered = proposals(old, false).find(all => all.some(({ spi }) => spi === initiatorSpi)) ?? []
    return { offered, chosen: choice[0]! }
  }
  return undefined
}

/** The offers of a new IKE SA in the requests, or in the responses, of a negotiation. */
function proposals({ messages }: Negotiation, inResponses: boolean): (readonly Proposal[])[] {
  return messages
    .filter(({ ike }) => ike.decrypted && ike.exchangeType === Exchanges.createChildSa && isResponse(ike) === inResponses)
    .map(({ ike }) => (payloadOf(ike, 'sa')?.proposals ?? []).filter(({ protocol }) => protocol === IKE))
    .filter(all => all.length > 0)
}

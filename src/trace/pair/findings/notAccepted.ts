import type { Found } from '../../findings/finding.ts'
import { whySilent } from '../../findings/negotiations/whySilent.ts'
import type { Joint } from '../joint.ts'
import { endName, other, type PairScene, sendingsOf } from '../scene.ts'
import type { Stuck } from './stuck.ts'

/** What the host that has the message may have against it, before a firewall of its own; it knows the sender by the address that came. */
export function notAccepted(pair: PairScene, { course }: Joint, stuck: Stuck, base: Found): Partial<Found> {
  const { named, sender, isReturned } = stuck
  const end = other(sender)
  const from = sendingsOf(pair, named.message)
    .map(({ seen }) => seen[end]?.source.address)
    .find(address => address !== undefined)
  if (isReturned || from === undefined) return {}
  const to = endName(pair, end, named.message.negotiation)
  const reason = whySilent({ course, named, from, to }, pair.scenes[sender].courses)
  if (!reason) return {}
  return {
    otherwise: [`${to} has it and says nothing: ${reason.why}.`, ...base.otherwise],
    tryNext: [...base.tryNext, reason.look],
  }
}

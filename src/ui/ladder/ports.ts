import type { Negotiation } from '../../trace/report.ts'

const known = { initiator: new WeakMap<Negotiation, readonly number[]>(), responder: new WeakMap<Negotiation, readonly number[]>() }

/** UDP ports that a peer of a negotiation was seen to use, in the order of their first use; not more than three. */
export function ports(negotiation: Negotiation, peer: 'initiator' | 'responder'): readonly number[] {
  const told = known[peer].get(negotiation) ?? used(negotiation, peer)
  known[peer].set(negotiation, told)
  return told
}

function used(negotiation: Negotiation, peer: 'initiator' | 'responder'): readonly number[] {
  const seen = new Set<number>([negotiation[peer].port])
  for (const exchange of negotiation.exchanges)
    for (const message of exchange.messages)
      for (const { sightings } of message.transmissions)
        for (const { source, destination } of sightings) {
          const end = message.from === peer ? source : destination
          if (end) seen.add(end.port)
          if (seen.size === 3) return [...seen]
        }
  return [...seen]
}

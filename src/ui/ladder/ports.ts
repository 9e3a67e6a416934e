import type { Negotiation } from '../../trace/report.ts'

interface Ports {
  readonly initiator: readonly number[]
  readonly responder: readonly number[]
}

const known = new WeakMap<Negotiation, Ports>()
const MOST = 3

/** UDP ports that a peer of a negotiation was seen to use, in the order of their first use; not more than three. */
export function ports(negotiation: Negotiation, peer: 'initiator' | 'responder'): readonly number[] {
  const told = known.get(negotiation) ?? used(negotiation)
  known.set(negotiation, told)
  return told[peer]
}

function used({ initiator, responder, exchanges }: Negotiation): Ports {
  const [asking, answering] = [[initiator.port], [responder.port]]
  const add = (all: number[], port: number | undefined) => {
    if (port !== undefined && all.length < MOST && !all.includes(port)) all.push(port)
  }
  for (const { messages } of exchanges)
    for (const { from, transmissions } of messages)
      for (const { sightings } of transmissions)
        for (const { source, destination } of sightings) {
          add(asking, (from === 'initiator' ? source : destination)?.port)
          add(answering, (from === 'initiator' ? destination : source)?.port)
        }
  return { initiator: asking, responder: answering }
}

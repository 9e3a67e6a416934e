import type { Negotiation } from '../../trace/report.ts'

interface Ports {
  readonly initiator: readonly number[]
  readonly responder: readonly number[]
}

const known = new WeakMap<Negotiation, Map<0 | 1 | undefined, Ports>>()
const MOST = 3

/**
 * UDP ports that a peer of a negotiation was seen to use, in the order of their first use; not more than three.
 * @param trace as this one saw it, before or behind a NAT; undefined: as either did
 */
export function ports(negotiation: Negotiation, peer: 'initiator' | 'responder', trace?: 0 | 1): readonly number[] {
  const told = known.get(negotiation) ?? new Map<0 | 1 | undefined, Ports>()
  known.set(negotiation, told)
  const of = told.get(trace) ?? used(negotiation, trace)
  told.set(trace, of)
  return of[peer].length > 0 ? of[peer] : [negotiation[peer].port]
}

function used({ exchanges }: Negotiation, trace: 0 | 1 | undefined): Ports {
  const [asking, answering]: [number[], number[]] = [[], []]
  const add = (all: number[], port: number | undefined) => {
    if (port !== undefined && all.length < MOST && !all.includes(port)) all.push(port)
  }
  for (const { messages } of exchanges)
    for (const { from, transmissions } of messages)
      for (const { sightings } of transmissions)
        for (const { source, destination, trace: where } of sightings) {
          if (trace !== undefined && where !== trace) continue
          add(asking, (from === 'initiator' ? source : destination)?.port)
          add(answering, (from === 'initiator' ? destination : source)?.port)
        }
  return { initiator: asking, responder: answering }
}

import { courseOf } from '../trace/negotiation/course.ts'
import { isProtected, protectedKinds } from '../trace/packets/kinds.ts'
import { type InnerCopies, innerCopiesOf } from '../trace/protected/innerCopies.ts'
import type { Trace } from '../trace/trace.ts'

/** The protected packet that a copy was taken from. */
export interface Carrier {
  readonly hosts: readonly [source: string, destination: string]
  /** Octets of IP on the wire; undefined when it cannot be told which packet it was. */
  readonly wire?: number
}

/** The copies in a trace of what protected packets hold; undefined where nothing is protected. */
export function copiesOf({ packets, negotiations }: Trace): InnerCopies | undefined {
  if (!protectedKinds.some(kind => packets.counts[kind]! > 0)) return undefined
  return innerCopiesOf(packets, negotiations.map(courseOf))
}

/** Rows around a copy among which its carrier is looked for, and octets that protection adds at most. */
const NEAR = 8
const MOST_OVERHEAD = 140

/** What brought a copy: of the flows known to carry its flow, the packet of fitting size that is nearest in time. */
export function carrierOf({ packets }: Trace, { carriers }: InnerCopies, row: number): Carrier {
  const flows = carriers.get(packets.flow(row))
  let best: number | undefined
  for (let other = Math.max(0, row - NEAR); other < Math.min(packets.length, row + NEAR + 1); other++) {
    const more = packets.ipLength(other) - packets.ipLength(row)
    if (isProtected[packets.kind(other)] !== 1 || (flows && !flows.has(packets.flow(other))) || more <= 0 || more > MOST_OVERHEAD) continue
    const apart = Math.abs(packets.time(other) - packets.time(row))
    if (best === undefined || apart < Math.abs(packets.time(best) - packets.time(row))) best = other
  }
  const flow = best === undefined ? flows?.values().next().value : packets.flow(best)
  const known = flow ?? packets.flow(row)
  return {
    hosts: [packets.flows.source(known), packets.flows.destination(known)],
    ...(best === undefined ? {} : { wire: packets.ipLength(best) }),
  }
}

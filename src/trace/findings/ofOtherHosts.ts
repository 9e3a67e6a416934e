import { Kind } from '../../dissectors/sort.ts'
import { addressesOf } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import { isProtected } from '../packets/kinds.ts'
import type { Finding } from '../report.ts'
import type { Trace } from '../trace.ts'
import { isOurs } from './addresses.ts'
import type { Found } from './finding.ts'

// A finding without a negotiation may explain others: ESP of keys set by hand, an error about an SA that began before the
// capture. That says nothing of other tunnels in the same file. Whose it is, its packets tell: between which two hosts IKE and
// protected packets went, or those that an ICMP error quotes. Packets of other kinds tell of no tunnel.

/**
 * Whether what explains and what it would explain went between different hosts, as a capture that has packets of both shows.
 * @param course the negotiation of the effect: whoever moved has other addresses there
 */
export function isOfOtherHosts(cause: Found, effect: Found, course: Course | undefined, traces: readonly Trace[]): boolean {
  const negotiated = course ? pairsOf(course) : []
  return traces.some((trace, of) => {
    const [one, other] = [pairsOfEvidence(cause.evidence, trace, of), pairsOfEvidence(effect.evidence, trace, of)]
    return one.size > 0 && other.size > 0 && ![...other, ...negotiated].some(pair => one.has(pair))
  })
}

/** Between which two hosts each packet of a capture went that a finding cites, as far as it tells of a tunnel. */
export function pairsOfEvidence(evidence: Finding['evidence'], { packets, icmpErrors }: Trace, of: number): Set<string> {
  const pairs = new Set<string>()
  for (const { trace, packet } of evidence) {
    if (trace !== of || packet > packets.length) continue
    const kind = packets.kind(packet - 1)
    const flow = packets.flow(packet - 1)
    if (isProtected[kind] || kind === Kind.ike) pairs.add(between(packets.flows.source(flow), packets.flows.destination(flow)))
    if (kind !== Kind.icmpError) continue
    const error = icmpErrors.all.find(one => one.packet === packet)
    if (error?.quoted && isOurs(error)) pairs.add(between(error.quoted.from, error.quoted.to))
  }
  return pairs
}

/** The pairs of addresses that the two sides of a negotiation have. */
export function pairsOf({ negotiation }: Course): string[] {
  return addressesOf(negotiation, 0).flatMap(a => addressesOf(negotiation, 1).map(b => between(a, b)))
}

/** Two hosts, whichever of them is named first. */
export function between(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

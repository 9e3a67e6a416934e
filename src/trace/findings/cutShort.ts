import { tooShort } from '../packets/tooShort.ts'
import type { Trace } from '../trace.ts'
import { type Found, idOf, type Scene } from './finding.ts'
import { between, pairsOf, pairsOfEvidence } from './ofOtherHosts.ts'

// What a snap length made unreadable may be just what a finding misses, where it went between the hosts of that finding. What other
// hosts said says nothing of these.

/** Packets that were cut too short to be read and may be of the hosts of a finding: of them, or of nobody knows whom. */
export function cutShortOf(found: Found, { trace, courses }: Scene): number {
  const all = byHosts(trace)
  if (all.size === 0) return 0
  const course = courses.find(one => idOf(one) === found.negotiation)
  const hosts = new Set([...pairsOfEvidence(found.evidence, trace, 0), ...(course ? pairsOf(course) : [])])
  let sum = 0
  for (const [pair, packets] of all) if (hosts.size === 0 || pair === UNKNOWN || hosts.has(pair)) sum += packets
  return sum
}

const known = new WeakMap<Trace, ReadonlyMap<string, number>>()

/** How many of each pair of hosts; counted once. */
function byHosts(trace: Trace): ReadonlyMap<string, number> {
  const before = known.get(trace)
  if (before) return before
  const { packets, unread } = trace
  const all = new Map<string, number>()
  for (const packet of [...unread.filter(one => one.weight === 'cut').map(one => one.packet), ...tooShort(packets)]) {
    const flow = packets.flow(packet - 1)
    const hosts = packets.flows.version(flow) === 0 ? UNKNOWN : between(packets.flows.source(flow), packets.flows.destination(flow))
    all.set(hosts, (all.get(hosts) ?? 0) + 1)
  }
  known.set(trace, all)
  return all
}

const UNKNOWN = ''

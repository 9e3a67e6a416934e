import type { Datagram } from '../../../dissectors/network/reassembly.ts'
import { addressesOf } from '../../negotiation/child.ts'
import { opposite } from '../../negotiation/sides.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { carriedAs } from '../protected/protectedTraffic.ts'

/** F8: protected packets travel in fragments, cut by the host itself or on the way. RFC 4301 §8.2.1. */
export const hostFragmentsProtectedPackets: Rule = { id: 'host-fragments-protected-packets', scenario: 'F8', find }

function find(scene: Scene): Found[] {
  return [...protectedInPieces(scene).values()].map(group => found(scene, group))
}

/** Datagrams in fragments that carry ESP or AH, by source and destination. */
export function protectedInPieces(scene: Scene): ReadonlyMap<string, Datagram[]> {
  const routes = new Map<string, Datagram[]>()
  for (const d of scene.trace.datagrams.reassembly.datagrams) {
    if (!isProtectedData(d)) continue
    const key = `${d.source} ${d.destination}`
    routes.set(key, [...(routes.get(key) ?? []), d])
  }
  return routes
}

/** ESP or AH, or ESP inside UDP 4500. */
function isProtectedData(d: Datagram): boolean {
  if (d.protocol === 50 || d.protocol === 51) return true
  if (d.protocol !== 17) return false
  const start = d.prefix()
  if (!start || start.length < 12) return false
  const on4500 = [0, 2].some(at => ((start[at]! << 8) | start[at + 1]!) === 4500)
  return on4500 && start.subarray(8, 12).some(octet => octet !== 0)
}

function found(scene: Scene, group: readonly Datagram[]): Found {
  const [{ source, destination }] = group as [Datagram]
  const course = courseBetween(scene, { source, destination })
  const own = course && cutByHost(course, source)
  const lengths = group.flatMap(d => d.length ?? [])
  const alone = group.every(isTooLargeAlone)
  return {
    severity: 'note',
    title: `Protected packets of ${source} travel in fragments`,
    says: `${group.length === 1 ? 'One protected packet' : `${group.length} protected packets`} from ${source} to ${destination} came as IP fragments: ${alone ? 'they were too large for a link, even without the bytes that IPsec adds' : 'with the bytes that IPsec adds they were too large for a link'}${lengths.length ? ` (${Math.max(...lengths)} bytes behind the IP header)` : ''}.${own ? ` ${source} itself cuts them: it protects first and fragments then.` : ''}`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: course ? idOf(course) : null,
    because: [
      `The fragments carry ${[...new Set(group.map(carried))].join(' and ')}.`,
      ...(own ? [`Packets of ${source} have passed no router before this capture, as their hop counts show.`] : []),
    ],
    evidence: packetsAsEvidence(group.flatMap(d => d.pieces.map(p => p.packet))),
    otherwise: own ? [] : ['A router on the way has cut them, or the host itself; one capture here cannot tell.'],
    tryNext: [
      alone
        ? 'Network cards do not offload fragmented IPsec: where speed matters, have the application send smaller packets; a lower MTU would cut these all the same.'
        : 'Network cards do not offload fragmented IPsec: where speed matters, lower the MTU or the MSS.',
    ],
  }
}

/** The largest piece shows what the link takes, and what was protected is larger. */
function isTooLargeAlone({ length, pieces }: Datagram): boolean {
  return length !== undefined && length - MOST_ADDED > Math.max(...pieces.map(piece => piece.end - piece.start))
}

/** Bytes that IPsec adds at the very most: an IP and a UDP header, the SPI, an IV, padding and a long ICV. RFC 4303 §2. */
const MOST_ADDED = 160

function carried({ protocol }: Datagram): string {
  return carriedAs({ kind: protocol === 51 ? 'ah' : 'esp', udpEncapsulated: protocol === 17 })
}

/** The capture was taken next to the sender, so that nobody else can have cut them. */
function cutByHost(course: NonNullable<ReturnType<typeof courseBetween>>, source: string): boolean {
  const { vantage } = course
  if (vantage !== 'initiator' && vantage !== 'responder') return false
  const near = vantage === 'initiator' ? course.initiator : opposite(course.initiator)
  return addressesOf(course.negotiation, near).includes(source)
}

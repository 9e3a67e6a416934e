import { quotedPackets } from '../../path/icmpQuotes.ts'
import type { PathMtu, PathMtuStep } from '../../path/pathMtu.ts'
import { overheadOfFlow } from '../../protected/flowOverhead.ts'
import { largestInside } from '../../protected/overhead.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { largerAfter, negotiationOf, refusing } from './pathMtu.ts'

/** F4: a router names the MTU of its next hop. RFC 1191 §4, RFC 8201 §3. */
export const pmtuReported: Rule = {
  id: 'pmtu-reported',
  scenario: 'F4',
  find: scene => refusing(scene).flatMap(path => reported(scene, path)),
}

/** One finding for each MTU that was named on a path. */
function reported(scene: Scene, path: PathMtu): Found[] {
  const byMtu = new Map<number, PathMtuStep[]>()
  for (const step of path.steps) byMtu.set(step.mtu, [...(byMtu.get(step.mtu) ?? []), step])
  return [...byMtu.values()].map(steps => {
    const { from, mtu, guessed, refused } = steps[0]!
    const larger = largerAfter(scene, path, steps[0]!)
    const takes = `the path to ${path.destination} takes packets of ${guessed ? `fewer than ${refused}` : `up to ${mtu}`} bytes only`
    return {
      severity: 'note',
      title: `The path to ${path.destination} carries ${guessed ? `fewer than ${refused}` : mtu} bytes`,
      says: `${from} could not pass on a packet of ${refused} bytes to ${path.destination}${guessed ? ' and names no MTU, as old routers do' : ` and names an MTU of ${mtu}`}. ${larger.length ? `Later packets that may not be cut are larger still, ${larger.length} of them.` : 'Later packets are no larger: the sender obeys.'} ${room(scene, path, mtu)}`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: negotiationOf(scene, path),
      because: [
        `ICMP "${path.destination.includes(':') ? 'packet too big' : 'fragmentation needed'}" quotes the packet${quotesIn(scene, steps)}.`,
      ],
      evidence: packetsAsEvidence(steps.map(s => s.packet)),
      otherwise: [],
      tryNext: isOfPieces(scene, steps)
        ? [
            `Let ${path.source} cut its IKE messages into smaller pieces: ${guessed ? 'smaller ones than that' : `of up to ${mtu} bytes with IP and UDP headers`}.`,
          ]
        : [],
      inBrief: takes,
    }
  })
}

/** What is left for the packet inside, as far as it is known what the SA adds. */
function room(scene: Scene, { source, destination }: PathMtu, mtu: number): string {
  const flow = scene.flows.findLast(f => f.source === source && f.destination === destination)
  if (!flow) return 'IPsec adds its own bytes to each packet, so that what is inside has to be smaller by those.'
  const overhead = overheadOfFlow(scene, flow)
  const sure = overhead.from !== 'sizes'
  return `With what IPsec adds${sure ? '' : ' at most'}, a packet inside may have ${largestInside(overhead, flow, mtu)} bytes${sure ? '' : ' or a little more; the algorithms are encrypted'}.`
}

/** What did not fit is a piece that IKE made. */
function isOfPieces({ trace }: Scene, steps: readonly PathMtuStep[]): boolean {
  const packets = new Set(steps.map(step => step.packet))
  return trace.icmpErrors.all.some(e => packets.has(e.packet) && e.about?.sighting.carriage === 'ike-fragments')
}

function quotesIn({ trace }: Scene, steps: readonly PathMtuStep[]): string {
  const errors = trace.icmpErrors.all.filter(e => e.packet === steps[0]!.packet)
  const number = quotedPackets(trace.packets, errors)[0]?.[1]
  return number === undefined ? '' : `: number ${number} of this capture`
}

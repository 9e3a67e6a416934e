import { overheadOfFlow } from '../flowOverhead.ts'
import { quotedPackets } from '../icmpQuotes.ts'
import { largestInside } from '../overhead.ts'
import type { PathMtu, PathMtuStep } from '../pathMtu.ts'
import { courseBetween, rowsOf } from './espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene, times } from './finding.ts'

/** F4: a router names the MTU of its next hop. RFC 1191 §4, RFC 8201 §3. */
export const pmtuReported: Rule = {
  id: 'pmtu-reported',
  scenario: 'F4',
  find: scene => refusing(scene).flatMap(path => reported(scene, path)),
}

/** F5: the sender was told and goes on sending large packets. */
export const pmtuIgnored: Rule = {
  id: 'pmtu-ignored',
  scenario: 'F5',
  explains: ['esp-one-way', 'esp-loss', 'esp-blocked', 'pmtu-black-hole', 'mss-ignores-ipsec'],
  find: scene => refusing(scene).flatMap(path => ignored(scene, path)),
}

/** Directions of which a router spoke; made-up errors about thousands of hosts are no story. */
function refusing({ paths }: Scene): PathMtu[] {
  return paths.filter(p => p.steps.length > 0).slice(0, MOST)
}

const MOST = 50

/** One finding for each MTU that was named on a path. */
function reported(scene: Scene, path: PathMtu): Found[] {
  const byMtu = new Map<number, PathMtuStep[]>()
  for (const step of path.steps) byMtu.set(step.mtu, [...(byMtu.get(step.mtu) ?? []), step])
  return [...byMtu.values()].map(steps => {
    const { from, mtu, guessed, refused } = steps[0]!
    const larger = largerAfter(scene, path, steps[0]!)
    return {
      severity: 'note',
      title: `The path to ${path.destination} carries ${guessed ? `fewer than ${refused}` : mtu} bytes`,
      says: `${from} could not pass on a packet of ${refused} bytes to ${path.destination}${guessed ? ' and names no MTU, as old routers do' : ` and names an MTU of ${mtu}`}. ${larger.length ? `Later packets that may not be cut are larger still, ${larger.length} of them.` : 'Later packets are no larger: the sender obeys.'} ${room(scene, path, mtu)}`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: negotiationOf(scene, path),
      because: [`ICMP "fragmentation needed" quotes the packet${quotesIn(scene, steps)}.`],
      evidence: packetsAsEvidence(steps.map(s => s.packet)),
      otherwise: [],
      tryNext: [],
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

function quotesIn({ trace }: Scene, steps: readonly PathMtuStep[]): string {
  const errors = trace.icmpErrors.all.filter(e => e.packet === steps[0]!.packet)
  const number = quotedPackets(trace.packets, errors)[0]?.[1]
  return number === undefined ? '' : `: number ${number} of this capture`
}

/** Packets that go on larger than was asked, until they are no accident; one less when the router says it again. */
const STUBBORN = 3
/** Seconds: what was under way, and how long hosts remember a path MTU (RFC 1191 §6.3). */
const GRACE = 1
const REMEMBERED = 300

function ignored(scene: Scene, path: PathMtu): Found[] {
  const step = path.steps.find(s => !s.guessed)
  if (!step) return []
  const larger = largerAfter(scene, path, step)
  const again = path.steps.some(s => s.time > step.time + GRACE)
  if (larger.length < (again ? STUBBORN - 1 : STUBBORN)) return []
  const { packets } = scene.trace
  const sizes = larger.map(row => packets.ipLength(row))
  return [
    {
      severity: 'error',
      title: `${path.source} goes on sending packets that are too large`,
      says: `${step.from} told ${path.source} ${times(path.steps.length)} that the path to ${path.destination} carries ${step.mtu} bytes. ${path.source} sent ${larger.length} more packets of up to ${Math.max(...sizes)} bytes that may not be cut; none of them can pass.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: negotiationOf(scene, path),
      because: [
        `The ICMP message names ${step.mtu} bytes; the packets are larger and have "don't fragment" set.`,
        ...(path.steps.length > 1 ? ['The router says it again and again.'] : []),
      ],
      evidence: packetsAsEvidence([step.packet, ...larger.map(row => row + 1)]),
      otherwise: [
        `The ICMP message passes this capture and is dropped before ${path.source} acts on it, by its own firewall for example.`,
        'The path has changed since.',
      ],
      tryNext: [
        `Let ${path.source} accept ICMP "fragmentation needed", or lower its MTU or MSS to what the path carries.`,
        'Windows 2000 and XP do not act on it for ESP inside UDP; Windows Server 2003 does.',
      ],
    },
  ]
}

/** Whole protected packets of a path that are larger than a router has asked for, some time after it did, and must not be cut. */
function largerAfter(scene: Scene, { source, destination }: PathMtu, { time, mtu }: PathMtuStep): number[] {
  const { packets } = scene.trace
  const rows: number[] = []
  for (const flow of scene.flows) {
    if (flow.source !== source || flow.destination !== destination || flow.lastTime < time) continue
    for (const row of rowsOf(packets, flow)) {
      const after = packets.time(row) - time
      if (after > GRACE && after < REMEMBERED && packets.ipLength(row) > mtu && packets.dontFragment(row)) rows.push(row)
    }
  }
  return rows
}

function negotiationOf(scene: Scene, path: PathMtu): string | null {
  const course = courseBetween(scene, path)
  return course ? idOf(course) : null
}

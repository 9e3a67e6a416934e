import type { Handshake } from '../../path/handshakes.ts'
import type { Flow } from '../../protected/flow.ts'
import { flowCipher } from '../../protected/flowCipher.ts'
import { overheadOfFlow } from '../../protected/flowOverhead.ts'
import { boundsOutside, largestInside, type Overhead } from '../../protected/overhead.ts'
import { courseBetween, rowsOf } from '../espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { stalledFlows } from './stalledFlows.ts'

/** F7: TCP agreed on segments that, with what IPsec adds, are too large for the path. RFC 4301 §8.2.2, RFC 2923 §2.3. */
export const mssIgnoresIpsec: Rule = { id: 'mss-ignores-ipsec', scenario: 'F7', find }

/** TCP and IP header that a segment's size does not count. */
const HEADERS = { v4: 40, v6: 60 }

interface Carried {
  readonly handshake: Handshake
  /** The flow that will carry the segments which this SYN limits: those to its sender. */
  readonly flow: Flow
}

function find(scene: Scene): Found[] {
  const told = new Set<Flow>()
  return carriedHandshakes(scene).flatMap(({ handshake, flow }) => {
    const failed = failedSize(scene, flow)
    if (failed === undefined || told.has(flow)) return []
    const overhead = overheadOfFlow(scene, flow)
    const inside = handshake.mss + (handshake.version === 6 ? HEADERS.v6 : HEADERS.v4)
    const { least, most } = boundsOutside(overhead, flow, inside)
    if (least <= failed.mtu || !reaches(scene, flow, failed.mtu)) return []
    told.add(flow)
    return [said(scene, { handshake, flow }, failed, overhead, { inside, least, most })]
  })
}

function said(
  scene: Scene,
  { handshake, flow }: Carried,
  { mtu, packet, sure }: Failed,
  overhead: Overhead,
  { inside, least, most }: { inside: number; least: number; most: number },
): Found {
  const course = courseBetween(scene, flow)
  const size = least === most ? `${least}` : `${least} to ${most}`
  const fits = largestInside(overhead, flow, mtu) - (inside - handshake.mss)
  const failed = sure
    ? `A router says that packets of more than ${mtu} bytes from ${flow.source} to ${flow.destination} do not pass. A segment of ${fits} bytes fits.`
    : `Packets of ${mtu + 1} bytes from ${flow.source} to ${flow.destination} already get no further; how small they have to be this capture does not tell.`
  return {
    severity: sure ? 'note' : 'warning',
    title: `TCP agreed on segments of ${handshake.mss} bytes, too large for IPsec on this path`,
    says: `A full segment makes a packet of ${inside} bytes; with what IPsec adds it has ${size} bytes. ${failed}`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: course ? idOf(course) : null,
    because: [`The SYN in packet ${handshake.row + 1} says ${handshake.mss} bytes.`, HOW[overhead.from]],
    evidence: packetsAsEvidence([handshake.row + 1, packet]),
    otherwise: ['The sender knows the path MTU from elsewhere and makes its segments smaller.'],
    tryNext: [
      `Set the MSS on the tunnel ${sure ? `to ${fits} bytes` : 'lower'} (TCP MSS clamping), or lower the MTU of the inner interface.`,
    ],
  }
}

const HOW: Readonly<Record<Overhead['from'], string>> = {
  clear: 'What IPsec adds is read from the packets themselves, which are not encrypted.',
  algorithms: 'What IPsec adds follows from the algorithms.',
  packets: 'What IPsec adds is read from packets that the capture has protected and decrypted.',
  sizes: 'The algorithms are encrypted; what they add is bounded by the sizes of the packets.',
}

/** SYNs that went inside a flow, each with the flow back to who sent it. */
function carriedHandshakes(scene: Scene): Carried[] {
  const { packets, handshakes } = scene.trace
  const byIndex = new Map(scene.flows.map(f => [packets.flow(f.firstPacket - 1), f]))
  const byRoute = new Map<string, Flow[]>()
  for (const f of scene.flows)
    byRoute.set(`${f.source} ${f.destination}`, [...(byRoute.get(`${f.source} ${f.destination}`) ?? []).slice(-MOST), f])
  return handshakes.all.slice(0, MOST_HANDSHAKES).flatMap(handshake => {
    const index = packets.flow(handshake.row)
    if (handshake.insideEsp && !isReadable(flowCipher(packets, index).cipher)) return []
    const [by = index] = scene.copies.carriers.get(index) ?? []
    const carrier = byIndex.get(by)
    if (!carrier) return []
    const time = packets.time(handshake.row)
    const back = (byRoute.get(`${carrier.destination} ${carrier.source}`) ?? []).filter(f => f.lastTime >= time)
    return back.slice(0, 1).map(flow => ({ handshake, flow }))
  })
}

/** ESP in which a SYN is one, and not encrypted octets. */
function isReadable(cipher: string): boolean {
  return cipher === 'null' || cipher === 'offloaded'
}

interface Failed {
  readonly mtu: number
  readonly packet: number
  /** A router named it, and the sender obeys. */
  readonly sure: boolean
}

/** The size above which packets of a flow are known, or seem, to fail. */
function failedSize(scene: Scene, flow: Flow): Failed | undefined {
  const step = scene.paths.find(p => p.source === flow.source && p.destination === flow.destination)?.steps[0]
  if (step) return { mtu: step.mtu, packet: step.packet, sure: true }
  const stalled = stalledFlows(scene).find(s => s.pair.flow === flow)?.stalled
  return stalled && { mtu: stalled.size - 1, packet: stalled.rows[0]! + 1, sure: false }
}

/** Segments of full size were really sent: some packet of the flow is larger than the path carries. */
function reaches({ trace: { packets } }: Scene, flow: Flow, mtu: number): boolean {
  return rowsOf(packets, flow).some(row => packets.ipLength(row) > mtu)
}

/** Flows of one direction, and connections, that are looked at. */
const MOST = 64
const MOST_HANDSHAKES = 1000

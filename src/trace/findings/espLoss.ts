import type { Flow } from '../flow.ts'
import { courseBetween, spiText } from './espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from './finding.ts'

/** T7: gaps in the sequence numbers. RFC 4303 §2.2. */
export const espLoss: Rule = { id: 'esp-loss', scenario: 'T7', find }

/** Missing packets from which it is more than an accident. */
const SEVERAL = 2

function find(scene: Scene): Found[] {
  return scene.flows.filter(f => f.missing > 0).map(flow => found(flow, scene))
}

function found(flow: Flow, scene: Scene): Found {
  const sent = flow.packets + flow.missing
  const course = courseBetween(scene, flow)
  return {
    severity: flow.missing >= SEVERAL ? 'warning' : 'note',
    title: `${flow.missing} of ${sent} protected packets from ${flow.source} are missing`,
    says: `The sequence numbers of ${flow.kind.toUpperCase()} ${spiText(flow.spi)} from ${flow.source} to ${flow.destination} run from ${flow.firstSequence} to ${flow.lastSequence}, and ${flow.missing} of them are not in this capture.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: course ? idOf(course) : null,
    because: ['A sender numbers its packets without gaps; what is missing was sent and did not come by here.'],
    evidence: packetsAsEvidence([flow.firstPacket, flow.lastPacket]),
    otherwise: ['The capturing machine itself dropped packets.', 'The packets took another way than past this capture.'],
    tryNext: [`Capture at ${flow.source} as well: it shows whether the missing numbers left.`],
  }
}

import { type FlowPair, flowPairs, spiText } from './espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from './finding.ts'

/** T6: protected packets go one way only. */
export const espOneWay: Rule = { id: 'esp-one-way', scenario: 'T6', find }

/** Packets and seconds from which silence of the other direction means something. */
const PACKETS = 3
const SECONDS = 2

function find(scene: Scene): Found[] {
  return flowPairs(scene).filter(isOneWay).map(found)
}

function isOneWay({ flow, back, course }: FlowPair): boolean {
  if (course?.verdict.outcome !== 'established' || flow.packets < PACKETS || flow.lastTime - flow.firstTime < SECONDS) return false
  return !back.some(b => b.lastTime >= flow.firstTime - SECONDS)
}

function found({ flow, course }: FlowPair): Found {
  const name = `${flow.kind.toUpperCase()} ${spiText(flow.spi)}`
  return {
    severity: 'error',
    title: `Protected packets go from ${flow.source} to ${flow.destination} only`,
    says: `${flow.packets} packets of ${name} left ${flow.source} in ${inWords(flow.lastTime - flow.firstTime)}; not one protected packet came the other way, although the negotiation stands.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: course ? idOf(course) : null,
    because: [`${name} is the only protected traffic between the two in this time.`],
    evidence: packetsAsEvidence([flow.firstPacket, flow.lastPacket]),
    otherwise: [
      'The path lets IKE pass and blocks protocol 50 or 51.',
      `${flow.destination} drops the packets: it has no SA for this SPI.`,
      'The application itself only sends one way.',
    ],
    tryNext: [`Capture at ${flow.destination} as well: it shows whether the packets arrive.`],
  }
}

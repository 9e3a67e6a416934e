import { captureAt } from '../captureAt.ts'
import { spiText } from '../espPairs.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'

/** T2: something changed a protected packet; one capture shows it only where a sequence number no longer fits. */
export const modifiedInPath: Rule = { id: 'modified-in-path', scenario: 'T2', find }

function find({ flows }: Scene): Found[] {
  return flows
    .filter(f => f.strays.length > 0 && f.packets > f.strays.length)
    .map(flow => ({
      severity: 'warning' as const,
      title: `A sequence number from ${flow.source} is far from all others`,
      says: `${flow.strays.length === 1 ? 'One packet' : `${flow.strays.length} packets`} of ${flow.kind.toUpperCase()} ${spiText(flow.spi)} from ${flow.source} to ${flow.destination} ${flow.strays.length === 1 ? 'has' : 'have'} a sequence number far ahead of its neighbours, and the next packets do not go on from it: a bit may have been changed on the way.`,
      confidence: 'possible' as const,
      place: 'unknown' as const,
      negotiation: null,
      because: ['A sender raises the number by one with every packet.'],
      evidence: packetsAsEvidence(flow.strays.map(row => row + 1)),
      otherwise: ['Somebody sends made-up packets with this SPI.', 'Many packets were lost before the capture.'],
      tryNext: [captureAt(flow.source, ` as well: the same packet there shows which bytes changed.`)],
    }))
}

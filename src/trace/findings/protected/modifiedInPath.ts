import type { Flow } from '../../protected/flow.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { captureAt } from '../captureAt.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'

/** T2: something changed a packet; one capture shows it only where a sequence number or a UDP checksum no longer fits. */
export const modifiedInPath: Rule = { id: 'modified-in-path', scenario: 'T2', find: scene => [...find(scene), ...wrongSums(scene)] }

function find({ flows }: Scene): Found[] {
  return flows.flatMap(flow => {
    // What would go on from the last one is not here.
    const strays = flow.strays.filter(row => row + 1 !== flow.lastPacket)
    if (strays.length === 0) return []
    return [2 * strays.length < flow.packets ? changed(flow, strays) : disordered(flow, strays)]
  })
}

function changed(flow: Flow, strays: readonly number[]): Found {
  const [who, have] = strays.length === 1 ? ['One packet', 'has'] : [`${strays.length} packets`, 'have']
  return {
    severity: 'warning',
    title: `A sequence number from ${flow.source} is far from all others`,
    says: `${who} of ${nameOf(flow)} ${have} a sequence number far ahead of its neighbours, and the next packets do not go on from it: a bit may have been changed on the way.`,
    ...about(strays),
    otherwise: ['Somebody sends made-up packets with this SPI.', 'Many packets were lost before the capture.'],
    tryNext: [captureAt(flow.source, ` as well: the same packet there shows which bytes changed.`)],
  }
}

/** Of so many it cannot be said which are right. */
function disordered(flow: Flow, strays: readonly number[]): Found {
  return {
    severity: 'note',
    title: `The sequence numbers from ${flow.source} follow no order`,
    says: `${strays.length} of ${flow.packets} packets of ${nameOf(flow)} have a sequence number far from that of the packet before: somebody may send made-up packets.`,
    ...about(strays),
    otherwise: ['Many packets were lost before the capture.', `${flow.source} does not count its packets as it should.`],
    tryNext: [captureAt(flow.source, ` as well: it shows whether it sends these.`)],
  }
}

function nameOf({ kind, spi, source, destination }: Flow): string {
  return `${kind.toUpperCase()} ${hexSpi(spi)} from ${source} to ${destination}`
}

function about(strays: readonly number[]): Pick<Found, 'confidence' | 'place' | 'negotiation' | 'because' | 'evidence'> {
  return {
    confidence: 'possible',
    place: 'unknown',
    negotiation: null,
    because: ['A sender raises the number by one with every packet.'],
    evidence: packetsAsEvidence(strays.map(row => row + 1)),
  }
}

/** IKE packets whose UDP checksum is wrong, where it fits in nearly all others: a capture that somebody rewrote has it wrong in all. */
function wrongSums({ trace: { wrongSums } }: Scene): Found[] {
  const { all, right } = wrongSums
  if (all.length === 0 || right < all.length * RIGHT_FOR_EACH) return []
  return [
    {
      severity: 'note',
      title: all.length === 1 ? 'One IKE packet has a wrong UDP checksum' : `${all.length} IKE packets have a wrong UDP checksum`,
      says: `${all.length === 1 ? 'It was' : 'They were'} changed after being sent: what ${all.length === 1 ? 'it says' : 'they say'} may not be what ${all.length === 1 ? 'its' : 'their'} sender said. A receiver that checks drops such a packet.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: null,
      because: [
        `The checksum fits in the other ${right} IKE packets that have one, and it is not what a system leaves to its network card.`,
      ],
      evidence: packetsAsEvidence(all.map(row => row + 1)),
      otherwise: [
        'A NAT has changed addresses or ports and not the checksum.',
        'They were changed on the way into the file, or in it: what was answered had arrived as it was sent.',
      ],
      tryNext: ['Compare the packet with a capture at its sender: it shows which bytes changed.'],
    },
  ]
}

/** Packets with a right checksum for each with a wrong one. */
const RIGHT_FOR_EACH = 9

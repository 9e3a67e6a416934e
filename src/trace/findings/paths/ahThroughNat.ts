import type { Flow } from '../../protected/flow.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'

/** A4: AH signs the addresses, and a NAT changes them. RFC 4302 §3.3.3, RFC 3715 §2.1. */
export const ahThroughNat: Rule = { id: 'ah-through-nat', scenario: 'A4', explains: ['esp-one-way', 'esp-blocked'], find }

/** What helps against it; two captures say the same. */
export const USE_ESP = 'Use ESP (with NULL encryption where only integrity is wanted): it can be encapsulated in UDP, AH cannot.'

function find(scene: Scene): Found[] {
  return scene.flows.filter(f => f.kind === 'ah').flatMap(flow => through(scene, flow))
}

function through(scene: Scene, flow: Flow): Found[] {
  const course = courseBetween(scene, flow)
  const nat = course && scene.nats.get(course.negotiation)
  const translated = nat?.sides.find(s => s.translated === 'beyond here' || (!s.forced && ['before here', 'both'].includes(s.translated)))
  if (!course || !translated) return []
  return [
    {
      severity: 'error',
      title: `AH between ${flow.source} and ${flow.destination} passes a NAT and cannot be verified`,
      says: `AH signs the addresses of the IP header, and the negotiation shows that ${translated.seen.address} is translated: every packet of AH ${hexSpi(flow.spi)} fails its check at the receiver.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: idOf(course),
      because: [
        'A hash of an address in the negotiation does not fit the address on the wire.',
        'AH packets travel between the same two hosts.',
      ],
      evidence: packetsAsEvidence([flow.firstPacket, flow.lastPacket]),
      otherwise: ['The AH packets take another way than the negotiation, without a NAT.'],
      tryNext: [USE_ESP],
    },
  ]
}

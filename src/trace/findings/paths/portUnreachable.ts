import { addressOf, errorsOf, grouped, quotedThing } from '../addresses.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
import { isOfLostMapping } from './natMappingExpired.ts'

/** N4: the peer has no IKE listener; it says so with ICMP. RFC 792, RFC 4443 §3.1. */
export const portUnreachable: Rule = {
  id: 'port-unreachable',
  scenario: 'N4',
  heals: true,
  explains: ['no-answer', 'dead-peer', 'resends-last-good-message', 'one-sided-negotiation'],
  find,
}

function find(scene: Scene): Found[] {
  const { trace, courses } = scene
  return grouped(errorsOf(trace.icmpErrors.all, ['3/3'], ['1/4']).filter(e => !isOfLostMapping(scene, e))).map(errors => {
    const [error] = errors as [(typeof errors)[number]]
    const course = courses.find(c => c.negotiation === error.about?.message.negotiation)
    const target = error.quoted?.to ?? (course ? addressOf(course, 1) : error.from)
    const own = error.from === target
    return {
      severity: 'error' as const,
      title: `Nobody listens for IKE at ${target}`,
      says: `${error.from} answered ${times(errors.length)} with ICMP "port unreachable" and quoted the very ${quotedThing(error)}: ${own ? `no IKE service is running at ${target}, or its own firewall rejects it` : `${error.from} rejects UDP ${error.quoted?.destinationPort} on behalf of ${target}`}.`,
      confidence: own ? ('certain' as const) : ('likely' as const),
      place: 'unknown' as const,
      negotiation: course ? `N${course.negotiation.number + 1}` : null,
      because: [`The ICMP message quotes UDP port ${error.quoted?.destinationPort} of ${target}.`],
      evidence: packetsAsEvidence([...errors.flatMap(e => e.about?.sighting.packets.slice(0, 1) ?? []), ...errors.map(e => e.packet)]),
      otherwise: own
        ? [`A firewall on ${target} rejects the packets with this ICMP message.`]
        : [`A device at ${error.from} answers in place of ${target}.`],
      tryNext: [`On ${target}: check that the IPsec service runs, has a policy and listens on UDP 500 and 4500.`],
    }
  })
}

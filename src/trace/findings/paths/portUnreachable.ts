import { lastTime } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { addressOf, errorsOf, grouped, quotedThing } from '../addresses.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
import { isFirstMessage } from '../negotiations/onlyProbed.ts'
import { isOfLostMapping } from './natMappingExpired.ts'

/** N4: the peer has no IKE listener, or its own firewall rejects IKE; it says so with ICMP. RFC 792, RFC 4443 §3.1. */
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
    if (own && course && hasLeft(course, target, error.time)) return left(course, target, errors)
    return {
      severity: 'error' as const,
      title: own ? `${target} refuses IKE: port unreachable` : `${error.from} refuses IKE for ${target}: port unreachable`,
      says: `${error.from} answered ${times(errors.length)} with ICMP "port unreachable" and quoted the very ${quotedThing(error)}: ${own ? `no IKE service is running at ${target}, or its own firewall rejects it` : `${error.from} rejects UDP ${error.quoted?.destinationPort} on behalf of ${target}`}.`,
      confidence: own ? ('certain' as const) : ('likely' as const),
      place: 'unknown' as const,
      negotiation: course ? idOf(course) : null,
      because: [`The ICMP message quotes UDP port ${error.quoted?.destinationPort} of ${target}.`],
      evidence: evidenceOf(errors),
      otherwise: own
        ? [`A firewall on ${target} rejects the packets with this ICMP message.`]
        : [`A device at ${error.from} answers in place of ${target}.`],
      tryNext: [`On ${target}: check that the IPsec service runs, has a policy and listens on UDP 500 and 4500.`],
    }
  })
}

/** Whoever began asked, did not ask again behind the first error, and the answer is what found nobody. */
function hasLeft(course: Course, target: string, time: number): boolean {
  const { negotiation, initiator } = course
  const asked = negotiation.messages.filter(m => m.side === initiator)
  if (negotiation.joined || asked.length === 0 || !addressesOf(negotiation, initiator).includes(target)) return false
  return asked.every(m => isFirstMessage(m) && lastTime(m) < time)
}

function left(course: Course, from: string, errors: readonly IcmpError[]): Found {
  const to = addressOf(course, opposite(course.initiator))
  return {
    severity: 'note',
    title: `${from} asked and no longer listens`,
    says: `${from} sent the first message, and refused what ${to} sent back ${times(errors.length)} with ICMP "port unreachable": whoever asked has closed its port, as a scanner does, or a service that was stopped. ${to} has not failed.`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: [`The ICMP message comes from ${from}, which sent nothing more itself.`],
    evidence: evidenceOf(errors),
    otherwise: [`A firewall on ${from} rejects the answers, and ${from} gave up at once.`],
    tryNext: [`Find out which program on ${from} asked.`],
  }
}

function evidenceOf(errors: readonly IcmpError[]): Found['evidence'] {
  return packetsAsEvidence([...errors.flatMap(e => e.about?.sighting.packets.slice(0, 1) ?? []), ...errors.map(e => e.packet)])
}

import { firstSighting, lastTime, type Message } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { addressOf, errorsOf, grouped, quotedThing } from '../addresses.ts'
import { evidence, type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
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
    const answer = course && answerFrom500(course, target, errors)
    if (answer) return only500(course, target, answer, errors)
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

/** It answered from port 500, never from 4500, and 4500 alone is refused: its IKE service was there. */
function answerFrom500({ negotiation }: Course, target: string, errors: readonly IcmpError[]): Message | undefined {
  if (!errors.every(({ quoted }) => quoted?.protocol === 17 && quoted.destinationPort === 4500)) return undefined
  const sent = negotiation.messages.filter(m => firstSighting(m).source.address === target)
  if (sent.some(m => firstSighting(m).source.port !== 500)) return undefined
  return sent.findLast(m => firstSighting(m).time < errors[0]!.time)
}

function only500(course: Course, target: string, answer: Message, errors: readonly IcmpError[]): Found {
  const [{ from, time }] = errors as [IcmpError]
  const own = from === target
  return {
    severity: 'error',
    title: `UDP port 4500 is refused at ${target}, port 500 is answered`,
    says: `${target} answered IKE from port 500 ${inWords(time - firstSighting(answer).time)} before; then ${from} refused what went to its port 4500 ${times(errors.length)} with ICMP "port unreachable". ${own ? 'Its own firewall lets only port 500 in, or its IKE service does not listen on 4500' : `Either ${from} lets only port 500 pass, or it speaks for ${target}`}.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: [`The ICMP message quotes UDP port 4500 of ${target}.`, `${target} sent nothing from port 4500 in this negotiation.`],
    evidence: [...evidence([answer]), ...evidenceOf(errors)],
    otherwise: [
      `The IKE service of ${target} stopped in between.`,
      ...(own ? [`A NAT or a firewall answers in the name of ${target}, and passes on port 500 alone.`] : []),
    ],
    tryNext: [`On ${target}: let UDP 4500 in as well as 500, and check that the IPsec service listens on both.`],
  }
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

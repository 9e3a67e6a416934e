import { firstSighting, lastTime, type Side } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { errorsOf, isOurs } from '../addresses.ts'
import { coursesBetween } from '../espPairs.ts'
import { evidence, type Found, idOf, inWords, packetsAsEvidence, type Scene } from '../finding.ts'

// A host that spoke IKE, then refused it with "port unreachable" by itself, and then stands again in a new negotiation: its
// service was gone in between. What it knew of its SAs went with it.

/** Services that were gone for a while and came back without their SAs, one finding for each host and peer. */
export function cameBack(scene: Scene): Found[] {
  const outages = new Map<string, IcmpError[]>()
  for (const error of errorsOf(scene.trace.icmpErrors.all, ['3/3'], ['1/4'])) {
    if (!error.quoted || !isOurs(error) || error.from !== error.quoted.to) continue
    const key = `${error.from} ${error.quoted.from}`
    outages.set(key, [...(outages.get(key) ?? []).slice(0, MOST), error])
  }
  return [...outages.values()].flatMap(errors => outage(scene, errors) ?? [])
}

/** Errors of one host to another that are kept: the first ones, and the last. */
const MOST = 500

function outage(scene: Scene, errors: readonly IcmpError[]): Found | undefined {
  const [first, last] = [errors[0]!, errors.at(-1)!]
  const [who, peer] = [first.from, first.quoted!.from]
  const courses = coursesBetween(scene, { source: who, destination: peer }).filter(c => c.verdict.outcome === 'established')
  const old = courses.findLast(c => lastHeard(c, who) < first.time)
  const next = courses.find(c => !c.negotiation.joined && firstHeard(c, who) > last.time)
  if (!old || !next) return undefined
  const [before] = old.negotiation.messages.filter(m => m.side === sideOf(old, who)).slice(-1)
  return {
    severity: 'warning',
    title: wasGone(who),
    says: `${who} spoke IKE in ${idOf(old)}, then refused it with ICMP "port unreachable" for at least ${inWords(last.time - first.time)}, and stands again in ${idOf(next)}: its IKE service was stopped or restarted in between, and its old SAs are gone with it.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(old),
    because: [
      `Nothing of ${who} comes under ${idOf(old)} after the first refusal.`,
      'The refusals come from that host itself and quote IKE messages to it.',
    ],
    evidence: [
      ...evidence(before ? [before] : []),
      ...packetsAsEvidence([first.packet, last.packet]),
      ...evidence([next.negotiation.messages[0]!]),
    ],
    since: { trace: 0, packet: first.packet },
    otherwise: [`A firewall on ${who} rejected IKE for that time.`],
    tryNext: [`Look into the log of ${who} for a stop or a crash of its IKE service at this moment.`],
  }
}

/** The title, by which a finding on two traces knows whose service it is. */
export function wasGone(who: string): string {
  return `The IKE service of ${who} was gone and came back`
}

function sideOf({ negotiation }: Course, address: string): Side {
  return addressesOf(negotiation, 0).includes(address) ? 0 : opposite(0)
}

/** When a host said the last thing in a negotiation. */
function lastHeard(course: Course, who: string): number {
  return Math.max(...spoken(course, who).map(m => lastTime(m)))
}

function firstHeard(course: Course, who: string): number {
  return Math.min(...spoken(course, who).map(m => firstSighting(m).time))
}

function spoken(course: Course, who: string) {
  const side = sideOf(course, who)
  return course.negotiation.messages.filter(m => m.side === side)
}

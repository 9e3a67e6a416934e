import { firstSighting, type Side } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { keepaliveFlows, refusesMapping } from '../../path/natMapping.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { isTranslated, ofMapping, ofTranslated } from './behindNat.ts'
import { movedWithLoss, refusedAtOldPort, refusesOldPort } from './natMappingChanged.ts'

/** A3: the NAT has forgotten a peer: its packets come from another port, or those to it meet a dead one. RFC 3948 §4. */
export const natMappingExpired: Rule = {
  id: 'nat-mapping-expired',
  scenario: 'A3',
  explains: ['port-unreachable', 'no-answer', 'dead-peer', 'esp-one-way', 'esp-blocked', 'esp-loss'],
  find,
}

const known = new WeakMap<Scene, IcmpError[]>()

/** Worked out once for all negotiations. */
function lostMappings(scene: Scene): IcmpError[] {
  const errors = known.get(scene) ?? scene.trace.icmpErrors.all.filter(e => isOfLostMapping(scene, e))
  known.set(scene, errors)
  return errors
}

function find(scene: Scene): Found[] {
  return ofTranslated(scene, (...side) => refusedAtOldPort(...side) ?? refused(...side) ?? untranslated(...side) ?? movedWithLoss(...side))
}

/** The NAT answers in place of the peer: it has no mapping any more. */
function refused(scene: Scene, course: Course, side: Side): Found | undefined {
  const errors = lostMappings(scene).filter(e => refusesMapping(e, course, side, scene.trace.packets))
  const [error] = errors
  if (!error?.quoted) return undefined
  const { to, destinationPort } = error.quoted
  return {
    ...ofMapping(course),
    severity: 'warning',
    title: `The NAT at ${to} has forgotten its peer`,
    says: `Packets from ${to} port ${destinationPort} came before; now ${error.from} answers packets to that port with ICMP "port unreachable". The NAT has lost the mapping, so nothing reaches the peer until the peer itself sends again.`,
    confidence: 'likely',
    because: [
      `ICMP quotes a packet to UDP port ${destinationPort} of ${to}, which is the outside of a NAT.`,
      ...silence(scene.trace, errors[0]!.time, to),
    ],
    evidence: packetsAsEvidence(errors.map(e => e.packet)),
    otherwise: ['The IKE service of the peer has stopped, and its host answers through the NAT.'],
  }
}

/** An error that this rule explains: the outside port of a NAT is dead, nobody says that IKE is not running. */
export function isOfLostMapping(scene: Scene, error: IcmpError): boolean {
  const { quoted } = error
  if (quoted?.sourcePort !== 4500) return false
  const course = courseBetween(scene, { source: quoted.from, destination: quoted.to })
  if (!course) return false
  return ([0, 1] as const).some(
    side =>
      isTranslated(scene, course, side) &&
      (refusesOldPort(scene, error, course, side) ||
        (refusesMapping(error, course, side, scene.trace.packets) && !isOfPeer(error, course, side))),
  )
}

/** The error has come as far as the peer's own messages: its host sends both. What a NAT says has a hop less behind it. */
function isOfPeer({ from, ttl }: IcmpError, { negotiation }: Course, side: Side): boolean {
  const last = negotiation.messages.findLast(m => m.side === side && firstSighting(m).source.address === from)
  return last !== undefined && firstSighting(last).ttl === ttl
}

/** A keepalive passes under the peer's own address: for a moment the NAT did not translate. */
function untranslated({ trace, nats }: Scene, course: Course, side: Side): Found | undefined {
  const own = nats.get(course.negotiation)?.sides[side].believed?.address
  const others = course.negotiation.endpoints[opposite(side)]
  const stray = keepaliveFlows(trace.packets).find(k => k.source === own && others.some(e => e.address === k.destination))
  if (!stray) return undefined
  return {
    ...ofMapping(course),
    severity: 'warning',
    title: `A packet of ${own} has passed the NAT untranslated`,
    says: `A NAT keepalive came from ${own}, the address that the peer has behind its NAT. The NAT had lost its rules or mappings at that moment.`,
    confidence: 'certain',
    because: [`The hash of the peer's address in the negotiation fits ${own}.`],
    evidence: packetsAsEvidence([trace.packets.flows.first(stray.index) + 1]),
    otherwise: [],
  }
}

/** How long nothing had come from an address, where its keepalives tell. */
function silence({ packets }: Scene['trace'], time: number, address: string): string[] {
  const last = keepaliveFlows(packets)
    .filter(k => k.source === address)
    .flatMap(k => Array.from(packets.rowsOfFlow(k.index), row => packets.time(row)))
    .filter(t => t < time)
    .reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return last === Number.NEGATIVE_INFINITY ? [] : [`The last keepalive from ${address} had come ${inWords(time - last)} earlier.`]
}

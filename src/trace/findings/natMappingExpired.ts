import type { Course } from '../course.ts'
import type { IcmpError } from '../icmpErrors.ts'
import { firstSighting, type Side } from '../model.ts'
import type { NatSide } from '../nat.ts'
import { keepaliveFlows, portChanges, refusesMapping } from '../natMapping.ts'
import { opposite } from '../sides.ts'
import { courseBetween } from './espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from './finding.ts'

/** A3: the NAT has forgotten a peer: its packets come from another port, or those to it meet a dead one. RFC 3948 §4. */
export const natMappingExpired: Rule = {
  id: 'nat-mapping-expired',
  scenario: 'A3',
  explains: ['port-unreachable', 'no-answer', 'dead-peer', 'esp-one-way', 'esp-blocked'],
  find,
}

const known = new WeakMap<Scene, IcmpError[]>()

/** Worked out once for all negotiations. */
function lostMappings(scene: Scene): IcmpError[] {
  const errors = known.get(scene) ?? scene.trace.icmpErrors.all.filter(e => isOfLostMapping(scene, e))
  known.set(scene, errors)
  return errors
}

/** A3, and all went on: the peer only came from another port. */
export const natMappingChanged: Rule = { id: 'nat-mapping-expired', scenario: 'A3', find: scene => of(scene, moved) }

function find(scene: Scene): Found[] {
  return of(scene, (...side) => refused(...side) ?? untranslated(...side))
}

function of(scene: Scene, tell: (scene: Scene, course: Course, side: Side) => Found | undefined): Found[] {
  return scene.courses.flatMap(course =>
    ([0, 1] as const).flatMap(side => {
      if (!isBehind(scene.nats.get(course.negotiation)?.sides[side])) return []
      const found = tell(scene, course, side)
      return found ? [found] : []
    }),
  )
}

/** The NAT answers in place of the peer: it has no mapping any more. */
function refused(scene: Scene, course: Course, side: Side): Found | undefined {
  const errors = lostMappings(scene).filter(e => refusesMapping(e, course, side, scene.trace.packets))
  const [error] = errors
  if (!error?.quoted) return undefined
  const { to, destinationPort } = error.quoted
  return {
    ...common(course),
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
  if (scene.nats.size === 0 || quoted?.sourcePort !== 4500) return false
  const course = courseBetween(scene, { source: quoted.from, destination: quoted.to })
  if (!course) return false
  return ([0, 1] as const).some(
    side =>
      isBehind(scene.nats.get(course.negotiation)?.sides[side]) &&
      refusesMapping(error, course, side, scene.trace.packets) &&
      !isOfPeer(error, course, side),
  )
}

/** The error has come as far as the peer's own messages: its host sends both. What a NAT says has a hop less behind it. */
function isOfPeer({ from, ttl }: IcmpError, { negotiation }: Course, side: Side): boolean {
  const last = negotiation.messages.findLast(m => m.side === side && firstSighting(m).source.address === from)
  return last !== undefined && firstSighting(last).ttl === ttl
}

function isBehind(side: NatSide | undefined): boolean {
  return side?.translated === 'before here' || side?.translated === 'both'
}

/** A keepalive passes under the peer's own address: for a moment the NAT did not translate. */
function untranslated({ trace, nats }: Scene, course: Course, side: Side): Found | undefined {
  const own = nats.get(course.negotiation)?.sides[side].believed?.address
  const others = course.negotiation.endpoints[opposite(side)]
  const stray = keepaliveFlows(trace.packets).find(k => k.source === own && others.some(e => e.address === k.destination))
  if (!stray) return undefined
  return {
    ...common(course),
    severity: 'warning',
    title: `A packet of ${own} has passed the NAT untranslated`,
    says: `A NAT keepalive came from ${own}, the address that the peer has behind its NAT. The NAT had lost its rules or mappings at that moment.`,
    confidence: 'certain',
    because: [`The hash of the peer's address in the negotiation fits ${own}.`],
    evidence: packetsAsEvidence([trace.packets.flows.first(stray.index) + 1]),
    otherwise: [],
  }
}

/** The same negotiation goes on from another port. */
function moved({ trace }: Scene, course: Course, side: Side): Found | undefined {
  const [change] = portChanges(course, side, trace.packets)
  if (!change) return undefined
  const [before, after] = change
  return {
    ...common(course),
    severity: 'note',
    title: `The NAT has given ${after.address} another port`,
    says: `Packets of the peer at ${after.address} came from port ${before.port} and, after ${inWords(after.time - before.time)} without one, from port ${after.port}. The NAT had forgotten the mapping; until then packets to the old port were lost.`,
    confidence: 'likely',
    because: ['The SPIs stay the same, the port changes.'],
    evidence: packetsAsEvidence([before.packet, after.packet]),
    otherwise: ['The NAT was restarted.', 'The peer itself has opened another socket.'],
  }
}

function common(course: Course) {
  return {
    place: 'unknown' as const,
    negotiation: idOf(course),
    tryNext: [
      'Let the peer behind the NAT send keepalives more often than the NAT forgets (20 s is usual), or raise the UDP timeout of the NAT.',
    ],
  }
}

/** How long nothing had come from an address, where its keepalives tell. */
function silence({ packets }: Scene['trace'], time: number, address: string): string[] {
  const last = keepaliveFlows(packets)
    .filter(k => k.source === address)
    .map(k => packets.time(packets.flows.last(k.index)))
    .filter(t => t < time)
    .at(-1)
  return last === undefined ? [] : [`The last keepalive from ${address} had come ${inWords(time - last)} earlier.`]
}

import type { Endpoint, Seconds, Side } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { NatSide } from '../../path/nat.ts'
import { keepaliveFlows } from '../../path/natMapping.ts'
import { rowsOf } from '../espPairs.ts'
import { type Found, idOf, type Scene } from '../finding.ts'
import { lastHeard } from '../quiet.ts'

// What findings about the mapping of a NAT have in common.

/** What a rule tells of each side of a negotiation whose packets a NAT translates before they come by here. */
export function ofTranslated(scene: Scene, tell: (scene: Scene, course: Course, side: Side) => Found | undefined): Found[] {
  return scene.courses.flatMap(course =>
    ([0, 1] as const).flatMap(side => {
      if (!isTranslated(scene, course, side)) return []
      const found = tell(scene, course, side)
      return found ? [found] : []
    }),
  )
}

/** It is behind a NAT, as its hashes say; where they were cut away, as the port says from which it speaks to port 4500. */
export function isTranslated({ nats }: Scene, { negotiation }: Course, side: Side): boolean {
  const nat = nats.get(negotiation)?.sides[side]
  if (nat && nat.translated !== 'unknown') return isBehind(nat)
  return negotiation.endpoints[side].some(e => e.sent && !OF_IKE.has(e.port))
}

/** Ports from which whoever is not translated speaks. RFC 7296 §2.23. */
const OF_IKE: ReadonlySet<number> = new Set([0, 500, 4500])

function isBehind(side: NatSide | undefined): boolean {
  return side?.translated === 'before here' || side?.translated === 'both'
}

/** Packets of IKE and ESP that went to a side between two moments, in file order. */
export function sentTo({ flows, trace: { packets } }: Scene, { negotiation }: Course, side: Side, from: Seconds, until: Seconds): number[] {
  const [own, other] = [addressesOf(negotiation, side), addressesOf(negotiation, opposite(side))]
  const within = (time: Seconds) => time > from && time < until
  const messages = negotiation.messages
    .filter(m => m.side !== side)
    .flatMap(m => m.transmissions.map(t => t.sightings[0]!))
    .filter(s => within(s.time))
    .map(s => s.packets[0]!)
  const protectedOnes = flows
    .filter(f => other.includes(f.source) && own.includes(f.destination) && f.lastTime > from && f.firstTime < until)
    .flatMap(f => Array.from(rowsOf(packets, f)).filter(row => within(packets.time(row))))
  return [...messages, ...protectedOnes.map(row => row + 1)].sort((a, b) => a - b)
}

/** Packets of IKE and of ESP in UDP that went to a side at one port, in file order. */
export function sentToPort({ trace }: Scene, { negotiation }: Course, side: Side, { address, port }: Endpoint): number[] {
  const messages = negotiation.messages
    .filter(m => m.side !== side)
    .flatMap(m => m.transmissions.map(t => t.sightings[0]!))
    .filter(({ destination }) => destination.address === address && destination.port === port)
    .map(s => s.packets[0]!)
  const runs = addressesOf(negotiation, opposite(side)).flatMap(from => trace.encapsulatedPorts.runs(trace.packets, from, address))
  const rows = runs
    .filter(run => run.toPort === port)
    .flatMap(({ flow, first, last }) => Array.from(trace.packets.rowsOfFlow(flow)).filter(row => row >= first && row <= last))
  return [...messages, ...rows.map(row => row + 1)].sort((a, b) => a - b)
}

/** When the last packet of a side came before a moment, a NAT keepalive or any other. */
export function lastSignOf(scene: Scene, course: Course, side: Side, before: Seconds): Seconds | undefined {
  const { packets } = scene.trace
  const own = addressesOf(course.negotiation, side)
  const kept = keepaliveFlows(packets)
    .filter(k => own.includes(k.source))
    .flatMap(k => Array.from(packets.rowsOfFlow(k.index), row => packets.time(row)))
    .filter(time => time < before)
  const heard = lastHeard(scene, course, side, before)
  const last = kept.reduce((a, b) => Math.max(a, b), heard ?? Number.NEGATIVE_INFINITY)
  return last === Number.NEGATIVE_INFINITY ? undefined : last
}

/** What all of them say alike. */
export function ofMapping(course: Course) {
  return {
    place: 'unknown' as const,
    negotiation: idOf(course),
    tryNext: [
      'Let the peer behind the NAT send keepalives more often than the NAT forgets (20 s is usual), or raise the UDP timeout of the NAT.',
    ],
  }
}

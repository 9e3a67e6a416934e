import type { Side } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import { addressOf } from '../addresses.ts'
import { rowsOf } from '../espPairs.ts'
import { type Found, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { outageOf } from '../protected/outage.ts'
import { nameOf } from '../protected/protectedTraffic.ts'
import { lastSignOf, ofMapping } from './behindNat.ts'

// From inside of a NAT that has forgotten its host nothing is seen of what it drops. The numbers of the peer's packets tell: one
// run of them is missing, it lies within a time in which the host sent nothing, no keepalive either, and what the peer sends comes
// again as soon as the host has sent something, which makes the NAT a new mapping.

/** A3: seen inside of the NAT, what the peer sent while the host behind it was silent never came. */
export const natMappingInside: Rule = {
  id: 'nat-mapping-expired',
  scenario: 'A3',
  explains: ['esp-loss'],
  find: scene =>
    scene.courses.flatMap(course =>
      ([0, 1] as const).flatMap(side => (isInside(scene, course, side) ? forgotten(scene, course, side) : [])),
    ),
}

/** Seconds without a packet from inside: the hastiest NATs forget after 15, few sooner. RFC 4787 REQ-5 says 120. */
const HASTY = 15
/** Seconds within which a packet is still under way, and within which one is answered. */
const UNDER_WAY = 0.5
const ANSWER = 2

const FOR_A_TIME = 'has most likely forgotten it for a time'

/** It was told so from inside. */
export function isToldFromInside({ title }: Pick<Found, 'title'>): boolean {
  return title.endsWith(FOR_A_TIME)
}

/** A NAT translates it farther on. */
function isInside({ nats }: Scene, { verdict, negotiation }: Course, side: Side): boolean {
  return verdict.outcome === 'established' && nats.get(negotiation)?.sides[side].translated === 'beyond here'
}

function forgotten(scene: Scene, course: Course, side: Side): Found[] {
  const { packets } = scene.trace
  const [own, other] = [addressesOf(course.negotiation, side), addressesOf(course.negotiation, opposite(side))]
  const inward = scene.flows.filter(f => f.udpEncapsulated && other.includes(f.source) && own.includes(f.destination))
  return inward.flatMap(flow => {
    const outage = outageOf(scene, [flow])
    if (!outage) return []
    const { first, last, from, until } = outage
    const outward = scene.flows.filter(f => own.includes(f.source) && other.includes(f.destination))
    const between = outward
      .flatMap(f => Array.from(rowsOf(packets, f)))
      .filter(row => packets.time(row) > from && packets.time(row) < until)
    const again = between.sort((a, b) => packets.place(a) - packets.place(b))[0]
    const heard = lastSignOf(scene, course, side, again === undefined ? until : packets.time(again))
    if (again === undefined || heard === undefined || heard > from + UNDER_WAY) return []
    const idle = packets.time(again) - heard
    if (idle < HASTY || until - packets.time(again) > ANSWER) return []
    const host = addressOf(course, side)
    return [
      {
        ...ofMapping(course),
        severity: 'warning',
        title: `The NAT in front of ${host} ${FOR_A_TIME}`,
        says: `${host} sent nothing for ${inWords(idle)}, no keepalive either. ${last - first + 1} packets of ${flow.source} on ${nameOf(flow)}, numbers ${first} to ${last}, that left in this time never came; as soon as ${host} sent again, its peer's packets came again. A NAT forgets a host that is silent, and what is sent to it then goes nowhere.`,
        confidence: 'likely',
        because: [
          `${host} is translated between here and ${flow.source}.`,
          'All that is missing of this SPI is one run, and it lies within that silence.',
        ],
        evidence: packetsAsEvidence([rowBefore(flow, from), again, rowBefore(flow, until)].map(row => row + 1)),
        otherwise: ['The path was broken on the way here for just this time.', 'The capturing machine itself dropped packets.'],
      },
    ]
  })

  function rowBefore(flow: Scene['flows'][number], time: number): number {
    return rowsOf(packets, flow).findLast(row => packets.time(row) <= time)!
  }
}

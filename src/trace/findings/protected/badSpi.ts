import { firstSighting } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { IpsecLife } from '../../protected/lifetime.ts'
import { captureAt } from '../captureAt.ts'
import { courseBetween, flowPairs, rowsOf } from '../espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { notThis, stillHeld, usedAfterDelete } from './deleteLost.ts'
import { CAUSES_OF_HALF_MADE } from './halfMade.ts'
import { nameOf, takenAt } from './protectedTraffic.ts'

// A receiver drops what comes on an SPI for which it has no SA (Windows event 4268, from Vista on 4965). Three forms of it can be seen:
//
//   before QM3   the initiator uses the new SA at once, the responder only from the third quick mode message on (RFC 2409
//                §5.5). A few packets early are harmless; where the message never comes, none gets through
//   after        on an SA that the receiver has deleted
//   never        on an SPI that nothing in the capture has negotiated, although the negotiations are all there

/** T1: protected packets on an SPI for which their receiver has no SA. RFC 4303 §3.4.2. */
export const badSpi: Rule = { id: 'bad-spi', scenario: 'T1', restsBesides: 'silence', find }

const PACKETS = 3
/** Seconds between first packet and third message that a quick initiator explains. */
const RACE = 1

function find(scene: Scene): Found[] {
  return [...scene.lives.ipsec.flatMap(life => [...beforeThird(scene, life), ...afterDelete(scene, life)]), ...neverNegotiated(scene)]
}

/** The end of the title, by which a finding on two traces knows it. */
export const EARLY = 'can know it is agreed'

function beforeThird(scene: Scene, { sa }: IpsecLife): Found[] {
  const { child } = sa
  if (child?.exchange.exchangeType !== QUICK) return []
  const { starter, messages } = child.exchange
  const flow = sa.flows[opposite(starter)][0]
  const third = messages.find(m => m.position === 3)?.message
  if (!flow) return []
  const { packets } = scene.trace
  const until = third ? firstSighting(third) : undefined
  const early = Array.from(rowsOf(packets, flow), row => row + 1).filter(
    packet => !until || packets.rank(packet) < packets.rank(until.packets[0]!),
  )
  if (early.length === 0 || (!third && (early.length < PACKETS || child.exchange.outcome === 'complete'))) return []
  const answered = sa.flows[starter].length > 0
  const isFault = !third && !answered
  const isRace = until !== undefined && until.time - packets.time(early[0]! - 1) < RACE
  const name = nameOf(flow)
  return [
    {
      ...(isFault ? { under: CAUSES_OF_HALF_MADE } : {}),
      severity: isFault ? 'warning' : 'note',
      title: `${flow.source} uses ${name} before ${flow.destination} ${EARLY}`,
      says: until
        ? `${early.length} packets of ${name} come before the quick mode's third message, ${Math.round((until.time - packets.time(early[0]! - 1)) * 1000)} ms at most. The responder has no SA for them yet and drops them; Windows logs event 4268, from Vista on 4965.${isRace ? ' This short race is harmless.' : ''}`
        : `${early.length} packets of ${name} come although the quick mode's third message is not in this capture. A responder that makes its SA only when that message comes has none for this SPI and drops them all.`,
      confidence: until ? 'likely' : 'possible',
      place: 'unknown',
      negotiation: idOf(child.course),
      because: [
        until
          ? 'The responder installs the SA when the third message comes.'
          : 'Many responders make the SA when the third message comes; some have it from their own answer on.',
        ...(isFault ? [`${flow.destination} sends nothing protected itself.`] : []),
      ],
      evidence: packetsAsEvidence([...(until ? [until.packets[0]!] : []), ...early]),
      otherwise: until
        ? ['The capture shows the packets out of order.']
        : [
            `${flow.destination} has the SA from its answer on, as libreswan does, and takes the packets or drops them for another reason.`,
            'The third message passed by this capture.',
            `The SA of ${name} is another one.`,
          ],
      tryNext: until
        ? []
        : [
            captureAt(flow.source, `: it shows whether the third message leaves.`),
            `Look at the count of packets without an SA at ${flow.destination}.`,
          ],
    },
  ]
}

const QUICK = 32

function afterDelete(scene: Scene, life: IpsecLife): Found[] {
  const late = usedAfterDelete(scene, life)
  if (!late || late.rows.length < PACKETS) return []
  const { flow, rows, ended, inferred } = late
  const course = courseBetween(scene, flow)
  const copies = ended.message.transmissions
  const last = copies.at(-1)!.sightings[0]!.packets[0]!
  return [
    {
      severity: 'note',
      title: `${flow.destination} drops what comes on ${nameOf(flow)}`,
      says: `${rows.length} packets of ${nameOf(flow)} reach for an SA that ${flow.destination} has deleted, it seems: they come after ${copies.length > 1 ? 'the last copy of its delete' : 'its delete'}, packet ${last}.`,
      confidence: inferred && ended.confidence === 'certain' ? 'likely' : ended.confidence,
      place: 'unknown',
      negotiation: course ? idOf(course) : null,
      because: ['An SPI belongs to the receiver; after the delete it means nothing there.'],
      evidence: packetsAsEvidence([...new Set([ended.packet, last]), ...rows.map(row => row + 1)]),
      otherwise: ended.confidence === 'certain' && !inferred ? [notThis(ended)] : [notThis(ended), stillHeld(flow)],
      tryNext: [],
    },
  ]
}

/** All negotiations of the two hosts are here from their first message on, and none of them made this SPI. */
function neverNegotiated(scene: Scene): Found[] {
  const unknown = new Set(scene.ipsecSas.filter(sa => !sa.child).flatMap(sa => sa.flows.flat()))
  if (unknown.size === 0) return []
  const alone = flowPairs(scene).filter(
    ({ flow, course, back }) => unknown.has(flow) && course && flow.packets >= PACKETS && !back.some(b => b.lastTime >= flow.firstTime),
  )
  if (alone.length === 0) return []
  const byHost = coursesByHost(scene)
  const { packets } = scene.trace
  return alone.flatMap(pair => {
    const { flow, course } = pair
    const before = byHost.get(flow.source) ?? []
    const begun = firstSighting(before[0]!.negotiation.messages[0]!).packets[0]!
    if (before.some(c => c.negotiation.joined) || packets.rank(flow.firstPacket) < packets.rank(begun)) return []
    return [
      {
        severity: 'note' as const,
        title: `No negotiation in this capture has made ${nameOf(flow)}`,
        says: `${flow.packets} packets of ${nameOf(flow)} go from ${flow.source} to ${flow.destination} and none comes back. The negotiations of the two are here from their first message on, and none of them leads to this SPI: ${flow.destination} may have no SA for it.`,
        confidence: 'possible' as const,
        place: 'unknown' as const,
        negotiation: idOf(course!),
        because: [
          'Each SA that the negotiations made has its SPIs already, or was not to carry packets yet.',
          `The capture was taken at the ${takenAt(pair) === 'unknown' ? 'path' : takenAt(pair)}.`,
        ],
        evidence: packetsAsEvidence([flow.firstPacket, flow.lastPacket]),
        otherwise: ['The SA is older than the capture.', 'Its negotiation took another way, or its keys were set by hand.'],
        tryNext: [`Look at ${flow.destination} whether it has an SA with this SPI.`],
      },
    ]
  })
}

/** The negotiations of each host, by all its addresses. */
function coursesByHost({ courses }: Scene): Map<string, Course[]> {
  const byHost = new Map<string, Course[]>()
  for (const course of courses) {
    for (const host of new Set(course.negotiation.endpoints.flatMap(seen => seen.map(e => e.address)))) {
      const known = byHost.get(host)
      if (known) known.push(course)
      else byHost.set(host, [course])
    }
  }
  return byHost
}

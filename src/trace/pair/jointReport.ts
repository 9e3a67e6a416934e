import { waitsInVain } from '../findings/waiting.ts'
import type { Message } from '../model.ts'
import { addressesOf } from '../negotiation/child.ts'
import { described, sightingReport } from '../negotiation/negotiationReport.ts'
import { repeatsEarlier } from '../negotiation/probes.ts'
import type * as Report from '../report.ts'
import type { Joint, Joints } from './joint.ts'
import type { Lineup } from './lineUp.ts'
import { type Sending, sendingOf } from './sending.ts'

/** A negotiation as both traces tell it: each sending with its fate and what either end saw of it. */
export function jointReport(
  lineup: Lineup,
  joints: Joints,
  joint: Joint,
  more: Pick<Report.Negotiation, 'rekeys' | 'answeredInstead' | 'nat'>,
): Report.Negotiation {
  const unanswered = waitsInVain(joint.course)?.message
  return described(joint.course, {
    id: joint.id,
    ...more,
    seenFrom: [0, 1].map(trace => seenFrom(lineup, joint, trace as 0 | 1)),
    transmissions: (_, { message }) =>
      message.transmissions.map((transmission, i) => {
        const sending = sendingOf(lineup, joints.origin, transmission)
        return {
          retransmission: repeatsEarlier(message, i),
          fate: sending.fate,
          sightings: transmission.sightings.map(joints.origin).map(({ trace, sighting }) => sightingReport(sighting, trace)),
          ...wayReport(sending, message === unanswered),
        }
      }),
  })
}

function wayReport({ sender, fate, delay, lost, marks }: Sending, unanswered: boolean): Pick<Report.Transmission, 'way'> {
  if (sender === undefined) return {}
  return {
    way: {
      direction: sender === 0 ? 'a-to-b' : 'b-to-a',
      ...(delay === undefined ? {} : { delay }),
      ...(lost.length ? { lostPackets: lost } : {}),
      marks: unanswered && (fate === 'delivered' || fate === 'modified') ? [...marks, 'not answered'] : marks,
    },
  }
}

/** At which peer's end a trace was taken. */
function seenFrom({ ends }: Lineup, { parts, course }: Joint, trace: 0 | 1): 'initiator' | 'responder' | null {
  const part = parts[trace] ?? parts[trace === 0 ? 1 : 0]
  if (!part) return null
  const known = parts[trace] ? ends.near[trace] : ends.far[trace === 0 ? 1 : 0]
  const initiator = sideInPart(course.negotiation.messages, part, course.initiator)
  if (addressesOf(part, initiator).some(address => known.has(address))) return 'initiator'
  return addressesOf(part, initiator === 0 ? 1 : 0).some(address => known.has(address)) ? 'responder' : null
}

/** The side of one trace's negotiation that is a side of the joint one. */
function sideInPart(messages: readonly Message[], part: Joint['parts'][0] & {}, side: 0 | 1): 0 | 1 {
  const addresses = new Set(
    messages.filter(m => m.side === side).flatMap(m => m.transmissions.flatMap(t => t.sightings.map(s => s.source.address))),
  )
  return part.endpoints[1].some(e => e.sent && addresses.has(e.address)) ? 1 : 0
}

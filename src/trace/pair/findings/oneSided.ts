import type { Found } from '../../findings/finding.ts'
import { counted } from '../../findings/paths/counted.ts'
import type { Message } from '../../model.ts'
import type { Joint } from '../joint.ts'
import { jointOf, type PairForm, type PairScene, sendingsOf } from '../scene.ts'
import { perNegotiation, placed } from './inVain.ts'
import { joined } from './joined.ts'

/** N12: that a host takes no part is said where neither capture has a message of it. Where the other one has, this one only
 *  did not see them, and that is what is said. */
export const oneSided: PairForm = (pair, alone) =>
  perNegotiation(pair, alone).map(group => {
    const found = placed(pair, group)
    const joint = jointOf(pair, found)
    const trace = group[0]!.evidence[0]?.trace ?? 0
    const unseen = joint ? pair.joints.all.filter(one => hostsOf(one) === hostsOf(joint)).flatMap(one => unseenAt(pair, one, trace)) : []
    // What was found out of both stands behind what each said.
    return unseen.length > 0 ? ofOneCapture(pair, found, trace, unseen) : ofBoth(found, found.says.slice(joined(group).says.length))
  })

/** Sendings of a side of which a capture has no message although the other one does. */
function unseenAt({ joints }: PairScene, { course }: Joint, trace: 0 | 1): Message[] {
  const isHere = (message: Message) => message.transmissions.some(one => one.sightings.some(s => joints.origin(s).trace === trace))
  const { messages } = course.negotiation
  const seen = new Set(messages.filter(isHere).map(one => one.side))
  return messages.filter(one => !seen.has(one.side))
}

function hostsOf({ course }: Joint): string {
  return course.negotiation.endpoints
    .map(known => known[0]?.address)
    .sort()
    .join()
}

function ofOneCapture(pair: PairScene, found: Found, trace: 0 | 1, unseen: readonly Message[]): Found {
  const [here, there] = trace === 0 ? 'AB' : 'BA'
  const sender = unseen[0]!.transmissions[0]!.sightings[0]!.source.address
  const sendings = unseen.flatMap(one => sendingsOf(pair, one))
  const lost = sendings.filter(one => one.fate === 'lost').length
  const became =
    lost === 0
      ? ''
      : lost === sendings.length
        ? ' Lost on the way, all of them.'
        : ` ${lost} of them ${lost === 1 ? 'was' : 'were'} lost on the way.`
  return {
    ...found,
    title: `${here}'s capture holds no IKE message of ${sender}`,
    says: `${found.lead}; not one of ${sender} is in ${here}'s capture, although ${there}'s has ${counted(sendings.length, 'message')[0]} that it sent.${became}`,
    because: [`Every message of every attempt in ${here}'s capture has the same sender.`],
  }
}

/** @param more what both captures show besides */
function ofBoth(found: Found, more: string): Found {
  const silent = found.about?.address
  return {
    ...found,
    says: `${found.lead}; not one of ${silent} is in either capture.${more}`,
    because: ['Every message of every attempt has the same sender in both captures.'],
  }
}

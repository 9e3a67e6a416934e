import { firstSighting } from '../../model.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { holes } from './holes.ts'
import { unseenMessages } from './unseenMessages.ts'

/** K3: the capture lost packets that were on the wire. */
export const captureDropped: Rule = {
  id: 'capture-dropped',
  scenario: 'K3',
  find: scene => [...counted(scene), ...answeredButUnseen(scene), ...holes(scene)],
}

/** The file's own counters: pcapng's interface statistics and packet flags. */
function counted({ about: { dropped }, trace }: Scene): Found[] {
  if (!dropped || trace.packets.length === 0) return []
  return [
    {
      severity: 'note',
      title: `The capture itself dropped ${dropped === 1 ? 'one packet' : `${dropped} packets`}`,
      says: `The file says that the capturing machine could not keep up and dropped ${dropped === 1 ? 'one packet' : `${dropped} packets`}. What is missing here may have been on the wire.`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: null,
      because: ["The file's own statistics count them."],
      evidence: packetsAsEvidence([1]),
      otherwise: [],
      tryNext: ['Capture with a larger buffer (tcpdump -B), or only the hosts in question.'],
      inBrief: `the capture itself dropped ${dropped === 1 ? 'one packet' : `${dropped} packets`}`,
    },
  ]
}

/** A message whose answer was seen and which itself was not: it passed, and only the capture does not have it. */
function answeredButUnseen({ courses, trace }: Scene): Found[] {
  return courses.flatMap(course => {
    const [unseen] = unseenMessages(course)
    if (!unseen) return []
    const { before, after, type } = unseen
    const packets = [before, after].map(m => firstSighting(m.message).packets[0]!)
    return [
      {
        severity: 'note' as const,
        title: `A message between ${before.name} and ${after.name} is not in this capture`,
        says: `${after.name} could only be sent after the message between it and ${before.name} had arrived, so the ${type} went on; this capture of ${trace.packets.length} packets does not have that message.`,
        confidence: 'likely' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: ['The exchange goes on behind it.'],
        evidence: packetsAsEvidence(packets),
        otherwise: ['It took another way than past this capture.'],
        tryNext: [],
        inBrief: `a message between ${before.name} and ${after.name} is not in this capture`,
      },
    ]
  })
}

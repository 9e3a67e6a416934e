import type { Side } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { portChanges } from '../../path/natMapping.ts'
import { type Found, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { lastSignOf, ofMapping, ofTranslated, sentTo } from './behindNat.ts'

/** A3, and all went on: the peer only came from another port, and nothing had been sent to the old one meanwhile. */
export const natMappingChanged: Rule = {
  id: 'nat-mapping-expired',
  scenario: 'A3',
  find: scene => ofTranslated(scene, (...side) => (movedWithLoss(...side) ? undefined : moved(...side))),
}

/** Packets to the old port, later than the last one from there, from which on they are more than one under way. */
const IN_VAIN = 2
/** Seconds behind a peer's last packet within which what is sent to it still answers that. */
const ANSWERS = 0.5

/** The same, and what was sent to the old port until then stayed without an answer. */
export function movedWithLoss(scene: Scene, course: Course, side: Side): Found | undefined {
  const change = changeOf(scene, course, side)
  if (!change) return undefined
  const [before, after] = change
  const heard = lastSignOf(scene, course, side, after.time) ?? before.time
  const lost = sentTo(scene, course, side, heard + ANSWERS, after.time)
  if (lost.length < IN_VAIN) return undefined
  const one = moved(scene, course, side)!
  return {
    ...one,
    severity: 'warning',
    title: `The NAT had forgotten ${after.address}: what went to its old port was lost`,
    says: `Packets of the peer at ${after.address} came from port ${before.port} and later from port ${after.port}: the NAT had forgotten the mapping. ${lost.length} packets that went to the old port meanwhile got no answer; they were lost at the NAT.`,
    evidence: packetsAsEvidence([before.packet, ...lost.slice(0, 9), after.packet]),
  }
}

function changeOf({ trace }: Scene, course: Course, side: Side) {
  return portChanges(course, side, trace.packets)[0]
}

/** The same negotiation goes on from another port. */
function moved(scene: Scene, course: Course, side: Side): Found | undefined {
  const change = changeOf(scene, course, side)
  if (!change) return undefined
  const [before, after] = change
  return {
    ...ofMapping(course),
    severity: 'note',
    title: `The NAT has given ${after.address} another port`,
    says: `Packets of the peer at ${after.address} came from port ${before.port} and, after ${inWords(after.time - before.time)} without one, from port ${after.port}: the NAT had forgotten the mapping. What goes to the old port is lost from then on.`,
    confidence: 'likely',
    because: ['The SPIs stay the same, the port changes.'],
    evidence: packetsAsEvidence([before.packet, after.packet]),
    otherwise: ['The NAT was restarted.', 'The peer itself has opened another socket.'],
    inBrief: `the NAT has given ${after.address} another port`,
  }
}

import type { Seconds, Side } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { addressOf } from '../addresses.ts'
import { type Found, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { lastSignOf, ofMapping, ofTranslated, sentTo } from './behindNat.ts'

// Most NATs do not refuse what comes to a port that they have forgotten, they drop it. From outside that is a peer that has
// fallen silent, and one capture cannot tell the two apart. What speaks for the NAT: the peer is behind one, and nothing had
// come from it, no keepalive either, for longer than the hastiest NATs remember before the first packet that it did not answer.

/** A3: what goes to a peer behind a NAT gets no answer, after that peer was silent for long enough to be forgotten. */
export const natMappingSilent: Rule = {
  id: 'nat-mapping-expired',
  scenario: 'A3',
  find: scene => ofTranslated(scene, forgotten),
}

/** Packets in vain, and seconds over which they were sent. */
const IN_VAIN = 4
const FOR: Seconds = 1.5
/** Seconds without a packet from inside: the hastiest NATs forget after 15, and none may before 120. RFC 4787 REQ-5. */
const HASTY = 15
const ALL = 120

function forgotten(scene: Scene, course: Course, side: Side): Found | undefined {
  if (course.verdict.outcome !== 'established') return undefined
  const heard = lastSignOf(scene, course, side, Number.POSITIVE_INFINITY)
  if (heard === undefined) return undefined
  const vain = sentTo(scene, course, side, heard + 0.5, Number.POSITIVE_INFINITY)
  const { packets } = scene.trace
  const [first, last] = [vain[0], vain.at(-1)]
  if (first === undefined || last === undefined || vain.length < IN_VAIN) return undefined
  const idle = packets.time(first - 1) - heard
  if (idle < HASTY || packets.time(last - 1) - packets.time(first - 1) < FOR) return undefined
  const to = addressOf(course, side)
  return {
    ...ofMapping(course),
    severity: 'note',
    title: `The NAT in front of ${to} may have forgotten it`,
    says: `Nothing came from ${to} for ${inWords(idle)}, no keepalive either; then ${vain.length} packets went to it and not one was answered. The peer is behind a NAT, and a NAT forgets a peer that is silent: what is sent to it then goes nowhere, without a word.`,
    confidence: idle >= ALL ? 'likely' : 'possible',
    because: [`A NAT may forget after ${ALL} s without a packet from inside; some do after ${HASTY} s.`],
    evidence: packetsAsEvidence(vain),
    otherwise: [`The peer behind ${to} has stopped or lost its SA.`, 'The path between the two is broken.'],
  }
}

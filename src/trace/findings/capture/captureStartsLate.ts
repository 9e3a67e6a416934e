import { rekeyedFrom } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { reflectionOf } from '../../negotiation/reflected.ts'
import type { Flow } from '../../protected/flow.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { isMulticast } from '../../protected/shields.ts'
import { initiatorAndResponder } from '../addresses.ts'
import { evidence, type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { reflections } from './reflections.ts'

/** K5: what this capture shows began before it. */
export const captureStartsLate: Rule = {
  id: 'capture-starts-late',
  scenario: 'K5',
  find: scene => [...reflections(scene.courses), ...late(scene)],
}

function late(scene: Scene): Found[] {
  const { joined, flow } = startedBefore(scene)
  if (joined.length === 0 && !flow) return []
  const first = joined[0]
  const lead = `${first ? `${joined.length === 1 ? 'One negotiation is' : `${joined.length} negotiations are`} seen without the first message. ` : ''}${flow ? `${flow.kind.toUpperCase()} ${hexSpi(flow.spi)} starts at sequence number ${flow.firstSequence}. ` : ''}`
  const left = flow && flow.wraps === 0 ? LAST - flow.lastSequence : LAST
  return [
    {
      severity: 'note',
      title: 'What this capture shows began before it',
      lead,
      says: `${lead}Who began, what was offered and what went before cannot be told.${left < FEW ? usedUp(left) : ''}`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: joined.length === 1 ? idOf(first!) : null,
      because: [
        first ? 'A negotiation begins with an offer of the initiator; none is here.' : 'A sender counts its protected packets from 1.',
      ],
      evidence: first ? evidence([first.negotiation.messages[0]!]) : packetsAsEvidence([flow!.firstPacket]),
      otherwise: first
        ? ['The first message was lost before it came by here.']
        : [
            'The first packets were lost before they came by here.',
            ...(flow!.firstSequence >= JUMP
              ? ['The sender is one of a cluster that took over from another, and counts on from a safe distance (RFC 6311 §5).']
              : []),
          ],
      tryNext: ['Start the capture, then start the negotiation anew.'],
      inBrief: 'what this capture shows began before it',
    },
  ]
}

/** RFC 4303 §2.2, RFC 4302 §2.5. */
function usedUp(left: number): string {
  const numbers = left === 0 ? 'No sequence number is' : left === 1 ? 'One sequence number is' : `${left} sequence numbers are`
  return ` ${numbers} left to it: unless the SA has extended ones, it sends nothing more when they are used up, and a new SA has to be there before.`
}

const LAST = 2 ** 32 - 1
/** So few are used up soon. */
const FEW = 65_536

/** Its first message went in a direction that was not captured. */
function isHalf(course: Course, { unseen }: Scene): boolean {
  return unseen.has(initiatorAndResponder(course).join(' '))
}

/** What a capture shows the beginning of not: negotiations, and a flow of ESP or AH of an SA of which it has no negotiation, though there
 *  must have been one. */
export function startedBefore(scene: Scene): { readonly joined: readonly Course[]; readonly flow: Flow | undefined } {
  const joined = scene.courses.filter(
    c =>
      c.negotiation.joined && c.verdict.reason !== 'no negotiation' && !rekeyedFrom(c.negotiation) && !reflectionOf(c) && !isHalf(c, scene),
  )
  const negotiated = new Set(scene.ipsecSas.flatMap(sa => (sa.child ? sa.flows.flat() : [])))
  return { joined, flow: scene.flows.find(f => f.firstSequence > LOW && !negotiated.has(f) && !isMulticast(f.destination)) }
}

/** Some firewalls (Huawei's) count from 2, and first packets get lost. */
const LOW = 2

/** A number that a cluster may have jumped to; fewer packets are soon sent. */
const JUMP = 65_536

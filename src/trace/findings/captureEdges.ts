import { rekeyedFrom } from '../child.ts'
import type { Course } from '../course.ts'
import { firstSighting, gapsOf, lastTime } from '../model.ts'
import { spiText } from './espPairs.ts'
import { evidence, type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from './finding.ts'
import { waitsInVain } from './waiting.ts'

/** K5: what this capture shows began before it. */
export const captureStartsLate: Rule = { id: 'capture-starts-late', scenario: 'K5', find: late }

function late(scene: Scene): Found[] {
  const joined = scene.courses.filter(c => c.negotiation.joined && !rekeyedFrom(c.negotiation))
  const negotiated = new Set(scene.ipsecSas.flatMap(sa => (sa.child ? sa.flows.flat() : [])))
  const flow = scene.flows.find(f => f.firstSequence > 1 && !negotiated.has(f))
  if (joined.length === 0 && !flow) return []
  const first = joined[0]
  return [
    {
      severity: 'note',
      title: 'What this capture shows began before it',
      says: `${first ? `${joined.length === 1 ? 'One negotiation is' : `${joined.length} negotiations are`} seen without the first message. ` : ''}${flow ? `${flow.kind.toUpperCase()} ${spiText(flow.spi)} starts at sequence number ${flow.firstSequence}. ` : ''}Who began, what was offered and what went before cannot be told.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: joined.length === 1 ? idOf(first!) : null,
      because: [
        first
          ? 'A negotiation begins with a message without a responder SPI; none is here.'
          : 'A sender counts its protected packets from 1.',
      ],
      evidence: first ? evidence([first.negotiation.messages[0]!]) : packetsAsEvidence([flow!.firstPacket]),
      otherwise: first ? ['The first message was lost before it came by here.'] : ['The first packets were lost before they came by here.'],
      tryNext: ['Start the capture, then start the negotiation anew.'],
    },
  ]
}

/** K5: something was still going on when the capture ended. */
export const captureEndsEarly: Rule = {
  id: 'capture-ends-early',
  scenario: 'K5',
  find: scene => scene.courses.flatMap(c => early(c, scene)),
}

/** Seconds within which a first answer is still due. */
const PATIENCE = 1

function early(course: Course, { end }: Scene): Found[] {
  if (course.verdict.outcome !== 'incomplete' && course.verdict.outcome !== 'unanswered') return []
  if (isRedirected(course)) return []
  const waits = waitsInVain(course)
  const last = waits?.message ?? course.negotiation.messages.at(-1)
  if (!last) return []
  const between = gapsOf(last)
  const due = between.length ? between.at(-1)! * NEXT_GAP : PATIENCE
  const silence = end - lastTime(last)
  if (silence > due || silence < 0) return []
  return [
    {
      severity: 'note',
      title: 'The capture ends while the negotiation goes on',
      says: `The last message of the negotiation stands ${inWords(silence)} before the end of the capture; ${waits ? 'the next copy or the answer' : 'the next message'} was not due yet. How it ended cannot be told.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: idOf(course),
      because: [between.length ? `The last copies came ${inWords(between.at(-1)!)} apart.` : 'An answer takes a moment.'],
      evidence: packetsAsEvidence([firstSighting(last).packets[0]!]),
      otherwise: [],
      tryNext: ['Let the capture run until both peers have given up.'],
    },
  ]
}

/** The gateway sent the initiator to another one, and nothing more is to come here. RFC 5685 §3. */
function isRedirected({ negotiation }: Course): boolean {
  return negotiation.messages.some(m => m.ike.payloads.some(p => p.kind === 'notify' && p.notifyType === REDIRECT && !m.ike.encrypted))
}

const REDIRECT = 16407

/** Gaps mostly double from copy to copy. */
const NEXT_GAP = 1.8

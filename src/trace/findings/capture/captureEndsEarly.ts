import { gapsOf, lastTime, type Transmission } from '../../model.ts'
import { answeredInstead } from '../../negotiation/answeredInstead.ts'
import type { Course } from '../../negotiation/course.ts'
import { reflectionOf } from '../../negotiation/reflected.ts'
import { AT_ONCE, type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { endedBy, waitsInVain } from '../waiting.ts'

/** K5: something was still going on when the capture ended. */
export const captureEndsEarly: Rule = {
  id: 'capture-ends-early',
  scenario: 'K5',
  find: scene => scene.courses.flatMap(c => (answeredInstead(c, scene.courses) || reflectionOf(c) ? [] : endsEarly(c, scene))),
}

/** Seconds within which a first answer is still due. */
const PATIENCE = 1

/** @param end time of the last packet of the capture @param captures what ended then */
export function endsEarly(course: Course, { end }: Pick<Scene, 'end'>, captures = 'the capture'): Found[] {
  if (course.verdict.reason === 'no negotiation') return []
  if (course.verdict.outcome !== 'incomplete' && course.verdict.outcome !== 'unanswered') return []
  const waits = waitsInVain(course)
  const last = lastMessage(course)
  if (!last || endedBy(last)) return []
  const between = gapsOf(last)
  const due = between.length ? between.at(-1)! * NEXT_GAP : PATIENCE
  const silence = end - lastTime(last)
  if (silence > due || silence < 0) return []
  return [
    {
      severity: 'note',
      title: 'The capture ends while the negotiation goes on',
      says: `The last message of the negotiation stands ${silence < AT_ONCE ? 'right' : inWords(silence)} before the end of ${captures}; ${waits ? 'the next copy or the answer' : 'the next message'} was not due yet. How it ended cannot be told.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: idOf(course),
      because: [between.length ? `The last copies came ${inWords(between.at(-1)!)} apart.` : 'An answer takes a moment.'],
      evidence: packetsAsEvidence(lastSending(course)!.sightings[0]!.packets),
      otherwise: [],
      tryNext: ['Let the capture run until both peers have given up.'],
      inBrief: 'the capture ends while the negotiation goes on',
    },
  ]
}

function lastMessage(course: Course) {
  return waitsInVain(course)?.message ?? course.negotiation.messages.at(-1)
}

/** Of the message behind which nothing new came, the last copy. */
export function lastSending(course: Course): Transmission | undefined {
  return lastMessage(course)?.transmissions.at(-1)
}

/** Gaps mostly double from copy to copy. */
const NEXT_GAP = 1.8

import { around, startOf } from '../findings/ranking.ts'
import type { Course } from './course.ts'

/** Seconds between the two first messages. */
const AT_ONCE = 2

/**
 * The negotiation that the peer answered instead of this one. Windows sends AuthIP and IKEv1 side by side to a peer that it does
 * not know; what the peer does not speak, or likes less, dies out. [MS-AIPS] product note 12.
 */
export function answeredInstead(course: Course, courses: readonly Course[]): Course | undefined {
  if (course.verdict.outcome !== 'unanswered' || course.negotiation.version !== 1) return undefined
  return around(course, { courses }).find(
    c =>
      c !== course &&
      c.negotiation.version === 1 &&
      (c.mode === 'authip') !== (course.mode === 'authip') &&
      c.verdict.outcome !== 'unanswered' &&
      Math.abs(startOf(c) - startOf(course)) < AT_ONCE,
  )
}

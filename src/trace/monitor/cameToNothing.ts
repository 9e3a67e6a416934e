import { firstSighting, gapsOf, lastTime, type Seconds } from '../model.ts'
import type { Course } from '../negotiation/course.ts'

/** Seconds after its last packet during which a negotiation that came to nothing may still have been under way. */
const PATIENCE = 5

/** When a negotiation that came to nothing was refused, or sent its last packet; and from when on it is known to have failed. */
export function cameToNothing({ negotiation, verdict }: Course): { readonly since: Seconds; readonly known: Seconds } {
  const refusal = verdict.outcome === 'failed' ? verdict.because.at(-1) : undefined
  if (refusal) return { since: firstSighting(refusal).time, known: firstSighting(refusal).time }
  const last = negotiation.messages.reduce((one, message) => (lastTime(message) > lastTime(one) ? message : one))
  // A host that repeats itself waits about twice as long each time: until then it may go on.
  return { since: lastTime(last), known: lastTime(last) + PATIENCE + 2 * (gapsOf(last).at(-1) ?? 0) }
}

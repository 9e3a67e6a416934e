import type { Found } from '../../findings/finding.ts'
import { CROSSED } from '../../findings/negotiations/rekeyCollision.ts'
import { phase2, succeededAfter } from '../../negotiation/phase2.ts'
import { isRelated, jointOf, type PairForm, type PairScene } from '../scene.ts'
import { isCited } from './byExchange.ts'
import { once } from './once.ts'
import { refused } from './refused.ts'

/** N16: a refusal that one end took for the other's business is told once, as the crossing that the other end shows. */
export const rekeyCollision: PairForm = (pair, alone) => once(pair, uncrossed(pair, alone))

/** N27: what crossed the other end's own rekey is no refusal. */
export const refusedUncrossed: PairForm = (pair, alone) => refused(pair, uncrossed(pair, alone))

/** Without what is said of a refused request after which, as both ends together show, new keys came: it had left before the refuser's
 *  own rekey was done, or another try came through. */
export function uncrossed(pair: PairScene, alone: readonly Found[]): readonly Found[] {
  return alone.filter(found => found.title === CROSSED || !cameThrough(pair, found))
}

function cameThrough(pair: PairScene, found: Found): boolean {
  const course = isRelated(pair) ? jointOf(pair, found)?.course : undefined
  if (!course) return false
  const refused = phase2(course).filter(one => one.outcome === 'failed' && one.messages.some(named => isCited(pair, found.evidence, named)))
  return refused.length > 0 && refused.every(one => succeededAfter(course, one))
}

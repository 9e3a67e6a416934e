import { rekeyedFrom } from '../../negotiation/child.ts'
import { haveCrossed, phase2, saysRekeys } from '../../negotiation/phase2.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'

/** N16: both ends begin to replace an SA at the same time. RFC 7296 §2.8.1: provided for, one of the two is given up. */
export const rekeyCollision: Rule = { id: 'rekey-collision', scenario: 'N16', find }

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const all = phase2(course)
    const pairs = all.slice(1).flatMap((two, i) => {
      const one = all[i]!
      return haveCrossed(one, two) ? [[one, two] as const] : []
    })
    const [crossed, ...more] = pairs
    if (!crossed) return []
    const made = courses.filter(({ negotiation }) => rekeyedFrom(negotiation) === course.negotiation).length
    const ofIke = made === 1 && pairs.some(pair => pair.every(one => saysRekeys(one) === false))
    return [
      {
        severity: 'note' as const,
        title: 'Both ends began to replace the keys at the same time',
        says: `Two exchanges for new keys crossed${more.length ? `, and so did ${more.length === 1 ? 'another pair' : `${more.length} other pairs`} later` : ''}. The protocol provides for that: one of the two results is given up. It becomes a fault only where an end then deletes the wrong one.${ofIke ? ONE_IKE_SA : ''}`,
        confidence: 'certain' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: ['The second one began, from the other side, before the first was finished.'],
        evidence: evidence(crossed.flatMap(e => e.messages.map(m => m.message))),
        otherwise: [],
        tryNext: ['Give the two ends different lifetimes, or leave the rekeying to one of them.'],
      },
    ]
  })
}

const ONE_IKE_SA =
  ' Two of them can have made IKE SAs, and the capture shows one: a new IKE SA shows when something is said under it, so the one shown may be the one that was given up.'

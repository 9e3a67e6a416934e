import { firstSighting, lastTime } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { beganAt, phase2 } from '../../negotiation/phase2.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'

/** N16: both ends begin to replace an SA at the same time. RFC 7296 §2.8.1: provided for, one of the two is given up. */
export const rekeyCollision: Rule = { id: 'rekey-collision', scenario: 'N16', find }

type Exchange = Course['exchanges'][number]

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const all = phase2(course)
    const [crossed, ...more] = all.slice(1).flatMap((two, i) => {
      const one = all[i]!
      return one.starter !== two.starter && beganAt(two) < endedAt(one) ? [[one, two] as const] : []
    })
    if (!crossed) return []
    return [
      {
        severity: 'note' as const,
        title: 'Both ends began to replace the keys at the same time',
        says: `Two exchanges for new keys crossed${more.length ? `, and so did ${more.length} later pairs` : ''}. The protocol provides for that: one of the two results is given up. It becomes a fault only where an end then deletes the wrong one.`,
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

function endedAt({ messages, starter, outcome }: Exchange): number {
  const answer = messages.findLast(m => m.message.side !== starter)
  if (answer) return firstSighting(answer.message).time
  return outcome === 'unanswered' ? lastTime(messages[0]!.message) : Number.NEGATIVE_INFINITY
}

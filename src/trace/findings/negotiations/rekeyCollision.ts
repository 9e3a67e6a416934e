import { rekeyedFrom } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { haveCrossed, phase2, saysRekeys, succeededAfter } from '../../negotiation/phase2.ts'
import { type PutOff, putOff } from '../../negotiation/putOff.ts'
import { route } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import { evidence, type Found, idOf, inWords, type Rule, type Scene } from '../finding.ts'
import { type AlreadyReplaced, alreadyReplaced } from './alreadyReplaced.ts'
import { howRead, refusalName } from './refusal.ts'

/** N16: both ends begin to replace an SA at the same time. RFC 7296 §2.8.1: provided for, one of the two is given up. */
export const rekeyCollision: Rule = { id: 'rekey-collision', scenario: 'N16', find }

function find(scene: Scene): Found[] {
  const { courses } = scene
  return [...bothReplace(courses), ...courses.flatMap(course => refusedForNow(scene, course))]
}

function bothReplace(courses: Scene['courses']): Found[] {
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
        title: CROSSED,
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

/** The title where both requests are here. */
export const CROSSED = 'Both ends began to replace the keys at the same time'

const ONE_IKE_SA =
  ' Two of them can have made IKE SAs, and the capture shows one: a new IKE SA shows when something is said under it, so the one shown may be the one that was given up.'

/** A request that came while the other end had one of its own open, and was put off, or when that one was just done. RFC 7296 §2.25. */
function refusedForNow(scene: Scene, course: Course): Found[] {
  if (course.verdict.outcome !== 'established') return []
  return phase2(course).flatMap(exchange => {
    if (succeededAfter(course, exchange)) return []
    const met = putOff(course, exchange)
    if (met) return [found(course, met)]
    const late = alreadyReplaced(scene, course, exchange)
    return late ? [tooLate(course, late)] : []
  })
}

function found(course: Course, { asked, refusal, own, ownIs }: PutOff): Found {
  const { from, to } = route(refusal)
  const isRead = refusal.ike.decrypted === true
  const what = ownIs === 'request' ? 'a CREATE_CHILD_SA of its own' : `its ${ownIs}`
  return {
    severity: 'note',
    title: `${to} asked for an SA while ${ownIs === 'delete of the IKE SA' ? `${from} was ending the IKE SA` : `${from} had ${ownIs === 'delete' ? 'a delete' : 'a request of its own'} under way`}`,
    says: `The two crossed: ${from} had sent ${what}, which was not answered yet, and refused the CREATE_CHILD_SA of ${to}. The protocol provides for that: what meets a request of the other end is put off, whatever it asks for.`,
    confidence: isRead ? 'certain' : ownIs === 'delete of the IKE SA' ? 'likely' : 'possible',
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      `${from} had begun before it refused, and ${to} had asked before it answered.`,
      ...(isRead ? [`The answer is ${refusalName(refusal)}. ${howRead(refusal)}`] : []),
    ],
    evidence: evidence([own, asked, refusal]),
    otherwise: isRead
      ? []
      : [
          'The reason is inside the encryption: it would have been refused in any case, for its proposals, its traffic selectors or its group for new keys.',
        ],
    tryNext: isRead ? [] : [`Read the log of ${from} for this moment: it names the reason.`],
  }
}

function tooLate(course: Course, { asked, refusal, own, apart }: AlreadyReplaced): Found {
  const { from, to } = route(refusal)
  const isRead = refusal.ike.decrypted === true
  return {
    severity: 'note',
    title: `${to} asked for new keys when ${from} had just made them`,
    says: `${from} had replaced the SA of the two ${inWords(apart)} before, and refused the CREATE_CHILD_SA with which ${to} would replace it. That is how it looks where both began at the same time and a first copy of the request was lost on its way: the protocol provides for it, and the SA that ${from} made is there for the traffic.`,
    confidence: isRead ? 'likely' : 'possible',
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      'Both requests begin with a notify, as one does that replaces a child SA, and no other child SA of the two is known that could be meant.',
      `${to} was refused once, and did not ask again in this capture.`,
      ...(isRead ? [`The answer is ${refusalName(refusal)}. ${howRead(refusal)}`] : []),
    ],
    evidence: evidence([...own, asked, refusal]),
    otherwise: isRead
      ? []
      : [
          'The reason is inside the encryption: it would have been refused in any case, for its proposals, its traffic selectors or its group for new keys.',
        ],
    tryNext: isRead
      ? []
      : [
          captureAt(to, ' as well: it shows whether an earlier copy was sent.'),
          `Read the log of ${from} for this moment: it names the reason.`,
        ],
  }
}

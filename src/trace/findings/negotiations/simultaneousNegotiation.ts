import { firstSighting } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, takesTurns } from '../../negotiation/header.ts'
import { addressOf } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { later } from '../ranking.ts'

// Both peers may begin at once; the two negotiations cross and both may come to stand. Two first messages of one and the same
// host are no such thing: Windows sends IKEv1 and AuthIP side by side ([MS-AIPS] note 12).

/** N13: both ends start at once. */
export const simultaneousNegotiation: Rule = { id: 'simultaneous-negotiation', scenario: 'N13', find }

/** Seconds between the two first messages. */
const AT_ONCE = 1
/** Seconds behind which none is looked for: packets of several interfaces may stand in a file a little out of order. */
const LATER = 10

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    if (course.negotiation.joined) return []
    const other = crossing(course, scene)
    return other ? [found(scene, course, other)] : []
  })
}

/** One that the other end began at the same time. They stand in the order of their first packets, so few are looked at. */
function crossing(course: Course, scene: Scene): Course | undefined {
  const began = start(course)
  for (const one of later(course, scene)) {
    const after = start(one) - began
    if (after > LATER) return undefined
    const fromOpposite = addressOf(one, one.initiator) !== addressOf(course, course.initiator)
    if (!one.negotiation.joined && after < AT_ONCE && fromOpposite && isUnderWay(course, start(one))) return one
  }
  return undefined
}

/** What sets up its first SAs was not over yet: the other end did not begin because of how that ended. */
function isUnderWay({ negotiation: { messages }, verdict }: Course, at: number): boolean {
  if (verdict.outcome !== 'established') return true
  return messages.some(message => {
    const { exchangeType } = message.ike
    const after = firstSighting(message).time - at
    return (takesTurns(exchangeType) || exchangeType === Exchanges.ikeAuth) && after >= 0 && after < LATER
  })
}

function start({ negotiation }: Course): number {
  return firstSighting(negotiation.messages[0]!).time
}

function found({ ipsecSas }: Scene, course: Course, other: Course): Found {
  const mixed = ipsecSas.some(sa => sa.mayBeOthers && (sa.child?.course === course || sa.child?.course === other))
  const stands = [course, other].filter(c => c.verdict.outcome === 'established').length
  return {
    severity: 'note',
    title: 'Both ends began to negotiate at the same time',
    says: `${addressOf(course, course.initiator)} and ${addressOf(other, other.initiator)} each began a negotiation within ${AT_ONCE} s of the other. ${['Neither succeeded: they may be in each other\u2019s way.', 'One of them succeeded, which is enough.', 'Both succeeded; most stacks give one of them up later.'][stands]}${mixed ? ' Which of the two made which SPI cannot be told: the SPIs are encrypted, and the packets came when both stood. The two directions shown as one SA may belong to two.' : ''}`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: [`${idOf(course)} and ${idOf(other)} have different cookies and begin from opposite sides.`],
    evidence: evidence([course.negotiation.messages[0]!, other.negotiation.messages[0]!]),
    otherwise: [],
    tryNext: stands ? [] : ['Let one end only begin, and see whether it succeeds.'],
  }
}

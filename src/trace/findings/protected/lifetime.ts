import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { isOtherHost } from '../negotiations/otherHost.ts'
import { begunAnew } from '../negotiations/peerRestarted.ts'
import { endedAgain } from './endedAgain.ts'
import { endedEachOther } from './endedEachOther.ts'
import { piledUp } from './piledUp.ts'
import { courseOf, gapsOf, type Life, renewed } from './renewals.ts'
import { replacedAgain } from './replacedAgain.ts'

/** T8: SAs replace each other; when, against the lifetime that was agreed. RFC 2407 §4.5, RFC 7296 §2.8. */
export const lifetime: Rule = { id: 'lifetime', scenario: 'T8', find }

function find(scene: Scene): Found[] {
  const anew = begunAnew(scene)
  const again = [...endedAgain(scene), ...replacedAgain(scene)]
  const cut = new Set(again.flatMap(one => one.lives.map(life => life.course)))
  const isKept = (life: Life) => {
    if (life.replaces === undefined) return false
    const [old, next] = [life.replaces, life].map(one => courseOf(one))
    if (old && old !== next && cut.has(old)) return false
    return old === undefined || next === undefined || (anew.get(old) !== next && !isOtherHost(scene, old, next))
  }
  const { ipsec, ike } = scene.lives
  return [
    ...again.map(one => one.found),
    ...endedEachOther(scene),
    ...piledUp(scene),
    ...[...chains(ipsec, isKept), ...chains(ike, isKept)].filter(isInOrder).map(told),
  ]
}

function told(chain: readonly Life[]): Found {
  const course = courseOf(chain[0]!)
  return {
    severity: 'note',
    ...renewed(chain, 'this capture'),
    confidence: 'likely',
    place: 'unknown',
    negotiation: course ? idOf(course) : null,
    because: [
      'sa' in chain[0]!
        ? 'The traffic goes over to the new SA, or the old one is deleted soon after.'
        : 'A new IKE SA of the same two came to stand.',
    ],
    evidence: packetsAsEvidence(chain.map(life => life.sincePacket)),
    otherwise: [],
    tryNext: [],
    chain,
  }
}

/** Of negotiations that crossed, neither SA took the other's place. */
function isInOrder(chain: readonly Life[]): boolean {
  return gapsOf(chain).every(gap => gap >= 0)
}

/** Rows of SAs of which each took the place of the one before. @param replaces whether one did, and did not begin anew beside it */
function chains<T extends Life>(all: readonly T[], replaces: (life: T) => boolean): T[][] {
  const next = (life: T) => {
    const by = life.replacedBy as T | undefined
    return by && replaces(by) ? by : undefined
  }
  return all
    .filter(life => !replaces(life) && next(life))
    .map(first => {
      const chain = [first]
      for (let life = next(first); life && chain.length <= all.length; life = next(life)) chain.push(life)
      return chain
    })
}

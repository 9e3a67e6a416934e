import { lastSaid, type Seconds } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import type { Flow } from '../../protected/flow.ts'
import { saOf } from '../../protected/flowOverhead.ts'
import { coursesBetween, type FlowPair } from '../espPairs.ts'
import type { Scene } from '../finding.ts'
import { isOtherHost } from '../negotiations/otherHost.ts'

// Hosts behind one NAT have one address outside of it, and their flows run side by side between the same two addresses.

/** What comes for another host behind the same NAT answers nothing of this one. @param silence after which an SA is answered no more */
export function withoutOtherHosts(scene: Scene, pair: FlowPair, silence: Seconds): FlowPair {
  const { flow, back } = pair
  const sa = saOf(scene.ipsecSas, flow)
  const course = sa?.child?.course
  if (!course || sa.flows.flat().some(one => back.includes(one) && one.lastTime > flow.lastTime - silence)) return pair
  const isOther = (next: Course) => isOtherHost(scene, course, next) || isOtherHost(scene, next, course)
  const others = new Set(
    coursesBetween(scene, flow)
      .slice(0, MOST_COURSES)
      .filter(next => next !== course && isOther(next)),
  )
  if (others.size === 0) return pair
  const isIts = (one: Flow) => {
    const its = saOf(scene.ipsecSas, one)?.child?.course
    return its === undefined || !others.has(its)
  }
  return { flow, back: back.filter(isIts), course }
}

/** When another host behind the same NAT came to an IKE SA, after a flow had begun and before a moment. */
export function otherHostCame(scene: Scene, flow: Flow, before: Seconds): Seconds | undefined {
  const stood = coursesBetween(scene, flow).slice(0, MOST_COURSES)
  const next = stood.findLast(c => {
    const last = lastSaid(c.negotiation)
    if (c.verdict.outcome !== 'established' || c.negotiation.joined || last < flow.firstTime || last > before) return false
    return stood.some(old => old !== c && old.negotiation.number < c.negotiation.number && isOtherHost(scene, old, c))
  })
  return next && lastSaid(next.negotiation)
}

const MOST_COURSES = 100

import type { Flow } from '../../protected/flow.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, idOf, type Scene } from '../finding.ts'

// A receiver keeps a window of 64 sequence numbers below the highest. It drops a number that it has seen, and one that is
// older than the window. So disorder within the window costs nothing, and a duplicate costs nothing either.

/** Packets too late for the window from which the receiver's loss can be felt. */
export const FELT = 3

/** What there is to tell of each flow that is so. */
export function each(scene: Scene, is: (flow: Flow) => boolean, tell: (flow: Flow) => Omit<Found, 'place' | 'negotiation'>): Found[] {
  return scene.flows.filter(is).map(flow => {
    const course = courseBetween(scene, flow)
    return { ...tell(flow), place: 'unknown', negotiation: course ? idOf(course) : null }
  })
}

export function counted(count: number): string {
  return count === 1 ? 'One protected packet' : `${count} protected packets`
}

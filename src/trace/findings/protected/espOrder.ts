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

/** Begins a sentence: `12 protected packets`. */
export function counted(count: number): string {
  return count === 1 ? 'One protected packet' : `${count} protected packets`
}

/** What disorder costs a receiver. @param late packets that come too late for a window of 64 numbers */
export function withinWindow(late: number): string {
  return late > 0
    ? `${late} of them ${late === 1 ? 'comes' : 'come'} so late that a receiver with the usual window of 64 numbers drops them as replays; with a smaller one (32 is common) it can be more.`
    : 'All are within the window of 64 numbers that receivers usually keep: with it nothing is dropped.'
}

/** What helps against it. */
export const LARGER_WINDOW: readonly string[] = ['Look for parallel links or queues on the path, or let the receiver keep a larger window.']

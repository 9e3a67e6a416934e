import type { Seconds } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import type { Flow } from '../../protected/flow.ts'
import { holesOf } from '../capture/holes.ts'
import { columnsOfFlow, courseBetween } from '../espPairs.ts'
import type { Scene } from '../finding.ts'

// What is missing here and there is loss; what is missing in one run is a way that was broken for a time, or one that lets packets of
// that size through no more than before. Messages that had to be sent again at another time have nothing to do with that.

/** A run of numbers that are missing, and when it lay. */
export interface Outage {
  readonly first: number
  readonly last: number
  readonly from: Seconds
  readonly until: Seconds
}

/** Numbers missing one after another from which they are no accident. */
const RUN = 5
/** Directions that are told one by one; beyond, it is one pattern. */
export const MOST_DIRECTIONS = 4

/** The one run that all missing numbers of a direction make; undefined where there are several, or several SPIs. */
export function outageOf({ trace: { packets } }: Scene, flows: readonly Flow[]): Outage | undefined {
  const [flow] = flows
  const columns = flow && flows.length === 1 && flow.missing >= RUN ? columnsOfFlow(packets, flow) : undefined
  if (!flow || !columns) return undefined
  const { sequences, times } = columns
  for (let i = 1, highest = 0; i < sequences.length; i++) {
    const [before, after] = [sequences[highest]!, sequences[i]!]
    if (after - before - 1 === flow.missing && !sequences.some(number => number > before && number < after))
      return times[i]! < times[highest]! ? undefined : { first: before + 1, last: after - 1, from: times[highest]!, until: times[i]! }
    if (after > before) highest = i
  }
  return undefined
}

/** Of messages sent again those that may have been lost for the same reason. */
export function lostAlike(outage: Outage | undefined, again: readonly NamedMessage[]): readonly NamedMessage[] {
  if (!outage) return again
  const isWithin = ({ time }: { time: Seconds }) => time >= outage.from && time <= outage.until
  return again.filter(({ message }) => message.transmissions.some(t => t.sightings.some(isWithin)))
}

const lossy = new WeakMap<Scene, readonly (readonly Flow[])[]>()

/** Flows with gaps, by their direction; worked out once. */
export function lossyDirections(scene: Scene): readonly (readonly Flow[])[] {
  const known = lossy.get(scene) ?? findLossy(scene)
  lossy.set(scene, known)
  return known
}

function findLossy(scene: Scene): readonly (readonly Flow[])[] {
  const byDirection = new Map<string, Flow[]>()
  for (const flow of scene.flows) {
    // a TCP connection loses nothing: what is missing there, the capture missed
    if (flow.missing === 0 || flow.tcpEncapsulated || isInHole(scene, flow)) continue
    const direction = `${flow.source} ${flow.destination}`
    byDirection.set(direction, [...(byDirection.get(direction) ?? []), flow])
  }
  return [...byDirection.values()]
}

/** What is missing between the hosts of a negotiation is missing at another time than its messages. */
export function isLostApart(scene: Scene, course: Course, again: readonly NamedMessage[]): boolean {
  const directions = lossyDirections(scene)
  if (directions.length > MOST_DIRECTIONS) return false
  const own = directions.filter(([first]) => courseBetween(scene, first!) === course)
  return own.length > 0 && own.every(flows => lostAlike(outageOf(scene, flows), again).length === 0)
}

/** What is missing is all missing where the capture has a hole. */
function isInHole(scene: Scene, flow: Flow): boolean {
  return holesOf(scene).some(({ missing }) => missing.get(flow) === flow.missing)
}

import type { Seconds } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import type { Packets } from '../../packets/packets.ts'
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
export const MOST_ROUTES = 4

/** The one run that all missing numbers of a direction make; undefined where there are several, or several SPIs. */
export function outageOf(packets: Packets, flows: readonly Flow[]): Outage | undefined {
  const [flow] = flows
  const columns = flow && flows.length === 1 && flow.missing >= RUN ? columnsOfFlow(packets, flow) : undefined
  if (!flow || !columns) return undefined
  const inOrder = [...columns.sequences.keys()].sort((a, b) => columns.sequences[a]! - columns.sequences[b]!)
  const at = inOrder.findIndex((one, i) => i > 0 && columns.sequences[one]! > columns.sequences[inOrder[i - 1]!]! + 1)
  if (at < 0) return undefined
  const [before, after] = [inOrder[at - 1]!, inOrder[at]!]
  const [first, last] = [columns.sequences[before]! + 1, columns.sequences[after]! - 1]
  if (last - first + 1 !== flow.missing || columns.times[after]! < columns.times[before]!) return undefined
  return { first, last, from: columns.times[before]!, until: columns.times[after]! }
}

/** Of messages sent again those that may have been lost for the same reason. */
export function lostAlike(outage: Outage | undefined, again: readonly NamedMessage[]): readonly NamedMessage[] {
  if (!outage) return again
  const isWithin = ({ time }: { time: Seconds }) => time >= outage.from && time <= outage.until
  return again.filter(({ message }) => message.transmissions.some(t => t.sightings.some(isWithin)))
}

const lossy = new WeakMap<Scene, readonly (readonly Flow[])[]>()

/** Flows with gaps, by their direction; worked out once. */
export function lossyRoutes(scene: Scene): readonly (readonly Flow[])[] {
  const known = lossy.get(scene) ?? findLossy(scene)
  lossy.set(scene, known)
  return known
}

function findLossy(scene: Scene): readonly (readonly Flow[])[] {
  const byRoute = new Map<string, Flow[]>()
  for (const flow of scene.flows) {
    // a TCP connection loses nothing: what is missing there, the capture missed
    if (flow.missing === 0 || flow.tcpEncapsulated || isInHole(scene, flow)) continue
    const route = `${flow.source} ${flow.destination}`
    byRoute.set(route, [...(byRoute.get(route) ?? []), flow])
  }
  return [...byRoute.values()]
}

/** What is missing between the hosts of a negotiation is missing at another time than its messages. */
export function isLostApart(scene: Scene, course: Course, again: readonly NamedMessage[]): boolean {
  const routes = lossyRoutes(scene)
  if (routes.length > MOST_ROUTES) return false
  const own = routes.filter(([first]) => courseBetween(scene, first!) === course)
  return own.length > 0 && own.every(flows => lostAlike(outageOf(scene.trace.packets, flows), again).length === 0)
}

/** What is missing is all missing where the capture has a hole. */
function isInHole(scene: Scene, flow: Flow): boolean {
  return holesOf(scene).some(({ missing }) => missing.get(flow) === flow.missing)
}

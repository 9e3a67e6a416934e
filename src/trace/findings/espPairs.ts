import { hostsKey } from '../hosts.ts'
import { addUnder } from '../keyed.ts'
import type { Course } from '../negotiation/course.ts'
import type { Packets } from '../packets/packets.ts'
import type { Flow } from '../protected/flow.ts'
import { columnsOf, columnsOnce, type FlowColumns } from '../protected/flowColumns.ts'
import type { Scene } from './finding.ts'

/** A flow with what came the other way between the same hosts, and their negotiation. */
export interface FlowPair {
  readonly flow: Flow
  readonly back: readonly Flow[]
  readonly course: Course | undefined
}

/** Every ESP or AH flow beside the flows of the opposite direction. */
export function flowPairs(scene: Scene): FlowPair[] {
  const byRoute = routes(scene.flows)
  return scene.flows.map(flow => ({
    flow,
    back: byRoute.get(`${flow.destination} ${flow.source}`) ?? [],
    course: courseBetween(scene, flow),
  }))
}

/** The last negotiation of two hosts that came to stand, or else their last one. */
export function courseBetween(scene: Scene, route: Route): Course | undefined {
  const known = coursesBetween(scene, route)
  return known.findLast(c => c.verdict.outcome === 'established') ?? known.at(-1)
}

/** All negotiations of two hosts, in the order of their first packets. */
export function coursesBetween({ courses }: Pick<Scene, 'courses'>, { source, destination }: Route): readonly Course[] {
  return ofHosts(courses).get(hostsKey(source, destination)) ?? []
}

/** Two hosts, by their addresses. */
type Route = Pick<Flow, 'source' | 'destination'>

const hostsOfCourses = new WeakMap<readonly Course[], Map<string, Course[]>>()

/** Negotiations under every pair of addresses that their peers used; worked out once. */
function ofHosts(courses: readonly Course[]): Map<string, Course[]> {
  const known = hostsOfCourses.get(courses)
  if (known) return known
  const byHosts = new Map<string, Course[]>()
  for (const course of courses) {
    const [a, b] = course.negotiation.endpoints.map(seen => [...new Set(seen.map(e => e.address))])
    for (const one of a!) for (const other of b!) addUnder(byHosts, hostsKey(one, other), course)
  }
  hostsOfCourses.set(courses, byHosts)
  return byHosts
}

const bySource = new WeakMap<readonly Flow[], ReadonlyMap<string, readonly Flow[]>>()

/** Protected flows that come from an address. */
export function flowsFrom({ flows }: Pick<Scene, 'flows'>, source: string): readonly Flow[] {
  let known = bySource.get(flows)
  if (!known) {
    const lists = new Map<string, Flow[]>()
    for (const flow of flows) addUnder(lists, flow.source, flow)
    bySource.set(flows, lists)
    known = lists
  }
  return known.get(source) ?? []
}

const onSpi = new WeakMap<readonly Flow[], ReadonlyMap<string, Flow>>()

/** The first protected flow from one address to another under an SPI; looked up in what is worked out once. */
export function flowUnder({ flows }: Pick<Scene, 'flows'>, route: Route, spi: number): Flow | undefined {
  const known = onSpi.get(flows) ?? new Map(flows.toReversed().map(flow => [keyOf(flow, flow.spi), flow] as const))
  onSpi.set(flows, known)
  return known.get(keyOf(route, spi))
}

function keyOf({ source, destination }: Route, spi: number): string {
  return `${source} ${destination} ${spi}`
}

function routes(flows: readonly Flow[]): Map<string, Flow[]> {
  const byRoute = new Map<string, Flow[]>()
  for (const flow of flows) addUnder(byRoute, `${flow.source} ${flow.destination}`, flow)
  return byRoute
}

/** Rows of a flow's whole packets, in file order. */
export function rowsOf(packets: Packets, flow: Flow): Uint32Array {
  return columnsOfFlow(packets, flow)?.rows ?? NO_ROWS
}

/** What a flow's whole packets say, those that were captured twice once; undefined when all came in fragments. */
export function columnsOfFlow(packets: Packets, { firstPacket, spi, source, destination, capturedTwice }: Flow): FlowColumns | undefined {
  const table = packets.flows
  const index = packets.flow(firstPacket - 1)
  const isIt = table.selector(index) === spi && table.source(index) === source && table.destination(index) === destination
  if (!isIt) return undefined
  return capturedTwice > 0 ? columnsOnce(packets, index) : columnsOf(packets, index)
}

const NO_ROWS = new Uint32Array(0)

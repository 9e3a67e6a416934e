import type { FlowTable } from './flowTable.ts'

/** Who sends to whom, numbered from 0 in the order of their first flows. Many flows have one route: what is asked of hosts, not
 *  of ports, is asked once a route. */
export class Routes {
  length = 0
  /** The first flow of each. */
  private readonly firsts: number[] = []
  private readonly ofFlow: Uint32Array
  private readonly names: string[] = []
  private readonly flows: FlowTable

  constructor(flows: FlowTable) {
    this.flows = flows
    this.ofFlow = new Uint32Array(flows.length)
    const numbers = new Map<number, number[]>()
    for (let flow = 0; flow < flows.length; flow++) {
      const hash = flows.endsHash(flow)
      const same = numbers.get(hash)
      const known = same?.find(route => flows.sameEnds(this.firsts[route]!, flow))
      const route = known ?? this.length++
      this.ofFlow[flow] = route
      if (known !== undefined) continue
      this.firsts.push(flow)
      if (same) same.push(route)
      else numbers.set(hash, [route])
    }
  }

  of(flow: number): number {
    return this.ofFlow[flow]!
  }

  /** "10.0.0.1 10.0.0.2", made once. */
  name(route: number): string {
    this.names[route] ??= `${this.flows.source(this.firsts[route]!)} ${this.flows.destination(this.firsts[route]!)}`
    return this.names[route]!
  }

  /** Packets on each. */
  packets(): Float64Array {
    const sum = new Float64Array(this.length)
    for (let flow = 0; flow < this.ofFlow.length; flow++) sum[this.ofFlow[flow]!]! += this.flows.packets(flow)
    return sum
  }
}

const known = new WeakMap<FlowTable, { readonly length: number; readonly routes: Routes }>()

/** The routes of all flows there are by now. */
export function routesOf(flows: FlowTable): Routes {
  const before = known.get(flows)
  if (before?.length === flows.length) return before.routes
  const routes = new Routes(flows)
  known.set(flows, { length: flows.length, routes })
  return routes
}

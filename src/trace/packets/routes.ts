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
    // Open addressing, as in the table of flows: never more than half full.
    const mask = 2 ** Math.ceil(Math.log2(2 * flows.length + 2)) - 1
    const places = new Int32Array(mask + 1).fill(-1)
    for (let flow = 0; flow < flows.length; flow++) {
      let place = flows.endsHash(flow) & mask
      while (places[place]! >= 0 && !flows.sameEnds(this.firsts[places[place]!]!, flow)) place = (place + 1) & mask
      if (places[place]! < 0) {
        places[place] = this.length++
        this.firsts.push(flow)
      }
      this.ofFlow[flow] = places[place]!
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

import type { Endpoint } from '../model.ts'
import type { FlowTable } from './flowTable.ts'

/** Both ends of a flow of UDP packets. */
export interface Ends {
  readonly source: Endpoint
  readonly destination: Endpoint
}

/** Flows whose ends are kept as texts; packets of one flow come again and again. */
const KEPT = 4096

/** The ends of flows, made once and shared by all that was captured of a flow. */
export class Endpoints {
  private readonly flows: FlowTable
  private readonly made = new Map<number, Ends>()

  constructor(flows: FlowTable) {
    this.flows = flows
  }

  of(flow: number): Ends {
    const made = this.made.get(flow)
    if (made) return made
    const { flows } = this
    const ports = flows.selector(flow)
    const ends = {
      source: { address: flows.source(flow), port: ports >>> 16 },
      destination: { address: flows.destination(flow), port: ports & 0xffff },
    }
    if (this.made.size >= KEPT) this.made.clear()
    this.made.set(flow, ends)
    return ends
  }
}

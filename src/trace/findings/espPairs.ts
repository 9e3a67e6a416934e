import type { Course } from '../course.ts'
import type { Flow } from '../flow.ts'
import type { Packets } from '../packets.ts'
import type { Scene } from './finding.ts'

/** A flow with what came the other way between the same hosts, and their negotiation. */
export interface FlowPair {
  readonly flow: Flow
  readonly back: readonly Flow[]
  readonly course: Course | undefined
}

/** Every ESP or AH flow beside the flows of the opposite direction. */
export function flowPairs({ flows, courses }: Scene): FlowPair[] {
  return flows.map(flow => ({
    flow,
    back: flows.filter(f => f.source === flow.destination && f.destination === flow.source),
    course: courses.findLast(c => isBetween(c, flow) && c.verdict.outcome === 'established'),
  }))
}

/** The negotiation's peers are the two hosts. */
export function isBetween({ negotiation }: Course, { source, destination }: Pick<Flow, 'source' | 'destination'>): boolean {
  const [a, b] = negotiation.endpoints.map(known => new Set(known.map(e => e.address)))
  return (a!.has(source) && b!.has(destination)) || (a!.has(destination) && b!.has(source))
}

/** SPI as people write it. */
export function spiText(spi: number): string {
  return spi.toString(16).padStart(8, '0')
}

/** Rows of a flow's whole packets, in file order. */
export function rowsOf(packets: Packets, { firstPacket, spi, source, destination }: Flow): Uint32Array {
  const table = packets.flows
  const index = packets.flow(firstPacket - 1)
  const isIt = table.selector(index) === spi && table.source(index) === source && table.destination(index) === destination
  return isIt ? packets.rowsOfFlow(index) : new Uint32Array(0)
}

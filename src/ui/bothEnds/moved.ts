import type { Flow } from '../../trace/report.ts'

/** One capture's packets of an SA as one flow: who moves to another address goes on under the same SPI (RFC 4555). Undefined: it has none. */
export function moved(flows: readonly Flow[]): Flow | undefined {
  const [first, ...rest] = flows
  return first && rest.reduce(joined, first)
}

function joined(one: Flow, other: Flow): Flow {
  return {
    ...one,
    packets: one.packets + other.packets,
    bytes: one.bytes + other.bytes,
    missing: one.missing + other.missing,
    duplicates: one.duplicates + other.duplicates,
    reordered: one.reordered + other.reordered,
    ...outermost('firstPacket', Math.min, one, other),
    ...outermost('firstTime', Math.min, one, other),
    ...outermost('lastPacket', Math.max, one, other),
    ...outermost('lastTime', Math.max, one, other),
  }
}

type End = 'firstPacket' | 'firstTime' | 'lastPacket' | 'lastTime'

function outermost(end: End, of: (...all: number[]) => number, ...flows: readonly Flow[]): Partial<Flow> {
  const known = flows.flatMap(flow => flow[end] ?? [])
  return known.length > 0 ? { [end]: of(...known) } : {}
}

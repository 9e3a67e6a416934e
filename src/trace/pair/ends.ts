import type { Negotiation, Side } from '../model.ts'
import { isFresh } from '../negotiation/arrival.ts'
import { opposite } from '../negotiation/sides.ts'
import { isGroup } from '../protected/shields.ts'
import { Mark, NONE, type Rows } from './rows.ts'

// At which end each host stands. A packet seen in both traces has passed more routers where it arrived: the trace with the
// larger hop count is the sender's. Without a router between (or with a tunnel that hides it) both are equal; then time
// decides: whatever the clocks say, B's time minus A's is larger for what A sends (offset plus delay) than for what B
// sends (offset minus delay). The order of the files says nothing. What a third host sends to a group arrives at both: it has
// passed neither end's way, and tells nothing of them.

/** Who sends the packets of a flow. */
export const Way = { none: 0, sentHere: 1, receivedHere: 2 } as const

/** Which hosts stand at which end, and which way each flow goes. */
export interface Ends {
  /** By trace: addresses of the hosts at this trace's own end, and of those at the other end as this trace shows them. */
  readonly near: readonly [ReadonlySet<string>, ReadonlySet<string>]
  readonly far: readonly [ReadonlySet<string>, ReadonlySet<string>]
  /** By trace and flow: `Way`. Only flows between the two ends have one. */
  readonly way: readonly [Uint8Array, Uint8Array]
}

/** Works the ends out from the mates found so far; the flows of those that have none follow their addresses. */
export function endsOf(a: Rows, b: Rows): Ends {
  const near: [Set<string>, Set<string>] = [new Set(), new Set()]
  const far: [Set<string>, Set<string>] = [new Set(), new Set()]
  const note = (trace: 0 | 1, rows: Rows, flow: number, sentHere: boolean) => {
    const [source, destination] = [rows.flows.source(flow), rows.flows.destination(flow)]
    near[trace].add(sentHere ? source : destination)
    far[trace].add(sentHere ? destination : source)
  }
  const couples = couplesOf(a, b)
  const toHosts = couples.filter(({ flowA }) => !isGroup(a.flows.destination(flowA)))
  for (const [flowA, flowB, fromA] of directed(a, toHosts.length > 0 ? toHosts : couples)) {
    note(0, a, flowA, fromA)
    note(1, b, flowB, !fromA)
  }
  if (near[0].size === 0) byHopCount([a, b], near, far)
  for (const trace of [0, 1] as const) follow([a, b][trace]!.trace.negotiations, near[trace], far[trace])
  const groups = new Set(couples.map(({ flowA }) => a.flows.destination(flowA)).filter(isGroup))
  return { near, far, way: [ways(a, near[0], far[0], groups), ways(b, near[1], far[1], groups)] }
}

/** Of flows that have mates, in both traces, who sent them. */
function directed(a: Rows, couples: readonly Couple[]): [number, number, boolean][] {
  const known = couples.filter(one => one.hops !== 0).map(one => [one.flowA, one.flowB, one.hops > 0] as [number, number, boolean])
  if (known.length) {
    const senders = new Set(known.map(([flow, , fromA]) => `${fromA} ${a.flows.source(flow)}`))
    for (const { flowA, flowB, hops } of couples) {
      const source = a.flows.source(flowA)
      const fromA = senders.has(`true ${source}`)
      if (hops === 0 && fromA !== senders.has(`false ${source}`)) known.push([flowA, flowB, fromA])
    }
    return known
  }
  return byTime(a, couples)
}

interface Couple {
  readonly flowA: number
  readonly flowB: number
  /** Above 0: the packets have more hops left in A. */
  hops: number
  /** Least and greatest of B's time minus A's. */
  least: number
  greatest: number
}

function couplesOf(a: Rows, b: Rows): Couple[] {
  const couples = new Map<number, Couple>()
  let last: Couple | undefined
  for (let row = 0; row < a.mate.length; row++) {
    const other = a.mate[row]!
    if (other === NONE || a.marks[row]! & Mark.copy) continue
    const [flowA, flowB] = [a.packets.flow(row), b.packets.flow(other)]
    if (last?.flowA !== flowA || last.flowB !== flowB) {
      const key = flowA * 2 ** 26 + flowB
      last = couples.get(key) ?? { flowA, flowB, hops: 0, least: Number.POSITIVE_INFINITY, greatest: Number.NEGATIVE_INFINITY }
      couples.set(key, last)
    }
    const apart = b.packets.time(other) - a.packets.time(row)
    last.hops += Math.sign(a.surviving.ttl(row) - b.surviving.ttl(other))
    if (apart < last.least) last.least = apart
    if (apart > last.greatest) last.greatest = apart
  }
  return [...couples.values()]
}

/** No router between: of each two hosts, A's is the one for whose packets B's time minus A's is never the smaller. */
function byTime(a: Rows, couples: readonly Couple[]): [number, number, boolean][] {
  const least = new Map<string, number>()
  const greatest = new Map<string, number>()
  const route = (flow: number, turned = false) => {
    const [source, destination] = [a.flows.source(flow), a.flows.destination(flow)]
    return turned ? `${destination} ${source}` : `${source} ${destination}`
  }
  for (const one of couples) {
    const key = route(one.flowA)
    least.set(key, Math.min(least.get(key) ?? Number.POSITIVE_INFINITY, one.least))
    greatest.set(key, Math.max(greatest.get(key) ?? Number.NEGATIVE_INFINITY, one.greatest))
  }
  return couples.map(({ flowA, flowB }) => {
    const [there, back] = [route(flowA), route(flowA, true)]
    if (!least.has(back)) return [flowA, flowB, !startsLater(a, flowA)]
    const fromA = least.get(there)! + greatest.get(there)! >= least.get(back)! + greatest.get(back)!
    return [flowA, flowB, fromA]
  })
}

/** One direction alone, no router: whoever the capture calls outbound sends, else the first to be seen at A. */
function startsLater(a: Rows, flow: number): boolean {
  const direction = a.packets.direction(a.flows.first(flow))
  return direction === 1
}

/** Nothing was seen at both ends: at each, the peer whose hop count is fresh is its own. */
function byHopCount(traces: readonly [Rows, Rows], near: readonly Set<string>[], far: readonly Set<string>[]): void {
  for (const trace of [0, 1] as const) {
    for (const negotiation of traces[trace].trace.negotiations) {
      const [one, other] = ([0, 1] as const).map(side => {
        const first = negotiation.messages.find(message => message.side === side)
        return first && isFresh(first)
      })
      if (one === other) continue
      const own: Side = one === true || other === false ? 0 : 1
      for (const { address } of negotiation.endpoints[own]) near[trace]!.add(address)
      for (const { address } of negotiation.endpoints[opposite(own)]) far[trace]!.add(address)
    }
  }
}

/** A peer that moved: all addresses of a negotiation's side belong to one end. RFC 4555. */
function follow(negotiations: readonly Negotiation[], near: Set<string>, far: Set<string>): void {
  for (const { endpoints } of negotiations) {
    const at = (set: ReadonlySet<string>, side: Side) => endpoints[side].some(e => set.has(e.address))
    for (const side of [0, 1] as const) {
      if (!at(near, side) || !at(far, opposite(side)) || at(far, side) || at(near, opposite(side))) continue
      for (const { address } of endpoints[side]) near.add(address)
      for (const { address } of endpoints[opposite(side)]) far.add(address)
    }
  }
}

/** @param groups multicast addresses that both ends hear; a third host that sends to them has no way */
function ways(rows: Rows, near: ReadonlySet<string>, far: ReadonlySet<string>, groups: ReadonlySet<string>): Uint8Array {
  const { flows } = rows
  const way = new Uint8Array(flows.length)
  for (let flow = 0; flow < flows.length; flow++) {
    const [source, destination] = [flows.source(flow), flows.destination(flow)]
    const toAll = groups.has(destination)
    if (near.has(source) && (toAll || far.has(destination))) way[flow] = Way.sentHere
    else if (far.has(source) && (toAll || near.has(destination))) way[flow] = Way.receivedHere
  }
  return way
}

/** Who sent a row, when it is one of the two hosts to the other. */
export function wayOf(ends: Ends, trace: 0 | 1, rows: Rows, row: number): number {
  return ends.way[trace][rows.packets.flow(row)]!
}

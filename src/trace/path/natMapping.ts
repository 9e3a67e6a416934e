import { Kind } from '../../dissectors/sort.ts'
import type { Endpoint, Negotiation, Seconds, Side } from '../model.ts'
import type { Course } from '../negotiation/course.ts'
import { opposite } from '../negotiation/sides.ts'
import { countWhile } from '../packets/ascending.ts'
import type { Packets } from '../packets/packets.ts'
import type { Trace } from '../trace.ts'
import type { PortRun } from './encapsulatedPorts.ts'
import type { IcmpError } from './icmpErrors.ts'

// A NAT keeps a mapping only as long as packets pass. When it is gone, packets to the outside port are refused by the NAT
// itself or dropped, and the next packet from inside gets another port. Who is outside sees that: the same negotiation
// goes on from another port of the same address. The step from port 500 to 4500 changes the outside port too and is
// none: it is another mapping, so only packets to the same port are compared.

/** A packet of one side, and the ports it had here. */
export interface Use {
  readonly packet: number
  readonly time: Seconds
  readonly address: string
  readonly port: number
}

/** Where a side of a negotiation went on from another port of the same address: the packets before and after. */
export function portChanges(course: Course, side: Side, trace: Ports, all: readonly Course[]): (readonly [before: Use, after: Use])[] {
  const { packets } = trace
  const byMapping = new Map<string, Use[]>()
  for (const [mapping, use] of usesOf(course, side, trace, all)) {
    const uses = byMapping.get(mapping)
    if (uses) uses.push(use)
    else byMapping.set(mapping, [use])
  }
  return [...byMapping.values()].flatMap(uses => {
    const inOrder = uses.sort((a, b) => packets.rank(a.packet) - packets.rank(b.packet))
    const at = inOrder.findIndex(use => use.port !== inOrder[0]!.port)
    const [before, after] = [inOrder[at - 1], inOrder[at]]
    return before && after && !inOrder.slice(at).some(use => use.port === before.port) ? [[before, after] as const] : []
  })
}

/** What a trace knows of ports. */
type Ports = Pick<Trace, 'packets' | 'encapsulatedPorts'>

/** Its messages, keepalives and ESP in UDP, each with the mapping that carried it: its address, and whom it was sent to. */
function usesOf(
  { negotiation }: Course,
  side: Side,
  { packets, encapsulatedPorts }: Ports,
  all: readonly Course[],
): [mapping: string, Use][] {
  const uses: [string, Use][] = []
  for (const message of negotiation.messages) {
    if (message.side !== side) continue
    for (const { sightings } of message.transmissions) {
      const { source, destination, packets: seen, time } = sightings[0]!
      if (source.port === 0 || uses.length >= MOST) continue
      uses.push([`${source.address} ${destination.address} ${destination.port}`, { packet: seen[0]!, time, ...source }])
    }
  }
  const [own, other] = [negotiation.endpoints[side], negotiation.endpoints[opposite(side)]]
  for (const { index, source, destination, port, toPort } of keepaliveFlows(packets)) {
    if (!own.some(e => e.address === source) || !other.some(e => e.address === destination)) continue
    if (isOfAnother(negotiation, { address: source, port }, all)) continue
    const rows = packets.rowsOfFlow(index)
    for (const row of new Set([rows[0]!, rows.at(-1)!]))
      uses.push([`${source} ${destination} ${toPort}`, { packet: row + 1, time: packets.time(row), address: source, port }])
  }
  for (const { source, destination, port, toPort, first, last } of ownEsp(negotiation, side, { packets, encapsulatedPorts }))
    for (const row of new Set([first, last]))
      uses.push([`${source} ${destination} ${toPort}`, { packet: row + 1, time: packets.time(row), address: source, port }])
  return uses
}

/** ESP in UDP of a side: of each SPI from the first packet on that comes from a port of its IKE. Another host behind the NAT has another port. */
function ownEsp({ endpoints }: Negotiation, side: Side, { packets, encapsulatedPorts }: Ports): PortRun[] {
  const [from, to] = [endpoints[side], endpoints[opposite(side)]].map(seen => [...new Set(seen.map(e => e.address))])
  const flows = new Set<number>()
  return from!
    .flatMap(source => to!.flatMap(destination => encapsulatedPorts.runs(packets, source, destination)))
    .filter(({ flow, source, port }) => {
      if (endpoints[side].some(e => e.sent && e.address === source && e.port === port)) flows.add(flow)
      return flows.has(flow)
    })
}

/** A keepalive names no SPI: one from a port where only other negotiations are at home is of another host behind the NAT. */
function isOfAnother(own: Negotiation, { address, port }: Endpoint, all: readonly Course[]): boolean {
  const atHome = homesOf(all).get(`${address} ${port}`)
  return atHome !== undefined && !atHome.has(own)
}

const homes = new WeakMap<readonly Course[], ReadonlyMap<string, ReadonlySet<Negotiation>>>()

/** Which negotiations sent from which address and port; worked out once. */
function homesOf(all: readonly Course[]): ReadonlyMap<string, ReadonlySet<Negotiation>> {
  const known = homes.get(all)
  if (known) return known
  const byPlace = new Map<string, Set<Negotiation>>()
  for (const { negotiation } of all)
    for (const { address, port, sent } of negotiation.endpoints.flat()) {
      const place = `${address} ${port}`
      if (sent) byPlace.set(place, (byPlace.get(place) ?? new Set()).add(negotiation))
    }
  homes.set(all, byPlace)
  return byPlace
}

/** NAT keepalives of one sender, receiver and pair of ports; `index` is their flow in the table. */
export interface KeepaliveFlow {
  readonly index: number
  readonly source: string
  readonly destination: string
  readonly port: number
  readonly toPort: number
}

const known = new WeakMap<Packets, { readonly length: number; readonly all: readonly KeepaliveFlow[] }>()

/** NAT keepalives by addresses and ports. RFC 3948 §4. */
export function keepaliveFlows(packets: Packets): readonly KeepaliveFlow[] {
  const before = known.get(packets)
  if (before?.length === packets.length) return before.all
  const all = packets.counts[Kind.natKeepalive] === 0 ? [] : find(packets)
  known.set(packets, { length: packets.length, all })
  return all
}

function find({ flows }: Packets): KeepaliveFlow[] {
  const all: KeepaliveFlow[] = []
  for (let index = 0; index < flows.length && all.length < MOST; index++) {
    if (flows.kind(index) !== Kind.natKeepalive) continue
    const ports = flows.selector(index)
    const [source, destination] = [flows.source(index), flows.destination(index)]
    all.push({ index, source, destination, port: Math.floor(ports / 65536), toPort: ports % 65536 })
  }
  return all
}

/**
 * A NAT itself refuses a packet to an outside port of which packets had come: ICMP "port unreachable" on UDP 4500. It
 * forgets only who was silent; whoever spoke a moment ago still has its mapping, and its own host refuses.
 */
export function refusesMapping(error: IcmpError, course: Course, side: Side, packets: Packets): boolean {
  const { quoted, version, type, code } = error
  if (quoted?.protocol !== 17 || quoted.sourcePort !== 4500) return false
  if (version === 4 ? type !== 3 || code !== 3 : type !== 1 || code !== 4) return false
  const known = course.negotiation.endpoints[side]
  if (!known.some(e => e.sent && e.address === quoted.to && e.time < error.time)) return false
  return silentSince(packets, quoted.to, quoted.from, error.time) >= FORGETS_AFTER
}

/** Seconds since the last packet of a UDP or ESP flow from one host to another before a moment; endless without one. */
function silentSince(packets: Packets, from: string, to: string, time: Seconds): Seconds {
  const { flows } = packets
  let latest = Number.NEGATIVE_INFINITY
  for (let flow = 0; flow < flows.length; flow++) {
    if (!OF_NAT_T.has(flows.kind(flow)) || flows.source(flow) !== from || flows.destination(flow) !== to) continue
    const rows = packets.rowsOfFlow(flow)
    const before = countWhile(rows.length, at => packets.time(rows[at]!) < time)
    if (before > 0) latest = Math.max(latest, packets.time(rows[before - 1]!))
  }
  return time - latest
}

const OF_NAT_T: ReadonlySet<number> = new Set([Kind.ike, Kind.udpEncapsulatedEsp, Kind.natKeepalive])
/** Seconds without a packet from inside before which no NAT forgets a UDP mapping: RFC 4787 REQ-5 wants two minutes, the hastiest take 15 s. */
const FORGETS_AFTER = 15

const MOST = 10_000

import { Kind } from '../../dissectors/sort.ts'
import { Way } from './ends.ts'
import type { Match } from './match.ts'
import type { Rewrite, Route } from './report.ts'
import { Mark, NONE, type Rows } from './rows.ts'

/** Translations told one by one. */
const MOST = 100

/** Addresses and ports that differ between the traces, each translation once. */
export function rewritesOf({ rows: [a, b], ends }: Match): Rewrite[] {
  const couples = new Map<number, { rowA: number; rowB: number; packets: number }>()
  for (let row = 0; row < a.mate.length; row++) {
    const other = a.mate[row]!
    if (other === NONE || a.marks[row]! & (Mark.altered | Mark.copy)) continue
    const key = a.packets.flow(row) * 2 ** 26 + b.packets.flow(other)
    const known = couples.get(key)
    if (known) known.packets++
    else couples.set(key, { rowA: row, rowB: other, packets: 1 })
  }
  const found = new Map<string, Rewrite>()
  const inUdp = new Set<string>()
  for (const { rowA, rowB, packets } of couples.values()) {
    const [inA, inB] = [routeOf(a, rowA), routeOf(b, rowB)]
    const way = ends.way[0][a.packets.flow(rowA)]
    if (way === Way.none || isSame(inA, inB)) continue
    const fromA = way === Way.sentHere
    const [before, after] = fromA ? [inA, inB] : [inB, inA]
    const key = JSON.stringify([before, after])
    if (a.packets.flows.kind(a.packets.flow(rowA)) === Kind.udpEncapsulatedEsp) inUdp.add(key)
    const known = found.get(key)
    if (known) found.set(key, { ...known, packets: known.packets + packets })
    else if (found.size < MOST)
      found.set(key, { direction: fromA ? 'a-to-b' : 'b-to-a', before, after, packets, first: [rowA + 1, rowB + 1] })
  }
  for (const key of inUdp) withItsPorts(found, key)
  return [...found.values()]
}

/** Of ESP in UDP the table keeps the SPI and not the ports: they are those of port 4500's IKE between the same addresses, where that has one translation. RFC 3948 §2.1. */
function withItsPorts(found: Map<string, Rewrite>, key: string): void {
  const esp = found.get(key)!
  const addresses = ({ direction, before, after }: Rewrite) =>
    [direction, before.source.address, before.destination.address, after.source.address, after.destination.address].join(' ')
  const ike = [...found].filter(
    ([, one]) => addresses(one) === addresses(esp) && [one.before.source.port, one.before.destination.port].includes(NAT_T),
  )
  if (ike.length !== 1) return
  const [itsKey, its] = ike[0]!
  found.set(itsKey, { ...its, packets: its.packets + esp.packets })
  found.delete(key)
}

const NAT_T = 4500

/** The same addresses and ports at both ends. */
export function isSame(one: Route, other: Route): boolean {
  return (['source', 'destination'] as const).every(end => one[end].address === other[end].address && one[end].port === other[end].port)
}

/** The selector of a flow is its ports only where its packets are known by them; of ESP and AH it is the SPI. */
const PORTS: ReadonlySet<number> = new Set([Kind.ike, Kind.natKeepalive, Kind.dns, Kind.kerberos, Kind.tcp, Kind.udp, Kind.tcpControl])

/** From where to where a packet went; port 0 where its flow is not known by ports. */
export function routeOf({ packets, flows }: Rows, row: number): Route {
  const flow = packets.flow(row)
  const ports = PORTS.has(flows.kind(flow)) ? flows.selector(flow) : 0
  return {
    source: { address: flows.source(flow), port: Math.floor(ports / 65536) },
    destination: { address: flows.destination(flow), port: ports % 65536 },
  }
}

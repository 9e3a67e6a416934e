import { Kind } from '../../dissectors/sort.ts'
import type { Carried } from '../path/datagrams.ts'
import type { Counts, Keepalives } from '../report.ts'
import type { Packets } from './packets.ts'

/** Packets by what they are; a datagram that came in fragments also counts once under what it carried. */
export function countsOf(packets: Packets, carried: Carried): Counts {
  const of = (kind: Kind) => packets.counts[kind] ?? 0
  const told = [Kind.ike, Kind.esp, Kind.ah, Kind.udpEncapsulatedEsp, Kind.natKeepalive, Kind.fragment, Kind.icmpError, Kind.metadata]
  return {
    ike: of(Kind.ike) + carried.ike,
    esp: of(Kind.esp) + carried.esp,
    ah: of(Kind.ah) + carried.ah,
    udpEncapsulatedEsp: of(Kind.udpEncapsulatedEsp) + carried.udpEncapsulatedEsp,
    natKeepalive: of(Kind.natKeepalive) + carried.natKeepalive,
    fragments: of(Kind.fragment),
    icmpErrors: of(Kind.icmpError),
    other: told.reduce((rest, kind) => rest - of(kind), packets.length),
    metadata: of(Kind.metadata),
  }
}

/** NAT keepalives by direction. RFC 3948 §4. */
export function keepalivesOf(packets: Packets, trace: 0 | 1): Keepalives[] {
  const { flows } = packets
  const all: Keepalives[] = []
  for (let flow = 0; flow < flows.length && all.length < MOST; flow++) {
    if (flows.kind(flow) !== Kind.natKeepalive) continue
    const [first, last] = [flows.first(flow), flows.last(flow)]
    all.push({
      trace,
      from: flows.source(flow),
      to: flows.destination(flow),
      count: flows.packets(flow),
      firstPacket: first + 1,
      lastPacket: last + 1,
      firstTime: packets.time(first),
      lastTime: packets.time(last),
    })
  }
  return all
}

const MOST = 10_000

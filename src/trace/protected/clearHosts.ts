import { Kind } from '../../dissectors/sort.ts'
import type { Packets } from '../packets/packets.ts'
import type { ClearHosts } from '../report.ts'
import { isGroup } from './shields.ts'

const kinds: ReadonlySet<Kind> = new Set([Kind.dns, Kind.kerberos, Kind.ping, Kind.tcp, Kind.udp])

/** Pairs that are listed, and flows that are looked at: a scan has any number. */
const MOST = 40
const FLOWS = 100_000

/** Pairs of hosts that spoke in the clear, the busiest first; whoever began comes first of the two. Groups are no hosts. */
export function clearHosts(packets: Packets, trace: 0 | 1): ClearHosts[] {
  const { flows } = packets
  const pairs = new Map<string, { from: string; to: string; packets: number; first: number }>()
  for (let flow = 0; flow < Math.min(flows.length, FLOWS); flow++) {
    if (!kinds.has(flows.kind(flow))) continue
    const [from, to] = [flows.source(flow), flows.destination(flow)]
    const known = pairs.get(`${from} ${to}`) ?? pairs.get(`${to} ${from}`)
    if (known) known.packets += flows.packets(flow)
    else if (from !== to && !isGroup(from) && !isGroup(to))
      pairs.set(`${from} ${to}`, { from, to, packets: flows.packets(flow), first: flows.first(flow) })
  }
  return [...pairs.values()]
    .sort((one, other) => other.packets - one.packets || one.first - other.first)
    .slice(0, MOST)
    .map(({ first, ...pair }) => ({ trace, ...pair, firstPacket: first + 1, firstTime: packets.time(first) || 0 }))
}

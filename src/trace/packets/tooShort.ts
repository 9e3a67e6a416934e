import { Kind } from '../../dissectors/sort.ts'
import type { Packets } from './packets.ts'

/** Numbers of packets of which the capture kept so little that nobody can tell whether they are IKE. */
export function tooShort(packets: Packets): readonly number[] {
  if (packets.cut === 0) return []
  const before = known.get(packets)
  if (before?.of === packets.length) return before.all
  const all = found(packets)
  known.set(packets, { of: packets.length, all })
  return all
}

/** Asked for with every finding that rests on what is not there; found once for each length of the table. */
const known = new WeakMap<Packets, { readonly of: number; readonly all: readonly number[] }>()

function found(packets: Packets): number[] {
  const { flows } = packets
  const all: number[] = []
  for (let flow = 0; flow < flows.length; flow++) {
    const kind = flows.kind(flow)
    if (kind !== Kind.other && kind !== Kind.udp) continue
    const version = flows.version(flow)
    if (version !== 0 && !(flows.protocol(flow) === UDP && hides(flows.selector(flow)))) continue
    for (const row of packets.rowsOfFlow(flow)) {
      const captured = packets.captured(row)
      if (captured < packets.original(row) && (version !== 0 || captured < HEADERS)) all.push(row + 1)
    }
  }
  return all.sort((a, b) => a - b)
}

/** Ports that were cut off, or 4500, where the first octets behind the ports tell. */
function hides(ports: number): boolean {
  return ports === 0 || ports >>> 16 === NAT_T || (ports & 0xffff) === NAT_T
}

const UDP = 17
const NAT_T = 4500
/** Octets of Ethernet and IPv6: with them here, what holds no IP is told by its link header. */
const HEADERS = 54

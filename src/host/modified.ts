import { differences, differingRanges } from '../dissectors/differences.ts'
import type { Layer } from '../dissectors/layer.ts'
import type { Packet } from '../dissectors/packet.ts'
import { hex } from '../dissectors/text.ts'
import { Way } from '../trace/pair/ends.ts'
import type { Lineup } from '../trace/pair/lineUp.ts'
import { isProtected, Mark, NONE } from '../trace/pair/rows.ts'
import { hexSpi } from '../trace/protected/securityAssociation.ts'
import type { ModifiedPacket } from '../trace/report.ts'
import { dissected } from './dissected.ts'
import { packetBytes, type Reading } from './reading.ts'

/** Packets whose bytes are compared, and ranges told of each. */
const MOST = 200
const MOST_RANGES = 8

/** What was changed in the packets that arrived with other content, byte by byte. The bytes are read from both files again. */
export async function modifiedPackets([one, other]: readonly Reading[], { rows: [a, b], ends }: Lineup): Promise<ModifiedPacket[]> {
  const found: ModifiedPacket[] = []
  if (!one || !other) return found
  for (let row = 0; row < a.mate.length && found.length < MOST; row++) {
    const mate = a.mate[row]!
    if (mate === NONE || !(a.marks[row]! & Mark.altered)) continue
    const fromA = ends.way[0][a.packets.flow(row)] !== Way.receivedHere
    const [inA, inB] = [await inside(one, row), await inside(other, mate)]
    const [before, after] = fromA ? [inA, inB] : [inB, inA]
    const [sender, sent] = fromA ? [a, row] : [b, mate]
    found.push({
      a: row + 1,
      b: mate + 1,
      direction: fromA ? 'a-to-b' : 'b-to-a',
      ...compared(before, after),
      ...(isProtected(sender.packets.kind(sent)) ? { spi: hexSpi(sender.flows.selector(sender.packets.flow(sent))) } : {}),
    })
  }
  return found
}

interface Inside {
  readonly packet: Packet
  readonly frame: Uint8Array
  /** From the IP header on, without what the link added. */
  readonly bytes: Uint8Array
}

async function inside(reading: Reading, row: number): Promise<Inside> {
  const { packets } = reading.trace
  const frame = await packetBytes(reading, row)
  const packet = dissected(reading, frame, packets.original(row), packets.linkType(row))
  const ip = packet.layers.find((layer: Layer) => layer.kind === 'ip')
  const start = ip?.kind === 'ip' ? ip.start : 14
  return { packet, frame, bytes: frame.subarray(start) }
}

/** Octets that routers change are no difference: hop count and IPv4 checksum. */
function compared(before: Inside, after: Inside): Pick<ModifiedPacket, 'differences' | 'octets'> {
  const usual: ReadonlySet<number> = new Set(before.bytes[0]! >> 4 === 6 ? [7] : [8, 10, 11])
  const ranges = differingRanges(before.bytes, after.bytes).flatMap(([start, end]) => {
    const left: number[] = []
    for (let at = start; at < end; at++) if (!usual.has(at)) left.push(at)
    return left.length ? [[left[0]!, left.at(-1)! + 1] as const] : []
  })
  const fields = differences({ tree: before.packet.tree, bytes: before.frame }, { tree: after.packet.tree, bytes: after.frame })
    .map(one => one.path)
    .filter(path => !/(Time to Live|Hop Limit|Header Checksum)$|^(Ethernet|Linux cooked|VLAN)/.test(path))
  return {
    differences: ranges.slice(0, MOST_RANGES).map(([start, end], i) => ({
      start,
      ...(fields[i] ? { field: fields[i] } : {}),
      before: hex(before.bytes.subarray(start, end)),
      after: hex(after.bytes.subarray(start, end)),
    })),
    octets: ranges.reduce((sum, [start, end]) => sum + end - start, 0),
  }
}

import type { Field } from '../dissectors/field.ts'
import { packet as dissectPacket } from '../dissectors/packet.ts'
import type { Packets } from '../trace/packets.ts'
import { type Info, info } from './info.ts'
import { knownFor } from './known.ts'
import type { PacketRow } from './protocol.ts'
import type { Reading } from './reading.ts'

/** Rows made at most for one question, and bytes read at once for neighbours in the file. */
const MOST = 2000
const WINDOW = 1 << 20

/** Rows [from, to) of the packet list; each is dissected now, so only what is looked at costs time. */
export async function packetRows(
  reading: Reading,
  from: number,
  to: number,
  messageName: (number: number) => string | undefined,
): Promise<PacketRow[]> {
  const { packets } = reading.trace
  const start = Math.max(0, Math.trunc(from) || 0)
  const end = Math.min(packets.length, Math.trunc(to) || 0, start + MOST)
  const rows: PacketRow[] = []
  for (let row = start; row < end; ) {
    const next = neighbours(packets, row, end)
    const base = packets.position(row)
    const window = new Uint8Array(packets.position(next - 1) + packets.captured(next - 1) - base)
    const read = await reading.bytes.read(base, window)
    for (; row < next; row++) {
      const at = packets.position(row) - base
      rows.push(packetRow(reading, row, window.subarray(at, Math.min(at + packets.captured(row), read)), messageName(row + 1)))
    }
  }
  return rows
}

/** The row behind those that lie together in the file, one after the other within a window. */
function neighbours(packets: Packets, row: number, end: number): number {
  const base = packets.position(row)
  let next = row + 1
  for (let before = base; next < end; next++) {
    const position = packets.position(next)
    if (position < before || position + packets.captured(next) - base > WINDOW) break
    before = position
  }
  return next
}

function packetRow(reading: Reading, row: number, bytes: Uint8Array, messageName: string | undefined): PacketRow {
  const { packets } = reading.trace
  const [original, linkType] = [packets.original(row), packets.linkType(row)]
  const context = knownFor(reading, row)
  const { layers } = dissectPacket(bytes, original, linkType, { ...context, factsOnly: true })
  const ip = layers.find(layer => layer.kind === 'ip')
  const link = layers.find(layer => layer.kind === 'link')
  const flow = packets.flow(row)
  const said = info(layers, messageName)
  return {
    number: row + 1,
    time: packets.time(row),
    source: packets.flows.source(flow) || (ip?.kind === 'ip' && ip.source) || (link?.kind === 'link' && link.source) || '',
    destination:
      packets.flows.destination(flow) || (ip?.kind === 'ip' && ip.destination) || (link?.kind === 'link' && link.destination) || '',
    ...(said.protocol === 'Other' ? innermost(dissectPacket(bytes, original, linkType).tree) : said),
    length: original,
  }
}

/** What a packet without IP is, in the words of its innermost part: `ARP`, `who has 192.0.2.1? asks 192.0.2.10`. */
function innermost({ children = [] }: Field): Info {
  const part = children.findLast(child => child.children !== undefined)
  return part ? { protocol: part.name, info: part.meaning ?? '' } : { protocol: 'Other', info: '' }
}

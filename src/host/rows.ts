import type { Field } from '../dissectors/field.ts'
import { packet as dissectPacket } from '../dissectors/packet.ts'
import { isBackwards } from '../trace/protected/flowColumns.ts'
import { type Info, info } from './info.ts'
import { knownFor } from './known.ts'
import type { PacketRow } from './protocol.ts'
import type { Reading } from './reading.ts'
import { windows } from './windows.ts'

/** Rows made at most for one question. */
const MOST = 2000

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
  for await (const window of windows(reading, start, end))
    for (let row = window.from; row < window.to; row++) rows.push(packetRow(reading, row, window.bytes(row), messageName(row + 1)))
  return rows
}

function packetRow(reading: Reading, row: number, bytes: Uint8Array, messageName: string | undefined): PacketRow {
  const { packets } = reading.trace
  const [original, linkType] = [packets.original(row), packets.linkType(row)]
  const context = knownFor(reading, row)
  const { layers } = dissectPacket(bytes, original, linkType, { ...context, factsOnly: true })
  const ip = layers.find(layer => layer.kind === 'ip')
  const link = layers.find(layer => layer.kind === 'link')
  const flow = packets.flow(row)
  const said = info(layers, messageName, isBackwards(packets, flow))
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

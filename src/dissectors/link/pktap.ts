import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { MAX_LAYERS } from '../packet.ts'
import { printable } from '../text.ts'
import { link } from './index.ts'

const direction = names({ 1: 'inbound', 2: 'outbound' })

/** Apple's PKTAP: which process and interface, then a packet with the link header of that. LINKTYPE_PKTAP. */
export function pktap(c: Cursor, layers: Layer[]): void {
  const [a, b, d, e] = c.peek(4)
  const length = e === undefined ? undefined : Math.max(4, a! + b! * 256 + d! * 65536 + e * 16777216)
  const type = c.struct('PKTAP', length, c => {
    c.u32le('Header Length')
    c.u32le('Record Type')
    const type = c.u32le('Data Link Type')
    c.means(c.as('Interface Name', 24, name))
    c.u32le('Flags', flags => direction(flags & 3))
    c.u32le('Protocol Family')
    c.u32le('Link Header Length')
    c.u32le('Link Trailer Length')
    c.u32le('Process ID')
    c.as('Command Name', 20, name)
    c.rest('Further Fields')
    return type
  })
  if (type === undefined || layers.length >= MAX_LAYERS) return
  layers.push({ kind: 'tunnel', name: 'PKTAP' })
  link(type)(c, layers)
}

function name(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return printable(end < 0 ? bytes : bytes.subarray(0, end))
}

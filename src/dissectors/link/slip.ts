import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { raw } from './raw.ts'

/** How the header was sent, in the upper half of the octet: RFC 1144 §3.2.2. */
const sent = names({ 4: 'as it is', 7: 'uncompressed TCP', 8: 'compressed TCP' })

/** Serial line: which way, how its header was sent on the line, then the IP packet as it was before. LINKTYPE_SLIP. */
export function slip(c: Cursor, layers: Layer[]): void {
  const read = c.struct('SLIP', 16, c => {
    c.means(c.u8('Direction') === 0 ? 'received' : 'sent')
    c.u8('Packet Type', value => sent(value >> 4) ?? (value > 127 ? sent(8) : undefined))
    c.opaque('Compressed Header', 14)
    return true
  })
  if (read) raw(c, layers)
}

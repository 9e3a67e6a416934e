import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { ethernet } from '../link/ethernet.ts'

/** VXLAN: Ethernet over UDP. What does not have the I flag is something else on that port. RFC 7348 §5. */
export function vxlan(c: Cursor, layers: Layer[]): void {
  const flags = c.peek(1)[0]
  if (flags !== undefined && (flags & 0x08) === 0) return
  const read = c.struct('VXLAN', 8, c => {
    c.u8('Flags')
    c.u24('Reserved')
    c.means(`VNI ${c.u24('VXLAN Network Identifier')}`)
    c.u8('Reserved')
    return true
  })
  if (!read) return
  layers.push({ kind: 'tunnel', name: 'VXLAN' })
  ethernet(c, layers)
}

import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'
import { hex } from '../text.ts'
import { etherTypeName } from './etherTypeNames.ts'
import { etherType } from './etherTypes.ts'

/** Network layer protocol identifiers. RFC 2427 §4. */
const nlpid = names({ 128: 'SNAP', 142: 'IPv6', 204: 'IPv4', 207: 'PPP' })

/** Frame Relay: an address of two to four octets, the last of which is odd, then what is inside. LINKTYPE_FRELAY, RFC 2427 §3. */
export function frameRelay(c: Cursor, layers: Layer[]): void {
  const inner = c.struct('Frame Relay', undefined, c => {
    const end = c.peek(4).findIndex(octet => (octet & 1) === 1)
    c.as('Address', end < 1 ? 2 : end + 1, hex)
    c.u8('Control', control => (control === 3 ? 'UI' : undefined))
    if (c.peek(1)[0] === 0) c.u8('Padding')
    const protocol = c.u8('NLPID', nlpid)
    c.means(nlpid(protocol))
    if (protocol === 0xcc) return 0x0800
    if (protocol === 0x8e) return 0x86dd
    if (protocol !== 0x80) return undefined
    return c.as('Organization Code', 3, hex) === '000000' ? c.u16('Protocol Identifier', etherTypeName) : undefined
  })
  if (inner === 0x0800) ipv4(c, layers)
  else if (inner === 0x86dd) ipv6(c, layers)
  else if (inner !== undefined) etherType(inner, layers.length)?.(c, layers)
}

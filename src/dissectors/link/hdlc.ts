import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { etherTypeName } from './etherTypeNames.ts'
import { etherType } from './etherTypes.ts'
import { ppp } from './ppp.ts'

/** Cisco's HDLC: address, control, EtherType. RFC 1547 §4.3.1. */
export function ciscoHdlc(c: Cursor, layers: Layer[]): void {
  const type = c.struct('Cisco HDLC', 4, c => {
    c.u8('Address', names({ 15: 'unicast', 143: 'broadcast' }))
    c.u8('Control')
    return c.u16('Protocol', etherTypeName)
  })
  if (type !== undefined) etherType(type, layers.length)?.(c, layers)
}

/** PPP in HDLC-like framing, or Cisco's HDLC: the first octet tells. RFC 1662 §3. */
export function pppHdlc(c: Cursor, layers: Layer[]): void {
  const first = c.peek(1)[0]
  if (first === 0x0f || first === 0x8f) ciscoHdlc(c, layers)
  else ppp(c, layers)
}

/** PPP with a first octet that says which way the packet went. LINKTYPE_PPP_WITH_DIR, LINKTYPE_PPP_PPPD. */
export function pppWithDirection(c: Cursor, layers: Layer[]): void {
  c.struct('Direction', 1, c => c.means(c.u8('Direction') === 0 ? 'received' : 'sent'))
  ppp(c, layers)
}

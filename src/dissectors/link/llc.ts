import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { ipv4 } from '../network/ipv4.ts'
import { hex } from '../text.ts'
import { etherTypeName } from './etherTypeNames.ts'
import { etherType } from './etherTypes.ts'
import { vlanTags } from './vlan.ts'

/** Service access points. IANA ieee-802-numbers. */
const sap = names({ 0: 'Null', 6: 'IP', 66: 'Spanning Tree', 127: 'ISO 802.2', 170: 'SNAP', 224: 'IPX', 240: 'NetBIOS', 254: 'ISO' })

/** OUIs whose protocol numbers are EtherTypes: plain encapsulation and bridge-tunnel. RFC 1042, IEEE 802.1H. */
const ENCAPSULATED = new Set(['000000', '0000f8'])

/** 802.2 Logical Link Control with SNAP. RFC 1042. */
export function llc(c: Cursor, layers: Layer[]): void {
  const inner = c.struct('LLC', undefined, c => {
    const destination = c.u8('DSAP', sap)
    c.u8('SSAP', sap)
    const [control = 0] = c.peek(1)
    if ((control & 3) === 3) c.u8('Control', names({ 3: 'UI', 227: 'TEST', 175: 'XID', 127: 'SABME' }))
    else c.u16('Control')
    if (control !== 3) return undefined
    if (destination === 0x06) return 0x0800
    if (destination !== 0xaa) return undefined
    const organization = c.as('Organization Code', 3, hex)
    const type = c.u16('Protocol Identifier', ENCAPSULATED.has(organization) ? etherTypeName : undefined)
    return ENCAPSULATED.has(organization) ? type : undefined
  })
  if (inner === undefined) return
  const { type } = vlanTags(c, inner)
  if (type === 0x0800) ipv4(c, layers)
  else if (type !== undefined) etherType(type, layers.length)?.(c, layers)
}

import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { mac } from '../text.ts'
import { etherTypeName } from './etherTypeNames.ts'
import { etherType } from './etherTypes.ts'
import { llc } from './llc.ts'
import { vlanTags } from './vlan.ts'

// The two octets behind the addresses are a type from 0x0600 on, and up to 1500 the length of an 802.2 packet; between
// the two they mean nothing. A frame is padded to 60 octets, and some captures keep the 4 octets of its check sequence:
// what stands behind the packet is its trailer.

const MAX_LENGTH = 1500

/** Ethernet with its VLAN tags. IEEE 802.3 §3.2, RFC 894, RFC 1042. */
export function ethernet(c: Cursor, layers: Layer[]): void {
  const header = c.struct('Ethernet', 14, c => {
    const destination = c.as('Destination', 6, mac)
    const source = c.as('Source', 6, mac)
    const [high = 0, low = 0] = c.peek(2)
    const type = high * 256 + low <= MAX_LENGTH ? c.u16('Length') : c.u16('EtherType', etherTypeName)
    c.means(`${source} → ${destination}`)
    return { destination, source, type }
  })
  if (!header) return
  const { type, vlans } = vlanTags(c, header.type)
  const { source, destination } = header
  layers.push({ kind: 'link', source, destination, ...(vlans.length ? { vlans } : {}) })
  if (type === undefined) return
  if (type <= MAX_LENGTH) ieee8023(c, layers, type)
  else {
    const read = etherType(type, layers.length)
    if (!read) return
    read(c, layers)
  }
  c.rest('Trailer')
}

function ieee8023(c: Cursor, layers: Layer[], length: number): void {
  c.within(length, () => {
    llc(c, layers)
    c.rest('Data')
  })
}

import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import type { Dissector } from '../packet.ts'
import { hex } from '../text.ts'
import { etherTypeName } from './etherTypeNames.ts'
import { etherType } from './etherTypes.ts'
import { llc } from './llc.ts'

/** A header of known length that says nothing of what follows. @param name as it is called in the tree */
export function behind(name: string, length: number, then: Dissector): Dissector {
  return (c, layers) => {
    const read = c.struct(name, length, c => {
      c.rest('Header')
      return true
    })
    if (read) then(c, layers)
  }
}

/** IP over Fibre Channel: two addresses, then 802.2. LINKTYPE_IP_OVER_FC, RFC 2625 §4. */
export function ipOverFibreChannel(c: Cursor, layers: Layer[]): void {
  const link = c.struct('Fibre Channel', 16, c => ({ destination: c.as('Destination', 8, hex), source: c.as('Source', 8, hex) }))
  if (!link) return
  layers.push({ kind: 'link', ...link })
  llc(c, layers)
}

/** IP over IEEE 1394: two addresses and an EtherType. LINKTYPE_APPLE_IP_OVER_IEEE1394. */
export function firewire(c: Cursor, layers: Layer[]): void {
  const link = c.struct('IEEE 1394', 18, c => ({
    destination: c.as('Destination', 8, hex),
    source: c.as('Source', 8, hex),
    type: c.u16('EtherType', etherTypeName),
  }))
  if (!link) return
  layers.push({ kind: 'link', destination: link.destination, source: link.source })
  etherType(link.type, layers.length)?.(c, layers)
}

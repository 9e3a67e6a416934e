import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { ethernet } from '../link/ethernet.ts'
import { mpls } from '../link/mpls.ts'
import { names } from '../meaning.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'
import type { Dissector } from '../packet.ts'

const nextProtocol = names({ 1: 'IPv4', 2: 'IPv6', 3: 'Ethernet', 4: 'NSH', 5: 'MPLS' })

const dissectors: Readonly<Record<number, Dissector>> = { 1: ipv4, 2: ipv6, 3: ethernet, 5: mpls }

const ETHERNET = 3

/** VXLAN that says what it carries: without the P flag Ethernet, as VXLAN does. draft-ietf-nvo3-vxlan-gpe §3. */
export function vxlanGpe(c: Cursor, layers: Layer[]): void {
  const first = c.peek(1)[0]
  if (first !== undefined && (first & 0x38) !== 0x08) return
  const next = c.struct('VXLAN-GPE', 8, c => {
    const [, , , told] = c.split('Flags', 1, [
      ['R', 2],
      ['Ver', 2],
      ['I', 1],
      ['P', 1],
      ['B', 1],
      ['O', 1],
    ])
    c.u16('Reserved')
    const next = c.u8('Next Protocol', nextProtocol)
    c.means(`VNI ${c.u24('VXLAN Network Identifier')}`)
    c.u8('Reserved')
    return told ? next : ETHERNET
  })
  if (next === undefined) return
  layers.push({ kind: 'tunnel', name: 'VXLAN-GPE' })
  if (c.left > 0) dissectors[next]?.(c, layers)
}

import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { hex, mac } from '../text.ts'
import { etherTypeName } from './etherTypeNames.ts'
import { etherType } from './etherTypes.ts'
import { llc } from './llc.ts'
import { vlanTags } from './vlan.ts'

// Linux "cooked" captures: what the kernel knows of a packet in place of its link header. Made by capturing on "any", so
// that the same packet may be there several times, once for every interface it crossed.

const packetType = names({ 0: 'to us', 1: 'broadcast', 2: 'multicast', 3: 'to somebody else', 4: 'sent by us' })

const hardwareType = names({ 1: 'Ethernet', 512: 'PPP', 772: 'loopback', 776: 'IPv6-in-IPv4', 778: 'GRE', 65534: 'none' })

/** Protocol numbers below 0x0600 are Linux's own. <linux/if_ether.h> */
const protocolType = names({ ...etherTypeName.entries, 1: 'Novell 802.3', 4: '802.2 LLC', 12: 'CAN' })

/** Linux cooked capture. LINKTYPE_LINUX_SLL. */
export function sll(c: Cursor, layers: Layer[]): void {
  const header = c.struct('Linux cooked capture', 16, c => {
    c.means(packetType(c.u16('Packet Type', packetType)))
    c.u16('ARPHRD Type', hardwareType)
    const source = address(c, c.u16('Address Length'))
    return { source, type: c.u16('Protocol Type', protocolType) }
  })
  carried(c, layers, header)
}

/** Linux cooked capture, version 2. LINKTYPE_LINUX_SLL2. */
export function sll2(c: Cursor, layers: Layer[]): void {
  const header = c.struct('Linux cooked capture v2', 20, c => {
    const type = c.u16('Protocol Type', protocolType)
    c.u16('Reserved')
    c.u32('Interface Index')
    c.u16('ARPHRD Type', hardwareType)
    c.means(packetType(c.u8('Packet Type', packetType)))
    return { source: address(c, c.u8('Address Length')), type }
  })
  carried(c, layers, header)
}

/** Eight octets of which `length` are the sender's address. */
function address(c: Cursor, length: number): string | undefined {
  const used = Math.min(length, 8)
  const source = used ? c.as('Address', used, bytes => (bytes.length === 6 ? mac(bytes) : hex(bytes))) : undefined
  if (used < 8) c.opaque('Unused', 8 - used)
  return source
}

function carried(c: Cursor, layers: Layer[], header: { source: string | undefined; type: number } | undefined): void {
  if (!header) return
  const { type, vlans } = vlanTags(c, header.type)
  const { source } = header
  layers.push({ kind: 'link', ...(source ? { source } : {}), ...(vlans.length ? { vlans } : {}) })
  if (type === 4) llc(c, layers)
  else if (type !== undefined) etherType(type, layers.length)?.(c, layers)
}

import { arp } from '../network/arp.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'
import { type Dissector, MAX_LAYERS } from '../packet.ts'
import { inside } from '../tunnel/inside.ts'
import { ethernet } from './ethernet.ts'
import { mpls } from './mpls.ts'
import { ppp } from './ppp.ts'
import { pppoeDiscovery, pppoeSession } from './pppoe.ts'

/** What reads behind an EtherType: the line to add for another one. VLAN tags are read by their carrier (vlan.ts). */
const dissectors: Readonly<Record<number, Dissector>> = {
  0x0800: ipv4,
  0x0806: arp,
  0x6558: inside('Ethernet', ethernet),
  0x86dd: ipv6,
  0x880b: ppp,
  0x8847: mpls,
  0x8848: mpls,
  0x8863: pppoeDiscovery,
  0x8864: pppoeSession,
}

/** The dissector behind an EtherType; undefined when nobody reads it or there are too many layers. */
export function etherType(type: number, depth: number): Dissector | undefined {
  return depth < MAX_LAYERS ? dissectors[type] : undefined
}

import { arp } from '../network/arp.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'
import { type Dissector, MAX_LAYERS } from '../packet.ts'
import { ciscoMetaData } from './ciscoMetaData.ts'
import { ethernet } from './ethernet.ts'
import { mpls } from './mpls.ts'
import { ppp } from './ppp.ts'
import { pppoeDiscovery, pppoeSession } from './pppoe.ts'

/** What reads behind an EtherType: the line to add for another one. VLAN tags are read by their carrier (vlan.ts). */
const dissectors: Readonly<Record<number, Dissector>> = {
  2048: ipv4,
  2054: arp,
  25944: ethernet,
  34525: ipv6,
  34827: ppp,
  34887: mpls,
  34888: mpls,
  34915: pppoeDiscovery,
  34916: pppoeSession,
  35081: ciscoMetaData,
}

/** The dissector behind an EtherType; undefined when nobody reads it or there are too many layers. */
export function etherType(type: number, depth: number): Dissector | undefined {
  return depth < MAX_LAYERS ? dissectors[type] : undefined
}

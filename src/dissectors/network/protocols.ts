import { icmpv4 } from '../icmp/icmpv4.ts'
import { icmpv6 } from '../icmp/icmpv6.ts'
import { ah } from '../ipsec/ah.ts'
import { esp } from '../ipsec/esp.ts'
import { wesp } from '../ipsec/wesp.ts'
import { ethernet } from '../link/ethernet.ts'
import { mpls } from '../link/mpls.ts'
import { type Dissector, MAX_LAYERS } from '../packet.ts'
import { sctp } from '../transport/sctp.ts'
import { tcp } from '../transport/tcp.ts'
import { udp } from '../transport/udp.ts'
import { aggfrag } from '../tunnel/aggfrag.ts'
import { etherIp } from '../tunnel/etherIp.ts'
import { gre } from '../tunnel/gre.ts'
import { inside } from '../tunnel/inside.ts'
import { l2tpv3 } from '../tunnel/l2tp.ts'
import { ipComp } from './ipComp.ts'
import { ipv4 } from './ipv4.ts'
import { ipv6 } from './ipv6.ts'
import { extensionHeaders } from './ipv6Extensions.ts'

/** What reads an IP payload, by IANA's protocol number: the line to add for another one. */
const dissectors: Readonly<Record<number, Dissector>> = {
  0: extension(0),
  1: icmpv4,
  4: inside('IPv4 in IP', ipv4),
  6: tcp,
  17: udp,
  41: inside('IPv6 in IP', ipv6),
  43: extension(43),
  44: extension(44),
  47: gre,
  50: esp,
  51: ah,
  58: icmpv6,
  60: extension(60),
  94: inside('IPIP', ipv4),
  97: etherIp,
  108: ipComp,
  115: l2tpv3,
  132: sctp,
  135: extension(135),
  137: inside('MPLS in IP', mpls),
  141: wesp,
  143: inside('Ethernet in IP', ethernet),
  144: aggfrag,
}

/** What reads the payload of an IP packet; a number that nobody reads, or one layer too many, stays
 *  bytes. */
export function ipProtocol(protocol: number): Dissector {
  const read = dissectors[protocol]
  return (c, layers) => {
    const cutBefore = c.here === 0 && c.left > 0
    if (read && !cutBefore && layers.length < MAX_LAYERS) read(c, layers)
  }
}

/** IPv6 extension headers that stand in a payload: behind AH, or in a reassembled datagram. RFC 8200 §4.1. */
function extension(protocol: number): Dissector {
  return (c, layers) => {
    const { fragment, broken, protocol: next } = extensionHeaders(c, protocol)
    if (fragment && (fragment.more || fragment.offset > 0)) c.rest('Fragment data')
    else if (!broken) ipProtocol(next)(c, layers)
  }
}

import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'
import { type Dissector, MAX_LAYERS } from '../packet.ts'
import { ethernet } from './ethernet.ts'
import { mpls } from './mpls.ts'

/** PPP DLL Protocol Numbers. IANA ppp-numbers. */
const protocolName = names({
  33: 'IPv4',
  45: 'Van Jacobson Compressed TCP/IP',
  47: 'Van Jacobson Uncompressed TCP/IP',
  49: 'Bridging PDU',
  61: 'Multi-Link',
  87: 'IPv6',
  253: 'compressed datagram',
  641: 'MPLS Unicast',
  643: 'MPLS Multicast',
  32801: 'IPCP',
  32855: 'IPV6CP',
  33021: 'CCP',
  33409: 'MPLSCP',
  49185: 'LCP',
  49187: 'PAP',
  49699: 'CHAP',
  49703: 'EAP',
})

const dissectors: Readonly<Record<number, Dissector>> = {
  33: ipv4,
  49: bridged,
  87: ipv6,
  641: mpls,
  643: mpls,
}

/** Control protocols share their header: code, identifier, length. RFC 1661 §5. */
const controlCode = names({
  1: 'Configure-Request',
  2: 'Configure-Ack',
  3: 'Configure-Nak',
  4: 'Configure-Reject',
  5: 'Terminate-Request',
  6: 'Terminate-Ack',
  7: 'Code-Reject',
  8: 'Protocol-Reject',
  9: 'Echo-Request',
  10: 'Echo-Reply',
  11: 'Discard-Request',
})
const CONTROL = new Set([0x8021, 0x8057, 0x80fd, 0x8281, 0xc021])

/** Point-to-Point Protocol, with address and control or without, protocol in one octet or two. RFC 1661 §2, RFC 1662 §3. */
export function ppp(c: Cursor, layers: Layer[]): void {
  const protocol = c.struct('PPP', undefined, c => {
    const ahead = c.peek(2)
    if (ahead[0] === 0xff && ahead[1] === 0x03) {
      c.u8('Address')
      c.u8('Control')
    }
    const compressed = ((c.peek(1)[0] ?? 0) & 1) === 1
    return compressed ? c.u8('Protocol', protocolName) : c.u16('Protocol', protocolName)
  })
  if (protocol === undefined || layers.length >= MAX_LAYERS) return
  if (CONTROL.has(protocol)) control(c, protocolName(protocol)!)
  else dissectors[protocol]?.(c, layers)
}

function control(c: Cursor, name: string): void {
  const [, , high, low] = c.peek(4)
  c.struct(name, low === undefined ? undefined : Math.max(4, high! * 256 + low), c => {
    const code = c.u8('Code', controlCode)
    c.u8('Identifier')
    c.u16('Length')
    c.means(controlCode(code))
    c.rest('Data')
  })
}

/** Bridged frames: flags and MAC type in front of an Ethernet frame. RFC 3518 §4.2. */
function bridged(c: Cursor, layers: Layer[]): void {
  const type = c.struct('Bridging', 2, c => {
    c.u8('Flags and Pads')
    return c.u8('MAC Type')
  })
  if (type === 1) ethernet(c, layers)
}

import { bytes, type Part, u16, u32 } from './bytes.ts'
import { address, type Carried, fragments6, ipv4, ipv6 } from './ip.ts'
import { cutTo } from './rewrite.ts'
import { fragmentationNeeded, icmp, icmpv6, packetTooBig } from './transport.ts'

/** What the two versions of IP do differently, for who writes the packets of two hosts. */
export interface Internet {
  /** An address of the router between the hosts. */
  readonly router: string
  /** Routers cut packets unless they may not be cut; else only hosts do. */
  readonly routersCut: boolean
  /** A packet of a host. @param whole it may not be cut */
  packet(
    source: string,
    destination: string,
    inside: Carried,
    about: { readonly id?: number; readonly ttl: number; readonly whole?: boolean },
  ): Uint8Array
  /** The pieces into which a host cuts its packet, each at most `mtu` bytes. */
  cut(packet: Uint8Array, mtu: number, id: number): Uint8Array[]
  /** What upper layers sum beside their own bytes. RFC 9293 §3.1, RFC 8200 §8.1. */
  pseudoHeader(source: string, destination: string): (protocol: number, length: number) => Uint8Array
  echo(type: 'request' | 'reply', rest: Part, data: Part): Carried
  portUnreachable(quoted: Uint8Array): Carried
  /** Not all fragments came in time. */
  reassemblyTimeExceeded(quoted: Uint8Array): Carried
  tooBig(mtu: number, quoted: Uint8Array): Carried
  /** Octets of the source address of a packet. */
  source(packet: Uint8Array): Uint8Array
}

const version4: Internet = {
  router: '203.0.113.1',
  routersCut: true,
  packet: (source, destination, inside, { id, ttl, whole = false }) =>
    ipv4(source, destination, inside, { ...(id === undefined ? {} : { id }), ttl, dontFragment: whole }),
  cut: cutTo,
  pseudoHeader: (source, destination) => (protocol, length) => bytes(address(source), address(destination), [0, protocol], u16(length)),
  echo: (type, rest, data) => icmp(type === 'request' ? 8 : 0, 0, rest, data),
  portUnreachable: quoted => icmp(3, 3, u32(0), quoted.subarray(0, 28)),
  reassemblyTimeExceeded: quoted => icmp(11, 1, u32(0), quoted.subarray(0, 28)),
  tooBig: (mtu, quoted) => fragmentationNeeded(mtu, quoted),
  source: packet => packet.subarray(12, 16),
}

/** An error quotes as much as fits into the smallest packet that every link carries. RFC 4443 §2.4. */
const QUOTED = 1280 - 40 - 8
/** IPv6 header and Fragment header. */
const HEADERS = 48

const version6: Internet = {
  router: '2001:db8:ffff::1',
  routersCut: false,
  packet: (source, destination, inside, { ttl }) => ipv6(source, destination, inside, { hopLimit: ttl }),
  cut: (packet, mtu, id) => fragments6(packet, ((mtu - HEADERS) >> 3) << 3, id),
  pseudoHeader: (source, destination) => (protocol, length) =>
    bytes(address(source), address(destination), u32(length), [0, 0, 0, protocol]),
  echo: (type, rest, data) => icmpv6(type === 'request' ? 128 : 129, 0, rest, data),
  portUnreachable: quoted => icmpv6(1, 4, u32(0), quoted.subarray(0, QUOTED)),
  reassemblyTimeExceeded: quoted => icmpv6(3, 1, u32(0), quoted.subarray(0, QUOTED)),
  tooBig: (mtu, quoted) => packetTooBig(mtu, quoted, QUOTED),
  source: packet => packet.subarray(8, 24),
}

/** The version of an address as text. */
export function internetOf(text: string): Internet {
  return text.includes(':') ? version6 : version4
}

import { looksLikeIke } from '../ike/header.ts'
import { carrierPorts, tunnelPorts } from '../transport/carrierPorts.ts'
import { Kind, type Sorted, u16, u32 } from './sorted.ts'

/** Protocols that hold nothing of interest: IGMP, EIGRP, OSPF, PIM, VRRP, SCTP. Any other is left to the dissectors. */
const leaves = marked(256, [2, 88, 89, 103, 112, 132])
const carriers = marked(65536, [...carrierPorts, ...tunnelPorts])

function marked(size: number, numbers: readonly number[]): Uint8Array {
  const table = new Uint8Array(size)
  for (const number of numbers) table[number] = 1
  return table
}

/** What IP carries at [at, end); the wire had bytes up to `wireEnd`. False when the dissectors have to look. */
export function transport(bytes: Uint8Array, at: number, end: number, wireEnd: number, protocol: number, into: Sorted): boolean {
  switch (protocol) {
    case 50:
      return security(bytes, at, at, end, 8, Kind.esp, into)
    case 6:
      return tcp(bytes, at, end, wireEnd, into)
    case 17:
      return udp(bytes, at, end, wireEnd, into)
    case 51: {
      const length = at + 2 <= end ? (bytes[at + 1]! + 2) << 2 : 0
      return length >= 12 && at + length <= wireEnd && security(bytes, at + 4, at, end, length, Kind.ah, into)
    }
    case 1:
      return icmp(bytes, at, end, 4, into)
    case 58:
      return icmp(bytes, at, end, 6, into)
    default:
      return leaves[protocol] === 1
  }
}

/** ESP, RFC 4303 §2, and AH, RFC 4302 §2: SPI, then sequence number. */
function security(bytes: Uint8Array, spi: number, at: number, end: number, length: number, kind: Kind, into: Sorted): boolean {
  if (at + length > end) return false
  into.kind = kind
  into.selector = u32(bytes, spi)
  into.sequence = u32(bytes, spi + 4)
  into.securityStart = at
  return true
}

/** RFC 9293 §3.1. */
function tcp(bytes: Uint8Array, at: number, end: number, wireEnd: number, into: Sorted): boolean {
  if (at + 20 > end) return false
  const payload = at + ((bytes[at + 12]! >> 4) << 2)
  if (payload < at + 20 || payload > end) return false
  const source = u16(bytes, at)
  const destination = u16(bytes, at + 2)
  if (payload < wireEnd && (carriesIke(source, destination) || beginsAsIke(bytes, payload, end))) return false
  into.selector = source * 65536 + destination
  into.sequence = u32(bytes, at + 4)
  into.kind = (bytes[at + 13]! & 7) !== 0 ? Kind.tcpControl : payload === wireEnd ? Kind.tcp : talk(source, destination, Kind.tcp)
  return true
}

/** The port of IKE over TCP. RFC 9329 §3. */
function carriesIke(source: number, destination: number): boolean {
  return source === 4500 || destination === 4500
}

/** Elsewhere IKE over TCP shows by its first bytes: the stream prefix, or a message's marker. */
function beginsAsIke(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 6 > end) return false
  const first = u32(bytes, at)
  return first === 0x494b4554 || ((first & 0xffff) === 0 && u16(bytes, at + 4) === 0)
}

/** DNS and Kerberos by their ports. */
export function talk(source: number, destination: number, otherwise: Kind): Kind {
  if (source === 53 || destination === 53) return Kind.dns
  return source === 88 || destination === 88 ? Kind.kerberos : otherwise
}

/** A port of IKE and one below 500 that another service has: a NAT may have chosen it, so the dissectors have to look. */
function isEither(source: number, destination: number): boolean {
  return (ikePorts[source] === 1 && lowPorts[destination] === 1) || (ikePorts[destination] === 1 && lowPorts[source] === 1)
}

const ikePorts = marked(65536, [500, 4500])
/** Of DNS, Kerberos and LDAP. */
const lowPorts = marked(65536, [53, 88, 389])

/** RFC 768; RFC 3948 on port 4500. */
function udp(bytes: Uint8Array, at: number, end: number, wireEnd: number, into: Sorted): boolean {
  if (at + 8 > end) return false
  const source = u16(bytes, at)
  const destination = u16(bytes, at + 2)
  const wire = at + u16(bytes, at + 4)
  if (wire < at + 8 || wire > wireEnd || carriers[source] !== 0 || carriers[destination] !== 0) return false
  const payload = at + 8
  const bound = wire < end ? wire : end
  into.selector = source * 65536 + destination
  if (isEither(source, destination)) return false
  into.kind = talk(source, destination, Kind.udp)
  if (into.kind !== Kind.udp) return true
  if (source === 500 || destination === 500) return port500(bytes, payload, bound, wire, into) && ike(payload, bound, wire, into)
  if (source === 848 || destination === 848) return port500(bytes, payload, bound, wire, into)
  return (source !== 4500 && destination !== 4500) || port4500(bytes, payload, bound, wire, into)
}

function port4500(bytes: Uint8Array, at: number, end: number, wire: number, into: Sorted): boolean {
  if (wire - at === 1 && end > at && bytes[at] === 0xff) {
    into.kind = Kind.natKeepalive
    return true
  }
  if (at + 32 > end) return false
  // Three octets of zero: a marker, WESP or nonsense. A fitting length where IKE has it: IKE that forgot its marker.
  if ((bytes[at]! | bytes[at + 1]! | bytes[at + 2]!) === 0) {
    if (bytes[at + 3] !== 0 || !looksLikeIke(bytes.subarray(at + 4, at + 32), wire - at - 4)) return false
    return ike(at + 4, end, wire, into)
  }
  if (u32(bytes, at + 24) === wire - at) return false
  return security(bytes, at, at, end, 8, Kind.udpEncapsulatedEsp, into)
}

function port500(bytes: Uint8Array, at: number, end: number, wire: number, into: Sorted): boolean {
  if (at + 32 > end || !looksLikeIke(bytes.subarray(at, at + 32), wire - at)) return false
  into.kind = Kind.ike
  return true
}

/** A message that was captured whole can be read without the packet around it. */
function ike(at: number, end: number, wire: number, into: Sorted): boolean {
  into.kind = Kind.ike
  if (wire > end) return true
  into.messageStart = at
  into.messageEnd = wire
  return true
}

/** RFC 792, RFC 4443. */
function icmp(bytes: Uint8Array, at: number, end: number, version: 4 | 6, into: Sorted): boolean {
  if (at + 8 > end) return false
  const type = bytes[at]!
  if (isPing(version, type)) {
    into.kind = Kind.ping
    into.sequence = u32(bytes, at + 4)
  } else if (isError(version, type)) into.kind = Kind.icmpError
  return true
}

/** Echo and its reply. RFC 792, RFC 4443 §4. */
export function isPing(version: 4 | 6, type: number): boolean {
  return version === 4 ? type === 8 || type === 0 : type === 128 || type === 129
}

/**
 * Messages that quote a packet: unreachable, source quench, redirect, time exceeded, parameter problem; in ICMPv6 all
 * types below 128. RFC 1122 §3.2.2, RFC 4443 §2.1.
 */
export function isError(version: 4 | 6, type: number): boolean {
  if (version === 6) return type > 0 && type < 128
  return type === 3 || type === 4 || type === 5 || type === 11 || type === 12
}

import type { SaidEsp } from '../ipsec/clear/layout.ts'

/** What a packet is by its outermost IPsec meaning, decided without making an object. */
export const Kind = {
  /** No packet of any wire (NetMon metadata). */
  metadata: 0,
  other: 1,
  /** ISAKMP/IKE, with or without non-ESP marker. */
  ike: 2,
  esp: 3,
  ah: 4,
  udpEncapsulatedEsp: 5,
  natKeepalive: 6,
  /** A piece of a fragmented IP datagram. */
  fragment: 7,
  icmpError: 8,
  /** SYN, FIN or RST. */
  tcpControl: 9,
  dns: 10,
  kerberos: 11,
  /** ICMP echo and its reply. */
  ping: 12,
  tcp: 13,
  udp: 14,
  arp: 15,
} as const
/** The number of a kind, as the table of packets stores it. */
export type Kind = (typeof Kind)[keyof typeof Kind]

/** One packet's numbers: the same object is filled again for every packet. Of tunnelled packets they are those of the
 *  IP header around what gave the kind. */
export interface Sorted {
  kind: Kind
  /** 0 when the packet holds no IP. */
  ipVersion: 0 | 4 | 6
  /** Where that IP header starts in the bytes sorted. */
  ipStart: number
  /** IPv4 address as a number; for IPv6 only the offset of its 16 bytes in `bytes` (source, destination). */
  source: number
  destination: number
  /** Behind the last IPv6 extension header. */
  protocol: number
  /** IPv4 identification; IPv6: that of the Fragment header, else 0. */
  identification: number
  /** Length of the IP packet as its header claims. */
  ipLength: number
  dontFragment: boolean
  /** ESP and AH: the SPI. TCP and UDP: ports as source * 65536 + destination. Otherwise 0. */
  selector: number
  /** ESP, AH and TCP: sequence number. ICMP echo: identifier * 65536 + sequence number. Fragment: its offset in bytes. Otherwise 0. */
  sequence: number
  /** ESP and AH: where that header starts in the bytes sorted. Otherwise 0. */
  securityStart: number
  /** ESP: what a WESP header in front of it says. */
  said: SaidEsp | undefined
  /** IKE in a packet as it should be: where the message lies, header first, all of it captured. 0 when only the dissectors can tell. */
  messageStart: number
  messageEnd: number
}

/** A row to sort into. V8 compiles for what a field holds first; those that may hold 32 bits begin with a number that is no small integer,
 *  so that it need not begin anew at the first large one. */
export function sorted(): Sorted {
  return {
    kind: Kind.other,
    ipVersion: 0,
    ipStart: 0,
    source: Number.NaN,
    destination: Number.NaN,
    protocol: 0,
    identification: Number.NaN,
    ipLength: 0,
    dontFragment: false,
    selector: Number.NaN,
    sequence: Number.NaN,
    securityStart: 0,
    said: undefined,
    messageStart: 0,
    messageEnd: 0,
  }
}

/** Forgets the packet before. */
export function clear(into: Sorted): void {
  into.kind = Kind.other
  into.ipVersion = 0
  into.ipStart = 0
  into.source = 0
  into.destination = 0
  into.protocol = 0
  into.identification = 0
  into.ipLength = 0
  into.dontFragment = false
  into.selector = 0
  into.sequence = 0
  into.securityStart = 0
  into.said = undefined
  into.messageStart = 0
  into.messageEnd = 0
}

/** Big-endian number at `at`; the caller knows that its octets are there. */
export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

/** Big-endian number at `at`, never negative; the caller knows that its octets are there. */
export function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

import type { IkeMessage } from './ike/facts.ts'
import type { SaidEsp } from './ipsec/clear/layout.ts'

/**
 * What a packet says, layer by layer from the outside in: the facts that src/trace works with. Offsets count in the
 * bytes of the packet (or of the reassembled datagram) that was dissected.
 */
export type Layer = Link | Ip | Udp | Tcp | Icmp | Ike | IkeUnread | Esp | Ah | Keepalive | Tunnel | Dns | Kerberos | Application

/** Link header; addresses as text when the link has them. */
export interface Link {
  readonly kind: 'link'
  readonly source?: string
  readonly destination?: string
  readonly vlans?: readonly number[]
}

/** IPv4 or IPv6 header, extension headers included. */
export interface Ip {
  readonly kind: 'ip'
  readonly version: 4 | 6
  readonly source: string
  readonly destination: string
  /** The protocol behind the last extension header that could be read. */
  readonly protocol: number
  /** IPv4 identification, or that of an IPv6 Fragment header. */
  readonly identification?: number
  readonly dontFragment: boolean
  readonly moreFragments: boolean
  /** Bytes from the start of the datagram's payload; with moreFragments false and 0 the packet is no fragment. */
  readonly fragmentOffset: number
  /** Time to live or hop limit. */
  readonly ttl: number
  /** Traffic class or type of service, whole octet. */
  readonly trafficClass: number
  /** Whole packet in bytes as its header claims (IPv4 total length; IPv6 payload length + 40). */
  readonly length: number
  /** Total Length was left to the network card. */
  readonly unsized?: true
  readonly start: number
  /** Where the payload lies, as the header claims: fragments are cut from here. The capture may have kept less. */
  readonly payloadStart: number
  readonly payloadEnd: number
  /** IPv4 header checksum; undefined when it cannot be judged (cut, offloaded zero, IPv6). */
  readonly checksumGood?: boolean
  /** With a source route (IPv4 option, IPv6 Routing header) still to be followed: its last address. */
  readonly finalDestination?: string
}

/** UDP header; `length` as it claims, eight bytes of header included. */
export interface Udp {
  readonly kind: 'udp'
  readonly sourcePort: number
  readonly destinationPort: number
  readonly length: number
  readonly payloadStart: number
  /** Undefined when it cannot be judged: none, left to the network card, cut, a quote. */
  readonly checksumGood?: boolean
}

/** TCP header; `payloadLength` counts the bytes behind the options. */
export interface Tcp {
  readonly kind: 'tcp'
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence: number
  readonly acknowledgment: number
  /** The flag octet: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32. */
  readonly flags: number
  readonly window: number
  /** Maximum segment size option, in SYN segments. */
  readonly mss?: number
  /** As in Udp. */
  readonly checksumGood?: boolean
  readonly payloadStart: number
  readonly payloadLength: number
}

/** ICMP or ICMPv6 message: an error or an echo. RFC 792, RFC 4443. */
export interface Icmp {
  readonly kind: 'icmp'
  readonly version: 4 | 6
  readonly type: number
  readonly code: number
  /** Next hop's MTU of "fragmentation needed" / "packet too big". */
  readonly mtu?: number
  /** Echo. */
  readonly identifier?: number
  readonly sequence?: number
  /** The packet that an error quotes, as far as it was quoted. */
  readonly quoted?: readonly Layer[]
}

/** An ISAKMP/IKE message; `marker`: it came behind a non-ESP marker. */
export interface Ike {
  readonly kind: 'ike'
  readonly marker: boolean
  readonly message: IkeMessage
}

/** IKE by its port or its marker of which no message can be read. */
export interface IkeUnread {
  readonly kind: 'ikeUnread'
  /** The capture cut it within its header, or its Length is less than a header has. */
  readonly weight: 'cut' | 'malformed'
  /** As a malformed header claims. */
  readonly length?: number
}

/** ESP header; with keys, or where it is clear, further layers follow. RFC 4303 §2. */
interface Esp {
  readonly kind: 'esp'
  readonly spi: number
  readonly sequence: number
  readonly start: number
  /** Bytes behind the ESP header. */
  readonly payloadLength: number
  readonly udpEncapsulated: boolean
  /** A key opened it. */
  readonly decrypted?: true
  /** What a WESP header in front of it says. */
  readonly said?: SaidEsp
}

/** Authentication Header; `icvLength` in bytes. What it protects follows as further layers. RFC 4302 §2. */
export interface Ah {
  readonly kind: 'ah'
  readonly spi: number
  readonly sequence: number
  readonly start: number
  readonly nextHeader: number
  readonly icvLength: number
}

/** NAT keepalive: one octet FF on UDP 4500. */
export interface Keepalive {
  readonly kind: 'keepalive'
}

/** A carrier that holds another packet: GRE, VXLAN, GTP-U, IPIP and others by their name. */
export interface Tunnel {
  readonly kind: 'tunnel'
  readonly name: string
}

/** A DNS message; `question` is the name first asked for. RFC 1035 §4.1. */
export interface Dns {
  readonly kind: 'dns'
  readonly response: boolean
  readonly id: number
  readonly question?: string
  readonly rcode: number
}

/** A Kerberos message as far as it is clear. RFC 4120 §5. */
export interface Kerberos {
  readonly kind: 'kerberos'
  /** Application tag: 10 AS-REQ, 11 AS-REP, 12 TGS-REQ, 13 TGS-REP, 14 AP-REQ, 15 AP-REP, 30 KRB-ERROR. */
  readonly messageType: number
  readonly errorCode?: number
  readonly realm?: string
  readonly service?: string
  /** How the ticket (in a reply without one: the reply) is encrypted, by IANA's number. */
  readonly encryptionType?: number
  /** Version of the key it is encrypted with. */
  readonly keyVersion?: number
}

/** A message of an application that is only named: its protocol, and one line of what it says. */
export interface Application {
  readonly kind: 'application'
  readonly name: 'HTTP' | 'LDAP' | 'SMB'
  readonly says: string
}

/** The first layer of a kind, if the packet has one. */
export function layerOf<K extends Layer['kind']>(layers: readonly Layer[], kind: K): Extract<Layer, { kind: K }> | undefined {
  return layers.find((layer): layer is Extract<Layer, { kind: K }> => layer.kind === kind)
}

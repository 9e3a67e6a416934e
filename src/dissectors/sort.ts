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
export type Kind = (typeof Kind)[keyof typeof Kind]

/** One packet's numbers: the same object is filled again for every packet. */
export interface Sorted {
  kind: Kind
  /** 0 when the packet holds no IP. */
  ipVersion: 0 | 4 | 6
  /** Where the (outermost) IP header starts in the bytes sorted. */
  ipStart: number
  /** IPv4 address as a number; for IPv6 only the offset of its 16 bytes in `bytes` (source, destination). */
  source: number
  destination: number
  protocol: number
  /** IPv4 identification; IPv6: that of the Fragment header, else 0. */
  identification: number
  /** Length of the IP packet as its header claims. */
  ipLength: number
  dontFragment: boolean
  /** ESP and AH: the SPI. TCP and UDP: ports as source * 65536 + destination. Otherwise 0. */
  selector: number
  /** ESP and AH: sequence number. TCP: sequence number. Otherwise 0. */
  sequence: number
}

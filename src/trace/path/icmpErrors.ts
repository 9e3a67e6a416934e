import { type Icmp, type Ip, type Layer, layerOf } from '../../dissectors/layer.ts'
import type { Message, Seconds, Sighting } from '../model.ts'
import { IcmpCopies } from './icmpCopies.ts'

// ICMP errors, each tied to the packet that it quotes. An error brings back the IP header and at least 8 octets of the
// packet (RFC 792), so the identification, addresses and ports of an IPv4 packet; that is enough to find the packet
// itself among those captured. IPv6 has no identification, but quotes as much as fits (RFC 4443 §2.4), so the header of
// the IKE message too. Where neither leads to one packet, the last message between the same ports is the best guess, but
// not where ESP goes between them too and the quote is too short to say which it is. An error that was captured twice is kept once.

/** One ICMP or ICMPv6 error as captured. */
export interface IcmpError {
  readonly packet: number
  readonly time: Seconds
  /** Who says it, and to whom. */
  readonly from: string
  readonly to: string
  /** Hops left when it came by. */
  readonly ttl: number
  readonly version: 4 | 6
  readonly type: number
  readonly code: number
  /** Next hop's MTU. */
  readonly mtu?: number
  readonly quoted?: Quoted
  /** The IKE message whose packet it quotes, and which of its sightings that was. */
  readonly about?: Sent
}

/** What an error says of the packet that it quotes. */
export interface Quoted {
  readonly from: string
  readonly to: string
  readonly protocol: number
  readonly identification?: number
  readonly fragmentOffset: number
  /** Length of the IP packet, header included. */
  readonly length: number
  readonly dontFragment: boolean
  readonly sourcePort?: number
  readonly destinationPort?: number
  /** ESP or AH. */
  readonly spi?: number
  readonly sequence?: number
  readonly initiatorSpi?: string
}

/** A packet that carried (part of) an IKE message. */
export interface Sent {
  readonly message: Message
  readonly sighting: Sighting
  readonly packet: number
}

/** IKE packets remembered at least for a quote to be found: an error comes within a reassembly timeout of its packet. */
const RECENT = 8192
/** Of IPv4 without options and UDP, and the non-ESP marker. RFC 3948 §2.2. */
const HEADERS = 32

/** The errors of one trace, as many as are kept, and the IKE packets that they may quote. */
export class IcmpErrors {
  readonly all: IcmpError[] = []
  /** Errors beyond those kept. */
  more = 0
  /** The latest IKE packets, and those before them: so the oldest go without being looked for. */
  private latest: Piece[] = []
  private earlier: Piece[] = []
  /** The last of them by what a quote may name, made when an error comes: most captures have none. */
  private byName: Map<string, Sent> | undefined
  private readonly most: number
  readonly copies = new IcmpCopies()

  /** @param most errors kept one by one; a flood beyond is only counted */
  constructor(most: number) {
    this.most = most
  }

  /** Remembers an IKE packet, so that an error can be tied to it. `piece`: as it was alone, where it is one of several. */
  remember(message: Message, sighting: Sighting, piece = sighting): void {
    this.latest.push({ message, sighting, piece })
    if (this.byName) name(this.byName, message, sighting, piece)
    if (this.latest.length < RECENT) return
    this.earlier = this.latest
    this.latest = []
    this.byName = undefined
  }

  add(ip: Ip, icmp: Icmp, packet: number, time: Seconds): void {
    if (this.all.length >= this.most) {
      this.more++
      return
    }
    const quoted = icmp.quoted && quote(icmp.quoted)
    if (quoted && this.copies.isCopy(ip, icmp, quoted, time)) return
    const about = quoted && this.find(quoted)
    this.all.push({
      packet,
      time,
      from: ip.source,
      to: ip.destination,
      ttl: ip.ttl,
      version: icmp.version,
      type: icmp.type,
      code: icmp.code,
      ...(icmp.mtu === undefined ? {} : { mtu: icmp.mtu }),
      ...(quoted ? { quoted } : {}),
      ...(about ? { about } : {}),
    })
  }

  private find(quoted: Quoted): Sent | undefined {
    const known = this.names()
    const exact = quoted.identification ? known.get(`${quoted.from} ${quoted.to} ${quoted.identification}`) : undefined
    if (exact || quoted.fragmentOffset > 0 || quoted.sourcePort === undefined || quoted.spi !== undefined) return exact
    const latest = known.get(`${quoted.from} ${quoted.to} ${quoted.sourcePort} ${quoted.destinationPort} latest`)
    return latest && fits(quoted, latest) ? latest : undefined
  }

  private names(): Map<string, Sent> {
    if (this.byName) return this.byName
    const byName = new Map<string, Sent>()
    for (const pieces of [this.earlier, this.latest])
      for (const { message, sighting, piece } of pieces) name(byName, message, sighting, piece)
    this.byName = byName
    return byName
  }
}

/** Whether it may be the packet quoted: between these ports ESP goes too, and nothing says that it is not that. RFC 3948 §2. */
function fits({ sourcePort, destinationPort, identification, initiatorSpi, length }: Quoted, { message, sighting }: Sent): boolean {
  if (initiatorSpi !== undefined || (sourcePort !== 4500 && destinationPort !== 4500)) return true
  // With its own identification it would have been found.
  if (identification) return false
  return sighting.carriage !== 'packet' || length === HEADERS + message.ike.length
}

interface Piece {
  readonly message: Message
  readonly sighting: Sighting
  readonly piece: Sighting
}

function name(byName: Map<string, Sent>, message: Message, sighting: Sighting, piece: Sighting): void {
  const { source, destination, identification, packets } = piece
  const sent = { message, sighting, packet: packets[0]! }
  byName.set(`${source.address} ${destination.address} ${identification ?? ''}`, sent)
  byName.set(`${source.address} ${destination.address} ${source.port} ${destination.port} latest`, sent)
}

function quote(layers: readonly Layer[]): Quoted | undefined {
  const ip = layerOf(layers, 'ip')
  if (!ip) return undefined
  const udp = layerOf(layers, 'udp')
  const tcp = layerOf(layers, 'tcp')
  const protectedBy = layerOf(layers, 'esp') ?? layerOf(layers, 'ah')
  const ike = layerOf(layers, 'ike')
  const ports = udp ?? tcp
  return {
    from: ip.source,
    to: ip.destination,
    protocol: ip.protocol,
    fragmentOffset: ip.fragmentOffset,
    length: ip.length,
    dontFragment: ip.dontFragment,
    ...(ip.identification === undefined ? {} : { identification: ip.identification }),
    ...(ports ? { sourcePort: ports.sourcePort, destinationPort: ports.destinationPort } : {}),
    ...(protectedBy ? { spi: protectedBy.spi, sequence: protectedBy.sequence } : {}),
    ...(ike ? { initiatorSpi: ike.message.initiatorSpi } : {}),
  }
}

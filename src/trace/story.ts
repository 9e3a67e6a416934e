import type { IkeMessage } from '../dissectors/ike/facts.ts'
import { ike as ikeMessage } from '../dissectors/ike/message.ts'
import type { TcpMessage } from '../dissectors/ike/tcpMessages.ts'
import type { Ike, IkeUnread, Ip, Layer, Tcp, Udp } from '../dissectors/layer.ts'
import { type Datagram, isFragment } from '../dissectors/network/reassembly.ts'
import { dissect } from '../dissectors/packet.ts'
import { LIMITS, type Limits } from './limits.ts'
import type { Carriage, Message, Seconds, Sighting } from './model.ts'
import { payloadOf } from './negotiation/header.ts'
import { KdcErrors } from './negotiation/kdcErrors.ts'
import { Messages } from './negotiation/messages.ts'
import type { Ends } from './packets/endpoints.ts'
import { Datagrams, packetsOf, readDatagram } from './path/datagrams.ts'
import { IcmpErrors } from './path/icmpErrors.ts'
import { IkePieces } from './path/ikePieces.ts'
import { TcpConnections } from './path/tcpConnections.ts'

/** Where something was found: the packets that carried it. */
interface Origin {
  readonly packets: readonly number[]
  readonly time: Seconds
  readonly lastTime: Seconds
  readonly carriage: Carriage
}

/** IKE messages that were too many to be kept, from a packet on. */
export interface LeftOut {
  readonly count: number
  readonly packet: number
}

/** A packet of IKE that brought no message. */
export interface Unread extends Pick<IkeUnread, 'weight' | 'length'> {
  readonly packet: number
}

/** Takes the packets that tell the story, one by one in file order, to where they belong. */
export class Story {
  readonly messages = new Messages()
  readonly pieces = new IkePieces(this.messages)
  readonly datagrams: Datagrams
  readonly icmpErrors: IcmpErrors
  readonly tcp = new TcpConnections()
  readonly kdcErrors = new KdcErrors()
  readonly unread: Unread[] = []
  readonly leftOut = { count: 0, packet: 0 }
  private now: Seconds = 0
  private taken = 0
  /** Messages shown from the first piece of a datagram that is not whole. */
  private readonly begun = new WeakMap<Datagram, { message: Message; sighting: Sighting }>()
  /** Datagrams whose start was counted as left out; whole they are not counted once more. */
  private readonly passed = new WeakSet<Datagram>()

  private readonly limits: Limits

  constructor(limits: Limits = LIMITS) {
    this.limits = limits
    this.datagrams = new Datagrams(limits.datagrams)
    this.icmpErrors = new IcmpErrors(limits.icmpErrors)
  }

  /** @param time seconds from the first packet; a packet without a time stands where its predecessor does */
  tell(packet: number, time: Seconds, layers: readonly Layer[], bytes: Uint8Array): void {
    if (!Number.isNaN(time)) this.now = time
    this.walk(layers, bytes, { packets: [packet], time: this.now, lastTime: this.now, carriage: 'packet' })
  }

  /** Takes a message that came whole in one packet, as `tell` would find it there. */
  hear(
    packet: number,
    time: Seconds,
    message: IkeMessage,
    { source, destination }: Ends,
    identification: number | undefined,
    ttl: number,
  ): void {
    if (!Number.isNaN(time)) this.now = time
    this.ike(message, {
      packets: [packet],
      time: this.now,
      lastTime: this.now,
      source,
      destination,
      identification,
      ttl,
      carriage: 'packet',
      complete: true,
    })
  }

  private walk(layers: readonly Layer[], bytes: Uint8Array, origin: Origin): void {
    let ip: Ip | undefined
    let udp: Udp | undefined
    for (const layer of layers) {
      if (layer.kind === 'ip') {
        if (isFragment(layer)) {
          this.fragment(layer, bytes, origin)
          return
        }
        ip = layer
        udp = undefined
      } else if (layer.kind === 'udp') udp = layer
      else if (layer.kind === 'tcp' && ip) {
        this.segment(ip, layer, bytes, origin)
        return
      } else if (layer.kind === 'ike' && ip) {
        if (!this.leavesOut(origin.packets[0]!)) this.ike(layer.message, sightingOf(layer, ip, udp, origin))
        return
      } else if (layer.kind === 'ikeUnread') {
        if (this.unread.length < this.limits.messages)
          this.unread.push({
            packet: origin.packets[0]!,
            weight: layer.weight,
            ...(layer.length === undefined ? {} : { length: layer.length }),
          })
        return
      } else if (layer.kind === 'icmp' && ip && layer.quoted) this.icmpErrors.add(ip, layer, origin.packets[0]!, origin.time)
      else if (layer.kind === 'kerberos' && ip) this.kdcErrors.add(ip, layer, origin.packets[0]!, origin.time)
    }
  }

  /** There are as many messages as are kept. */
  private get isFull(): boolean {
    return this.taken >= this.limits.messages || this.messages.negotiations.all.length >= this.limits.negotiations
  }

  /** Whether there are as many messages as are kept; then one more is counted. */
  leavesOut(packet: number): boolean {
    if (!this.isFull) return false
    if (this.leftOut.count++ === 0) this.leftOut.packet = packet
    return true
  }

  private ike(ike: IkeMessage, sighting: Sighting): void {
    this.taken++
    const piece = pieceOf(ike)
    if (!piece) {
      this.icmpErrors.remember(this.messages.take(ike, sighting), sighting)
      return
    }
    const { message, sighting: all } = this.pieces.take(ike, piece, sighting)
    this.icmpErrors.remember(message, all, sighting)
  }

  private segment(ip: Ip, tcp: Tcp, bytes: Uint8Array, origin: Origin): void {
    for (const { message, back } of this.tcp.take(ip, tcp, bytes, origin.packets[0]!, origin.lastTime))
      if (back) this.inTcp(message, reversed(ip), reversed(tcp))
      else this.inTcp(message, ip, tcp)
  }

  /** The capture ends: nothing that was waited for will come. */
  end(): void {
    for (const { message, ip, tcp } of this.tcp.end()) this.inTcp(message, ip, tcp)
  }

  private inTcp({ kind, bytes, pieces, time, lastTime }: TcpMessage, ip: Ip, tcp: Tcp): void {
    const packets = [...new Set(pieces.map(piece => piece.packet))]
    if (kind === 'esp') {
      this.datagrams.inTcp(bytes, ip, packets.at(-1)!)
      return
    }
    if (this.leavesOut(packets[0]!)) return
    const { layers } = dissect(bytes, bytes.length, (c, layers) => ikeMessage(c, layers, true), { factsOnly: true })
    const ike = layers.find(layer => layer.kind === 'ike')
    if (ike) this.ike(ike.message, sightingOf(ike, ip, tcp, { packets, time, lastTime, carriage: 'tcp' }))
  }

  private fragment(ip: Ip, bytes: Uint8Array, { packets: [packet = 0], lastTime }: Origin): void {
    const { datagram, can, isNew } = this.datagrams.add(ip, bytes, packet, lastTime)
    const begun = this.begun.get(datagram)
    if (can === 'wait' || (begun && can === 'read start')) {
      if (begun && isNew) this.messages.grow(begun.message, begun.sighting, [packet], lastTime)
      return
    }
    if (can === 'read start' && this.isFull) {
      if (isForIke(ip, bytes) && !this.passed.has(datagram) && this.leavesOut(packet)) this.passed.add(datagram)
      return
    }
    const read = readDatagram(datagram, ip)
    if (!read) return
    const time = datagram.pieces[0]?.time ?? lastTime
    const origin: Origin = { packets: packetsOf(datagram), time, lastTime, carriage: 'ip-fragments' }
    if (can === 'read start') {
      this.begin(datagram, read.layers, origin)
      return
    }
    this.datagrams.count(read.layers, read.bytes, packet, origin.packets)
    const ike = begun && read.layers.find(layer => layer.kind === 'ike')
    if (ike) this.messages.grow(begun.message, begun.sighting, [packet], lastTime, ike.message)
    else if (!this.passed.has(datagram)) this.walk(read.layers, read.bytes, origin)
  }

  /** Shows a message of which only the start is here yet. */
  private begin(datagram: Datagram, layers: readonly Layer[], origin: Origin): void {
    const ip = layers.find(layer => layer.kind === 'ip')
    const udp = layers.find(layer => layer.kind === 'udp')
    const ike = layers.find(layer => layer.kind === 'ike')
    if (!ip || !ike || pieceOf(ike.message) || this.leavesOut(origin.packets[0]!)) return
    this.taken++
    const sighting = { ...sightingOf(ike, ip, udp, origin), complete: false, lacksFragments: true }
    const message = this.messages.take(ike.message, sighting)
    this.begun.set(datagram, { message, sighting })
    this.icmpErrors.remember(message, sighting)
  }
}

/** The first piece of a datagram to or from a port of IKE; what it says is not looked at. */
function isForIke({ protocol, payloadStart }: Ip, bytes: Uint8Array): boolean {
  const port = (at: number) => (bytes[at]! << 8) | bytes[at + 1]!
  return protocol === 17 && [port(payloadStart), port(payloadStart + 2)].some(one => one === 500 || one === 4500)
}

/** The header as one of the other direction would be. */
function reversed<T extends Ip | Tcp>(header: T): T {
  return header.kind === 'ip'
    ? { ...header, source: header.destination, destination: header.source }
    : { ...header, sourcePort: header.destinationPort, destinationPort: header.sourcePort }
}

function pieceOf(ike: IkeMessage) {
  return payloadOf(ike, 'fragment') ?? payloadOf(ike, 'skf')
}

function sightingOf({ message, marker }: Ike, ip: Ip, carrier: Udp | Tcp | undefined, origin: Origin): Sighting {
  const promised = carrier?.kind === 'udp' ? carrier.length - 8 - (marker ? 4 : 0) : message.length
  return {
    packets: [...origin.packets],
    time: origin.time,
    lastTime: origin.lastTime,
    source: { address: ip.source, port: carrier?.sourcePort ?? 0 },
    destination: { address: ip.destination, port: carrier?.destinationPort ?? 0 },
    identification: ip.version === 4 ? ip.identification : undefined,
    ttl: ip.ttl,
    carriage: origin.carriage,
    complete: message.bytes.length >= Math.min(message.length, promised),
  }
}

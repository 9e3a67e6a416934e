import type { Cursor } from '../../dissectors/cursor.ts'
import type { Ip, Layer } from '../../dissectors/layer.ts'
import { pseudoHeader } from '../../dissectors/network/checksum.ts'
import { ipProtocol } from '../../dissectors/network/protocols.ts'
import { type Datagram, Reassembly } from '../../dissectors/network/reassembly.ts'
import { dissect } from '../../dissectors/packet.ts'
import { Kind } from '../../dissectors/sort.ts'
import { Ciphers, type CipherVerdict, unknownCipher } from '../protected/ciphers.ts'
import { keyOf } from '../protected/flow.ts'

// Fragmented IP datagrams: dissectors/network keeps the account of their pieces, here they are read. A datagram is read
// twice at most: when its first piece comes, so that a message of which nothing more ever arrives is still seen, and
// when it is whole.

/** What the arrival of a piece means: the start of the datagram can be read now, all of it can, or neither. */
export interface Arrival {
  readonly datagram: Datagram
  readonly can: 'read start' | 'read all' | 'wait'
  /** It brought bytes that were not there. */
  readonly isNew: boolean
}

/** What whole datagrams carried, as report.counts counts packets. */
export interface Carried {
  ike: number
  esp: number
  ah: number
  udpEncapsulatedEsp: number
  natKeepalive: number
}

/** ESP or AH packets of one SPI that came in fragments or in a TCP connection. */
export interface CarriedFlow {
  readonly kind: 'esp' | 'ah'
  readonly udpEncapsulated: boolean
  readonly tcpEncapsulated: boolean
  readonly spi: number
  readonly source: string
  readonly destination: string
  readonly sequences: number[]
  /** The packet that made each one whole. */
  readonly packets: number[]
  /** How many IP packets each one came in, and the numbers of them all, one after the other; of what TCP carried there are none. */
  readonly pieceCounts: number[]
  readonly pieces: number[]
  /** Of the IP packets that they were before they were cut; in TCP of the ESP packets alone. */
  bytes: number
  /** Its number among those whose ciphers were looked for. */
  readonly number: number
}

type Carrier = Pick<CarriedFlow, 'kind' | 'udpEncapsulated' | 'tcpEncapsulated' | 'spi'>

/** The fragmented datagrams of one trace, and what was found in them. */
export class Datagrams {
  readonly reassembly: Reassembly
  readonly carried: Carried = { ike: 0, esp: 0, ah: 0, udpEncapsulatedEsp: 0, natKeepalive: 0 }
  readonly flows = new Map<string, CarriedFlow>()
  /** Which of those flows can be read without keys. */
  private readonly ciphers = new Ciphers()
  private readonly read = new WeakSet<Datagram>()

  /** @param most datagrams of which account is kept */
  constructor(most: number) {
    this.reassembly = new Reassembly({ datagrams: most })
  }

  add(ip: Ip, bytes: Uint8Array, packet: number, time: number): Arrival {
    const datagram = this.reassembly.add(ip, bytes, packet, time)
    const last = datagram.pieces.at(-1)
    const isNew = last?.packet === packet && !last.duplicate
    if (!datagram.complete) return { datagram, isNew, can: isNew && ip.fragmentOffset === 0 ? 'read start' : 'wait' }
    if (this.read.has(datagram)) return { datagram, isNew, can: 'wait' }
    this.read.add(datagram)
    return { datagram, isNew, can: 'read all' }
  }

  /** What was found of a flow that came in pieces, by these alone. */
  cipher({ kind, number }: CarriedFlow): CipherVerdict {
    return kind === 'ah' ? unknownCipher(kind) : this.ciphers.of(number, Kind.esp)
  }

  /** Counts what a whole datagram carried; its last piece stands for it. @param bytes those that `layers` count in  @param pieces the packets that it came in */
  count(layers: readonly Layer[], bytes: Uint8Array, packet: number, pieces: readonly number[]): void {
    const ip = layers.findLast(layer => layer.kind === 'ip')
    for (const layer of layers) {
      if (layer.kind === 'ike') this.carried.ike++
      else if (layer.kind === 'keepalive') this.carried.natKeepalive++
      else if (layer.kind === 'esp' || layer.kind === 'ah') {
        const udpEncapsulated = layer.kind === 'esp' && layer.udpEncapsulated
        this.carried[udpEncapsulated ? 'udpEncapsulatedEsp' : layer.kind]++
        if (ip) {
          const what = { kind: layer.kind, udpEncapsulated, tcpEncapsulated: false, spi: layer.spi }
          const flow = this.addToFlow(what, ip, layer.sequence, packet, ip.length)
          flow.pieceCounts.push(pieces.length)
          for (const piece of pieces) flow.pieces.push(piece)
          if (layer.kind === 'esp') this.ciphers.takeEsp(flow.number, bytes.subarray(layer.start), pseudoHeader(ip, 0, 0), layer.said)
        }
      } else continue
      return
    }
  }

  /** Counts an ESP packet that a TCP connection carried, from its SPI on. RFC 9329 §3. */
  inTcp(esp: Uint8Array, ip: Ip, packet: number): void {
    const view = new DataView(esp.buffer, esp.byteOffset, esp.length)
    const what = { kind: 'esp', udpEncapsulated: false, tcpEncapsulated: true, spi: view.getUint32(0) } as const
    const { number } = this.addToFlow(what, ip, view.getUint32(4), packet, esp.length)
    this.ciphers.takeEsp(number, esp, pseudoHeader(ip, 0, 0))
  }

  private addToFlow(what: Carrier, ip: Ip, sequence: number, packet: number, bytes: number): CarriedFlow {
    const key = keyOf({ ...what, source: ip.source, destination: ip.destination })
    let flow = this.flows.get(key)
    if (!flow) {
      const nothing = { sequences: [], packets: [], pieceCounts: [], pieces: [], bytes: 0 }
      flow = { ...what, source: ip.source, destination: ip.destination, ...nothing, number: this.flows.size }
      this.flows.set(key, flow)
    }
    flow.sequences.push(sequence)
    flow.packets.push(packet)
    flow.bytes += bytes
    return flow
  }
}

/** The packets that brought something of a datagram, in file order. */
export function packetsOf(datagram: Datagram): number[] {
  return datagram.pieces.filter(piece => !piece.duplicate).map(piece => piece.packet)
}

/**
 * Dissects the payload of a datagram, as far as it is here, behind the header that the whole would have had.
 * @param ip header of any of its pieces
 */
export function readDatagram(datagram: Datagram, ip: Ip): { readonly layers: readonly Layer[]; readonly bytes: Uint8Array } | undefined {
  const bytes = datagram.bytes ?? datagram.prefix()
  if (!bytes) return undefined
  const length = Math.max(datagram.length ?? datagram.announced ?? 0, bytes.length)
  const header: Ip = {
    ...ip,
    protocol: datagram.protocol,
    moreFragments: false,
    fragmentOffset: 0,
    length: length + (ip.payloadStart - ip.start),
    start: 0,
    payloadStart: 0,
    payloadEnd: length,
  }
  const read = (c: Cursor, layers: Layer[]) => {
    layers.push(header)
    ipProtocol(datagram.protocol)(c, layers)
  }
  return { layers: dissect(bytes, length, read, { factsOnly: true }).layers, bytes }
}

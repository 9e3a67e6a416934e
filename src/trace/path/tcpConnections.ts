import { type TcpMessage, TcpMessages } from '../../dissectors/ike/tcpMessages.ts'
import type { Ip, Tcp } from '../../dissectors/layer.ts'
import { TcpOrder } from '../../dissectors/transport/tcpOrder.ts'

/** Directions of connections remembered at most. */
const MOST = 2048
/** Bytes of messages in several segments that are kept to be shown. */
const MOST_BYTES = 4 << 20

interface Direction {
  readonly order: TcpOrder
  readonly messages: TcpMessages
  /** Of its last segment. */
  ip: Ip
  tcp: Tcp
}

/** What became whole with a segment; `back`: of the other direction, which had waited for what this one acknowledges. */
export interface Arrived {
  readonly message: TcpMessage
  readonly back: boolean
}

/** What was left at the end of the capture, and a packet of its direction. */
export interface Left {
  readonly message: TcpMessage
  readonly ip: Ip
  readonly tcp: Tcp
}

/** IKE and ESP in TCP connections, put together from their segments. RFC 9329. */
export class TcpConnections {
  private readonly directions = new Map<string, Direction>()
  private readonly byPacket = new Map<number, TcpMessage>()
  private bytes = 0
  /** Ports that were seen to carry IKE, and the one that is meant for it. */
  private readonly ports = new Uint8Array(65536).fill(1, 4500, 4501)

  /** Whether a segment may belong to a connection with IKE in it. @param ports source * 65536 + destination */
  mayCarry(ports: number): boolean {
    return this.ports[ports >>> 16] === 1 || this.ports[ports & 65535] === 1
  }

  /**
   * Takes a segment; returns the messages that are whole with it, and ESP packets where IKE was seen in either direction.
   * @param bytes those that `tcp` counts in
   */
  take(ip: Ip, tcp: Tcp, bytes: Uint8Array, packet: number, time: number): readonly Arrived[] {
    const there = `${ip.source} ${tcp.sourcePort}`
    const here = `${ip.destination} ${tcp.destinationPort}`
    const payload = bytes.subarray(tcp.payloadStart, tcp.payloadStart + tcp.payloadLength)
    const syn = (tcp.flags & 2) !== 0
    const direction = this.direction(`${there} ${here}`, ip, tcp)
    const now = direction.order.add({ sequence: tcp.sequence, syn, bytes: payload.slice(), length: tcp.payloadLength, packet, time })
    const all: Arrived[] = now.flatMap(piece => direction.messages.take(piece)).map(message => ({ message, back: false }))
    const other = this.directions.get(`${here} ${there}`)
    if (tcp.flags & 16 && other)
      for (const piece of other.order.acknowledged(tcp.acknowledgment))
        for (const message of other.messages.take(piece)) all.push({ message, back: true })
    const carriesIke = direction.messages.found || other?.messages.found === true
    if (direction.messages.found) this.ports[Math.min(tcp.sourcePort, tcp.destinationPort)] = 1
    const sure = all.filter(({ message }) => message.kind === 'ike' || carriesIke)
    for (const { message } of sure) this.keep(message)
    return sure
  }

  /** The capture ends: returns what had waited for segments that never came, in the order of the last packets that brought it. */
  end(): readonly Left[] {
    const all: Left[] = []
    for (const { order, messages, ip, tcp } of this.directions.values()) {
      const left = order.end().flatMap(piece => messages.take(piece))
      const other = this.directions.get(`${ip.destination} ${tcp.destinationPort} ${ip.source} ${tcp.sourcePort}`)
      const carriesIke = messages.found || other?.messages.found === true
      for (const message of left) if (message.kind === 'ike' || carriesIke) all.push({ message, ip, tcp })
    }
    for (const { message } of all) this.keep(message)
    return all.sort((a, b) => a.message.lastTime - b.message.lastTime)
  }

  /** The message in several segments that a packet brought a piece of. */
  of(packet: number): TcpMessage | undefined {
    return this.byPacket.get(packet)
  }

  private direction(key: string, ip: Ip, tcp: Tcp): Direction {
    const known = this.directions.get(key)
    const direction = known ?? { order: new TcpOrder(), messages: new TcpMessages(), ip, tcp }
    direction.ip = ip
    direction.tcp = tcp
    // the last in the map is the one used last
    if (known) this.directions.delete(key)
    this.directions.set(key, direction)
    if (this.directions.size > MOST) this.directions.delete(this.directions.keys().next().value!)
    return direction
  }

  private keep(message: TcpMessage): void {
    if (message.kind === 'esp' || message.pieces.length < 2 || this.bytes + message.bytes.length > MOST_BYTES) return
    this.bytes += message.bytes.length
    for (const { packet } of message.pieces) this.byPacket.set(packet, message)
  }
}

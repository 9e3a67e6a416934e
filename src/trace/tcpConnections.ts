import { type TcpMessage, TcpMessages } from '../dissectors/ike/tcpMessages.ts'
import type { Ip, Tcp } from '../dissectors/layer.ts'
import { TcpOrder } from '../dissectors/transport/tcpOrder.ts'

/** Directions of connections remembered at most. */
const MOST = 2048
/** Bytes of messages in several segments that are kept to be shown. */
const MOST_BYTES = 4 << 20

interface Direction {
  readonly order: TcpOrder
  readonly messages: TcpMessages
}

/** IKE in TCP connections, put together from their segments. RFC 9329. */
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
   * Takes a segment; returns the messages that are whole with it.
   * @param bytes those that `tcp` counts in
   */
  take(ip: Ip, tcp: Tcp, bytes: Uint8Array, packet: number, time: number): readonly TcpMessage[] {
    const there = `${ip.source} ${tcp.sourcePort}`
    const here = `${ip.destination} ${tcp.destinationPort}`
    const payload = bytes.subarray(tcp.payloadStart, tcp.payloadStart + tcp.payloadLength)
    const syn = (tcp.flags & 2) !== 0
    const direction = this.direction(`${there} ${here}`)
    const now = direction.order.add({ sequence: tcp.sequence, syn, bytes: payload.slice(), length: tcp.payloadLength, packet, time })
    const all = now.flatMap(piece => direction.messages.take(piece))
    if (tcp.flags & 16) all.push(...this.acknowledged(`${here} ${there}`, tcp.acknowledgment))
    if (direction.messages.found) this.ports[Math.min(tcp.sourcePort, tcp.destinationPort)] = 1
    for (const message of all) this.keep(message)
    return all
  }

  /** The message in several segments that a packet brought a piece of. */
  of(packet: number): TcpMessage | undefined {
    return this.byPacket.get(packet)
  }

  private acknowledged(key: string, acknowledgment: number): TcpMessage[] {
    const other = this.directions.get(key)
    return other ? other.order.acknowledged(acknowledgment).flatMap(piece => other.messages.take(piece)) : []
  }

  private direction(key: string): Direction {
    let direction = this.directions.get(key)
    if (!direction) {
      direction = { order: new TcpOrder(), messages: new TcpMessages() }
      this.directions.set(key, direction)
      if (this.directions.size > MOST) this.directions.delete(this.directions.keys().next().value!)
    }
    return direction
  }

  private keep(message: TcpMessage): void {
    if (message.pieces.length < 2 || this.bytes + message.bytes.length > MOST_BYTES) return
    this.bytes += message.bytes.length
    for (const { packet } of message.pieces) this.byPacket.set(packet, message)
  }
}

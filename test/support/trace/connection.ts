import { ipv4, tcp, u16 } from '../packets/index.ts'
import { A, B, type Story } from './story.ts'

/** What a connection carries in front of a message: its length, and the marker of IKE. RFC 9329 §3. */
export function framed(message: Uint8Array): Uint8Array {
  return Uint8Array.from([...u16(message.length + 6), 0, 0, 0, 0, ...message])
}

/** An ESP packet as a connection carries it. */
export function framedEsp(packet: Uint8Array): Uint8Array {
  return Uint8Array.from([...u16(packet.length + 2), ...packet])
}

export const PREFIX = new TextEncoder().encode('IKETCP')

/** A TCP connection in a story: A opens it, both send; segments may be held back, lost or sent twice. */
export class Connection {
  private readonly next = { a: 1000, b: 0xffffff00 }

  constructor(
    private readonly story: Story,
    private readonly port = 4500,
    private readonly from = 40000,
  ) {}

  open(): this {
    this.segment('a', new Uint8Array(0), { flags: 2 })
    this.segment('b', new Uint8Array(0), { flags: 18 })
    return this.segment('a', PREFIX)
  }

  /** Bytes that are sent, and captured unless `lost`; in pieces of `size`. */
  send(side: 'a' | 'b', data: Uint8Array, { size = 1400, lost = [] as readonly number[] } = {}): this {
    for (let at = 0, piece = 1; at < data.length; at += size, piece++)
      this.segment(side, data.subarray(at, at + size), { lost: lost.includes(piece) })
    return this
  }

  /** One segment; `sequence` to send what was sent before. */
  segment(side: 'a' | 'b', data: Uint8Array, { flags = 16, lost = false, sequence = this.next[side] } = {}): this {
    const [source, destination] = side === 'a' ? [A, B] : [B, A]
    const ports: [number, number] = side === 'a' ? [this.from, this.port] : [this.port, this.from]
    const acknowledgment = this.next[side === 'a' ? 'b' : 'a'] >>> 0
    if (!lost)
      this.story.put(ipv4(source.address, destination.address, tcp(...ports, data, { sequence: sequence >>> 0, acknowledgment, flags })))
    if (sequence === this.next[side]) this.next[side] = (sequence + data.length + (flags & 2 ? 1 : 0)) >>> 0
    return this
  }

  /** Where the side's stream stands. */
  at(side: 'a' | 'b'): number {
    return this.next[side]
  }
}

import { bytes, icmp, ipv4, tcp, u16, udp } from '../packets/index.ts'
import type { Story } from './story.ts'

/** The two hosts behind A and B. */
export const INNER_A = '10.10.0.1'
export const INNER_B = '10.20.0.1'

/** A ping of 56 data octets, as `ping` sends it: an IP packet of 84. */
export function echo(source: string, destination: string, sequence: number, isReply = false): Uint8Array {
  return ipv4(source, destination, icmp(isReply ? 0 : 8, 0, bytes(u16(7, sequence)), new Uint8Array(56)), { id: 5000 + sequence })
}

export function segment(source: string, destination: string, from: number, to: number, flags = 16, sequence = 0): Uint8Array {
  return ipv4(source, destination, tcp(from, to, new Uint8Array(20), { flags, sequence }))
}

export function datagram(source: string, destination: string, from: number, to: number): Uint8Array {
  return ipv4(source, destination, udp(from, to, new Uint8Array(40)))
}

/** An ESP packet that came in and, with the same time, what was in it. */
export function decrypted(
  told: Story,
  from: 'a' | 'b',
  spi: number,
  sequence: number,
  inner: Uint8Array,
  length = inner.length + 36,
): Story {
  return told.esp(from, spi, sequence, length).wait(-0.02).put(inner)
}

/** A ping through the tunnel as A captures it: the question protected, the answer protected and decrypted. */
export function pingFromA(told: Story, spis: readonly [number, number], sequence: number): Story {
  return decrypted(told.esp('a', spis[0], sequence, 120), 'b', spis[1], sequence, echo(INNER_B, INNER_A, sequence, true))
}

/** Protected packets in transport mode: what `inner` holds, encrypted. */
export function transportEsp(told: Story, from: 'a' | 'b', spi: number, sequence: number): Story {
  return told.esp(from, spi, sequence, 96)
}

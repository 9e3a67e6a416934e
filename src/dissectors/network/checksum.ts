import type { Ip } from '../layer.ts'

// The internet checksum (RFC 1071) and what a capture can say about it. A host that captures its own packets sees them
// before the network card fills the sum in: then the field holds zero (IPv4 header) or only the sum of the
// pseudo-header (TCP, UDP), without its length where the card shall also cut the segment up, and none of this is an
// error. Any other wrong sum of TCP or UDP may still be such a leftover, so it is told in words, never as a problem.

/** Ones' complement sum of 16-bit words, folded; an odd last byte counts as the high half. RFC 1071 §1. */
export function sum(bytes: Uint8Array, start: number, end: number, initial = 0): number {
  let total = initial
  for (let i = start; i + 1 < end; i += 2) total += (bytes[i]! << 8) | bytes[i + 1]!
  if ((end - start) & 1) total += bytes[end - 1]! << 8
  return fold(total)
}

/** Sum of the pseudo-header in front of TCP, UDP and ICMPv6. RFC 9293 §3.1, RFC 8200 §8.1. */
export function pseudoHeader(ip: Ip, protocol: number, length: number): number {
  return fold(wordSum(ip.source) + wordSum(ip.finalDestination ?? ip.destination) + protocol + (length >>> 16) + (length & 0xffff))
}

/** What a stored transport checksum amounts to; `good` is undefined when it does not tell. */
export interface Judgement {
  readonly good?: boolean
  readonly says: string
}

/** Judges the checksum at `at` of the segment [start, end) in `bytes`, all of which must be here. */
export function judge(bytes: Uint8Array, start: number, end: number, at: number, pseudo: number): Judgement {
  const stored = (bytes[at]! << 8) | bytes[at + 1]!
  const all = sum(bytes, start, end, pseudo)
  if (all === 0xffff) return { good: true, says: 'correct' }
  if (stored === pseudo || stored === fold(pseudo + (~(end - start) & 0xffff)))
    return { says: 'only the pseudo-header: left to the network card' }
  const right = ~fold(all + (~stored & 0xffff)) & 0xffff
  return { good: false, says: `incorrect, 0x${right.toString(16).padStart(4, '0')} fits; changed, or left to the network card` }
}

function fold(total: number): number {
  let sum = total
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return sum
}

/** Sum of the 16-bit words of an address given as text. */
function wordSum(address: string): number {
  if (address.includes(':')) return address.split(':').reduce((sum, group) => sum + (group === '' ? 0 : Number.parseInt(group, 16)), 0)
  let sum = 0
  let octet = 0
  let high = true
  for (let i = 0; i <= address.length; i++) {
    const digit = address.charCodeAt(i) - 48
    if (digit >= 0) octet = octet * 10 + digit
    else {
      sum += high ? octet * 256 : octet
      high = !high
      octet = 0
    }
  }
  return sum
}

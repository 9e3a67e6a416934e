import type { Field } from '../dissectors/field.ts'
import { sum } from '../dissectors/network/checksum.ts'
import type { Summed } from './leaves.ts'

// A checksum is not made anew but moved by as much as what it goes over has changed (RFC 1624). So a wrong one stays as wrong as
// it was, one of a packet that was cut stays what it was, and one that a network card should have filled in stays empty.

/** What the addresses of a datagram were and are, where they do not stand in a header in front of it. */
export interface Addresses {
  readonly before: Uint8Array
  readonly after: Uint8Array
}

/** Addresses that are not those of the header given: its header lies elsewhere, or a route names the destination. RFC 8200 §8.1. */
export type Elsewhere = (ip: Field | undefined) => Addresses | undefined

/** Moves the checksums of `headers`, from the inside out, to what `out` holds now instead of `before`. */
export function moveChecksums(headers: readonly Summed[], before: Uint8Array, out: Uint8Array, elsewhere: Elsewhere): void {
  for (let i = headers.length - 1; i >= 0; i--) moveOne(headers[i]!, before, out, elsewhere)
}

/** Where in its header each has the sum. RFC 791 §3.1, RFC 768, RFC 9293 §3.1, RFC 792, RFC 4443 §2.1, RFC 4884 §7. */
const AT = { IPv4: 10, UDP: 6, TCP: 16, ICMP: 2, ICMPv6: 2, Extensions: 2 } as const
const PROTOCOL = { UDP: 17, TCP: 6, ICMPv6: 58 } as const

function moveOne({ kind, header, ip }: Summed, before: Uint8Array, out: Uint8Array, elsewhere: Elsewhere): void {
  const { start } = header
  const at = start + AT[kind]
  if (at + 2 > header.end) return
  const stored = (before[at]! << 8) | before[at + 1]!
  const end = endOf(kind, header.end, start, before, ip?.start)
  if (kind === 'IPv4') {
    if (stored === 0 && sum(before, start, end) !== 0xffff) return
    put(out, at, less(stored, change(before, out, start, end)))
    return
  }
  if (stored === 0 && (kind === 'UDP' || kind === 'Extensions')) return
  if (kind === 'ICMP' || kind === 'Extensions') {
    put(out, at, less(stored, change(before, out, start, end)))
    return
  }
  const told = elsewhere(ip)
  const [old, made] = ip && !told ? [pseudo(before, ip.start), pseudo(out, ip.start)] : sums(told)
  const moved = less(made, old)
  const length = end - start
  const full = add(old, PROTOCOL[kind] + (length >>> 16) + (length & 0xffff))
  const leftToCard = kind !== 'ICMPv6' && (stored === full || stored === add(old, PROTOCOL[kind]))
  if (leftToCard && sum(before, start, end, full) !== 0xffff) put(out, at, add(stored, moved))
  else put(out, at, less(less(stored, change(before, out, start, end)), moved) || (kind === 'UDP' ? 0xffff : 0))
}

function endOf(kind: Summed['kind'], headerEnd: number, start: number, bytes: Uint8Array, ip: number | undefined): number {
  if (kind !== 'UDP' && kind !== 'TCP') return headerEnd
  const length = kind === 'UDP' ? (bytes[start + 4]! << 8) | bytes[start + 5]! : 0
  if (length >= 8) return Math.min(bytes.length, start + length)
  if (ip === undefined) return bytes.length
  const total = bytes[ip]! >> 4 === 4 ? (bytes[ip + 2]! << 8) | bytes[ip + 3]! : 40 + ((bytes[ip + 4]! << 8) | bytes[ip + 5]!)
  return Math.min(bytes.length, total > start - ip ? ip + total : bytes.length)
}

/** Sum of both addresses. A header that is quoted may be cut. */
function pseudo(bytes: Uint8Array, ip: number): number {
  return bytes[ip]! >> 4 === 4 ? sum(bytes, ip + 12, ip + 20) : sum(bytes, ip + 8, ip + 40)
}

function sums(addresses: Addresses | undefined): [number, number] {
  return addresses ? [sum(addresses.before, 0, addresses.before.length), sum(addresses.after, 0, addresses.after.length)] : [0, 0]
}

/** By how much the sum of [start, end) has grown. */
function change(before: Uint8Array, out: Uint8Array, start: number, end: number): number {
  return less(sum(out, start, end), sum(before, start, end))
}

function add(a: number, b: number): number {
  const total = a + b
  return (total & 0xffff) + (total >>> 16)
}

function less(a: number, b: number): number {
  if (b === 0) return a
  return add(a, ~b & 0xffff)
}

function put(out: Uint8Array, at: number, value: number): void {
  out[at] = value >> 8
  out[at + 1] = value
}

import { sum } from '../../network/checksum.ts'
import { u16 } from '../../sort/sorted.ts'

// What a header says for itself: how many bits of it random octets would have had to hit. A wrong length or version ends
// the matter (NOT_THIS); a wrong checksum of TCP or UDP does not, since a NAT or a network card may be to blame, and
// only a right one counts. RFC 5879 §8.3.

/** Octets that cannot be the payload they were taken for. */
export const NOT_THIS = -1

/** @param pseudo ones' complement sum of the two addresses @returns bits in favour, or NOT_THIS */
type Check = (bytes: Uint8Array, at: number, end: number, pseudo: number) => number

/** Next headers that a payload of ESP is looked for under, by number. A number with no check of its own counts for itself. */
const checks: Readonly<Record<number, Check>> = {
  1: icmp,
  4: ipv4,
  6: tcp,
  17: udp,
  41: ipv6,
  43: perhapsSummed,
  44: perhapsSummed,
  47: gre,
  50: perhapsSummed,
  51: ah,
  58: icmpv6,
  59: perhapsSummed,
  60: perhapsSummed,
  89: perhapsSummed,
  103: perhapsSummed,
  108: perhapsSummed,
  112: perhapsSummed,
  132: sctp,
}
const byNumber: readonly (Check | undefined)[] = Array.from({ length: 256 }, (_, number) => checks[number])

/** Whether ESP is known to carry this. */
export function isCarried(nextHeader: number): boolean {
  return byNumber[nextHeader] !== undefined
}

/** Weighs the payload [at, end) of an ESP packet that claims to be `nextHeader`. */
export function payloadBits(nextHeader: number, bytes: Uint8Array, at: number, end: number, pseudo: number): number {
  return byNumber[nextHeader]?.(bytes, at, end, pseudo) ?? NOT_THIS
}

/**
 * Weighs the payload [at, end) of an ESP packet whose next header ESP is not known to carry. Most protocols that routers
 * speak have a checksum over all they say, some with the addresses: where it is right, it tells where the payload begins.
 */
export function strangerBits(nextHeader: number, bytes: Uint8Array, at: number, end: number, pseudo: number): number {
  if (nextHeader === 97 || nextHeader === 143) return frame(bytes, nextHeader === 97 ? at + 2 : at, end)
  if (nextHeader === 144) return aggregated(bytes, at, end)
  return summed(bytes, at, end) || summed(bytes, at, end, pseudo + nextHeader + end - at)
}

/** What aggregates packets: a sub-type, 0 or 1 with congestion control, reserved bits, and where the first packet begins. RFC 9347 §6.1. */
function aggregated(bytes: Uint8Array, at: number, end: number): number {
  const controlled = bytes[at] === 1
  const header = controlled ? 24 : 4
  if (end - at < header || bytes[at]! > 1 || bytes[at + 1]! > (controlled ? 3 : 0)) return 0
  const first = at + header + u16(bytes, at + 2)
  if (first >= end) return 12
  const version = bytes[first]! >> 4
  return bytes[first] === 0x45 ? 20 : version === 6 || version === 0 ? 14 : 0
}

/** RFC 1071. */
function summed(bytes: Uint8Array, at: number, end: number, seed = 0): number {
  return end - at >= 4 && sum(bytes, at, end, seed) === 0xffff ? 15 : 0
}

/** An Ethernet frame with an EtherType that is met every day. RFC 8986 §4.4, RFC 3378. */
function frame(bytes: Uint8Array, at: number, end: number): number {
  const type = end - at < 14 ? 0 : u16(bytes, at + 12)
  return type === 0x0800 || type === 0x86dd || type === 0x0806 || type === 0x8100 ? 14 : 0
}

/** Nothing in it has to be so; a sum over all of it that is right speaks for it: OSPF without a password, PIM, VRRP. */
function perhapsSummed(bytes: Uint8Array, at: number, end: number): number {
  return summed(bytes, at, end)
}

/** RFC 791 §3.1. Behind a shorter total length there may be traffic flow padding, RFC 4303 §2.7. */
function ipv4(bytes: Uint8Array, at: number, end: number): number {
  const header = (bytes[at]! & 15) << 2
  if (end - at < 20 || bytes[at]! >> 4 !== 4 || header < 20 || at + header > end) return NOT_THIS
  const total = u16(bytes, at + 2)
  if (total < header || total > end - at) return NOT_THIS
  const checked = sum(bytes, at, at + header) === 0xffff
  if (!checked && u16(bytes, at + 10) !== 0) return NOT_THIS
  return 8 + (total === end - at ? 16 : 2) + (checked ? 16 : 0)
}

/** RFC 8200 §3. */
function ipv6(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 40 || bytes[at]! >> 4 !== 6) return NOT_THIS
  const length = 40 + u16(bytes, at + 4)
  if (length > end - at) return NOT_THIS
  return 4 + (length === end - at ? 16 : 2) + (isCarried(bytes[at + 6]!) || bytes[at + 6] === 0 ? 3 : 0)
}

/** RFC 9293 §3.1. */
function tcp(bytes: Uint8Array, at: number, end: number, pseudo: number): number {
  const header = (bytes[at + 12]! >> 4) << 2
  if (end - at < 20 || header < 20 || at + header > end || bytes[at + 12]! & 0x0e) return NOT_THIS
  const flags = bytes[at + 13]! & 63
  const senseless = flags === 0 || (flags & 3) === 3 || (flags & 6) === 6
  if (senseless || u16(bytes, at) === 0 || u16(bytes, at + 2) === 0) return NOT_THIS
  return 4 + (sum(bytes, at, end, pseudo + 6 + end - at) === 0xffff ? 16 : 0)
}

/** RFC 768. */
function udp(bytes: Uint8Array, at: number, end: number, pseudo: number): number {
  const length = u16(bytes, at + 4)
  if (end - at < 8 || length < 8 || length > end - at) return NOT_THIS
  const checked = u16(bytes, at + 6) !== 0 && sum(bytes, at, at + length, pseudo + 17 + length) === 0xffff
  return (length === end - at ? 16 : 2) + (checked ? 16 : 0)
}

/** RFC 4302 §2, and what it protects. */
function ah(bytes: Uint8Array, at: number, end: number, pseudo: number): number {
  const header = end - at < 12 ? 0 : (bytes[at + 1]! + 2) << 2
  if (header < 12 || at + header > end || u16(bytes, at + 2) !== 0) return NOT_THIS
  const inside = isCarried(bytes[at]!) ? payloadBits(bytes[at]!, bytes, at + header, end, pseudo) : 0
  return inside === NOT_THIS ? NOT_THIS : 18 + inside
}

/** RFC 792. No network card fills this sum in. */
function icmp(bytes: Uint8Array, at: number, end: number): number {
  return end - at >= 8 && bytes[at]! <= 43 && sum(bytes, at, end) === 0xffff ? 18 : NOT_THIS
}

/** RFC 4443 §2.1; types 1 to 4 are errors, those from 128 on are information. */
function icmpv6(bytes: Uint8Array, at: number, end: number, pseudo: number): number {
  const type = bytes[at]!
  if (end - at < 8 || !((type >= 1 && type <= 4) || (type >= 128 && type <= 161))) return NOT_THIS
  return 2 + (sum(bytes, at, end, pseudo + 58 + end - at) === 0xffff ? 16 : 0)
}

/** RFC 2784 §2, RFC 2890: version 0 or 1, reserved bits zero, and an EtherType. */
function gre(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 4 || (bytes[at]! & 0x4f) !== 0 || bytes[at + 1]! > 0x81) return NOT_THIS
  const type = u16(bytes, at + 2)
  return type === 0x0800 || type === 0x86dd || type === 0x6558 || type === 0x880b ? 16 : NOT_THIS
}

/** RFC 9260 §3: the chunks behind the common header end where the packet does. */
function sctp(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 16) return NOT_THIS
  let chunk = at + 12
  while (chunk + 4 <= end) {
    const length = u16(bytes, chunk + 2)
    if (length < 4) return NOT_THIS
    chunk += (length + 3) & ~3
  }
  return chunk === end ? 12 : NOT_THIS
}

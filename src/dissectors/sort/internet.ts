import { Kind, type Sorted, u16, u32 } from './sorted.ts'
import { transport } from './transport.ts'

/** IPv4 or IPv6 by its version, RFC 791 §3.1, RFC 8200 §3. False when the dissectors have to look. */
export function internet(bytes: Uint8Array, at: number, end: number, into: Sorted): boolean {
  if (at + 20 > end) return false
  const version = bytes[at]! >> 4
  return version === 4 ? ipv4(bytes, at, end, into) : version === 6 && at + 40 <= end && ipv6(bytes, at, end, into)
}

function ipv4(bytes: Uint8Array, at: number, end: number, into: Sorted): boolean {
  const payload = at + ((bytes[at]! & 15) << 2)
  const length = u16(bytes, at + 2)
  const wireEnd = at + length
  // A total length of 0 is a segment that the sender's network card cuts later.
  if (payload < at + 20 || payload > end || payload > wireEnd) return false
  const protocol = bytes[at + 9]!
  const pieces = u16(bytes, at + 6)
  into.ipVersion = 4
  into.ipStart = at
  into.source = u32(bytes, at + 12)
  into.destination = u32(bytes, at + 16)
  into.protocol = protocol
  into.identification = u16(bytes, at + 4)
  into.ipLength = length
  into.dontFragment = (pieces & 0x4000) !== 0
  if ((pieces & 0x3fff) !== 0) return fragment((pieces & 0x1fff) << 3, into)
  return transport(bytes, payload, wireEnd < end ? wireEnd : end, wireEnd, protocol, into)
}

function ipv6(bytes: Uint8Array, at: number, end: number, into: Sorted): boolean {
  const length = u16(bytes, at + 4)
  if (length === 0) return false
  const wireEnd = at + 40 + length
  const bound = wireEnd < end ? wireEnd : end
  into.ipVersion = 6
  into.ipStart = at
  into.source = at + 8
  into.destination = at + 24
  into.ipLength = 40 + length
  into.dontFragment = true
  let next = bytes[at + 6]!
  let here = at + 40
  for (;;) {
    const isFragment = next === 44
    if (!isFragment && next !== 0 && next !== 43 && next !== 60) break
    if (here + 8 > bound) return false
    const following = bytes[here]!
    if (isFragment) {
      const offset = u16(bytes, here + 2)
      into.identification = u32(bytes, here + 4)
      into.protocol = following
      if ((offset & 0xfff9) !== 0) return fragment(offset & 0xfff8, into)
    }
    here += isFragment ? 8 : (bytes[here + 1]! + 1) << 3
    if (here > bound) return false
    next = following
  }
  into.protocol = next
  return transport(bytes, here, bound, wireEnd, next, into)
}

function fragment(offset: number, into: Sorted): boolean {
  into.kind = Kind.fragment
  into.sequence = offset
  return true
}

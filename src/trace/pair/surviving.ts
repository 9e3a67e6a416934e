import { Kind, type Sorted } from '../../dissectors/sort.ts'

// What of each packet survives the path between two captures, kept as numbers while a file is read: a hash of what no
// router and no NAT changes, and the hop count, which tells at which of two captures the sender stands. Eight bytes a
// packet, and only when two traces are read.
//
//   ESP, AH, other   the whole IP payload
//   UDP              what is behind its header: a NAT changes ports and checksum
//   TCP              sequence, acknowledgement, flags, window and the data; options are clamped, ports translated
//   ICMP echo        type, sequence number and data; the identifier is translated like a port
//   ICMP error       type, code, its rest of header, identification and protocol of the packet quoted; NAT rewrites the quote.
//                    In IPv6 all that it quotes but addresses and hop limit
//   fragment         its bytes; of a first fragment of UDP what is behind the header
//
// The hash reads what was captured. Of a packet that a snap length cut less is hashed, so such a hash is only good
// against one that was cut at the same place.

const BITS = 16
const BLOCK = 1 << BITS
const IN_BLOCK = BLOCK - 1

/** Facts of packets, by row of their trace's table. */
export class Surviving {
  length = 0
  private readonly blocks: Block[] = []
  private block: Block | undefined

  /** Takes the packet just sorted; the capture kept its bytes up to `end`. */
  add(sorted: Sorted, bytes: Uint8Array, end: number): void {
    const i = this.length++ & IN_BLOCK
    if (i === 0) {
      this.block = {
        content: new Int32Array(BLOCK),
        payload: new Uint16Array(BLOCK),
        ttl: new Uint8Array(BLOCK),
        tcp: new Uint8Array(BLOCK),
      }
      this.blocks.push(this.block)
    }
    const block = this.block!
    if (sorted.ipVersion === 0) return
    const start = sorted.ipStart
    const payload = payloadStart(sorted, bytes, end)
    const bound = sorted.ipLength > 0 ? Math.min(end, start + sorted.ipLength) : end
    block.ttl[i] = bytes[start + (sorted.ipVersion === 4 ? 8 : 7)]!
    const bad = sorted.ipVersion === 4 && badChecksum(bytes, start, payload, end)
    const badBehind = sorted.kind !== Kind.fragment && badTransport(sorted, bytes, payload, end)
    block.payload[i] = ((payload - start) << 2) | (badBehind ? 2 : 0) | (bad ? 1 : 0)
    if (sorted.protocol === 6 && sorted.kind !== Kind.fragment && payload + 13 <= end) block.tcp[i] = (bytes[payload + 12]! >> 4) << 2
    block.content[i] = content(sorted, bytes, payload, bound)
  }

  /** Hash of what survives; 0 for what is no IP. */
  content(row: number): number {
    return this.blocks[row >>> BITS]!.content[row & IN_BLOCK]!
  }
  /** Time to live or hop limit. */
  ttl(row: number): number {
    return this.blocks[row >>> BITS]!.ttl[row & IN_BLOCK]!
  }
  /** Bytes of IP header, extension headers included. */
  headerLength(row: number): number {
    return this.blocks[row >>> BITS]!.payload[row & IN_BLOCK]! >> 2
  }
  /** The IPv4 header's checksum is filled in and wrong. */
  badHeader(row: number): boolean {
    return (this.blocks[row >>> BITS]!.payload[row & IN_BLOCK]! & 1) !== 0
  }
  /** The header behind IP's contradicts: UDP's length, or a checksum of UDP or ICMP that is filled in. */
  badTransport(row: number): boolean {
    return (this.blocks[row >>> BITS]!.payload[row & IN_BLOCK]! & 2) !== 0
  }
  /** Bytes of TCP header; 0 of what is no TCP. */
  tcpHeaderLength(row: number): number {
    return this.blocks[row >>> BITS]!.tcp[row & IN_BLOCK]!
  }
}

interface Block {
  readonly content: Int32Array
  readonly payload: Uint16Array
  readonly ttl: Uint8Array
  readonly tcp: Uint8Array
}

/** Behind the IP header; in IPv6 behind the extension headers that can be there. RFC 791 §3.1, RFC 8200 §4. */
function payloadStart(sorted: Sorted, bytes: Uint8Array, end: number): number {
  const start = sorted.ipStart
  if (sorted.ipVersion === 4) return start + ((bytes[start]! & 15) << 2)
  let next = bytes[start + 6]!
  let at = start + 40
  while ((next === 0 || next === 43 || next === 44 || next === 60) && at + 8 <= end) {
    const length = next === 44 ? 8 : (bytes[at + 1]! + 1) << 3
    const last = next === 44 && sorted.kind === Kind.fragment
    next = bytes[at]!
    at += length
    if (last) break
  }
  return at
}

/** RFC 1071; a checksum of zero was left to the network card. */
function badChecksum(bytes: Uint8Array, start: number, end: number, captured: number): boolean {
  if (end > captured || (bytes[start + 10]! | bytes[start + 11]!) === 0) return false
  let sum = 0
  for (let at = start; at < end; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!
  sum = (sum & 0xffff) + (sum >>> 16)
  return (sum & 0xffff) + (sum >>> 16) !== 0xffff
}

function badTransport(sorted: Sorted, bytes: Uint8Array, at: number, end: number): boolean {
  if (sorted.protocol === 17) return badUdpHeader(sorted, bytes, at, end)
  if (sorted.protocol === 1 && sorted.ipVersion === 4) return badIcmp(sorted, bytes, at, end)
  return false
}

/** RFC 792: a checksum over all of the message. In it is the quote, of which no NAT tells what it was before. */
function badIcmp({ ipStart, ipLength }: Sorted, bytes: Uint8Array, at: number, end: number): boolean {
  const last = ipStart + ipLength
  if (ipLength === 0 || last > end || at + 8 > last) return false
  let sum = 0
  for (let i = at; i < last; i += 2) sum += (bytes[i]! << 8) | (i + 1 < last ? bytes[i + 1]! : 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum !== 0xffff
}

/** RFC 768: the length is that of the IP payload; the checksum goes over the addresses too, and one of zero says nothing. */
function badUdpHeader({ ipVersion, ipStart, ipLength }: Sorted, bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 8 > end || ipLength === 0) return false
  const length = (bytes[at + 4]! << 8) | bytes[at + 5]!
  if (at + length !== ipStart + ipLength) return true
  if (at + length > end || (bytes[at + 6]! | bytes[at + 7]!) === 0) return false
  let sum = 17 + length
  const [addresses, rest] = ipVersion === 4 ? [ipStart + 12, ipStart + 20] : [ipStart + 8, ipStart + 40]
  for (let i = addresses; i < rest; i += 2) sum += (bytes[i]! << 8) | bytes[i + 1]!
  for (let i = at; i < at + length; i += 2) sum += (bytes[i]! << 8) | (i + 1 < at + length ? bytes[i + 1]! : 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum !== 0xffff
}

function content(sorted: Sorted, bytes: Uint8Array, at: number, end: number): number {
  const { kind, protocol } = sorted
  const seed = Math.imul(protocol + 1, 0x9e3779b1)
  if (kind === Kind.fragment) return hash(bytes, sorted.sequence === 0 && protocol === 17 ? at + 8 : at, end, seed)
  if (protocol === 17) return hash(bytes, at + 8, end, seed)
  if (protocol === 6 && at + 20 <= end) {
    return hash(bytes, at + ((bytes[at + 12]! >> 4) << 2), end, hash(bytes, at + 4, at + 16, seed))
  }
  if (kind === Kind.ping) return hash(bytes, at + 6, end, seed ^ bytes[at]!)
  if (kind === Kind.icmpError) return icmpError(bytes, at, end, seed, sorted.ipVersion)
  return hash(bytes, at, end, seed)
}

function icmpError(bytes: Uint8Array, at: number, end: number, seed: number, version: number): number {
  const own = hash(bytes, at + 4, at + 8, seed ^ (bytes[at]! << 8) ^ bytes[at + 1]!)
  const quoted = at + 8
  // Length and protocol of what it quotes, and what is behind the addresses: no identification tells it in IPv6.
  if (version === 6) return hash(bytes, Math.min(end, quoted + 40), end, hash(bytes, quoted + 4, Math.min(end, quoted + 7), own))
  if (quoted + 10 > end) return hash(bytes, quoted, Math.min(end, quoted + 8), own)
  return hash(bytes, quoted + 9, quoted + 10, hash(bytes, quoted + 4, quoted + 6, own))
}

/** Four octets at a time with murmur3's steps: no octet can change without the hash changing with it. */
function hash(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let h = seed ^ (end - start)
  let at = start
  for (const last = end - 3; at < last; at += 4) {
    let k = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    k = Math.imul(k, 0xcc9e2d51)
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
    h ^= k
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let shift = 0; at < end; at++, shift += 8) rest |= bytes[at]! << shift
  h ^= Math.imul(rest, 0x85ebca6b)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  return h | 0
}

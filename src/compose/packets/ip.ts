import { bytes, checksum, type Part, u16, u32 } from './bytes.ts'

/** What stands behind an IP header. It is built last, because UDP and TCP sum the addresses too. */
export interface Carried {
  readonly protocol: number
  build(pseudoHeader: (protocol: number, length: number) => Uint8Array): Uint8Array
}

/** Any protocol's bytes as they are. */
export function carried(protocol: number, ...parts: readonly Part[]): Carried {
  return { protocol, build: () => bytes(...parts) }
}

/** What is unlike a whole packet with a TTL of 64 and identification 0. RFC 791 §3.1. */
export interface Ipv4Options {
  readonly id?: number
  readonly ttl?: number
  readonly tos?: number
  readonly dontFragment?: boolean
  readonly moreFragments?: boolean
  /** In bytes, a multiple of 8. */
  readonly offset?: number
  /** Options field, padded to 4 bytes. */
  readonly options?: Part
  /** Instead of the right one. */
  readonly checksum?: number
  readonly length?: number
}

/** An IPv4 packet: `ipv4('192.0.2.10', '198.51.100.20', udp(500, 500, message))`. RFC 791 §3.1. */
export function ipv4(source: string, destination: string, inside: Carried, o: Ipv4Options = {}): Uint8Array {
  const addresses = bytes(address(source), address(destination))
  const payload = inside.build((protocol, length) => bytes(addresses, [0, protocol], u16(length)))
  const options = padded(bytes(o.options ?? []), 4)
  const flags = (o.dontFragment ? 0x4000 : 0) | (o.moreFragments ? 0x2000 : 0) | ((o.offset ?? 0) / 8)
  const header = (sum: number) =>
    bytes(
      [0x40 | (5 + options.length / 4), o.tos ?? 0],
      u16(o.length ?? 20 + options.length + payload.length, o.id ?? 0, flags),
      [o.ttl ?? 64, inside.protocol],
      u16(sum),
      addresses,
      options,
    )
  return bytes(header(o.checksum ?? checksum(header(0))), payload)
}

/** What is unlike a packet without extension headers. RFC 8200 §3, §4. */
export interface Ipv6Options {
  readonly hopLimit?: number
  readonly trafficClass?: number
  readonly flowLabel?: number
  /** Extension headers in order: number of each, and its bytes without Next Header (the first byte). */
  readonly extensions?: readonly (readonly [number, Part])[]
  readonly length?: number
}

/** An IPv6 packet, with extension headers when given. RFC 8200 §3. */
export function ipv6(source: string, destination: string, inside: Carried, o: Ipv6Options = {}): Uint8Array {
  const addresses = bytes(address(source), address(destination))
  const payload = inside.build((protocol, length) => bytes(addresses, u32(length), [0, 0, 0, protocol]))
  const extensions = o.extensions ?? []
  const next = [...extensions.map(([number]) => number), inside.protocol]
  const chain = bytes(...extensions.flatMap(([, rest], i) => [[next[i + 1]!], rest]), payload)
  const first = ((6 << 28) | ((o.trafficClass ?? 0) << 20) | (o.flowLabel ?? 0)) >>> 0
  return bytes(u32(first), u16(o.length ?? chain.length), [next[0]!, o.hopLimit ?? 64], addresses, chain)
}

/** The Fragment extension header for `extensions`; offset in bytes. RFC 8200 §4.5. */
export function fragmentHeader(id: number, offset: number, more: boolean): readonly [number, Part] {
  return [44, bytes([0], u16(offset | (more ? 1 : 0)), u32(id))]
}

/** The same IPv4 packet in pieces of at most `size` payload bytes each (a multiple of 8). RFC 791 §3.2. */
export function fragments(packet: Uint8Array, size: number): Uint8Array[] {
  const headerLength = (packet[0]! & 15) * 4
  const whole = packet.slice(headerLength)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < whole.length; at += size) {
    const data = whole.slice(at, at + size)
    const header = packet.slice(0, headerLength)
    header.set(u16(headerLength + data.length), 2)
    header.set(u16((at + size < whole.length ? 0x2000 : 0) | (at / 8)), 6)
    header.set([0, 0], 10)
    header.set(u16(checksum(header)), 10)
    pieces.push(bytes(header, data))
  }
  return pieces
}

/** The same IPv6 packet (without extension headers) in pieces, a Fragment header in each. */
export function fragments6(packet: Uint8Array, size: number, id: number): Uint8Array[] {
  const whole = packet.slice(40)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < whole.length; at += size) {
    const data = whole.slice(at, at + size)
    const extension = bytes([packet[6]!, 0], u16(at | (at + size < whole.length ? 1 : 0)), u32(id))
    const header = packet.slice(0, 40)
    header.set(u16(extension.length + data.length), 4)
    header[6] = 44
    pieces.push(bytes(header, extension, data))
  }
  return pieces
}

/** Bytes of an address as text. */
export function address(text: string): number[] {
  if (!text.includes(':')) return text.split('.').map(Number)
  const [head = '', tail] = text.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16)))
  const front = groups(head)
  const back = tail === undefined ? [] : groups(tail)
  return u16(...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back)
}

function padded(data: Uint8Array, to: number): Uint8Array {
  return bytes(data, new Uint8Array((to - (data.length % to)) % to))
}

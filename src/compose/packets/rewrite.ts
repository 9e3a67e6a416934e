import { checksum, u16 } from './bytes.ts'

// What a router or a NAT changes in a packet that is already written, with the checksums brought along (RFC 1624), so that a
// packet cut by the capture, a fragment and a checksum left to the network card all stay as right or as wrong as they were.

/** An address and the port behind it, as a translator sees them. */
export interface Place {
  readonly address: string
  readonly port?: number
}

/** What a translator makes of an address and a port; undefined leaves them. */
export type Translate = (place: Place, protocol: number) => Place | undefined

/** A copy of an IPv4 packet with its header's checksum made anew. RFC 791 §3.1. */
export function withHeaderChecksum(packet: Uint8Array): Uint8Array {
  const length = (packet[0]! & 15) * 4
  packet.set([0, 0], 10)
  packet.set(u16(checksum(packet.subarray(0, length))), 10)
  return packet
}

/** True for an IPv4 packet that is whole, or the first fragment: its ports are here. */
function startsDatagram(packet: Uint8Array): boolean {
  return ((packet[6]! & 0x1f) | packet[7]!) === 0
}

/** The packet after `routers` hops, of either version of IP. */
export function forwarded(packet: Uint8Array, routers = 1): Uint8Array {
  const far = packet.slice()
  if (far[0]! >> 4 === 6) {
    far[7] = Math.max(1, far[7]! - routers)
    return far
  }
  far[8] = Math.max(1, far[8]! - routers)
  return withHeaderChecksum(far)
}

/** A copy of an IPv4 packet with addresses and ports translated, those that an ICMP error quotes too. RFC 3022 §4. */
export function translated(packet: Uint8Array, translate: Translate): Uint8Array {
  const next = packet.slice()
  translateAt(next, 0, translate)
  return next
}

function translateAt(packet: Uint8Array, at: number, translate: Translate): void {
  const protocol = packet[at + 9]!
  const inside = at + (packet[at]! & 15) * 4
  const starts = startsDatagram(packet.subarray(at))
  const hasPorts = starts && (protocol === 17 || protocol === 6) && inside + 4 <= packet.length
  const sumAt = hasPorts ? (protocol === 17 ? inside + 6 : inside + 16) : undefined
  for (const side of [0, 1] as const) {
    const portAt = inside + side * 2
    const addressAt = at + 12 + side * 4
    const place = { address: [...packet.subarray(addressAt, addressAt + 4)].join('.'), port: hasPorts ? word(packet, portAt) : undefined }
    const to = translate(hasPorts ? { address: place.address, port: place.port! } : { address: place.address }, protocol)
    if (!to) continue
    replace(packet, addressAt, to.address.split('.').map(Number), [at + 10, sumAt])
    if (hasPorts && to.port !== undefined) replace(packet, portAt, u16(to.port), [sumAt])
  }
  const isError = protocol === 1 && starts && [3, 4, 11, 12].includes(packet[inside]!)
  if (isError && at === 0 && inside + 8 + 20 <= packet.length) quoted(packet, inside, translate)
}

/** An ICMP error: the packet it quotes is translated, and its own checksum follows where all of it is here. */
function quoted(packet: Uint8Array, at: number, translate: Translate): void {
  const whole = word(packet, 2) <= packet.length
  translateAt(packet, at + 8, translate)
  if (!whole) return
  packet.set([0, 0], at + 2)
  packet.set(u16(checksum(packet.subarray(at, word(packet, 2)))), at + 2)
}

/** Writes octets (an even number of them) and corrects the checksums that cover them. RFC 1624 §3: HC' = ~(~HC + ~m + m'). */
function replace(packet: Uint8Array, at: number, octets: readonly number[], sums: readonly (number | undefined)[]): void {
  const old = packet.slice(at, at + octets.length)
  packet.set(octets, at)
  for (const sumAt of sums) {
    if (sumAt === undefined || sumAt + 2 > packet.length || word(packet, sumAt) === 0) continue
    let sum = ~word(packet, sumAt) & 0xffff
    for (let i = 0; i < octets.length; i += 2) sum += (~word(old, i) & 0xffff) + word(packet, at + i)
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
    packet.set(u16(~sum & 0xffff), sumAt)
  }
}

/** A router's pieces of an IPv4 packet, which may be a fragment itself, each at most `mtu` bytes. RFC 791 §3.2. */
export function cutTo(packet: Uint8Array, mtu: number): Uint8Array[] {
  const header = (packet[0]! & 15) * 4
  const size = ((mtu - header) >> 3) << 3
  const start = ((packet[6]! & 0x1f) << 8) | packet[7]!
  const more = (packet[6]! & 0x20) !== 0
  const payload = packet.subarray(header, word(packet, 2))
  const pieces: Uint8Array[] = []
  for (let at = 0; at < payload.length; at += size) {
    const data = payload.subarray(at, at + size)
    const piece = new Uint8Array(header + data.length)
    piece.set(packet.subarray(0, header))
    piece.set(data, header)
    piece.set(u16(piece.length), 2)
    piece.set(u16((at + size < payload.length || more ? 0x2000 : 0) | (start + at / 8)), 6)
    pieces.push(withHeaderChecksum(piece))
  }
  return pieces
}

/** Don't Fragment is set. */
export function refusesCutting(packet: Uint8Array): boolean {
  return (packet[6]! & 0x40) !== 0
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

import { addressBytes, ascii, type Bytes, bytes, noise, u16 } from './bytes.ts'
import type { Part } from './message.ts'

/** Payloads of version 2, RFC 7296; numbers as in the registries. */
export function sa(...proposals: Uint8Array[]): Part {
  return { type: 33, body: bytes(...chained(2, proposals)) }
}

/** `proposal({}, transform(1, 12, 256), transform(2, 5), transform(3, 12), transform(4, 14))` */
export function proposal({ number = 1, protocol = 1, spi = '' }, ...transforms: Uint8Array[]): Uint8Array {
  const id = bytes(spi)
  return bytes([number, protocol, id.length, transforms.length], id, ...chained(3, transforms))
}

/** @param keyLength bits, as attribute 14. RFC 7296 §3.3.2, §3.3.5 */
export function transform(type: number, id: number, keyLength?: number): Uint8Array {
  return bytes([type, 0], u16(id), keyLength === undefined ? [] : [0x80, 14, ...u16(keyLength)])
}

/** A public value of noise. @param length octets, as the group has them. RFC 7296 §3.4 */
export function ke(group = 14, length = 256, seed = 1): Part {
  return { type: 34, body: bytes(u16(group), [0, 0], noise(length, seed)) }
}

/** @param type 1 IPv4 address, 2 FQDN, 3 mail address, 5 IPv6 address. RFC 7296 §3.5 */
export function idInitiator(type: number, data: Bytes): Part {
  return { type: 35, body: bytes([type, 0, 0, 0], data) }
}

/** Of the same types. RFC 7296 §3.5. */
export function idResponder(type: number, data: Bytes): Part {
  return { type: 36, body: bytes([type, 0, 0, 0], data) }
}

/** A domain name as the initiator's identity. RFC 7296 §3.5. */
export function fqdn(name: string): Part {
  return idInitiator(2, ascii(name))
}

/** @param length octets. RFC 7296 §3.9 */
export function nonce(seed = 1, length = 32): Part {
  return { type: 40, body: noise(length, seed) }
}

/** @param spi hex. RFC 7296 §3.10 */
export function notify(notifyType: number, { protocol = 0, spi = '', data = '' as Bytes } = {}): Part {
  const id = bytes(spi)
  return { type: 41, body: bytes([protocol, id.length], u16(notifyType), id, data) }
}

/** Delete payload. @param spis hex, all of one length; none for the IKE SA. RFC 7296 §3.11 */
export function remove(protocol: number, ...spis: string[]): Part {
  return { type: 42, body: bytes([protocol, bytes(spis[0] ?? '').length], u16(spis.length), ...spis) }
}

/** RFC 7296 §3.12. */
export function vid(id: Bytes): Part {
  return { type: 43, body: bytes(id) }
}

/** One range of addresses, TS_IPV4_ADDR_RANGE or TS_IPV6_ADDR_RANGE. RFC 7296 §3.13.1. */
export function trafficSelector(
  from: string,
  to: string,
  { initiator = true, protocol = 0, ports = [0, 65535] as [number, number] } = {},
): Part {
  const [first, last] = [addressBytes(from), addressBytes(to)]
  const type = first.length === 4 ? 7 : 8
  const range = bytes([type, protocol], u16(8 + 2 * first.length), u16(ports[0]), u16(ports[1]), first, last)
  return { type: initiator ? 44 : 45, body: bytes([1, 0, 0, 0], range) }
}

/** Encrypted payload: `inner` is the type of the first payload in it. */
export function sk({ inner = 35, length = 100, seed = 1 } = {}): Part {
  return { type: 46, inner, body: noise(length, seed) }
}

/** Encrypted fragment, RFC 7383. */
export function skf({ number = 1, total = 2, inner = 35, length = 100, seed = 1 } = {}): Part {
  return { type: 53, inner: number === 1 ? inner : 0, body: bytes(u16(number), u16(total), noise(length, seed + number)) }
}

function chained(type: number, bodies: readonly Uint8Array[]): Uint8Array[] {
  return bodies.map((body, i) => bytes([i + 1 < bodies.length ? type : 0, 0], u16(4 + body.length), body))
}

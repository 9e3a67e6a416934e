import { addressBytes, ascii, type Bytes, bytes, noise, u16, u32 } from './bytes.ts'
import type { Part } from './message.ts'

/** Payloads of version 1, RFC 2408 and 2407; numbers as in the registries. */
export function sa({ doi = 1, situation = 1 }, ...proposals: Uint8Array[]): Part {
  return { type: 1, body: bytes(u32(doi), u32(situation), ...chained(2, proposals)) }
}

/** Protocols: 1 ISAKMP, 2 AH, 3 ESP. @param spi hex. RFC 2408 §3.5 */
export function proposal({ number = 1, protocol = 1, spi = '' }, ...transforms: Uint8Array[]): Uint8Array {
  const id = bytes(spi)
  return bytes([number, protocol, id.length, transforms.length], id, ...chained(3, transforms))
}

/** @param id KEY_IKE, or the ESP or AH transform. RFC 2408 §3.6 */
export function transform({ number = 1, id = 1 }, ...attributes: Uint8Array[]): Uint8Array {
  return bytes([number, id, 0, 0], ...attributes)
}

/** A number becomes the two octet form, hex the long one. */
export function attribute(type: number, value: number | string): Uint8Array {
  if (typeof value === 'number') return bytes(u16(0x8000 | type), u16(value))
  const long = bytes(value)
  return bytes(u16(type), u16(long.length), long)
}

/** Attributes of a phase 1 transform. RFC 2409 Appendix A. */
export interface Suite {
  readonly number?: number
  /** 1 DES, 5 3DES, 7 AES */
  readonly encryption?: number
  readonly keyLength?: number
  /** 1 MD5, 2 SHA */
  readonly hash?: number
  /** 1 pre-shared key, 3 RSA signatures, 65001 */
  readonly authentication?: number
  readonly group?: number
  /** Seconds. */
  readonly life?: number
}

/** A phase 1 transform: `suite({ encryption: 7, keyLength: 256 })`. */
export function suite({
  number = 1,
  encryption = 5,
  keyLength,
  hash = 2,
  authentication = 1,
  group = 2,
  life = 28800,
}: Suite = {}): Uint8Array {
  return transform(
    { number, id: 1 },
    attribute(1, encryption),
    ...(keyLength === undefined ? [] : [attribute(14, keyLength)]),
    attribute(2, hash),
    attribute(4, group),
    attribute(3, authentication),
    attribute(11, 1),
    attribute(12, bytesHex(u32(life))),
  )
}

/** A public value of noise. @param length octets, as the group has them. RFC 2408 §3.7 */
export function ke(length = 128, seed = 1): Part {
  return { type: 4, body: noise(length, seed) }
}

/** An address, IPv4 or IPv6, as identity. RFC 2407 §4.6.2. */
export function idAddress(address: string, { protocol = 17, port = 500 } = {}): Part {
  const at = addressBytes(address)
  return { type: 5, body: bytes([at.length === 4 ? 1 : 5, protocol], u16(port), at) }
}

/** A name as identity. @param type 2 FQDN, 3 user FQDN. RFC 2407 §4.6.2.1 */
export function idName(type: number, name: string): Part {
  return { type: 5, body: bytes([type, 0, 0, 0], ascii(name)) }
}

/** @param encoding 4: X.509 for signatures. RFC 2408 §3.9 */
export function cert(der: Bytes, encoding = 4): Part {
  return { type: 6, body: bytes([encoding], der) }
}

/** @param der name of an issuer; empty: any. RFC 2408 §3.10 */
export function certificateRequest(der: Bytes = '', encoding = 4): Part {
  return { type: 7, body: bytes([encoding], der) }
}

/** Noise in place of a hash. RFC 2408 §3.11. */
export function hash(seed = 1, length = 20): Part {
  return { type: 8, body: noise(length, seed) }
}

/** @param length octets. RFC 2408 §3.13 */
export function nonce(seed = 1, length = 20): Part {
  return { type: 10, body: noise(length, seed) }
}

/** @param spi hex. RFC 2408 §3.14 */
export function notify(notifyType: number, { protocol = 1, spi = '', data = '' as Bytes, doi = 1 } = {}): Part {
  const id = bytes(spi)
  return { type: 11, body: bytes(u32(doi), [protocol, id.length], u16(notifyType), id, data) }
}

/** Delete payload. @param spis hex, all of one length. RFC 2408 §3.15 */
export function remove(protocol: number, ...spis: string[]): Part {
  return { type: 12, body: bytes(u32(1), [protocol, bytes(spis[0] ?? '').length], u16(spis.length), ...spis) }
}

/** RFC 2408 §3.16. */
export function vid(id: Bytes): Part {
  return { type: 13, body: bytes(id) }
}

/** RFC 3947 numbers it 20, drafts 01-03 130, drafts 04-08 15. */
export function natd(hash: Bytes, type = 20): Part {
  return { type, body: bytes(hash) }
}

/** RFC 3947 numbers it 21; an original address. RFC 3947 §5.2. */
export function natoa(address: string, type = 21): Part {
  const at = addressBytes(address)
  return { type, body: bytes([at.length === 4 ? 1 : 5, 0, 0, 0], at) }
}

/** GSS token, payload 129. */
export function gss(token: Bytes): Part {
  return { type: 129, body: bytes(token) }
}

function chained(type: number, bodies: readonly Uint8Array[]): Uint8Array[] {
  return bodies.map((body, i) => bytes([i + 1 < bodies.length ? type : 0, 0], u16(4 + body.length), body))
}

function bytesHex(numbers: number[]): string {
  return numbers.map(n => n.toString(16).padStart(2, '0')).join('')
}

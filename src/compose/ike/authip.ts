import { type Cipher, prf } from '../crypto.ts'
import { bytes, u16, u32 } from './bytes.ts'
import { ikev1, type Part } from './message.ts'

// AuthIP as [MS-AIPS] has it: an ISAKMP header, a Crypto payload first in every message, and behind it the others, in the
// clear or, once there are keys, encrypted and checked as ESP does it.

/** The keys of an AuthIP main mode SA, drawn at random, and what both ends count. */
export interface AuthIpSa {
  /** 16 hex digits each. */
  readonly initiator: string
  readonly responder: string
  readonly cipher: Cipher
  readonly key: Uint8Array
  readonly integrityKey: Uint8Array
  /** Exchanges so far, by their type. [MS-AIPS] 3.1.1. */
  readonly numbers: Map<number, number>
}

/** The number of the next exchange of a type; its answer carries the same. */
export function nextNumber({ numbers }: AuthIpSa, exchange: number): number {
  const number = numbers.get(exchange) ?? 0
  numbers.set(exchange, number + 1)
  return number
}

/** What a message says of itself: exchange type 243 to 246, and the number in its Crypto payload. */
export interface Head {
  readonly exchange: number
  readonly number: number
  readonly messageId?: number
}

/** A message in the clear. [MS-AIPS] 2.2.3.2.2. @param iv 8 octets that a responder adds once GSS is through */
export function plainAuthIp(
  spis: { readonly initiator: string; readonly responder?: string },
  { exchange, number, messageId = 0 }: Head,
  parts: readonly Part[],
  iv: Uint8Array = new Uint8Array(0),
): Uint8Array {
  return ikev1({ ...spis, exchange, messageId }, { type: CRYPTO, body: bytes(u32(number), iv) }, ...parts)
}

/** An encrypted message; its checksum covers a header whose length is 0. [MS-AIPS] 2.2.3.2.1. @param iv a block of the cipher */
export function sealedAuthIp(sa: AuthIpSa, { exchange, number, messageId = 0 }: Head, parts: readonly Part[], iv: Uint8Array): Uint8Array {
  const { block } = sa.cipher
  const plain = bytes(...parts.map((part, i) => bytes([parts[i + 1]?.type ?? 0, 0], u16(4 + part.body.length), part.body)))
  const pad = (block - ((plain.length + 2) % block)) % block
  const padded = bytes(
    plain,
    Uint8Array.from({ length: pad }, (_, i) => i + 1),
    [pad, parts[0]!.type],
  )
  const body = sa.cipher.encrypt(sa.key, iv, padded)
  const crypto = bytes([0, 0], u16(8 + iv.length), u32(number), iv)
  const head = (length: number) => bytes(sa.initiator, sa.responder, [CRYPTO, 0x10, exchange, 1], u32(messageId), u32(length))
  const check = prf(sa.integrityKey, head(0), crypto, body).subarray(0, 12)
  return bytes(head(28 + crypto.length + body.length + check.length), crypto, body, check)
}

/** Methods that the sender would use, in order: 2 Kerberos. [MS-AIPS] 2.2.3.4. */
export function methods(...all: number[]): Part {
  return { type: 135, body: bytes(...all.map(method => u16(method)).flatMap(one => [one, [0, 0]])) }
}

/** The sender's service principal name, for which the other one gets a ticket. [MS-AIPS] 2.2.3.3. */
export function gssName(name: string): Part {
  return { type: 134, body: Uint8Array.from([...name].flatMap(letter => [letter.charCodeAt(0) & 255, 0])) }
}

/** A token behind its status, 0 as all is well, and flags: 1 a new exchange begins, 16 the responder is satisfied. [MS-AIPS] 2.2.3.1. */
export function gssToken(flags: number, token: Uint8Array): Part {
  return { type: 129, body: bytes(u32(0), [flags], token) }
}

/** A notify of main mode (1) or quick mode (2); flag 1 asks for an acknowledgement. [MS-AIPS] 2.2.3.5. */
export function notifyAuthIp(
  type: number,
  { protocol = 1, reliable = false, data = [] }: { protocol?: 1 | 2; reliable?: boolean; data?: readonly number[] },
): Part {
  return { type: 11, body: bytes(u32(1), [protocol, reliable ? 1 : 0], u16(type), data) }
}

const CRYPTO = 133

import { createCipheriv, createHash, createHmac } from 'node:crypto'
import { bytes, u16, u32 } from '../../../src/compose/ike/bytes.ts'
import { ikev1, ikev2, type Part } from '../../../src/compose/ike/message.ts'

/** Payloads behind each other, as they stand inside an encryption: each names the type of the next. */
export function chainOf(parts: readonly Part[]): Uint8Array {
  return bytes(...parts.map((part, i) => bytes([parts[i + 1]?.type ?? 0, 0], u16(4 + part.body.length), part.body)))
}

/** Header of a message with an encrypted body. */
export interface SealedHead {
  readonly initiator: string
  readonly responder: string
  readonly exchange: number
  readonly messageId: number
}

/** An IKEv1 message encrypted with AES-CBC, and the vector that the next one takes. RFC 2409 Appendix B. */
export function sealedV1(head: SealedHead, key: Uint8Array, iv: Uint8Array, ...parts: Part[]): Uint8Array {
  const plain = chainOf(parts)
  const padded = bytes(plain, new Uint8Array((16 - (plain.length % 16)) % 16))
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false)
  const body = new Uint8Array(cipher.update(padded))
  const header = ikev1({ ...head, flags: 1, length: 28 + body.length })
  header[16] = parts[0]!.type
  return bytes(header, body)
}

/** The vector of phase 1's first encrypted message (SHA-1), and of the first message of a phase 2 exchange. */
export function firstIv(initiatorKe: Uint8Array, responderKe: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha1').update(initiatorKe).update(responderKe).digest().subarray(0, 16))
}

export function phase2Iv(lastBlock: Uint8Array, messageId: number): Uint8Array {
  return new Uint8Array(
    createHash('sha1')
      .update(lastBlock)
      .update(bytes(u32(messageId)))
      .digest()
      .subarray(0, 16),
  )
}

/** An IKEv2 request of the initiator encrypted with AES-CBC and HMAC-SHA1-96. RFC 7296 §3.14. */
export function sealedV2(head: SealedHead, key: Uint8Array, integrityKey: Uint8Array, iv: Uint8Array, ...parts: Part[]): Uint8Array {
  const plain = chainOf(parts)
  const pad = 15 - (plain.length % 16)
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false)
  const body = bytes(iv, new Uint8Array(cipher.update(bytes(plain, new Uint8Array(pad), [pad]))), new Uint8Array(12))
  const message = ikev2({ ...head, flags: 8 }, { type: 46, inner: parts[0]?.type ?? 0, body })
  const mac = createHmac('sha1', integrityKey).update(message.subarray(0, -12)).digest()
  message.set(mac.subarray(0, 12), message.length - 12)
  return message
}

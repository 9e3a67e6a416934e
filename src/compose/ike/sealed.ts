import { type Cipher, hash, prf } from '../crypto.ts'
import { bytes, u16, u32 } from './bytes.ts'
import type { Part } from './message.ts'

/** The keys of an IKEv1 SA, drawn at random. */
export interface Phase1 {
  /** 16 hex digits each. */
  readonly initiator: string
  readonly responder: string
  readonly cipher: Cipher
  readonly key: Uint8Array
  /** SKEYID_a, of the hashes that protect phase 2. RFC 2409 §5. */
  readonly authenticationKey: Uint8Array
  /** Hash of both public values, from which the first vector comes. RFC 2409 Appendix B. */
  readonly firstIv: Uint8Array
  /** The last block of phase 1, and of each later exchange by message id. */
  readonly last: Map<number, Uint8Array>
}

/** What is said of a message outside its encryption. */
export interface Outside {
  readonly exchange: number
  readonly messageId?: number
  /** Beside Encryption: 2 is Commit. */
  readonly flags?: number
}

/** An encrypted IKEv1 message; the next one of its exchange goes on from its last block. RFC 2409 Appendix B. */
export function sealed(sa: Phase1, { exchange, messageId = 0, flags = 0 }: Outside, ...parts: readonly Part[]): Uint8Array {
  const { block } = sa.cipher
  const plain = chain(parts)
  const padded = bytes(plain, new Uint8Array((block - (plain.length % block)) % block))
  const phase1 = sa.last.get(0) ?? sa.firstIv
  const iv = sa.last.get(messageId) ?? (messageId === 0 ? sa.firstIv : hash(phase1, Uint8Array.from(u32(messageId))))
  const body = sa.cipher.encrypt(sa.key, iv.subarray(0, block), padded)
  sa.last.set(messageId, body.slice(-block))
  const head = bytes(sa.initiator, sa.responder, [parts[0]?.type ?? 0, 0x10, exchange, 1 | flags], u32(messageId), u32(28 + body.length))
  return bytes(head, body)
}

/** HASH payload over what follows it, as phase 2 and informational messages begin with. RFC 2409 §5.5, §5.7. */
export function withHash(sa: Phase1, messageId: number, parts: readonly Part[], ...before: readonly Uint8Array[]): Part[] {
  return [{ type: 8, body: prf(sa.authenticationKey, Uint8Array.from(u32(messageId)), ...before, chain(parts)) }, ...parts]
}

/** Payloads behind each other: each names the type of the next. */
function chain(parts: readonly Part[]): Uint8Array {
  return bytes(...parts.map((part, i) => bytes([parts[i + 1]?.type ?? 0, 0], u16(4 + part.body.length), part.body)))
}

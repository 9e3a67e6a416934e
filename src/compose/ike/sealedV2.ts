import { ciphers, prf } from '../crypto.ts'
import { bytes, u16 } from './bytes.ts'
import { ikev2, type Part } from './message.ts'

/** Keys of an IKEv2 SA with AES-CBC-128 and HMAC-SHA1-96, drawn at random. RFC 7296 §2.14. */
export interface IkeV2Keys {
  /** 16 hex digits each. */
  readonly initiator: string
  readonly responder: string
  /** SK_ei and SK_er, SK_ai and SK_ar: first the initiator's. */
  readonly encryption: readonly [Uint8Array, Uint8Array]
  readonly integrity: readonly [Uint8Array, Uint8Array]
}

/** A message whose payloads are in an Encrypted payload. RFC 7296 §3.14. @param iv 16 octets */
export function sealedV2(
  keys: IkeV2Keys,
  { exchange, messageId, fromInitiator, response }: { exchange: number; messageId: number; fromInitiator: boolean; response: boolean },
  iv: Uint8Array,
  ...parts: readonly Part[]
): Uint8Array {
  const side = fromInitiator ? 0 : 1
  const plain = bytes(...parts.map((part, i) => bytes([parts[i + 1]?.type ?? 0, 0], u16(4 + part.body.length), part.body)))
  const pad = 15 - (plain.length % 16)
  const body = ciphers.aes!.encrypt(keys.encryption[side], iv, bytes(plain, new Uint8Array(pad), [pad]))
  const flags = (fromInitiator ? 0x08 : 0) | (response ? 0x20 : 0)
  const payload = { type: 46, inner: parts[0]?.type ?? 0, body: bytes(iv, body, new Uint8Array(12)) }
  const message = ikev2({ initiator: keys.initiator, responder: keys.responder, exchange, messageId, flags }, payload)
  message.set(prf(keys.integrity[side], message.subarray(0, -12)).subarray(0, 12), message.length - 12)
  return message
}

import { type Cipher, prf } from '../crypto.ts'
import { bytes, u32 } from './bytes.ts'

/** Keys of one direction of an ESP SA with HMAC-SHA1-96. */
export interface EspKeys {
  readonly spi: number
  readonly cipher: Cipher
  readonly key: Uint8Array
  readonly integrityKey: Uint8Array
}

/** ESP of a payload: vector, padding, trailer, check. RFC 4303 §2. @param iv as long as a block of the cipher; none for NULL */
export function espSealed(
  { spi, cipher, key, integrityKey }: EspKeys,
  sequence: number,
  iv: Uint8Array,
  payload: Uint8Array,
  next: number,
): Uint8Array {
  const body = cipher.encrypt(key, iv, padded(cipher, payload, next))
  const signed = bytes(u32(spi, sequence), cipher.keyLength === 0 ? [] : iv, body)
  return bytes(signed, prf(integrityKey, signed).subarray(0, 12))
}

/** The same before the network card has encrypted it: as long, its inside in the clear, no check yet. */
export function espUnsealed({ spi, cipher }: EspKeys, sequence: number, iv: Uint8Array, payload: Uint8Array, next: number): Uint8Array {
  return bytes(u32(spi, sequence), cipher.keyLength === 0 ? [] : iv, padded(cipher, payload, next), new Uint8Array(12))
}

/** Padding 1, 2, 3 …, its length, the protocol inside. RFC 4303 §2.4. */
function padded(cipher: Cipher, payload: Uint8Array, next: number): Uint8Array {
  const size = Math.max(4, cipher.block)
  const pad = (size - ((payload.length + 2) % size)) % size
  const padding = Uint8Array.from({ length: pad }, (_, i) => i + 1)
  return bytes(payload, padding, [pad, next])
}

/** AH in front of a payload. RFC 4302 §2; its check is of the right length, and made over the payload only. */
export function ahSigned({ spi, integrityKey }: EspKeys, sequence: number, payload: Uint8Array, next: number): Uint8Array {
  return bytes([next, 4, 0, 0], u32(spi, sequence), prf(integrityKey, payload).subarray(0, 12), payload)
}

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
  const size = Math.max(4, cipher.block)
  const pad = (size - ((payload.length + 2) % size)) % size
  const padding = Uint8Array.from({ length: pad }, (_, i) => i + 1)
  const body = cipher.encrypt(key, iv, bytes(payload, padding, [pad, next]))
  const signed = bytes(u32(spi, sequence), cipher.keyLength === 0 ? [] : iv, body)
  return bytes(signed, prf(integrityKey, signed).subarray(0, 12))
}

import { ghash } from '@noble/ciphers/_polyval.js'
import { cbc, ctr, ecb, gcm } from '@noble/ciphers/aes.js'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { joined } from '../joined.ts'
import { same } from './same.ts'

// Ciphers that check what they decrypt. `data` is ciphertext and tag; undefined says that the tag does not fit. Keys here
// are without their salt, nonces complete.

/** Decrypts and checks; the plaintext is a new array of the caller's own. */
export type Open = (key: Uint8Array, nonce: Uint8Array, data: Uint8Array, aad: Uint8Array) => Uint8Array | undefined

/** AES-GCM with a tag of 8, 12 or 16 octets: shorter ones are the first octets of the whole. NIST SP 800-38D §7.2. */
export function openGcm(tag: number): Open {
  return (key, nonce, data, aad) => {
    if (tag === 16) return unlessThrown(() => gcm(key, nonce, aad).decrypt(data))
    const ciphertext = data.subarray(0, data.length - tag)
    const counter = padded(nonce)
    counter[15] = 1
    const hashKey = ecb(key, { disablePadding: true }).encrypt(new Uint8Array(16))
    const mask = ctr(key, counter).encrypt(new Uint8Array(16))
    const hashed = ghash(joined(padded(aad), padded(ciphertext), lengths(aad.length, ciphertext.length)), hashKey)
    if (!same(hashed.map((byte, i) => byte ^ mask[i]!).subarray(0, tag), data.subarray(ciphertext.length))) return undefined
    counter[15] = 2
    return ctr(key, counter).decrypt(ciphertext)
  }
}

/** AES-CCM with an 11-octet nonce, as RFC 4309 and RFC 5282 have it: four octets count the length. RFC 3610 §2. */
export function openCcm(tag: number): Open {
  return (key, nonce, data, aad) => {
    const ciphertext = data.subarray(0, data.length - tag)
    const counter = new Uint8Array(16)
    counter[0] = 3
    counter.set(nonce, 1)
    const mask = ctr(key, counter).encrypt(new Uint8Array(16))
    counter[15] = 1
    const plain = ctr(key, counter).decrypt(ciphertext)
    const first = new Uint8Array(16)
    first[0] = (aad.length > 0 ? 64 : 0) + ((tag - 2) / 2) * 8 + 3
    first.set(nonce, 1)
    new DataView(first.buffer).setUint32(12, plain.length)
    const counted = aad.length > 0 ? padded(joined(Uint8Array.of(aad.length >> 8, aad.length & 255), aad)) : aad
    const chained = cbc(key, new Uint8Array(16), { disablePadding: true }).encrypt(joined(first, counted, padded(plain)))
    const check = chained.subarray(-16).map((byte, i) => byte ^ mask[i]!)
    return same(check.subarray(0, tag), data.subarray(ciphertext.length)) ? plain : undefined
  }
}

/** RFC 7634, RFC 8439 §2.8. */
export const openChaCha: Open = (key, nonce, data, aad) => unlessThrown(() => chacha20poly1305(key, nonce, aad).decrypt(data))

/** The library throws where a tag does not fit. */
function unlessThrown(open: () => Uint8Array): Uint8Array | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}

/** With zeros up to whole blocks of 16. */
function padded(bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(Math.ceil(bytes.length / 16) * 16)
  all.set(bytes)
  return all
}

/** Two lengths in bits, eight octets each. */
function lengths(a: number, b: number): Uint8Array {
  const all = new Uint8Array(16)
  const view = new DataView(all.buffer)
  view.setUint32(4, a * 8)
  view.setUint32(12, b * 8)
  return all
}

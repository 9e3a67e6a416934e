import { cbc } from '@noble/ciphers/aes.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { CBC, EDE } from 'des.js'
import { together } from '../dissectors/joined.ts'

// Encryption and checks of what is composed: real ones, under keys drawn at random from the seed, because only then can a
// lesson be decrypted with its keys. The keys come from no Diffie-Hellman exchange; the public values are noise.

/** A cipher in CBC mode, as IKEv1 and ESP name it, and as Wireshark's tables do. */
export interface Cipher {
  readonly block: number
  readonly keyLength: number
  /** ESP transform identifier (RFC 2407 §4.4.4); phase 1 encryption algorithm (RFC 2409 Appendix A). */
  readonly esp: number
  readonly phase1: number
  readonly wireshark: string
  /** @param data whole blocks */
  encrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array
}

const tripleDesCbc = CBC.instantiate(EDE)

/** By the names that scenarios give them. */
export const ciphers: Readonly<Record<string, Cipher>> = {
  '3des': {
    block: 8,
    keyLength: 24,
    esp: 3,
    phase1: 5,
    wireshark: 'TripleDES-CBC [RFC2451]',
    encrypt(key, iv, data) {
      const cipher = tripleDesCbc.create({ type: 'encrypt', key, iv, padding: false })
      return Uint8Array.from([...cipher.update(data), ...cipher.final()])
    },
  },
  aes: {
    block: 16,
    keyLength: 16,
    esp: 12,
    phase1: 7,
    wireshark: 'AES-CBC [RFC3602]',
    encrypt: (key, iv, data) => cbc(key, iv, { disablePadding: true }).encrypt(data),
  },
  null: { block: 4, keyLength: 0, esp: 11, phase1: 5, wireshark: 'NULL', encrypt: (_key, _iv, data) => data },
}

/** HMAC-SHA-1, the PRF of phase 1 and, cut to 96 bits, the check of ESP. RFC 2104, RFC 2404. */
export const prf = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array => hmac(sha1, key, together(parts))

/** SHA-1 over all parts, one behind the other. */
export const hash = (...parts: readonly Uint8Array[]): Uint8Array => sha1(together(parts))

import { cbc, cmac, ecb } from '@noble/ciphers/aes.js'
import { hmac } from '@noble/hashes/hmac.js'
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { joined } from '../joined.ts'
import { icvSizes } from './sizes.ts'

/** An integrity algorithm: how many octets of it travel, and how they are made. */
export interface Integrity {
  readonly icv: number
  /** Octets that its key has, where that is fixed. */
  readonly key?: number
  /** Absent: only the length is known, nothing can be checked. */
  readonly mac?: (key: Uint8Array, data: Uint8Array) => Uint8Array
}

/** By IANA's name of transform type 3, ikev2-parameters. To add one: a line, and its length in sizes.ts. */
export const integrities: Readonly<Record<string, Integrity>> = sized({
  NONE: {},
  AUTH_HMAC_MD5_96: { mac: (key, data) => hmac(md5, key, data) },
  AUTH_HMAC_MD5_128: { mac: (key, data) => hmac(md5, key, data) },
  AUTH_HMAC_SHA1_96: { mac: (key, data) => hmac(sha1, key, data) },
  AUTH_HMAC_SHA1_160: { mac: (key, data) => hmac(sha1, key, data) },
  AUTH_AES_XCBC_96: { key: 16, mac: xcbc },
  AUTH_AES_CMAC_96: { key: 16, mac: (key, data) => cmac(data, key) },
  AUTH_HMAC_SHA2_256_128: { mac: (key, data) => hmac(sha256, key, data) },
  AUTH_HMAC_SHA2_384_192: { mac: (key, data) => hmac(sha384, key, data) },
  AUTH_HMAC_SHA2_512_256: { mac: (key, data) => hmac(sha512, key, data) },
  AUTH_HMAC_SHA2_256_96: { mac: (key, data) => hmac(sha256, key, data) },
  AUTH_HMAC_RIPEMD_160_96: { mac: (key, data) => hmac(ripemd160, key, data) },
})

function sized(checks: Readonly<Record<string, Omit<Integrity, 'icv'>>>): Record<string, Integrity> {
  return Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, { icv: icvSizes[name]!, ...check }]))
}

/** AES-XCBC-MAC, RFC 3566 §4: the last block is masked, by K2 when whole and by K3 when padded. */
function xcbc(key: Uint8Array, data: Uint8Array): Uint8Array {
  const derived = (byte: number) => ecb(key, { disablePadding: true }).encrypt(new Uint8Array(16).fill(byte))
  const short = data.length === 0 || data.length % 16 !== 0
  const blocks = joined(data, short ? Uint8Array.of(0x80) : new Uint8Array(0))
  const whole = new Uint8Array(Math.ceil(blocks.length / 16) * 16)
  whole.set(blocks)
  const mask = derived(short ? 3 : 2)
  for (let i = 0; i < 16; i++) whole[whole.length - 16 + i]! ^= mask[i]!
  return cbc(derived(1), new Uint8Array(16), { disablePadding: true }).encrypt(whole).subarray(-16)
}

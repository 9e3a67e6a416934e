import { ctr } from '@noble/ciphers/aes.js'
import { type Open, openCcm, openChaCha, openGcm } from './aead.ts'
import { aes, type BlockCipher, blowfish, des, tripleDes } from './blockCiphers.ts'
import { type CipherSizes, cipherSizes } from './sizes.ts'

/** An encryption algorithm as ESP and the SK payload of IKEv2 use it: vector, ciphertext, perhaps a tag. */
export interface Encryption extends CipherSizes {
  /** Octets that its key may have, salt included. */
  readonly keys: readonly number[]
  /** Undefined: the tag does not fit, or there are not whole blocks. @param data ciphertext and tag */
  decrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array, aad: Uint8Array): Uint8Array | undefined
}

/** By IANA's name of transform type 1, ikev2-parameters. To add one: a line, and its sizes in sizes.ts. */
export const encryptions: Readonly<Record<string, Encryption>> = sized({
  ENCR_NULL: { keys: [0], decrypt: (_key, _iv, data) => data },
  ENCR_DES: inBlocks(des),
  ENCR_3DES: inBlocks(tripleDes),
  ENCR_BLOWFISH: inBlocks(blowfish),
  ENCR_AES_CBC: inBlocks(aes),
  ENCR_AES_CTR: { keys: [20, 28, 36], decrypt: counted },
  ENCR_AES_CCM_8: aead(openCcm(8), [19, 27, 35], 3, 8),
  ENCR_AES_CCM_12: aead(openCcm(12), [19, 27, 35], 3, 12),
  ENCR_AES_CCM_16: aead(openCcm(16), [19, 27, 35], 3, 16),
  ENCR_AES_GCM_8: aead(openGcm(8), [20, 28, 36], 4, 8),
  ENCR_AES_GCM_12: aead(openGcm(12), [20, 28, 36], 4, 12),
  ENCR_AES_GCM_16: aead(openGcm(16), [20, 28, 36], 4, 16),
  ENCR_CHACHA20_POLY1305: aead(openChaCha, [36], 4, 16),
})

type Decryption = Omit<Encryption, keyof CipherSizes>

function sized(decryptions: Readonly<Record<string, Decryption>>): Record<string, Encryption> {
  return Object.fromEntries(Object.entries(decryptions).map(([name, decryption]) => [name, { ...cipherSizes[name]!, ...decryption }]))
}

function inBlocks({ block, keys, decrypt }: BlockCipher): Decryption {
  return { keys, decrypt: (key, iv, data) => (data.length % block ? undefined : decrypt(key, iv, data)) }
}

/** The last octets of the key are a salt in front of the vector. RFC 4106 §4, RFC 4309 §4, RFC 7634 §2. */
function aead(open: Open, keys: readonly number[], salt: number, tag: number): Decryption {
  const decrypt: Encryption['decrypt'] = (key, iv, data, aad) => {
    if (data.length < tag) return undefined
    const nonce = new Uint8Array(salt + iv.length)
    nonce.set(key.subarray(key.length - salt))
    nonce.set(iv, salt)
    return open(key.subarray(0, key.length - salt), nonce, data, aad)
  }
  return { keys, decrypt }
}

/** Counter mode: salt, vector, and a block counter from 1. RFC 3686 §4. */
function counted(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const counter = new Uint8Array(16)
  counter.set(key.subarray(key.length - 4))
  counter.set(iv, 4)
  counter[15] = 1
  return ctr(key.subarray(0, key.length - 4), counter).decrypt(data)
}

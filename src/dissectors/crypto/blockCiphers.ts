import { cbc } from '@noble/ciphers/aes.js'
import { CBC, DES, EDE } from 'des.js'
import { Blowfish } from 'egoroof-blowfish'

/** A block cipher in CBC mode without padding, as IKE and ESP use it. */
export interface BlockCipher {
  /** Octets of a block, and of an initialisation vector. */
  readonly block: number
  /** Octets that a key may have. */
  readonly keys: readonly number[]
  /** @param data whole blocks */
  decrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array
}

const desCbc = CBC.instantiate(DES)
const tripleDesCbc = CBC.instantiate(EDE)

/** RFC 2405. */
export const des: BlockCipher = { block: 8, keys: [8], decrypt: (key, iv, data) => withDes(desCbc, key, iv, data) }

/** RFC 2451. */
export const tripleDes: BlockCipher = { block: 8, keys: [24], decrypt: (key, iv, data) => withDes(tripleDesCbc, key, iv, data) }

/** RFC 3602. */
export const aes: BlockCipher = {
  block: 16,
  keys: [16, 24, 32],
  decrypt: (key, iv, data) => cbc(key, iv, { disablePadding: true }).decrypt(data),
}

/** RFC 2451. The library takes zeros at the end for padding: they are put back. */
export const blowfish: BlockCipher = {
  block: 8,
  keys: Array.from({ length: 52 }, (_, i) => i + 5),
  decrypt(key, iv, data) {
    const cipher = new Blowfish(key, Blowfish.MODE.CBC, Blowfish.PADDING.NULL)
    cipher.setIv(iv)
    const plain = new Uint8Array(data.length)
    plain.set(cipher.decode(data, Blowfish.TYPE.UINT8_ARRAY))
    return plain
  },
}

function withDes(kind: typeof desCbc, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  if (data.length === 0) return new Uint8Array(0)
  const cipher = kind.create({ type: 'decrypt', key, iv, padding: false })
  const first = cipher.update(data)
  return Uint8Array.from([...first, ...cipher.final()])
}

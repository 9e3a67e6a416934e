import { createCipheriv, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { random } from '../../src/compose/random.ts'
import { blowfish, des, tripleDes } from '../../src/dissectors/crypto/blockCiphers.ts'
import { encryptions } from '../../src/dissectors/crypto/encryption.ts'
import { integrities } from '../../src/dissectors/crypto/integrity.ts'
import { hex, unhex } from '../../src/dissectors/text.ts'

const below = random(11)
const some = (length: number) => Uint8Array.from({ length }, () => below(256))
const nothing = new Uint8Array(0)

describe('against published vectors', () => {
  test('DES, FIPS 81 appendix C', () => {
    const plain = des.decrypt(
      unhex('0123456789abcdef'),
      unhex('1234567890abcdef'),
      unhex('e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6'),
    )
    expect(new TextDecoder().decode(plain)).toBe('Now is the time for all ')
  })

  test('Blowfish, Eric Young’s, zeros at the end included', () => {
    const plain = blowfish.decrypt(
      unhex('0123456789abcdeff0e1d2c3b4a59687'),
      unhex('fedcba9876543210'),
      unhex('6b77b4d63006dee605b156e27403979358deb9e7154616d959f1652bd5ff92cc'),
    )
    expect(hex(plain)).toBe('37363534333231204e6f77206973207468652074696d6520666f722000000000')
  })

  test.each([
    ['', '75f0251d528ac01c4573dfd584d79f29'],
    ['000102', '5b376580ae2f19afe7219ceef172756f'],
    ['000102030405060708090a0b0c0d0e0f', 'd2a246fa349b68a79998a4394ff7a263'],
    ['000102030405060708090a0b0c0d0e0f10111213', '47f51b4564966215b8985c63055ed308'],
  ])('AES-XCBC-MAC of %s, RFC 3566 §4.6', (data, mac) => {
    expect(hex(integrities.AUTH_AES_XCBC_96!.mac!(unhex('000102030405060708090a0b0c0d0e0f'), unhex(data)))).toBe(mac)
  })
})

describe('against node:crypto', () => {
  test.each([16, 24, 32])('AES-CBC and AES-CTR with keys of %i octets, 3DES', length => {
    const [key, iv, data] = [some(length), some(16), some(64)]
    const cbc = createCipheriv(`aes-${8 * length}-cbc`, key, iv).setAutoPadding(false)
    expect(encryptions.ENCR_AES_CBC!.decrypt(key, iv, new Uint8Array(cbc.update(data)), nothing)).toEqual(data)
    const salt = some(4)
    const counter = Uint8Array.from([...salt, ...iv.subarray(0, 8), 0, 0, 0, 1])
    const ctr = createCipheriv(`aes-${8 * length}-ctr`, key, counter)
    const salted = Uint8Array.from([...key, ...salt])
    expect(encryptions.ENCR_AES_CTR!.decrypt(salted, iv.subarray(0, 8), new Uint8Array(ctr.update(data)), nothing)).toEqual(data)
    const three = createCipheriv('des-ede3-cbc', key.length === 24 ? key : some(24), iv.subarray(0, 8)).setAutoPadding(false)
    if (key.length === 24) expect(tripleDes.decrypt(key, iv.subarray(0, 8), new Uint8Array(three.update(data)))).toEqual(data)
  })

  const aeads = [
    ['ENCR_AES_GCM_8', 'gcm', 4, 8],
    ['ENCR_AES_GCM_12', 'gcm', 4, 12],
    ['ENCR_AES_GCM_16', 'gcm', 4, 16],
    ['ENCR_AES_CCM_8', 'ccm', 3, 8],
    ['ENCR_AES_CCM_12', 'ccm', 3, 12],
    ['ENCR_AES_CCM_16', 'ccm', 3, 16],
  ] as const

  test.each(aeads)('%s: opens what is whole, and nothing that was changed', (name, mode, saltLength, tag) => {
    for (const length of [16, 24, 32])
      for (const size of [0, 1, 15, 16, 33, 200]) {
        const [key, salt, iv, data, aad] = [some(length), some(saltLength), some(8), some(size), some(8)]
        const nonce = Uint8Array.from([...salt, ...iv])
        const cipher = createCipheriv(`aes-${8 * length}-${mode}` as 'aes-128-ccm', key, nonce, { authTagLength: tag })
        cipher.setAAD(aad, { plaintextLength: size })
        const sealed = Uint8Array.from([...cipher.update(data), ...cipher.final(), ...cipher.getAuthTag()])
        const salted = Uint8Array.from([...key, ...salt])
        const open = (data: Uint8Array, with_ = aad) => encryptions[name]!.decrypt(salted, iv, data, with_)
        expect(open(sealed)).toEqual(data)
        const changed = sealed.slice()
        changed[below(changed.length)]! ^= 1
        expect(open(changed)).toBeUndefined()
        expect(open(sealed, some(8))).toBeUndefined()
        expect(open(sealed.subarray(0, tag - 1))).toBeUndefined()
      }
  })

  test('ChaCha20-Poly1305', () => {
    const [key, salt, iv, data, aad] = [some(32), some(4), some(8), some(50), some(8)]
    const cipher = createCipheriv('chacha20-poly1305', key, Uint8Array.from([...salt, ...iv]), { authTagLength: 16 })
    cipher.setAAD(aad, { plaintextLength: data.length })
    const sealed = Uint8Array.from([...cipher.update(data), ...cipher.final(), ...cipher.getAuthTag()])
    const salted = Uint8Array.from([...key, ...salt])
    expect(encryptions.ENCR_CHACHA20_POLY1305!.decrypt(salted, iv, sealed, aad)).toEqual(data)
    sealed[3]! ^= 4
    expect(encryptions.ENCR_CHACHA20_POLY1305!.decrypt(salted, iv, sealed, aad)).toBeUndefined()
  })

  test.each([
    ['AUTH_HMAC_MD5_96', 'md5', 12],
    ['AUTH_HMAC_SHA1_96', 'sha1', 12],
    ['AUTH_HMAC_SHA2_256_128', 'sha256', 16],
    ['AUTH_HMAC_SHA2_384_192', 'sha384', 24],
    ['AUTH_HMAC_SHA2_512_256', 'sha512', 32],
  ])('%s', (name, hash, icv) => {
    const [key, data] = [some(20), some(77)]
    expect(integrities[name]!.mac!(key, data)).toEqual(new Uint8Array(createHmac(hash, key).update(data).digest()))
    expect(integrities[name]!.icv).toBe(icv)
  })
})

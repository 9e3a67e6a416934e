import { createCipheriv } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ikev1 } from '../../src/compose/ike/message.ts'
import * as v1 from '../../src/compose/ike/v1.ts'
import * as v2 from '../../src/compose/ike/v2.ts'
import { random } from '../../src/compose/random.ts'
import type { Context } from '../../src/dissectors/cursor.ts'
import { IvChains } from '../../src/dissectors/ike/decrypt/ivChains.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { keyring, readKeys } from '../../src/keys/index.ts'
import { read } from '../support/ike/read.ts'
import { firstIv, phase2Iv, sealedV1, sealedV2 } from '../support/ike/sealed.ts'
import { bytes, carried, ethernet, icmp, ipv4, u16, u32 } from '../support/packets/index.ts'
import { untiled } from '../support/tree/tiling.ts'

const hexOf = (octets: Uint8Array) => Buffer.from(octets).toString('hex')
const key = Uint8Array.from({ length: 16 }, (_, i) => 3 * i + 1)
const other = Uint8Array.from({ length: 20 }, (_, i) => 5 * i + 7)
const [initiator, responder] = ['1122334455667788', '99aabbccddeeff00']
const names = (payloads: readonly { readonly name: string }[]) => payloads.map(({ name }) => name)
const ring = (text: string) => keyring(readKeys(text).keys)

describe('IKEv1', () => {
  const [ki, kr] = [v1.ke(), v1.ke(96, 9)]
  const head = { initiator, responder, exchange: 2, messageId: 0 }
  const main3 = ikev1({ ...head }, ki, v1.nonce())
  const main4 = ikev1({ ...head }, kr, v1.nonce())
  const proof = v1.hash()
  const main5 = sealedV1(head, key, firstIv(ki.body, kr.body), v1.idAddress('192.0.2.10'), proof)
  const main6 = sealedV1(head, key, main5.subarray(-16), v1.idAddress('198.51.100.20'), proof)
  const quick = { ...head, exchange: 32, messageId: 0xabcdef01 }
  const quick1 = sealedV1(
    quick,
    key,
    phase2Iv(main6.subarray(-16), quick.messageId),
    v1.hash(),
    v1.sa({}, v1.proposal({ protocol: 3, spi: 'c0ffee01' }, v1.transform({ id: 12 }))),
    v1.nonce(),
  )
  const quick2 = sealedV1(
    quick,
    key,
    quick1.subarray(-16),
    v1.hash(),
    v1.sa({}, v1.proposal({ protocol: 3, spi: 'c0ffee01' }, v1.transform({ id: 12 }))),
    v1.nonce(),
  )
  const all = [main3, main4, main5, main6, quick1, quick2]
  const withKey = (seen: readonly Uint8Array[], text = `${initiator},${hexOf(key)}`): Context => {
    const ivChains = new IvChains()
    for (const one of seen) ivChains.note(read(one).message)
    return { keyring: ring(text), ivChains }
  }

  test('every message is read, in whatever order and however often it is met', () => {
    const context = withKey(all)
    for (const _ of [1, 2]) {
      expect(names(read(quick2, { context }).message.payloads)).toEqual(['Encrypted', 'HASH', 'SA', 'Nonce'])
      expect(names(read(main5, { context }).message.payloads)).toEqual(['Encrypted', 'ID', 'HASH'])
      expect(names(read(main6, { context }).message.payloads)).toEqual(['Encrypted', 'ID', 'HASH'])
      expect(names(read(quick1, { context }).message.payloads)).toEqual(['Encrypted', 'HASH', 'SA', 'Nonce'])
    }
  })

  test('a copy that was seen again changes nothing', () => {
    const context = withKey([...all, main5, main5, quick1])
    expect(read(quick1, { context }).message.decrypted).toBe(true)
  })

  test('without the message before it the first block stays unknown, and the rest is read', () => {
    const { message, tree } = read(quick1, { context: withKey([quick1]) })
    expect(names(message.payloads)).toEqual(['Encrypted', 'HASH', 'SA', 'Nonce'])
    expect(JSON.stringify(tree.children)).toContain('not known: its initialization vector comes from a message that was not captured')
  })

  test('a key that does not fit says so', () => {
    const { message, tree } = read(main5, { context: withKey(all, `${initiator},${'00'.repeat(16)}`) })
    expect(message.decrypted).toBeUndefined()
    expect(JSON.stringify(tree.children)).toContain('the key given does not fit')
  })

  test.each([
    [6, 'CAST-CBC'],
    [8, 'CAMELLIA-CBC'],
  ])('a cipher that no library has says so: %i', (encryption, name) => {
    const answer = ikev1({ ...head }, v1.sa({}, v1.proposal({}, v1.suite({ encryption, keyLength: 128 }))))
    const { message, tree } = read(main5, { context: withKey([answer, ...all]) })
    expect(message.decrypted).toBeUndefined()
    expect(JSON.stringify(tree)).toContain(`${name} was chosen, which is not decrypted here: no maintained library has it`)
  })

  test('the cipher that was chosen is the one that is tried', () => {
    const answer = (encryption: number) => ikev1({ ...head }, v1.sa({}, v1.proposal({}, v1.suite({ encryption }))))
    expect(read(main5, { context: withKey([answer(7), ...all]) }).message.decrypted).toBe(true)
    expect(read(main5, { context: withKey([answer(3), ...all]) }).message.decrypted).toBeUndefined()
  })

  test('AuthIP says that no key file can open it', () => {
    const crypto = bytes('00 00 0010', u32(5), '0102030405060708', new Uint8Array(72))
    const quick = ikev1({ ...head, exchange: 244, flags: 1, messageId: 7, length: 28 + crypto.length })
    quick[16] = 133
    const { message, says } = read(bytes(quick, crypto))
    expect(message.payloads.map(({ name }) => name)).toEqual(['Crypto', 'Encrypted'])
    expect(says('Encrypted Payloads')).toMatch(/no key file can open AuthIP, for Windows writes its keys nowhere$/)
  })

  test('no key for this negotiation says nothing', () => {
    const { tree } = read(main5, { context: withKey(all, `0000000000000001,${hexOf(key)}`) })
    expect(JSON.stringify(tree.children)).not.toContain('key given')
  })

  test('any change returns, and the tree covers the octets', () => {
    const context = withKey(all)
    const below = random(3)
    for (let i = 0; i < 1200; i++) {
      const one = all[2 + (i % 4)]!.slice()
      for (let n = below(3); n >= 0; n--) one[16 + below(one.length - 16)] = below(256)
      const cut = below(4) === 0 ? one.subarray(0, 28 + below(one.length - 28)) : one
      expect(untiled(read(cut, { wire: one.length, context }).tree)).toEqual([])
    }
  })
})

describe('IKEv2', () => {
  const head = { initiator, responder, exchange: 35, messageId: 1 }
  const message = sealedV2(head, key, other, key, v2.fqdn('gate.example'), v2.notify(16384))
  const table = (cipher: Uint8Array, check: Uint8Array) =>
    `${initiator},${responder},${hexOf(cipher)},${hexOf(cipher)},"AES-CBC-128 [RFC3602]",${hexOf(check)},${hexOf(check)},"HMAC_SHA1_96 [RFC2404]"`
  const context: Context = { keyring: ring(table(key, other)) }

  test('is checked, then read', () => {
    const { message: facts, says } = read(message, { context })
    expect(names(facts.payloads)).toEqual(['SK', 'IDi', 'N'])
    expect(says('SK/Integrity Checksum Data')).toContain('correct')
    expect(says('SK/Decrypted/IDi')).toContain('gate.example')
  })

  test('one octet changed anywhere is not read', () => {
    for (let at = 0; at < message.length; at++) {
      const changed = message.slice()
      changed[at]! ^= 1
      expect(read(changed, { context }).message.decrypted, `octet ${at}`).toBeUndefined()
    }
  })

  test('keys written down under another SA’s SPIs are found by their check', () => {
    const elsewhere = table(key, other).replace(initiator, '0102030405060708')
    expect(read(message, { context: { keyring: ring(elsewhere) } }).message.decrypted).toBe(true)
    const neither = table(other.subarray(0, 16), other).replace(initiator, '0102030405060708').replaceAll(hexOf(other), hexOf(key))
    const { message: facts, tree } = read(message, { context: { keyring: ring(neither) } })
    expect(facts.decrypted).toBeUndefined()
    expect(JSON.stringify(tree)).not.toContain('key given')
  })

  test('a cut one says that it cannot be', () => {
    const { tree } = read(message.subarray(0, message.length - 5), { wire: message.length, context })
    expect(JSON.stringify(tree)).toContain('the capture has not all of it, so it cannot be decrypted')
  })
})

describe('ESP', () => {
  const ping = icmp(8, 0, u16(7, 1), new Uint8Array(24).fill(0x61)).build(() => new Uint8Array(0))
  const iv = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
  const salt = Uint8Array.of(9, 8, 7, 6)
  const sa = `"IPv4","192.0.2.10","*","0xc0ffee01","AES-GCM [RFC4106]","0x${hexOf(key)}${hexOf(salt)}","ANY 128 bit authentication [no checking]",""`

  /** @param upper the upper half of an extended sequence number, which is checked and does not travel. RFC 4106 §5 */
  function sealed(upper?: number): Uint8Array {
    const aad = upper === undefined ? bytes(u32(0xc0ffee01, 5)) : bytes(u32(0xc0ffee01, upper, 5))
    const cipher = createCipheriv('aes-128-gcm', key, bytes(salt, iv))
    cipher.setAAD(aad)
    const body = cipher.update(bytes(ping, [1, 2, 2, 1]))
    cipher.final()
    return ethernet(ipv4('192.0.2.10', '198.51.100.20', carried(50, u32(0xc0ffee01, 5), iv, body, cipher.getAuthTag())))
  }
  const dissect = (frame: Uint8Array, text = sa) => packet(frame, frame.length, 1, { keyring: ring(text) })

  test('is checked, then read, also with extended sequence numbers', () => {
    for (const upper of [undefined, 0, 1]) {
      const { layers, tree } = dissect(sealed(upper))
      expect(layers.map(({ kind }) => kind)).toEqual(['link', 'ip', 'esp', 'icmp'])
      expect(untiled(tree)).toEqual([])
      expect(JSON.stringify(tree).includes('extended sequence number')).toBe(upper !== undefined)
    }
  })

  test('a key that does not fit says so, and nothing is made of what comes out', () => {
    const { layers, tree } = dissect(sealed(), sa.replace(hexOf(salt), '00000000'))
    expect(layers.map(({ kind }) => kind)).toEqual(['link', 'ip', 'esp'])
    expect(JSON.stringify(tree)).toContain('the key given does not fit, or the packet was changed: the integrity check fails')
  })

  test('a key for another SPI is not tried', () => {
    expect(JSON.stringify(dissect(sealed(), sa.replace('0xc0ffee01', '0xc0ffee02')).tree)).not.toContain('key given')
  })

  test('any change returns', () => {
    const below = random(5)
    for (let i = 0; i < 500; i++) {
      const frame = sealed()
      frame[34 + below(frame.length - 34)] = below(256)
      const kept = frame.subarray(0, 34 + below(frame.length - 33))
      expect(untiled(packet(kept, frame.length, 1, { keyring: ring(sa) }).tree)).toEqual([])
    }
  })
})

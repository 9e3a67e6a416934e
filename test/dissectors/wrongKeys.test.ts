import { createCipheriv } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { noise } from '../../src/compose/ike/bytes.ts'
import { ikev1, type Part } from '../../src/compose/ike/message.ts'
import * as v1 from '../../src/compose/ike/v1.ts'
import * as v2 from '../../src/compose/ike/v2.ts'
import { random } from '../../src/compose/random.ts'
import type { Field } from '../../src/dissectors/field.ts'
import { IvChains } from '../../src/dissectors/ike/decrypt/ivChains.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { keyring, readKeys } from '../../src/keys/index.ts'
import { read } from '../support/ike/read.ts'
import { firstIv, phase2Iv, sealedV1, sealedV2 } from '../support/ike/sealed.ts'
import { bytes, carried, ethernet, icmp, ipv4, tcp, u16, u32 } from '../support/packets/index.ts'

// Whatever the key, what is shown decrypted is what was sent: with thousands of keys that do not fit nothing is ever shown,
// and it is said that the key does not fit.

const hexOf = (octets: Uint8Array) => Buffer.from(octets).toString('hex')
const [initiator, responder] = ['1122334455667788', '99aabbccddeeff00']
const below = random(11)
const someKey = (length: number) => Uint8Array.from({ length }, () => below(256))
const ring = (text: string) => keyring(readKeys(text).keys)

/** New octets anywhere in a tree: something was taken for plain text. */
function roots(field: Field): Field[] {
  return [...(field.bytes ? [field] : []), ...(field.children ?? []).flatMap(roots)]
}

/** Without a check one wrong key in some hundred leaves two octets that may be a trailer: then nobody can tell. */
function closed(tree: Field, checked = true): boolean {
  const says = JSON.stringify(tree)
  const untold = !checked && says.includes('whether the key given fits cannot be told')
  return roots(tree).length === 0 && (untold || says.includes('the key given does not fit'))
}

describe('IKEv1', () => {
  const [ki, kr] = [v1.ke(), v1.ke(96, 9)]
  const head = { initiator, responder, exchange: 2, messageId: 0 }
  const key = someKey(16)
  const iv = firstIv(ki.body, kr.body)
  const small = sealedV1(head, key, iv, v1.idAddress('192.0.2.10'), v1.hash())
  const large = sealedV1(head, key, iv, v1.idName(2, 'gate.example.com'), v1.cert(noise(1800, 4)), { type: 9, body: noise(256, 5) })
  const inPhase2 = (exchange: number, ...parts: Part[]) => {
    const own = { ...head, exchange, messageId: 0xabcdef01 + exchange }
    return sealedV1(own, key, phase2Iv(small.subarray(-16), own.messageId), ...parts)
  }
  const messages: readonly (readonly [name: string, message: Uint8Array, tries: number])[] = [
    ['MM5', small, 600],
    ['MM5 with a certificate', large, 150],
    ['QM1', inPhase2(32, v1.hash(), v1.sa({}, v1.proposal({ protocol: 3, spi: 'c0ffee01' }, v1.transform({ id: 12 }))), v1.nonce()), 400],
    ['a delete', inPhase2(5, v1.hash(), v1.remove(3, 'c0ffee01')), 400],
    ['XAUTH', inPhase2(6, v1.hash(), { type: 14, body: bytes('01 00 0001', v1.attribute(16521, '616e6e61')) }), 400],
  ]
  const chains = (...seen: readonly Uint8Array[]) => {
    const ivChains = new IvChains()
    for (const one of seen) ivChains.note(read(one).message)
    return ivChains
  }
  const whole = chains(ikev1(head, ki), ikev1(head, kr), small, large)

  test.each(messages)('%s', (_, message, tries) => {
    const open: string[] = []
    for (let i = 0; i < tries; i++) {
      const wrong =
        i % 8 === 0 ? key.map((octet, at) => (at === i % 16 ? octet ^ (1 << (i % 8)) : octet)) : someKey([8, 16, 24, 32][i % 4]!)
      if (hexOf(wrong) === hexOf(key)) wrong[0]! ^= 1
      for (const ivChains of [whole, chains()]) {
        const { tree, message: facts } = read(message, { context: { keyring: ring(`${initiator},${hexOf(wrong)}`), ivChains } })
        if (!closed(tree) || facts.decrypted) open.push(hexOf(wrong))
      }
    }
    expect(open).toEqual([])
  })

  test('with the right one each is read', () => {
    for (const [name, message] of messages) {
      const { message: facts } = read(message, { context: { keyring: ring(`${initiator},${hexOf(key)}`), ivChains: whole } })
      expect([name, facts.decrypted]).toEqual([name, true])
    }
  })
})

describe('IKEv2', () => {
  const [key, check] = [someKey(16), someKey(20)]
  const message = sealedV2(
    { initiator, responder, exchange: 35, messageId: 1 },
    key,
    check,
    someKey(16),
    v2.fqdn('gate.example'),
    v2.notify(16384),
  )
  const line = (cipher: Uint8Array, mac: string) =>
    `${initiator},${responder},${hexOf(cipher)},${hexOf(cipher)},"AES-CBC-128 [RFC3602]",${hexOf(check)},${hexOf(check)},"${mac}"`

  test.each(['HMAC_SHA1_96 [RFC2404]', 'ANY 96 bit authentication [no checking]'])('with %s', mac => {
    for (let i = 0; i < 1500; i++) {
      // the cipher key alone is wrong: the check has another key and cannot tell
      const keyIsChecked = mac.startsWith('HMAC')
      const text = keyIsChecked ? line(key, mac).replaceAll(hexOf(check), hexOf(someKey(20))) : line(someKey(16), mac)
      expect(closed(read(message, { context: { keyring: ring(text) } }).tree), text).toBe(true)
    }
  })
})

describe('ESP', () => {
  const key = someKey(16)
  const payloads: readonly (readonly [nextHeader: number, payload: Uint8Array])[] = [
    [1, icmp(8, 0, u16(7, 1), noise(40)).build(() => new Uint8Array(0))],
    [4, ipv4('10.1.0.1', '10.2.0.1', tcp(40000, 80, noise(200)))],
  ]

  function sealed(nextHeader: number, payload: Uint8Array): Uint8Array {
    const pad = (16 - ((payload.length + 2) % 16)) % 16
    const iv = someKey(16)
    const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false)
    const body = cipher.update(
      bytes(
        payload,
        Uint8Array.from({ length: pad }, (_, i) => i + 1),
        [pad, nextHeader],
      ),
    )
    return ethernet(ipv4('192.0.2.10', '198.51.100.20', carried(50, u32(0xc0ffee01, 5), iv, body, noise(12))))
  }

  const line = (cipher: Uint8Array) =>
    `"IPv4","*","*","0xc0ffee01","AES-CBC [RFC3602]","0x${hexOf(cipher)}","ANY 96 bit authentication [no checking]",""`

  test.each(payloads)('without a check, next header %i', (nextHeader, payload) => {
    const frame = sealed(nextHeader, payload)
    const open: string[] = []
    for (let i = 0; i < 3000; i++) {
      const text = line(someKey(16))
      if (!closed(packet(frame, frame.length, 1, { keyring: ring(text) }).tree, false)) open.push(text)
    }
    expect(open).toEqual([])
    expect(roots(packet(frame, frame.length, 1, { keyring: ring(line(key)) }).tree)).toHaveLength(1)
  })
})

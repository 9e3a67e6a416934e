import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ascii, bytes, noise, u32 } from '../../../src/compose/ike/bytes.ts'
import { encryptedV1, fragmentsV1, ikev1, ikev2, type Part } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'
import type { Field } from '../../../src/dissectors/field.ts'
import { payloadsV1 } from '../../../src/dissectors/ike/v1/index.ts'
import { payloadsV2 } from '../../../src/dissectors/ike/v2/index.ts'
import { gateCertificate } from '../../support/ike/certificate.ts'
import { ikeMessages } from '../../support/ike/messages.ts'
import { read } from '../../support/ike/read.ts'
import { corpus } from '../../support/recordings/index.ts'
import { malformed, untiled } from '../../support/tree/tiling.ts'

const offerV1 = v1.sa({}, v1.proposal({}, v1.suite({ encryption: 7, keyLength: 256 }), v1.suite({ number: 2, authentication: 65001 })))
const offerV2 = v2.sa(v2.proposal({}, v2.transform(1, 12, 256), v2.transform(2, 5), v2.transform(3, 12), v2.transform(4, 14)))
const selectors = v2.trafficSelector('10.0.0.0', '10.0.255.255')
const configuration: Part = { type: 47, body: bytes('01000000', '00010000', '00030004', '08080808', '000e0002', '0001') }

const messages: Readonly<Record<string, Uint8Array>> = {
  'MM1 of Windows': ikev1({ exchange: 2 }, offerV1, v1.vid('1e2b516905991c7d7c96fcbfb587e461 00000004'), v1.vid(ascii('plain words'))),
  'MM3 with NAT-D': ikev1(
    { exchange: 2 },
    v1.ke(),
    v1.nonce(),
    v1.natd(noise(20)),
    v1.natd(noise(20), 15),
    v1.gss(bytes('600f06092a864886f7120102020100', '6e00')),
  ),
  'certificates, identities': ikev1(
    { exchange: 4 },
    v1.idAddress('192.0.2.1'),
    v1.cert(gateCertificate),
    v1.certificateRequest(),
    v1.hash(),
  ),
  'Quick Mode': ikev1(
    { exchange: 32 },
    v1.hash(),
    v1.sa({}, v1.proposal({ protocol: 3, spi: 'c0ffee01' }, v1.transform({ id: 3 }, v1.attribute(4, 2)))),
    v1.natoa('10.0.0.1'),
    v1.natoa('20010db8000000000000000000000001', 16),
  ),
  informational: ikev1(
    { exchange: 5 },
    v1.notify(36136, { spi: '11'.repeat(16), data: u32(7) }),
    v1.notify(40003, { data: u32(13801) }),
    v1.remove(3, 'c0ffee01', 'c0ffee02'),
  ),
  'mode config': ikev1({ exchange: 6 }, v1.hash(), { type: 14, body: bytes('01000001', v1.attribute(16521, '616e6e61')) }),
  'group keys': ikev1(
    { exchange: 32 },
    { type: 15, body: bytes('11', '0101f404c0000201', '0101f400', noise(16), '00000000', '80020003') },
    { type: 17, body: bytes('00010000', '0100000d04c0ffee01', '80010003') },
  ),
  encrypted: encryptedV1({ exchange: 2, first: 5, body: 64 }),
  fragment: fragmentsV1(ikev1({ exchange: 2 }, v1.ke()))[0]!,
  AuthIP: ikev1(
    { exchange: 243 },
    { type: 133, body: bytes('00000001', noise(8)) },
    { type: 135, body: bytes('00020000') },
    { type: 134, body: bytes('68006900') },
    v1.gss(bytes('0000000001', noise(20))),
  ),
  IKE_SA_INIT: ikev2(
    { exchange: 34, flags: 8 },
    offerV2,
    v2.ke(),
    v2.nonce(),
    v2.notify(16388, { data: noise(20) }),
    v2.notify(16431, { data: '00020003' }),
    v2.notify(16407, { data: bytes([1, 4, 192, 0, 2, 1], noise(16)) }),
  ),
  'IKE_AUTH, decrypted': ikev2(
    { exchange: 35 },
    v2.fqdn('a.example'),
    { type: 37, body: bytes([4], gateCertificate) },
    { type: 39, body: bytes('0e00000002', '3000', noise(9)) },
    configuration,
    { type: 48, body: bytes('0201000b', '01', ascii('anna@x')) },
    selectors,
  ),
  'IKE_AUTH, fragment': ikev2({ exchange: 35 }, v2.skf({})),
}

/** A reproducible stream of numbers. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Some octets changed, some lengths made extreme, now and then a piece left out. */
function mutated(message: Uint8Array, next: (below: number) => number): Uint8Array {
  const bent = message.slice()
  for (let i = 1 + next(4); i > 0; i--) bent[next(bent.length)] = [0, 1, 0x7f, 0x80, 0xff, next(256)][next(6)]!
  return next(4) === 0 ? bent.slice(0, next(bent.length)) : bent
}

function paths(tree: Field): string[] {
  return malformed(tree).map(says => says.split(':')[0]!)
}

describe.each(Object.entries(messages))('%s', (_, message) => {
  test('leaves tile the bytes', () => expect(untiled(read(message).tree)).toEqual([]))

  test('cut anywhere by the capture, its sender is never blamed', () => {
    const whole = malformed(read(message).tree)
    for (let kept = 0; kept < message.length; kept += kept < 100 ? 1 : 3) {
      const { tree } = read(message.subarray(0, kept), { wire: message.length })
      expect(malformed(tree).filter(says => !whole.includes(says))).toEqual([])
      expect(untiled(tree)).toEqual([])
    }
  })

  test('ended anywhere by its sender, it is malformed', () => {
    for (let length = 29; length < message.length; length += 3)
      expect(paths(read(message.subarray(0, length)).tree)).toContain('ISAKMP Header')
  })

  test('bent in two hundred ways, it is read to its end', () => {
    const next = numbers(message.length)
    for (let i = 0; i < 200; i++) {
      const bent = mutated(message, next)
      const wrong = untiled(read(bent).tree)
      if (wrong.length) expect.fail(`${Buffer.from(bent).toString('hex')}: ${wrong.join('; ')}`)
    }
  })
})

test('every payload type of both versions takes any bytes', () => {
  const next = numbers(7)
  const types = [...Object.keys(payloadsV1), ...Object.keys(payloadsV2), 99].map(Number)
  expect(types.length).toBeGreaterThanOrEqual(31 + 22)
  for (const type of types) {
    for (let i = 0; i < 60; i++) {
      const part = { type, body: noise(next(90), i + 1) }
      const message = type > 32 && type < 55 ? ikev2({ exchange: 34 }, part) : ikev1({ exchange: [2, 32, 243][i % 3]! }, part)
      const { tree, message: facts } = read(message)
      expect(untiled(tree)).toEqual([])
      expect(facts.payloads[0]?.type).toBe(type)
    }
  }
})

describe.skipIf(!existsSync(corpus))('messages of the corpus', () => {
  test.each([
    'the-tcpdump-group+tcpdump/tests/isakmp4500.pcap',
    'the-tcpdump-group+tcpdump/tests/ikev2four.pcap',
    'wireshark+wireshark/captures/ikev1-certs.pcap',
  ])('%s', async file => {
    const next = numbers(3)
    for (const { message } of await ikeMessages(join(corpus, 'files', file))) {
      for (let i = 0; i < 40; i++) expect(untiled(read(mutated(message.bytes, next)).tree)).toEqual([])
    }
  })
})

import { describe, expect, test } from 'vitest'
import { bytes, noise, u32 } from '../../../src/compose/ike/bytes.ts'
import { encryptedV1, ikev1, ikev2 } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { facts, read } from '../../support/ike/read.ts'

const whole = ikev1({ exchange: 2, responder: '2222222222222222', messageId: 0 }, v1.ke(128), v1.nonce(), v1.natd('ab'.repeat(16)))

test('the header', () => {
  const { message, says, problems } = read(ikev2({ exchange: 37, flags: 0x28, messageId: 9, responder: '3333333333333333' }, v2.nonce()))
  expect(message).toMatchObject({
    initiatorSpi: '1111111111111111',
    responderSpi: '3333333333333333',
    nextPayload: 40,
    majorVersion: 2,
    minorVersion: 0,
    exchangeType: 37,
    flags: 0x28,
    messageId: 9,
    encrypted: false,
  })
  expect(says('ISAKMP Header/Flags')).toBe('40 = Initiator, Response')
  expect(says('ISAKMP Header/Message ID')).toBe('00000009 = 9')
  expect(problems).toEqual([])
})

test.each([
  [
    'bits of Flags that nobody has defined',
    { exchange: 34, flags: 0xff },
    v2.nonce(),
    'all bits but Initiator, Version and Response should be 0',
  ],
  [
    'a request of IKE_AUTH whose first payload type was changed',
    { exchange: 35, flags: 8 },
    { type: 127, body: noise(40) },
    'no such payload',
  ],
  ['INVALID_KE_PAYLOAD that names no group', { exchange: 34, flags: 0x20 }, v2.notify(17), 'the group that is wanted should follow'],
])('odd: %s', (_, head, payload, says) => {
  expect(read(ikev2(head, payload)).problems.map(one => JSON.stringify(one))).toEqual([expect.stringContaining(says)])
})

test.each([
  ['an answer of IKE_AUTH in the clear, of whoever does not know the SA', { exchange: 35, flags: 0x20 }, v2.notify(4)],
  ['IKE_AUTH', { exchange: 35, flags: 8 }, v2.sk({ inner: 35, length: 64 })],
  ['INVALID_KE_PAYLOAD with a group', { exchange: 34, flags: 0x20 }, v2.notify(17, { data: '0013' })],
])('not odd: %s', (_, head, payload) => {
  expect(read(ikev2(head, payload)).problems).toEqual([])
})

test('payloads are siblings of the header, with where they lie', () => {
  const { tree, message } = read(whole)
  expect(tree.children?.map(field => field.name)).toEqual(['ISAKMP Header', 'KE', 'Nonce', 'NAT-D'])
  expect(message.payloads.map(p => [p.name, p.start, p.end])).toEqual([
    ['KE', 28, 160],
    ['Nonce', 160, 184],
    ['NAT-D', 184, 204],
  ])
  expect(message.bytes).toEqual(whole)
})

describe('a payload that breaks costs only itself', () => {
  test('its length is good: the chain goes on', () => {
    const { message, problems } = read(ikev1({ exchange: 2 }, { type: 1, body: bytes('0000') }, v1.vid('aabb')))
    expect(problems).toEqual(['SA: malformed DOI needs 4 bytes, 2 are here'])
    expect(message.payloads.map(p => [p.name, p.kind])).toEqual([
      ['SA', 'other'],
      ['VID', 'vid'],
    ])
  })

  test('its length is more than there is', () => {
    const bent = whole.slice()
    bent[31] = 0xff
    const { message, problems } = read(bent)
    expect(problems[0]).toBe('KE: malformed KE says 255 bytes, 176 are here')
    expect(message.payloads.map(p => p.name)).toEqual(['KE'])
  })

  test('its length is less than its header', () => {
    const bent = whole.slice()
    bent[31] = 3
    const { message, problems, tree } = read(bent)
    expect(problems).toEqual(['KE: malformed Payload Length says 3 bytes, its own header has 4'])
    expect(message.payloads).toHaveLength(1)
    expect(fieldAt(tree, 'KE/Not dissected')).toMatchObject({ start: 32, end: 204 })
  })

  test('the chain goes on where nothing is', () => {
    const bent = whole.slice()
    bent[184] = 8
    expect(read(bent).problems).toEqual(['NAT-D: malformed Next Payload says 8 (Hash), but the message ends here'])
  })
})

describe('Length and what is here', () => {
  test('more is promised than the datagram brings', () => {
    const { problems, message } = read(ikev1({ exchange: 2, length: 500 }, v1.nonce()))
    expect(problems).toEqual(['ISAKMP Header: malformed Length says 500 bytes, 52 are here'])
    expect(message).toMatchObject({ length: 500, payloads: [{ name: 'Nonce' }] })
  })

  test('less is promised: the surplus stays visible', () => {
    const { problems, message } = read(bytes(ikev1({ exchange: 2 }, v1.nonce()), 'aabbcc'))
    expect(problems).toEqual(['Bytes behind the last payload: odd Length says 52 bytes, 55 are here'])
    expect(message.bytes).toHaveLength(52)
  })

  test('the capture cut it: nobody is blamed', () => {
    const { problems, message } = read(whole.subarray(0, 100), { wire: whole.length })
    expect(problems).toEqual(['KE/Key Exchange Data: cut 60 more bytes were not captured'])
    expect(message.payloads.map(p => [p.name, p.kind])).toEqual([['KE', 'ke']])
    expect(message.bytes).toHaveLength(100)
    expect(message.length).toBe(204)
  })

  test('cut between two payloads', () => {
    expect(read(whole.subarray(0, 160), { wire: whole.length }).problems).toEqual(['Nonce: cut 44 more bytes were not captured'])
  })

  test('cut between two transforms of the only payload', () => {
    const offer = ikev1({ exchange: 2 }, v1.sa({}, v1.proposal({}, v1.suite(), v1.suite({ number: 2 }))))
    const { problems } = read(offer.subarray(0, 48 + 36), { wire: offer.length })
    expect(problems).toEqual(['SA/Proposal/Transform[1]: cut 36 more bytes were not captured'])
  })

  test('an encrypted body that was cut', () => {
    const body = encryptedV1({ exchange: 2, responder: '2222222222222222', first: 5, body: 64 })
    const { problems, message } = read(body.subarray(0, 60), { wire: body.length })
    expect(problems).toEqual(['Encrypted Payloads: cut 32 more bytes were not captured'])
    expect(message.payloads[0]).toMatchObject({ length: 64, first: 5 })
  })
})

describe('AuthIP', () => {
  const cryptoClear = { type: 133, body: bytes('00000001', noise(8)) }

  test('in the clear: Crypto, then the others', () => {
    const { message, says, problems } = read(
      ikev1(
        { exchange: 243 },
        cryptoClear,
        v1.sa({}, v1.proposal({}, v1.suite())),
        { type: 135, body: bytes('00020000', '00050000') },
        { type: 134, body: bytes('68006f0073007400') },
        v1.gss(bytes('00000000', '01', '4e544c4d53535000 01000000')),
        { type: 137, body: bytes('00000007') },
      ),
    )
    expect(problems).toEqual([])
    expect(message.payloads.map(p => p.name)).toEqual(['Crypto', 'SA', 'Auth', 'GSS-ID', 'GSS', 'Key Dictation Weight'])
    expect(says('Auth')).toBe('Kerberos, NTLM')
    expect(says('GSS-ID')).toBe('host')
    expect(says('GSS/Flags')).toBe('1 = GSS_NEW_GSS_EXCHANGE')
    expect(facts(message.payloads[4])).toMatchObject({ kind: 'gss', length: 12, mechanism: 'NTLM NEGOTIATE' })
  })

  test('encrypted: Crypto covers only number and IV', () => {
    const head = ikev1({ exchange: 244, flags: 1, length: 28 + 16 + 64 }, { type: 133, body: bytes('00000005', noise(8)) })
    const { message, problems } = read(bytes(head, noise(64, 7)))
    expect(problems).toEqual([])
    expect(message.encrypted).toBe(true)
    expect(message.payloads.map(facts)).toMatchObject([{ name: 'Crypto' }, { name: 'Encrypted', kind: 'encrypted', length: 64 }])
  })

  test('a notify has flags where the size of the SPI is', () => {
    const { message, says } = read(ikev1({ exchange: 246 }, cryptoClear, { type: 11, body: bytes(u32(1), '01', '01', '9c54', u32(13801)) }))
    expect(facts(message.payloads[1])).toMatchObject({ symbol: 'NOTIFY_STATUS', spi: '' })
    expect(says('N/Notification Data/Error Code')).toContain('ERROR_IPSEC_IKE_AUTH_FAIL')
  })
})

test('a thousand payloads are read in the time of a thousand', () => {
  const many = ikev1({ exchange: 2 }, ...Array.from({ length: 3000 }, (_, i) => v1.vid(u32(i))))
  expect(read(many).message.payloads).toHaveLength(3000)
})

test('payloads within payloads end at the second', () => {
  const level = bytes('01000000', u32(2), u32(0), '00010000')
  const deep = bytes(...Array.from({ length: 3000 }, () => level))
  const view = new DataView(deep.buffer)
  for (let at = 0; at < deep.length; at += 16) view.setUint16(at + 2, deep.length - at)
  const { problems, message } = read(bytes(ikev1({ exchange: 32, length: 28 + deep.length }).fill(1, 16, 17), deep))
  expect(message.payloads.map(p => p.name)).toEqual(['SA'])
  expect(problems).toContain('SA/SA: malformed payloads inside payloads inside payloads')
})

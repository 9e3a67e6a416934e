import { describe, expect, test } from 'vitest'
import { bytes, noise } from '../../../src/compose/ike/bytes.ts'
import { ikev1, ikev2 } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'
import { udp500, udp848, udp4500 } from '../../../src/dissectors/ike/ports.ts'
import { read } from '../../support/ike/read.ts'

const message = ikev1({ exchange: 2 }, v1.sa({}, v1.proposal({}, v1.suite())), v1.vid('aabbccdd'))
const marker = '00000000'

function kinds(datagram: Uint8Array, by = udp4500) {
  return read(datagram, { by }).layers.map(layer => layer.kind)
}

describe('port 500', () => {
  test('IKE', () => {
    const { layers, problems } = read(message, { by: udp500 })
    expect(layers).toMatchObject([{ kind: 'ike', marker: false, message: { exchangeType: 2 } }])
    expect(problems).toEqual([])
  })

  test('ESP behind the non-IKE marker of the oldest drafts', () => {
    const { layers, says } = read(bytes('0000000000000000', 'c0ffee01 00000001', noise(40)), { by: udp500 })
    expect(layers).toMatchObject([{ kind: 'esp', spi: 0xc0ffee01, udpEncapsulated: true }])
    expect(says('Non-IKE Marker')).toBe('')
  })

  test('IKE behind a marker that does not belong there', () => {
    expect(read(bytes(marker, message), { by: udp500 }).layers).toMatchObject([{ kind: 'ike', marker: true }])
  })

  test.each([
    ['noise', noise(60, 9)],
    ['too short', message.subarray(0, 27)],
    ['a version that never was', Uint8Array.from(message, (byte, i) => (i === 17 ? 0xb0 : byte))],
    [
      'a first payload that does not exist in one octet too few',
      Uint8Array.from(message, (byte, i) => (i === 16 ? 77 : byte)).subarray(0, -1),
    ],
    ['nothing', new Uint8Array()],
  ])('%s stays bytes', (_, datagram) => expect(kinds(datagram, udp500)).toEqual([]))

  test('a first payload that does not exist, where all else agrees', () => {
    const strange = Uint8Array.from(message, (byte, i) => (i === 16 ? 77 : byte))
    expect(kinds(strange, udp500)).toEqual(['ike'])
    expect(kinds(bytes(marker, strange), udp4500)).toEqual(['ike'])
    expect(kinds(strange, udp4500)).toEqual(['esp'])
  })

  test('a Length that no message can have: shown, and no message', () => {
    const { layers, problems } = read(ikev1({ exchange: 2, length: 0 }, v1.vid('aa')), { by: udp500 })
    expect(layers).toEqual([{ kind: 'ikeUnread', weight: 'malformed', length: 0 }])
    expect(problems).toEqual(['ISAKMP Header: malformed Length says 0 bytes, the header alone has 28'])
  })
})

describe('cut within the header', () => {
  const wire = message.length
  test.each([1, 8, 20, 27])('after %i bytes: IKE of which no message can be read', kept => {
    const unread = [{ kind: 'ikeUnread', weight: 'cut' }]
    expect(read(message.subarray(0, kept), { by: udp500, wire }).layers).toEqual(unread)
    expect(read(bytes(marker, message.subarray(0, kept)), { by: udp4500, wire: wire + 4 }).layers).toEqual(unread)
  })

  test('what cannot be the start of a header stays bytes', () => {
    expect(read(noise(24, 9).fill(0xb0, 17, 18), { by: udp500, wire: 100 }).layers).toEqual([])
    expect(read(new Uint8Array(20), { by: udp500, wire: 100 }).layers).toEqual([])
  })
})

describe('port 4500', () => {
  test('four octets of zero: IKE', () => {
    expect(read(bytes(marker, message), { by: udp4500 }).layers).toMatchObject([
      { kind: 'ike', marker: true, message: { length: message.length } },
    ])
  })

  test('one octet FF: the NAT is kept awake', () => {
    const { layers, tree } = read(bytes('ff'), { by: udp4500 })
    expect(layers).toEqual([{ kind: 'keepalive' }])
    expect(tree.children?.map(field => field.name)).toEqual(['NAT-keepalive'])
  })

  test('anything else: ESP', () => {
    expect(read(bytes('c0ffee01 00000002', noise(60)), { by: udp4500 }).layers).toMatchObject([
      { kind: 'esp', udpEncapsulated: true, sequence: 2 },
    ])
  })

  test('WESP by its identifier', () => {
    expect(kinds(bytes('00000002', '060c0c00', 'c0ffee01 00000009', noise(20)))).toEqual(['esp'])
  })

  test('IKE that forgot its marker, when everything fits', () => {
    const bare = ikev2({ exchange: 34, flags: 8 }, v2.ke(), v2.nonce())
    expect(read(bare, { by: udp4500 }).layers).toMatchObject([{ kind: 'ike', marker: false }])
  })

  test('a marker and no IKE', () => {
    expect(kinds(bytes(marker, noise(60, 3)))).toEqual([])
  })

  test('two octets FF are no keepalive', () => {
    expect(kinds(bytes('ffff'))).toEqual([])
  })
})

test('port 848 is GDOI', () => {
  const { layers, says } = read(ikev1({ exchange: 33 }, v1.hash()), { by: udp848 })
  expect(layers).toMatchObject([{ kind: 'ike' }])
  expect(says('ISAKMP Header/Exchange Type')).toBe('33 = GROUPKEY-PUSH')
})

test("version 1 has none of IKEv2's exchanges, and version 2 on port 848 none of GDOI's", () => {
  const exchange = (message: Uint8Array, by = udp848) => read(message, { by }).says('ISAKMP Header/Exchange Type')
  expect(exchange(ikev1({ exchange: 35 }, v1.hash()))).toBe('35 = GROUPKEY-PUSH-ACK')
  expect(exchange(ikev1({ exchange: 35 }, v1.hash()), udp500)).toBe('35')
  expect(exchange(ikev1({ exchange: 39 }, v1.hash()))).toBe('39')
  const v2 = ikev1({ exchange: 35 }, v1.hash()).slice()
  v2[17] = 0x20
  expect(exchange(v2)).toBe('35 = IKE_AUTH')
})

import { describe, expect, test } from 'vitest'
import { apRequest, der, integer, krbError, numbered, principal, sequence, text, ticket } from '../../../src/compose/packets/kerberos.ts'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { type Kerberos, layerOf } from '../../../src/dissectors/layer.ts'
import { bytes, ipv4, kinds, read, tcp, u32, udp } from '../../support/packets/index.ts'
import { untiled } from '../../support/tree/tiling.ts'

const messages: Record<string, Uint8Array> = {
  request: der(
    0x6c,
    sequence(
      numbered(1, integer(5)),
      numbered(2, integer(12)),
      numbered(3, sequence(sequence(numbered(1, integer(1)), numbered(2, der(4, ticket))))),
      numbered(
        4,
        sequence(numbered(0, der(3, '0040810000')), numbered(2, text('EXAMPLE.COM')), numbered(3, principal('host', 'gw4.example.com'))),
      ),
    ),
  ),
  reply: der(
    0x6d,
    sequence(
      numbered(0, integer(5)),
      numbered(1, integer(13)),
      numbered(3, text('EXAMPLE.COM')),
      numbered(4, principal('alice')),
      numbered(5, ticket),
    ),
  ),
  application: apRequest,
  error: krbError(37),
}

const overUdp = (message: Uint8Array) => ipv4('192.0.2.10', '198.51.100.20', udp(40000, 88, message))

test.each<[string, Kerberos]>([
  ['request', { kind: 'kerberos', messageType: 12, realm: 'EXAMPLE.COM', service: 'host/gw4.example.com' }],
  ['reply', { kind: 'kerberos', messageType: 13, realm: 'EXAMPLE.COM', service: 'host/b', encryptionType: 18, keyVersion: 3 }],
  ['application', { kind: 'kerberos', messageType: 14, realm: 'EXAMPLE.COM', service: 'host/b', encryptionType: 18, keyVersion: 3 }],
  ['error', { kind: 'kerberos', messageType: 30, errorCode: 37, realm: 'EXAMPLE.COM', service: 'host/b' }],
])('%s', (name, expected) => {
  const frame = overUdp(messages[name]!)
  const { layers, said, tree } = read(frame, 228)
  expect(layerOf(layers, 'kerberos')).toEqual(expected)
  expect(said).toEqual([])
  expect(untiled(tree, frame.length)).toEqual([])
})

test('what the error means stands beside it', () => {
  const { tree } = read(overUdp(messages.error!), 228)
  expect(fieldAt(tree, 'Kerberos')?.meaning).toBe('KRB-ERROR')
  expect(fieldAt(tree, 'Kerberos/error-code')?.meaning).toBe('KRB_AP_ERR_SKEW: the clocks of the two sides are too far apart')
  expect(fieldAt(tree, 'Kerberos/sname')?.meaning).toBe('host/b')
})

test('how a ticket is encrypted stands beside it', () => {
  const { tree } = read(overUdp(messages.application!), 228)
  expect(fieldAt(tree, 'Kerberos/ticket/enc-part/etype')?.meaning).toBe('aes256-cts-hmac-sha1-96')
  expect(fieldAt(tree, 'Kerberos/ticket/enc-part/kvno')?.meaning).toBe('3')
  expect(fieldAt(tree, 'Kerberos/ap-options')?.meaning).toBe('mutual-required')
})

test('a number of Windows’ own is below zero', () => {
  const message = der(0x6f, sequence(numbered(2, sequence(numbered(0, der(2, 'ff7b'))))))
  const { layers, tree } = read(overUdp(message), 228)
  expect(layerOf(layers, 'kerberos')?.encryptionType).toBe(-133)
  expect(fieldAt(tree, 'Kerberos/enc-part/etype')?.meaning).toBe('rc4-plain')
})

describe('over TCP', () => {
  const segment = (payload: Uint8Array) => read(ipv4('192.0.2.10', '198.51.100.20', tcp(40000, 88, payload)), 228)
  const whole = bytes(u32(messages.error!.length), messages.error!)

  test('a message that one segment holds is read', () => {
    expect(kinds(segment(whole).layers)).toBe('ipv4 tcp kerberos')
  })

  test('one that goes on in the next stays data, and nobody is blamed', () => {
    const { layers, said } = segment(whole.slice(0, -1))
    expect(kinds(layers)).toBe('ipv4 tcp')
    expect(said).toEqual([])
  })
})

test('cut anywhere it is cut, never malformed', () => {
  for (const message of Object.values(messages)) {
    const frame = overUdp(message)
    for (let kept = 28; kept < frame.length; kept++) {
      expect(read(frame.subarray(0, kept), 228, frame.length).said.filter(says => !says.includes(' cut: '))).toEqual([])
    }
  }
})

test('elements in elements go no deeper than Kerberos has them', () => {
  let nested = bytes('6100')
  for (let i = 0; i < 300; i++) nested = der(i % 2 ? 0x61 : 0x30, nested)
  const { layers } = read(overUdp(der(0x6e, nested)), 228)
  expect(layerOf(layers, 'kerberos')?.messageType).toBe(14)
})

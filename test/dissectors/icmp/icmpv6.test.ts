import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { type Icmp, layerOf } from '../../../src/dissectors/layer.ts'
import { bytes, counting, fragments6, icmpv6, ipv6, kinds, packetTooBig, read, u16, udp } from '../../support/packets/index.ts'

const HOST = '2001:db8::a'
const PEER = '2001:db8:1::b'
const ROUTER = '2001:db8::1'
const big = ipv6(HOST, PEER, udp(5000, 5001, counting(2600)))
const [first] = fragments6(big, 1448, 0xabcd)
const fact = (frame: Uint8Array) => layerOf(read(frame, 229).layers, 'icmp')

test.each<[string, Uint8Array, Partial<Icmp>, string | undefined]>([
  ['echo request', ipv6(HOST, PEER, icmpv6(128, 0, u16(7, 9), counting(5))), { type: 128, identifier: 7, sequence: 9 }, undefined],
  ['packet too big', ipv6(ROUTER, HOST, packetTooBig(1280, big, 48)), { type: 2, mtu: 1280 }, 'ipv6 udp'],
  ['packet too big, quoting as much as fits', ipv6(ROUTER, HOST, packetTooBig(1280, big)), { type: 2, mtu: 1280 }, 'ipv6 udp'],
  ['reassembly time exceeded', ipv6(PEER, HOST, icmpv6(3, 1, u16(0, 0), first!.slice(0, 56))), { type: 3, code: 1 }, 'ipv6'],
  ['port unreachable', ipv6(PEER, HOST, icmpv6(1, 4, u16(0, 0), big.slice(0, 48))), { type: 1, code: 4 }, 'ipv6 udp'],
  ['parameter problem', ipv6(PEER, HOST, icmpv6(4, 1, u16(0, 40), big.slice(0, 48))), { type: 4, code: 1 }, 'ipv6 udp'],
  ['multicast listener report', ipv6(HOST, PEER, icmpv6(143, 0, u16(0, 1), counting(20))), { type: 143 }, undefined],
])('%s', (_name, frame, expected, quoted) => {
  expect(fact(frame)).toMatchObject({ kind: 'icmp', version: 6, ...expected })
  expect(fact(frame)?.quoted && kinds(fact(frame)!.quoted!)).toBe(quoted)
  expect(read(frame, 229).said).toEqual([])
})

test('a parameter problem of extension headers is named', () => {
  const says = (code: number) => fieldAt(read(ipv6(PEER, HOST, icmpv6(4, code, u16(0, 40), big.slice(0, 48))), 229).tree, 'ICMPv6')?.meaning
  expect(says(5)).toBe('unrecognized Next Header type encountered by intermediate node')
  expect(says(10)).toBe('option too big')
})

describe('neighbor discovery', () => {
  const solicitation = ipv6(HOST, PEER, icmpv6(135, 0, u16(0, 0), bytes('20010db8000000000000000000000001 0101 020000000001')))

  test('shows target and link-layer address', () => {
    const { tree, said } = read(solicitation, 229)
    expect(fieldAt(tree, 'ICMPv6/Target Address')?.value).toBe('2001:db8::1')
    expect(fieldAt(tree, 'ICMPv6/Option/Link-Layer Address')?.value).toBe('02:00:00:00:00:01')
    expect(said).toEqual([])
  })

  test('an option of no length ends it', () => {
    const frame = ipv6(HOST, PEER, icmpv6(135, 0, u16(0, 0), bytes('20010db8000000000000000000000001 0100 020000000001')))
    expect(read(frame, 229).said).toEqual(['ICMPv6 malformed: an option says 0 bytes'])
  })
})

test('a wrong checksum is odd', () => {
  const frame = ipv6(HOST, PEER, icmpv6(128, 0, u16(7, 9), counting(5)))
  expect(read(bytes(frame.slice(0, -1), [0xff]), 229).said).toEqual(['ICMPv6/Checksum odd: the checksum does not fit the message'])
})

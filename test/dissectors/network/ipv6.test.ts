import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { type Ip, layerOf } from '../../../src/dissectors/layer.ts'
import {
  ah,
  bytes,
  carried,
  counting,
  fragmentHeader,
  fragments6,
  type Ipv6Options,
  ipv6,
  kinds,
  read,
  udp,
} from '../../support/packets/index.ts'

const A = '2001:db8::1'
const B = '2001:db8::2'
const packet = (o: Ipv6Options = {}) => ipv6(A, B, udp(500, 500, []), o)
const ip = (frame: Uint8Array) => layerOf(read(frame, 229).layers, 'ip')
const PAD = '00 0104 00000000'
const ROUTE = (segments: string) => `02 00 ${segments} 00000000 20010db8000000000000000000000099`

describe('headers', () => {
  test.each<[string, Uint8Array, Partial<Ip>]>([
    [
      'addresses and length',
      packet(),
      { version: 6, source: A, destination: B, protocol: 17, length: 48, payloadStart: 40, payloadEnd: 48, dontFragment: true },
    ],
    ['hop limit and traffic class', packet({ hopLimit: 3, trafficClass: 0xb9, flowLabel: 0xfffff }), { ttl: 3, trafficClass: 0xb9 }],
    ['hop-by-hop options', packet({ extensions: [[0, PAD]] }), { protocol: 17, payloadStart: 48 }],
    ['destination options', packet({ extensions: [[60, PAD]] }), { protocol: 17, payloadStart: 48 }],
    [
      'all in order',
      packet({
        extensions: [
          [0, PAD],
          [60, PAD],
          [43, ROUTE('00')],
          [60, PAD],
        ],
      }),
      { protocol: 17, payloadStart: 40 + 8 + 8 + 24 + 8 },
    ],
    [
      'a route to be followed',
      ipv6(A, '2001:db8::99', udp(500, 500, []), { extensions: [[43, ROUTE('01')]] }),
      { finalDestination: '2001:db8::99' },
    ],
    ['nothing behind', ipv6(A, B, carried(59)), { protocol: 59, length: 40 }],
  ])('%s', (_name, frame, expected) => {
    expect(ip(frame)).toMatchObject(expected)
    expect(read(frame, 229).said).toEqual([])
  })

  test('AH is a layer of its own, extension headers behind it are read', () => {
    const frame = ipv6(A, B, ah(0x1000, 5, carried(60, '11 00 0104 00000000', '01f4 01f4 0008 0000'), new Uint8Array(12)))
    const { layers } = read(frame, 229)
    expect(kinds(layers)).toBe('ipv6 ah udp')
    expect(layerOf(layers, 'ip')?.protocol).toBe(51)
  })

  test('options are named', () => {
    const { tree } = read(packet({ extensions: [[0, '00 0502 0000 0100']] }), 229)
    expect(fieldAt(tree, 'Hop-by-Hop Options/Option')?.meaning).toBe('Router Alert')
    expect(fieldAt(tree, 'Hop-by-Hop Options/Option/Value')?.meaning).toBe('MLD')
  })
})

describe('fragments', () => {
  test('say where they belong and are left as they are', () => {
    const pieces = fragments6(ipv6(A, B, udp(500, 500, counting(2600))), 1432, 0xabcd1234)
    expect(pieces.map(piece => ip(piece))).toMatchObject([
      { identification: 0xabcd1234, fragmentOffset: 0, moreFragments: true, protocol: 17, payloadStart: 48, payloadEnd: 1480 },
      { identification: 0xabcd1234, fragmentOffset: 1432, moreFragments: false, protocol: 17, payloadStart: 48 },
    ])
    for (const piece of pieces) expect(kinds(read(piece, 229).layers)).toBe('ipv6')
  })

  test('a Fragment header without fragmentation is no fragment', () => {
    const frame = packet({ extensions: [fragmentHeader(7, 0, false)] })
    expect(ip(frame)).toMatchObject({ identification: 7, moreFragments: false, fragmentOffset: 0 })
    expect(kinds(read(frame, 229).layers)).toBe('ipv6 udp')
  })

  test('what stands behind a Fragment header is not read, extension header or not', () => {
    const frame = packet({ extensions: [fragmentHeader(7, 0, true), [60, PAD]] })
    expect(ip(frame)).toMatchObject({ protocol: 60, payloadStart: 48 })
    expect(fieldAt(read(frame, 229).tree, 'Fragment data')).toMatchObject({ start: 48, end: 64 })
  })
})

describe('what is wrong', () => {
  test.each<[string, Uint8Array, string[], string]>([
    [
      'more length than bytes',
      packet({ length: 99 }),
      ['IPv6/Payload Length malformed: Payload Length says 99 bytes, 8 are here'],
      'ipv6 udp',
    ],
    ['another version', bytes('40', packet().slice(1)), ['IPv6 malformed: version 4 in an IPv6 header'], ''],
    [
      'an extension header beyond the packet',
      ipv6(A, B, carried(60, '11 09 0104 00000000')),
      ['Destination Options malformed: Destination Options says 80 bytes, 8 are here'],
      'ipv6',
    ],
    [
      'an option beyond its header',
      packet({ extensions: [[0, '00 0109 00000000']] }),
      ['Hop-by-Hop Options/Option malformed: Option says 11 bytes, 6 are here'],
      'ipv6 udp',
    ],
  ])('%s', (_name, frame, expected, layers) => {
    const { said, layers: found } = read(frame, 229)
    expect(said.filter(says => !says.startsWith('UDP'))).toEqual(expected)
    expect(kinds(found)).toBe(layers)
  })

  test('a payload length of zero is left to the network card or a jumbogram', () => {
    const frame = packet({ length: 0 })
    expect(ip(frame)).toMatchObject({ length: 48, payloadEnd: 48 })
    expect(read(frame, 229).said).toEqual([])
  })

  test('a header cut in the capture is cut', () => {
    expect(read(packet().subarray(0, 30), 229, 48).said).toEqual(['IPv6 cut: the capture kept 6 of the 16 bytes of Destination Address'])
  })
})

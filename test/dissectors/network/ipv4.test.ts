import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { type Ip, layerOf } from '../../../src/dissectors/layer.ts'
import { bytes, carried, counting, fragments, type Ipv4Options, ipv4, kinds, read, udp } from '../../support/packets/index.ts'

const A = '192.0.2.10'
const B = '198.51.100.20'
const packet = (o: Ipv4Options = {}) => ipv4(A, B, udp(500, 500, []), o)
const ip = (frame: Uint8Array) => layerOf(read(frame, 228).layers, 'ip')

describe('header', () => {
  test.each<[string, Uint8Array, Partial<Ip>]>([
    [
      'addresses and length',
      packet(),
      { version: 4, source: A, destination: B, protocol: 17, length: 28, payloadStart: 20, payloadEnd: 28 },
    ],
    ['identification', packet({ id: 0xbeef }), { identification: 0xbeef }],
    ["don't fragment", packet({ dontFragment: true }), { dontFragment: true, moreFragments: false }],
    ['first fragment', packet({ moreFragments: true }), { moreFragments: true, fragmentOffset: 0 }],
    ['last fragment', packet({ offset: 1480 }), { moreFragments: false, fragmentOffset: 1480 }],
    ['time to live', packet({ ttl: 1 }), { ttl: 1 }],
    ['type of service', packet({ tos: 0xb9 }), { trafficClass: 0xb9 }],
    ['options', packet({ options: '01 01 01 00' }), { length: 32, payloadStart: 24 }],
    ['checksum', packet(), { checksumGood: true }],
    ['checksum of a packet with options', packet({ options: '94 04 00 00' }), { checksumGood: true }],
  ])('%s', (_name, frame, expected) => {
    const { said } = read(frame, 228)
    expect(ip(frame)).toMatchObject(expected)
    expect(said).toEqual([])
  })

  test('bytes behind the length are not the packet', () => {
    const { layers, tree } = read(bytes(packet(), counting(6)), 228)
    expect(layerOf(layers, 'ip')).toMatchObject({ length: 28, payloadEnd: 28 })
    expect(tree.children?.at(-1)).toMatchObject({ start: 28, end: 34 })
  })

  test('names stand beside the numbers', () => {
    const { tree } = read(packet({ tos: 0xb9 }), 228)
    expect(fieldAt(tree, 'IPv4/Protocol')?.meaning).toBe('UDP')
    expect(fieldAt(tree, 'IPv4/Type of Service/DSCP')?.meaning).toBe('EF')
    expect(fieldAt(tree, 'IPv4/Type of Service/ECN')?.meaning).toBe('ECT(1)')
    expect(fieldAt(tree, 'IPv4')?.meaning).toBe(`${A} → ${B}`)
  })
})

describe('what is wrong', () => {
  test.each<[string, Uint8Array, string[], Partial<Ip> | undefined]>([
    [
      'a wrong checksum',
      packet({ checksum: 0x1234 }),
      ['IPv4/Header Checksum odd: the header checksum does not fit the header'],
      { checksumGood: false },
    ],
    [
      'more length than bytes',
      packet({ length: 99 }),
      ['IPv4/Total Length malformed: Total Length says 99 bytes, 28 are here'],
      { length: 99, payloadEnd: 28 },
    ],
    [
      'less length than header',
      packet({ length: 19 }),
      ['IPv4/Total Length malformed: Total Length says 19 bytes, the header alone has 20'],
      { length: 19 },
    ],
    [
      'a header shorter than 20',
      bytes('44', packet().slice(1)),
      ['IPv4 malformed: IHL says 16 bytes, the header has 20 at least'],
      undefined,
    ],
    ['another version', bytes('55', packet().slice(1)), ['IPv4 malformed: version 5 in an IPv4 header'], undefined],
    ['a header longer than the packet', bytes('4f', packet().slice(1)), ['IPv4 malformed: IPv4 says 60 bytes, 28 are here'], undefined],
    ['the reserved bit', packet({ offset: 0x8000 * 8 }), ['IPv4/Flags and Fragment Offset odd: the reserved bit is set'], {}],
  ])('%s', (_name, frame, expected, fact) => {
    const { said } = read(frame, 228)
    expect(said.filter(says => !says.startsWith('UDP'))).toEqual(expected)
    if (fact) expect(ip(frame)).toMatchObject(fact)
    else expect(ip(frame)).toBeUndefined()
  })
})

describe('left to the network card', () => {
  test('a checksum of zero is not judged', () => {
    const { layers, said } = read(packet({ checksum: 0 }), 228)
    expect(layerOf(layers, 'ip')).not.toHaveProperty('checksumGood')
    expect(said).toEqual([])
  })

  test('a total length of zero is the length of the frame', () => {
    const frame = packet({ length: 0 })
    expect(ip(frame)).toMatchObject({ length: 28, payloadEnd: 28 })
    expect(read(frame, 228).said).toEqual([])
  })
})

test('a header of which the capture kept a part is cut, and its checksum not judged', () => {
  const { said } = read(packet({ options: '94 04 00 00' }).subarray(0, 22), 228, 32)
  expect(said).toEqual(['IPv4/Options/Option cut: the capture kept 0 of the 2 bytes of Value'])
})

describe('fragments', () => {
  const pieces = fragments(ipv4(A, B, udp(500, 500, counting(2600)), { id: 7 }), 1480)

  test('are left as they are, their facts say where they belong', () => {
    expect(pieces.map(piece => [ip(piece)?.fragmentOffset, ip(piece)?.moreFragments, ip(piece)?.length])).toEqual([
      [0, true, 1500],
      [1480, false, 1148],
    ])
    for (const piece of pieces) {
      const { layers, tree, said } = read(piece, 228)
      expect(kinds(layers)).toBe('ipv4')
      expect(fieldAt(tree, 'Fragment data')).toMatchObject({ start: 20, end: piece.length })
      expect(said).toEqual([])
    }
  })
})

describe('options', () => {
  test.each([
    ['end of list', '00 00 00 00', ['End of Option List']],
    ['router alert', '94 04 00 00', ['Router Alert']],
    ['record route', '07 07 04 00000000 00', ['Record Route', 'End of Option List']],
    ['timestamps', '44 0c 05 01 c0000201 00000000', ['Internet Timestamp']],
    ['unknown', '9e 04 0102', [undefined]],
  ])('%s', (_name, options, expected) => {
    const { tree, said } = read(packet({ options }), 228)
    const found = fieldAt(tree, 'IPv4/Options')?.children?.filter(f => f.name === 'Option')
    expect(found?.map(f => f.meaning)).toEqual(expected)
    expect(said).toEqual([])
  })

  test('an option without length costs only the options', () => {
    const { said, layers } = read(packet({ options: '07 00 04 00' }), 228)
    expect(said).toEqual(['IPv4/Options malformed: an option says 0 bytes, its type and length alone have 2'])
    expect(kinds(layers)).toBe('ipv4 udp')
  })

  test('a source route leads further than the destination', () => {
    const routed = (pointer: string) => ip(packet({ options: `83 07 ${pointer} 0a000001 00` }))
    expect(routed('04')).toMatchObject({ destination: B, finalDestination: '10.0.0.1' })
    expect(routed('08')).not.toHaveProperty('finalDestination')
  })
})

describe('payloads', () => {
  test.each([
    [4, ipv4(A, B, udp(1, 2, [])), 'ipv4 IPv4 in IP ipv4 udp'],
    [50, bytes('c0ffee01 00000001', counting(20)), 'ipv4 esp'],
    [51, bytes('11 04 0000 c0ffee01 00000001', new Uint8Array(12), '01f401f400080000'), 'ipv4 ah udp'],
    [108, bytes('11 00 0002 abcd'), 'ipv4'],
    [132, bytes('01f4 01f4 00000001 00000000 01 00 0004'), 'ipv4'],
    [89, bytes('0201'), 'ipv4'],
  ])('protocol %i', (protocol, payload, expected) => {
    const { layers, said } = read(ipv4(A, B, carried(protocol, payload)), 228)
    expect(kinds(layers)).toBe(expected)
    expect(said).toEqual([])
  })

  test('packets in packets are followed so far and no further', () => {
    let packet = ipv4(A, B, udp(500, 500, []))
    for (let i = 0; i < 60; i++) packet = ipv4(A, B, carried(4, packet))
    const { layers, said } = read(packet, 228)
    expect(layers.length).toBeGreaterThan(20)
    expect(layers.length).toBeLessThan(30)
    expect(said).toEqual([])
  })
})

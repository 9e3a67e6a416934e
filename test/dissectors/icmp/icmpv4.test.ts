import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { type Icmp, layerOf } from '../../../src/dissectors/layer.ts'
import {
  bytes,
  carried,
  checksum,
  counting,
  espBytes,
  fragmentationNeeded,
  fragments,
  icmp,
  ipv4,
  kinds,
  read,
  u16,
  udp,
} from '../../support/packets/index.ts'
import { untiled } from '../../support/tree/tiling.ts'

const HOST = '192.0.2.10'
const PEER = '198.51.100.20'
const ROUTER = '192.0.2.1'
const big = ipv4(HOST, PEER, udp(5000, 5001, counting(2600)), { id: 77 })
const [first] = fragments(big, 1480)
const fact = (frame: Uint8Array) => layerOf(read(frame, 228).layers, 'icmp')

describe('messages', () => {
  test.each<[string, Uint8Array, Partial<Icmp>]>([
    ['echo', ipv4(HOST, PEER, icmp(8, 0, u16(7, 9), counting(32))), { type: 8, code: 0, identifier: 7, sequence: 9 }],
    ['echo reply', ipv4(HOST, PEER, icmp(0, 0, u16(7, 9))), { type: 0, identifier: 7, sequence: 9 }],
    ['fragmentation needed', ipv4(ROUTER, HOST, fragmentationNeeded(1400, first!)), { type: 3, code: 4, mtu: 1400 }],
    ['port unreachable', ipv4(PEER, HOST, icmp(3, 3, u16(0, 0), big.subarray(0, 28))), { type: 3, code: 3 }],
    ['reassembly time exceeded', ipv4(PEER, HOST, icmp(11, 1, u16(0, 0), first!.subarray(0, 28))), { type: 11, code: 1 }],
  ])('%s', (_name, frame, expected) => {
    const { said } = read(frame, 228)
    expect(fact(frame)).toMatchObject({ kind: 'icmp', version: 4, ...expected })
    expect(said).toEqual([])
  })

  test('an old router says no MTU', () => {
    expect(fact(ipv4(ROUTER, HOST, fragmentationNeeded(0, big)))).not.toHaveProperty('mtu')
  })

  test('a port unreachable has no MTU, whatever stands there', () => {
    expect(fact(ipv4(ROUTER, HOST, icmp(3, 3, u16(0, 1400), big.subarray(0, 28))))).not.toHaveProperty('mtu')
  })

  test('names, the code before the type', () => {
    const { tree } = read(ipv4(PEER, HOST, icmp(11, 1, u16(0, 0), big.subarray(0, 28))), 228)
    expect(fieldAt(tree, 'ICMP')?.meaning).toBe('Fragment Reassembly Time Exceeded')
    expect(fieldAt(tree, 'ICMP/Type')?.meaning).toBe('Time Exceeded')
  })

  test('a wrong checksum is odd, that of a cut message not judged', () => {
    const frame = ipv4(HOST, PEER, icmp(8, 0, u16(7, 9), counting(32)))
    const wrong = bytes(frame.slice(0, -1), [0xff])
    expect(read(wrong, 228).said).toEqual(['ICMP/Checksum odd: the checksum does not fit the message'])
    expect(read(frame.subarray(0, 40), 228, frame.length).said).toEqual(['ICMP/Data cut: 20 more bytes were not captured'])
  })
})

describe('the quoted packet', () => {
  test.each([
    ['header and 8 octets of UDP', big.subarray(0, 28), 'ipv4 udp'],
    ['header and 8 octets of ESP', ipv4(HOST, PEER, carried(50, espBytes(0xc0ffee01, 9))).subarray(0, 28), 'ipv4 esp'],
    ['only the header', big.subarray(0, 20), 'ipv4'],
    ['half a header', big.subarray(0, 11), ''],
    ['nothing', big.subarray(0, 0), ''],
    ['a first fragment', first!.subarray(0, 28), 'ipv4'],
    ['a packet in a packet', ipv4(HOST, PEER, carried(4, big)).subarray(0, 48), 'ipv4 IPv4 in IP ipv4 udp'],
  ])('%s', (_name, quote, expected) => {
    const frame = ipv4(ROUTER, HOST, icmp(3, 1, u16(0, 0), quote))
    const { said, tree } = read(frame, 228)
    expect(kinds(fact(frame)?.quoted ?? [])).toBe(expected)
    expect(said).toEqual([])
    expect(untiled(tree, frame.length)).toEqual([])
  })

  test('its lengths are those of the packet that did not fit', () => {
    const quoted = fact(ipv4(ROUTER, HOST, fragmentationNeeded(1400, big)))?.quoted ?? []
    expect(layerOf(quoted, 'ip')).toMatchObject({ source: HOST, destination: PEER, identification: 77, length: 2628 })
    expect(layerOf(quoted, 'udp')).toMatchObject({ sourcePort: 5000, destinationPort: 5001, length: 2608 })
    const esp = fact(ipv4(ROUTER, HOST, fragmentationNeeded(1400, ipv4(HOST, PEER, carried(50, espBytes(0xc0ffee01, 9, counting(1400)))))))
    expect(layerOf(esp?.quoted ?? [], 'esp')).toMatchObject({ spi: 0xc0ffee01, sequence: 9, payloadLength: 1400 })
  })

  test('a header changed on its way is not blamed', () => {
    const changed = big.slice(0, 28)
    changed[8] = 1
    const { said, layers } = read(ipv4(ROUTER, HOST, icmp(11, 0, u16(0, 0), changed)), 228)
    expect(said).toEqual([])
    expect(layerOf(layerOf(layers, 'icmp')?.quoted ?? [], 'ip')).not.toHaveProperty('checksumGood')
  })

  test('an error about an error is not followed', () => {
    const error = ipv4(ROUTER, HOST, fragmentationNeeded(1400, big))
    const { layers, said } = read(ipv4(ROUTER, HOST, icmp(3, 1, u16(0, 0), error)), 228)
    const inner = layerOf(layerOf(layers, 'icmp')?.quoted ?? [], 'icmp')
    expect(inner).toMatchObject({ type: 3, mtu: 1400 })
    expect(inner).not.toHaveProperty('quoted')
    expect(said).toEqual([])
  })

  test('a capture cut inside the quote says so', () => {
    const frame = ipv4(ROUTER, HOST, icmp(3, 1, u16(0, 0), big.subarray(0, 200)))
    expect(read(frame.subarray(0, 52), 228, frame.length).said).toEqual([
      'ICMP/Quoted packet/UDP cut: the capture kept 0 of the 2 bytes of Length',
    ])
  })
})

describe('extensions', () => {
  const objects = bytes('0008 01 01 00018101')
  const extensions = (() => {
    const data = bytes('2000 0000', objects)
    return bytes('2000', u16(checksum(data)), objects)
  })()
  const quote = big.slice(0, 128)

  test.each([
    ['where the length says', bytes([0, 32, 0, 0])],
    ['at octet 128 of an old router, by their checksum', bytes([0, 0, 0, 0])],
  ])('%s', (_name, rest) => {
    const frame = ipv4(ROUTER, HOST, icmp(11, 0, rest, bytes(quote, extensions)))
    const { tree, said } = read(frame, 228)
    expect(fieldAt(tree, 'ICMP/Extensions/Object')?.meaning).toBe('MPLS Label Stack')
    expect(fieldAt(tree, 'ICMP/Extensions/Object/Label Stack Entry/Label')?.value).toBe(24)
    expect(fieldAt(tree, 'ICMP/Quoted packet')).toMatchObject({ start: 28, end: 156 })
    expect(said).toEqual([])
  })

  test('a long quote alone has none', () => {
    const { tree } = read(ipv4(ROUTER, HOST, icmp(11, 0, u16(0, 0), big.slice(0, 300))), 228)
    expect(fieldAt(tree, 'ICMP/Extensions')).toBeUndefined()
  })
})

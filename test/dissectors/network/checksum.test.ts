import { describe, expect, test } from 'vitest'
import { layerOf } from '../../../src/dissectors/layer.ts'
import { sum } from '../../../src/dissectors/network/checksum.ts'
import { bytes, counting, ipv4, ipv6, read, tcp, udp } from '../../support/packets/index.ts'

const A = '192.0.2.10'
const B = '198.51.100.20'

test.each([
  ['', 0],
  ['0001', 1],
  ['ffff 0001', 1],
  ['ff', 0xff00],
  ['0001 f203 f4f5 f6f7', 0xddf2],
])('ones complement sum of "%s"', (hex, expected) => {
  const data = bytes(hex)
  expect(sum(data, 0, data.length)).toBe(expected)
})

describe('transport', () => {
  const good = (frame: Uint8Array, kind: 'udp' | 'tcp', linkType = 101) => layerOf(read(frame, linkType).layers, kind)?.checksumGood
  /** On its way to a hop, summed for the address at the end of its route. */
  const routed = () => {
    const route = '02 00 01 00000000 20010db8000000000000000000000099'
    const frame = ipv6('2001:db8::1', '2001:db8::99', udp(1000, 2000, counting(21)), { extensions: [[43, route]] })
    return bytes(frame.slice(0, 24), '20010db80000000000000000000000aa', frame.slice(40))
  }
  /** With the last byte turned over. */
  const broken = (frame: Uint8Array) => bytes(frame.slice(0, -1), [frame.at(-1)! ^ 255])

  test.each([
    ['UDP', ipv4(A, B, udp(1000, 2000, counting(21))), 'udp'],
    ['UDP over IPv6', ipv6('2001:db8::1', 'fe80::5:0:0:2', udp(1000, 2000, counting(21))), 'udp'],
    ['TCP', ipv4(A, B, tcp(1000, 2000, counting(21))), 'tcp'],
    ['TCP over IPv6', ipv6('::1', '2001:db8:0:1:2:3:4:5', tcp(1000, 2000, counting(8))), 'tcp'],
    ['UDP to the end of a route', routed(), 'udp'],
  ] as const)('%s', (_name, frame, kind) => {
    expect(good(frame, kind)).toBe(true)
    expect(good(broken(frame), kind)).toBe(false)
    expect(read(broken(frame), 101).said).toEqual([])
  })

  test('a sum over the pseudo-header alone is left to the network card', () => {
    const frame = ipv4(A, B, udp(1000, 2000, counting(21)))
    const length = 29
    const addresses = (0xc000 + 0x020a + 0xc633 + 0x6414 + 17) % 0xffff
    expect(good(bytes(frame.slice(0, 26), [(addresses + length) >> 8, (addresses + length) & 255], frame.slice(28)), 'udp')).toBeUndefined()
    expect(good(bytes(frame.slice(0, 26), [addresses >> 8, addresses & 255], frame.slice(28)), 'udp')).toBeUndefined()
  })

  test('none, or a cut packet, is not judged', () => {
    expect(good(ipv4(A, B, udp(1000, 2000, counting(21), { sum: 0 })), 'udp')).toBeUndefined()
    const frame = ipv4(A, B, udp(1000, 2000, counting(21)))
    expect(layerOf(read(frame.subarray(0, 40), 101, frame.length).layers, 'udp')).not.toHaveProperty('checksumGood')
  })
})

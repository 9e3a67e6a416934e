import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { layerOf } from '../../../src/dissectors/layer.ts'
import { bytes, counting, espBytes, ipv4, ipv6, kinds, read, udp } from '../../support/packets/index.ts'

const packet = (...how: Parameters<typeof udp>) => ipv4('192.0.2.10', '198.51.100.20', udp(...how))
const IKE = bytes('1122334455667788 0000000000000000 00 10 02 00 00000000 0000001c')

test('header', () => {
  const { layers, tree, said } = read(packet(40000, 500, IKE), 228)
  expect(layerOf(layers, 'udp')).toEqual({
    kind: 'udp',
    sourcePort: 40000,
    destinationPort: 500,
    length: 36,
    payloadStart: 28,
    checksumGood: true,
  })
  expect(fieldAt(tree, 'UDP/Destination Port')?.meaning).toBe('isakmp')
  expect(fieldAt(tree, 'UDP/Checksum')?.meaning).toBe('correct')
  expect(said).toEqual([])
})

describe('what a port carries', () => {
  test.each([
    ['IKE to 500', 40000, 500, IKE, 'ike'],
    ['IKE from 500', 500, 40000, IKE, 'ike'],
    ['IKE behind the marker on 4500', 4500, 4500, bytes('00000000', IKE), 'ike'],
    ['ESP on 4500', 4500, 4500, espBytes(0xc0ffee01, 1), 'esp'],
    ['a keepalive on 4500', 4500, 4500, 'ff', 'keepalive'],
    ['IKE on 848', 848, 848, IKE, 'ike'],
    ['DNS', 53, 40000, '1234 8183 0001 0000 0000 0000 01 61 00 0001 0001', 'dns'],
    ['DNS to a client that chose 4500', 53, 4500, '1234 8183 0001 0000 0000 0000 01 61 00 0001 0001', 'dns'],
    ['IKE from a port of DNS that a NAT chose', 53, 500, IKE, 'ike'],
    ['IKE to a port of LDAP that a NAT chose', 4500, 389, bytes('00000000', IKE), 'ike'],
    ['LDAP to a client that chose 4500', 389, 4500, '30 0c 02 01 01 60 07 02 01 03 04 00 80 00', 'application'],
    ['nothing on 4500', 4500, 4500, '', ''],
    ['nothing to the port of DNS', 40000, 53, '', ''],
    ['nothing known', 40000, 40001, counting(20), ''],
    ['a reply to a client that chose the port of VXLAN', 443, 4789, '08000000 00000100', 'VXLAN'],
    ['a reply from the port of VXLAN', 4789, 40000, bytes('08000000 00000100', new Uint8Array(20)), ''],
  ])('%s', (_name, source, destination, payload, expected) => {
    const { layers, said } = read(packet(source, destination, payload), 228)
    expect(kinds(layers)).toBe(`ipv4 udp ${expected}`.trim())
    expect(said.filter(says => !says.startsWith('Ethernet') && !says.startsWith('ISAKMP'))).toEqual([])
  })
})

describe('length', () => {
  test.each([
    ['beyond the packet', { length: 90 }, ['UDP/Length malformed: Length says 90 bytes, 12 are here']],
    ['shorter than the header', { length: 7 }, ['UDP/Length malformed: Length says 7 bytes, the header alone has 8']],
    ['shorter than the packet', { length: 10 }, []],
    ['zero', { length: 0 }, ['UDP/Length odd: Length says 0 bytes, the header alone has 8; perhaps the network card fills it in']],
  ])('%s', (_name, options, expected) => {
    expect(read(packet(1000, 2000, counting(4), { sum: 0, ...options }), 228).said).toEqual(expected)
  })

  test('zero is a jumbogram over IPv6, and what is here is read in either', () => {
    const jumbo = read(ipv6('2001:db8::a', '2001:db8::b', udp(500, 500, IKE, { length: 0 })), 101)
    expect(jumbo.said.filter(says => says.startsWith('UDP'))).toEqual([])
    expect(kinds(jumbo.layers)).toBe('ipv6 udp ike')
    expect(kinds(read(packet(500, 500, IKE, { length: 0 }), 228).layers)).toBe('ipv4 udp ike')
  })

  test('zero where the network card shall cut the packet up is no fault', () => {
    const cutUp = ipv4('192.0.2.10', '198.51.100.20', udp(500, 500, IKE, { length: 0, sum: 0 }), { length: 0 })
    expect(read(cutUp, 228).said.filter(says => says.startsWith('UDP'))).toEqual([])
  })

  test('bytes that it leaves out are shown as such', () => {
    const { tree } = read(packet(1000, 2000, counting(4), { sum: 0, length: 10 }), 228)
    expect(fieldAt(tree, 'Data')).toMatchObject({ start: 28, end: 30 })
    expect(fieldAt(tree, 'Bytes behind the datagram')).toMatchObject({ start: 30, end: 32 })
  })

  test('of a cut packet it is believed', () => {
    const whole = packet(1000, 2000, counting(400))
    const { said, layers } = read(whole.subarray(0, 60), 228, whole.length)
    expect(said).toEqual(['Data cut: 368 more bytes were not captured'])
    expect(layerOf(layers, 'udp')?.length).toBe(408)
  })
})

describe('no checksum', () => {
  const says = ['UDP/Checksum odd: over IPv6 receivers drop a datagram without a checksum; perhaps the network card fills it in']
  const over6 = (...how: Parameters<typeof udp>) => ipv6('2001:db8::a', '2001:db8::b', udp(...how))
  test.each([
    ['over IPv4', packet(500, 500, IKE, { sum: 0 }), []],
    ['over IPv6', over6(500, 500, IKE, { sum: 0 }), says],
    ['ESP over IPv6', over6(4500, 4500, espBytes(0xc0ffee01, 1), { sum: 0 }), says],
    ['a tunnel over IPv6', over6(50000, 2152, '30 01 0000 00000001', { sum: 0 }), []],
  ])('%s', (_name, bytes, expected) => {
    const { tree, said } = read(bytes, 101)
    expect(fieldAt(tree, 'UDP/Checksum')?.meaning).toBe('none')
    expect(said.filter(says => says.startsWith('UDP'))).toEqual(expected)
  })
})

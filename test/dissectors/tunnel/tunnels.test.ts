import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { bytes, carried, espBytes, ethernet, ipv4, ipv6, kinds, type Part, read, u16, u32, udp } from '../../support/packets/index.ts'
import { untiled } from '../../support/tree/tiling.ts'

const A = '192.0.2.10'
const B = '198.51.100.20'
const v4 = ipv4('10.0.0.1', '10.0.1.1', carried(50, espBytes(0xc0ffee01, 1)))
const v6 = ipv6('fd00::1', 'fd00::2', carried(50, espBytes(0xc0ffee01, 1)))
const frame = ethernet(v4)

const inIp = (protocol: number, ...parts: readonly Part[]) => ipv4(A, B, carried(protocol, bytes(...parts)))
const inUdp = (port: number, ...parts: readonly Part[]) => ipv4(A, B, udp(50000, port, bytes(...parts)))

describe('an ESP packet is found in', () => {
  test.each([
    ['IP in IP', inIp(4, v4), 'ipv4 IPv4 in IP ipv4 esp'],
    ['IPv6 in IP', inIp(41, v6), 'ipv4 IPv6 in IP ipv6 esp'],
    ['protocol 94', inIp(94, v4), 'ipv4 IPIP ipv4 esp'],
    ['GRE', inIp(47, '0000 0800', v4), 'ipv4 GRE ipv4 esp'],
    ['GRE, IPv6', inIp(47, '0000 86dd', v6), 'ipv4 GRE ipv6 esp'],
    ['GRE with checksum, key and sequence number', inIp(47, 'b000 0800 12340000 00000007 00000001', v4), 'ipv4 GRE ipv4 esp'],
    ['GRE with Ethernet', inIp(47, '2000 6558 00000007', frame), 'ipv4 GRE link ipv4 esp'],
    ['GRE of PPTP', inIp(47, '3081 880b', u16(4 + v4.length), '0001 00000001 00000001 ff03 0021', v4), 'ipv4 GRE ipv4 esp'],
    ['ERSPAN I', inIp(47, '0000 88be', frame), 'ipv4 GRE ERSPAN link ipv4 esp'],
    ['ERSPAN II', inIp(47, '1000 88be 00000001 1001 0001 00000000', frame), 'ipv4 GRE ERSPAN link ipv4 esp'],
    ['ERSPAN III', inIp(47, '1000 22eb 00000001 2001 0001 00000000 0000 0001 0000000000000000', frame), 'ipv4 GRE ERSPAN link ipv4 esp'],
    ['EtherIP', inIp(97, '3000', frame), 'ipv4 EtherIP link ipv4 esp'],
    ['MPLS in IP', inIp(137, '00010140', v4), 'ipv4 MPLS in IP MPLS ipv4 esp'],
    ['VXLAN', inUdp(4789, '08000000 00000100', frame), 'ipv4 udp VXLAN link ipv4 esp'],
    ['VXLAN on its old port', inUdp(8472, '08000000 00000100', frame), 'ipv4 udp VXLAN link ipv4 esp'],
    ['VXLAN-GPE', inUdp(4790, '0c000001 00002a00', v4), 'ipv4 udp VXLAN-GPE ipv4 esp'],
    ['VXLAN-GPE with Ethernet', inUdp(4790, '0c000003 00002a00', frame), 'ipv4 udp VXLAN-GPE link ipv4 esp'],
    ['VXLAN-GPE that does not say what it carries', inUdp(4790, '08000000 00002a00', frame), 'ipv4 udp VXLAN-GPE link ipv4 esp'],
    ['Geneve', inUdp(6081, '0000 6558 00000100', frame), 'ipv4 udp Geneve link ipv4 esp'],
    ['Geneve with options, IP inside', inUdp(6081, '0200 0800 00000100 0102 80 01 deadbeef', v4), 'ipv4 udp Geneve ipv4 esp'],
    ['GTP-U', inUdp(2152, '30 ff', u16(v4.length), u32(1), v4), 'ipv4 udp GTP-U ipv4 esp'],
    [
      'GTP-U with extension headers',
      inUdp(2152, '34 ff', u16(8 + v4.length), u32(1), '0000 00 85 01 0001 00', v4),
      'ipv4 udp GTP-U ipv4 esp',
    ],
    ['GTP-U, IPv6', inUdp(2152, '32 ff', u16(4 + v6.length), u32(1), '0001 00 00', v6), 'ipv4 udp GTP-U ipv6 esp'],
    ['L2TP', inUdp(1701, '0002 0001 0001 ff03 0021', v4), 'ipv4 udp L2TP ipv4 esp'],
    [
      'L2TP with everything',
      inUdp(1701, '4a02', u16(16 + v4.length + 4), '0001 0001 0001 0001 0002 0000 ff03 0021', v4),
      'ipv4 udp L2TP ipv4 esp',
    ],
    ['Teredo', inUdp(3544, v6), 'ipv4 udp Teredo ipv6 esp'],
    ['Teredo with indications', inUdp(3544, '0001 00 00 0102030405060708 00 0000 f227 3ffffdf5', v6), 'ipv4 udp Teredo ipv6 esp'],
    [
      'VXLAN in VXLAN',
      inUdp(4789, '08000000 00000100', ethernet(inUdp(4789, '08000000 00000200', frame))),
      'ipv4 udp VXLAN link ipv4 udp VXLAN link ipv4 esp',
    ],
  ])('%s', (_name, packet, expected) => {
    const { layers, said, tree } = read(packet, 228)
    expect(kinds(layers)).toBe(expected)
    expect(said).toEqual([])
    expect(untiled(tree, packet.length)).toEqual([])
  })
})

describe('what is none of these stays bytes', () => {
  test.each([
    ['VXLAN without its flag', inUdp(4789, '00000000 00000100', frame), 'ipv4 udp'],
    ['VXLAN-GPE of another version', inUdp(4790, '1c000001 00002a00', v4), 'ipv4 udp'],
    ['Geneve of another version', inUdp(6081, '4000 6558 00000100', frame), 'ipv4 udp'],
    ["GTP'", inUdp(2152, '20 ff 0000 00000001'), 'ipv4 udp'],
    ['an echo of GTP-U', inUdp(2152, '32 01 0006 00000000 0001 00 00 0e00'), 'ipv4 udp GTP-U'],
    ['L2TP of another version', inUdp(1701, '0003 0001 0001'), 'ipv4 udp'],
    ['a control message of L2TP', inUdp(1701, 'c802 000c 0001 0000 0000 0000'), 'ipv4 udp L2TP'],
    ['an acknowledgment of PPTP', inIp(47, '2081 880b 0000 0007 00000005'), 'ipv4 GRE'],
    ['GRE with nothing behind it', inIp(47, '0000 0800'), 'ipv4 GRE'],
    ['L2TP version 3', inIp(115, '00000001 0102030405'), 'ipv4 L2TPv3'],
    ['Teredo without IPv6', inUdp(3544, '0102'), 'ipv4 udp'],
  ])('%s', (_name, packet, expected) => {
    const { layers, said } = read(packet, 228)
    expect(kinds(layers)).toBe(expected)
    expect(said).toEqual([])
  })
})

test('a length of GTP-U beyond the datagram is malformed, the packet is read all the same', () => {
  const { layers, said } = read(inUdp(2152, '30 ff ffff 00000001', v4), 228)
  expect(said).toEqual([`GTP-U/Length malformed: Length says 65535 bytes, ${v4.length} are here`])
  expect(kinds(layers)).toBe('ipv4 udp GTP-U ipv4 esp')
})

test('GRE of an unknown version goes no further', () => {
  const { layers, said } = read(inIp(47, '0003 0800', v4), 228)
  expect(kinds(layers)).toBe('ipv4')
  expect(said).toEqual(['GRE malformed: GRE version 3 is none'])
})

test('a Teredo origin is shown in clear, port and address turned over again', () => {
  const { tree } = read(inUdp(3544, '0000 f227 3ffffdf5', v6), 228)
  expect(fieldAt(tree, 'Origin Indication/Origin Address')?.value).toBe('192.0.2.10')
  expect(fieldAt(tree, 'Origin Indication/Origin Port')?.meaning).toBe('3544')
})

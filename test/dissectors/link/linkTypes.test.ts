import { describe, expect, test } from 'vitest'
import { linkTypeName } from '../../../src/capture/linkTypes.ts'
import { fieldAt, NOT_DISSECTED } from '../../../src/dissectors/field.ts'
import { layerOf } from '../../../src/dissectors/layer.ts'
import { dissected } from '../../../src/dissectors/link/index.ts'
import { METADATA, NETMON_80211, WFP } from '../../../src/dissectors/linkTypes.ts'
import { Kind, sort, sorted } from '../../../src/dissectors/sort.ts'
import { bytes, ipv4, ipv6, kinds, read, sll, sll2, u16, udp } from '../../support/packets/index.ts'
import { sayV1 } from '../../support/trace/phrases.ts'
import { untiled } from '../../support/tree/tiling.ts'

const v4 = ipv4('192.0.2.10', '198.51.100.20', udp(500, 500, []))
const v6 = ipv6('2001:db8::1', '2001:db8::2', udp(500, 500, []))
const SNAP = 'aaaa03 000000 0800'
const QOS_DATA = '8801 0000 020000000002 020000000001 020000000003 0000 0000'

/** A header per row, in front of a packet: LINKTYPE, header, packet, kinds of layers. */
const rows: [name: string, linkType: number, header: string, packet: Uint8Array, layers: string][] = [
  ['NULL of a little-endian machine', 0, '02000000', v4, 'ipv4 udp'],
  ['NULL of a big-endian machine', 0, '00000002', v4, 'ipv4 udp'],
  ['NULL, IPv6 in Linux numbers', 0, '0a000000', v6, 'ipv6 udp'],
  ['NULL, IPv6 in NetBSD numbers', 0, '18000000', v6, 'ipv6 udp'],
  ['NULL, IPv6 in FreeBSD numbers', 0, '1c000000', v6, 'ipv6 udp'],
  ['NULL, IPv6 in Apple numbers', 0, '1e000000', v6, 'ipv6 udp'],
  ['LOOP', 108, '00000002', v4, 'ipv4 udp'],
  ['LOOP, IPv6', 108, '00000018', v6, 'ipv6 udp'],
  ['Ethernet', 1, '020000000002 020000000001 0800', v4, 'link ipv4 udp'],
  ['Token Ring', 6, '10 40 020000000002 020000000001 aaaa03 000000 0800', v4, 'link ipv4 udp'],
  ['Token Ring with a route', 6, '10 40 020000000002 820000000001 0270 aaaa03 000000 0800', v4, 'link ipv4 udp'],
  ['FDDI', 10, '57 020000000002 020000000001 aaaa03 000000 0800', v4, 'link ipv4 udp'],
  ['a serial line', 8, `00 40 ${'00'.repeat(14)}`, v4, 'ipv4 udp'],
  ['a serial line, IPv6, compressed TCP', 8, `01 83 ${'00'.repeat(14)}`, v6, 'ipv6 udp'],
  ['PPP with address and control', 9, 'ff03 0021', v4, 'ipv4 udp'],
  ['PPP, protocol in one octet', 9, '21', v4, 'ipv4 udp'],
  ['PPP, IPv6', 9, '0057', v6, 'ipv6 udp'],
  ['PPP in HDLC framing', 50, 'ff03 0021', v4, 'ipv4 udp'],
  ["Cisco's HDLC under PPP's number", 50, '0f00 0800', v4, 'ipv4 udp'],
  ["Cisco's HDLC", 104, '8f00 86dd', v6, 'ipv6 udp'],
  ['PPP with direction', 204, '01 ff03 0021', v4, 'ipv4 udp'],
  ['PPPoE frames', 51, '1100 0001 001e 0021', v4, 'PPPoE ipv4 udp'],
  ['RAW', 101, '', v4, 'ipv4 udp'],
  ['RAW, IPv6', 101, '', v6, 'ipv6 udp'],
  ['DLT_RAW', 12, '', v4, 'ipv4 udp'],
  ["12 in OpenBSD's files", 12, '00000002', v4, 'ipv4 udp'],
  ["OpenBSD's DLT_RAW", 14, '', v6, 'ipv6 udp'],
  ['IPV4', 228, '', v4, 'ipv4 udp'],
  ['IPV6', 229, '', v6, 'ipv6 udp'],
  ['802.11', 105, `0801 0000 020000000002 020000000001 020000000003 0000 ${SNAP}`, v4, 'link ipv4 udp'],
  ['802.11 with QoS', 105, `${QOS_DATA} ${SNAP}`, v4, 'link ipv4 udp'],
  ['802.11, four addresses', 105, `0803 0000 020000000002 020000000001 020000000003 0000 020000000004 ${SNAP}`, v4, 'link ipv4 udp'],
  ['802.11, protected but decrypted', 105, `0841 0000 020000000002 020000000001 020000000003 0000 ${SNAP}`, v4, 'link ipv4 udp'],
  ['radiotap', 127, `00 00 0900 02000000 00 ${QOS_DATA} ${SNAP}`, v4, 'link ipv4 udp'],
  ['radiotap, header padded', 127, `00 00 0900 02000000 20 ${QOS_DATA} 0000 ${SNAP}`, v4, 'link ipv4 udp'],
  ['Prism', 119, `44000000 90000000 ${'00'.repeat(136)} ${QOS_DATA} ${SNAP}`, v4, 'link ipv4 udp'],
  ["AVS under Prism's number", 119, `80211001 00000040 ${'00'.repeat(56)} ${QOS_DATA} ${SNAP}`, v4, 'link ipv4 udp'],
  ['AVS', 163, `80211001 00000040 ${'00'.repeat(56)} ${QOS_DATA} ${SNAP}`, v4, 'link ipv4 udp'],
  ['PPI around 802.11', 192, `00 00 0800 69000000 ${QOS_DATA} ${SNAP}`, v4, 'PPI link ipv4 udp'],
  [
    'Network Monitor 802.11',
    NETMON_80211,
    `02 2000 01000000 00000000 07000000 06000000 c4ffffff 6c 0000000000000000 ${QOS_DATA} ${SNAP}`,
    v4,
    'link ipv4 udp',
  ],
  ['IPNET', 226, '01 02 0000 0000001c 00000001 00000000 00000000 00000000', v4, 'ipv4 udp'],
  ['IPNET, IPv6', 226, '01 1a 0000 00000030 00000001 00000000 00000000 00000000', v6, 'ipv6 udp'],
  ['NFLOG of a little-endian machine', 239, '02 00 0001 0800 0100 08000000 2000 0900', v4, 'ipv4 udp'],
  ['NFLOG of a big-endian machine', 239, '02 00 0001 0008 0001 08000000 0020 0009', v4, 'ipv4 udp'],
  ['NFLOG, prefix padded', 239, '02 00 0001 0600 0a00 4100 0000 2000 0900', v4, 'ipv4 udp'],
  [
    'PKTAP around Ethernet',
    258,
    `6c000000 01000000 01000000 656e30${'00'.repeat(21 + 72)} 020000000002 020000000001 0800`,
    v4,
    'PKTAP link ipv4 udp',
  ],
  ['enc', 109, '02000000 c0ffee01 00000000', v4, 'ipv4 udp'],
  ['PFLOG', 117, `3d 02 00 00 656e30${'00'.repeat(13)} ${'00'.repeat(44)}`, v4, 'ipv4 udp'],
  ['ATM behind LLC', 100, SNAP, v4, 'ipv4 udp'],
  ['ATM, one protocol for the circuit', 100, '', v6, 'ipv6 udp'],
  ['PPP over ATM', 100, '0021', v4, 'ipv4 udp'],
  ['SunATM', 123, '02 00 0020 ' + SNAP, v4, 'ipv4 udp'],
  ['Frame Relay', 107, '1841 03 cc', v4, 'ipv4 udp'],
  ['Frame Relay, IPv6, a long address', 107, '18 40 01 03 00 8e', v6, 'ipv6 udp'],
  ['Frame Relay with SNAP', 107, '1841 03 00 80 000000 0800', v4, 'ipv4 udp'],
  ['Frame Relay with direction', 206, '00 1841 03 cc', v4, 'ipv4 udp'],
  ["Cisco's HDLC with direction", 205, '01 0f00 0800', v4, 'ipv4 udp'],
  ['IP over Fibre Channel', 122, `1000020000000002 1000020000000001 ${SNAP}`, v4, 'link ipv4 udp'],
  ['IP over IEEE 1394', 138, '0200000000000002 0200000000000001 86dd', v6, 'link ipv6 udp'],
  ['NetAnalyzer', 240, '00000000 020000000002 020000000001 0800', v4, 'link ipv4 udp'],
  ['NetAnalyzer, transparent', 241, '00000000 55555555555555d5 020000000002 020000000001 0800', v4, 'link ipv4 udp'],
  ['mPackets', 274, '55555555555555d5 020000000002 020000000001 0800', v4, 'link ipv4 udp'],
  ['MPLS', 219, '00010140', v4, 'MPLS ipv4 udp'],
]

describe('link types', () => {
  test.each(rows)('%s', (_name, linkType, header, inner, layers) => {
    const frame = bytes(header, inner)
    const { layers: found, said, tree } = read(frame, linkType)
    expect(kinds(found)).toBe(layers)
    expect(said).toEqual([])
    expect(untiled(tree, frame.length)).toEqual([])
    expect(layerOf(found, 'ip')).toMatchObject({ start: bytes(header).length, payloadEnd: frame.length })
  })

  test.each([
    ['SLL', 113, sll(v4, 4)],
    ['SLL2', 276, sll2(v4, 4)],
  ])('%s', (_name, linkType, frame) => {
    const { layers, said } = read(frame, linkType)
    expect(kinds(layers)).toBe('link ipv4 udp')
    expect(layerOf(layers, 'link')).toEqual({ kind: 'link', source: '02:00:00:00:00:01' })
    expect(said).toEqual([])
  })

  test.each([147, 143, 9999, -3])('an unknown one, %i, leaves every byte as it is', linkType => {
    const { layers, said, tree } = read(v4, linkType)
    expect([layers, said]).toEqual([[], []])
    expect(fieldAt(tree, NOT_DISSECTED)).toMatchObject({ start: 0, end: v4.length })
    expect(tree.meaning).toContain('not known here')
  })

  test("records of the capturing tool itself say that they are no packet's", () => {
    const { layers, tree } = read(bytes('0102'), METADATA)
    expect(layers).toEqual([])
    expect(tree.meaning).toContain('no packet')
  })

  test('has a name for each that is dissected', () => {
    expect(dissected.map(linkTypeName).filter(name => name.startsWith('LINKTYPE'))).toEqual([])
  })
})

describe('packets as the Windows Filtering Platform saw them', () => {
  const datagram = bytes(u16(500, 500, 8 + sayV1().mm1.length, 0), sayV1().mm1)
  const length = [datagram.length & 255, datagram.length >> 8]
  const pair = '20010db8000000000000000000000001 20010db8000000000000000000000002'

  test.each([
    ['IPv4', WFP.v4, 'c000020a c6336414 11', 4, '192.0.2.10'],
    ['IPv4 and the flow', WFP.flowV4, 'c000020a c6336414 11 0102030405060708', 4, '192.0.2.10'],
    ['IPv6', WFP.v6, `${pair} 11`, 6, '2001:db8::1'],
    ['IPv6 and the flow', WFP.flowV6, `${pair} 11 0102030405060708`, 6, '2001:db8::1'],
  ] as const)('%s', (_name, linkType, header, version, source) => {
    const record = bytes(header, length, datagram)
    const { layers, said, tree } = read(record, linkType)
    expect(kinds(layers)).toBe(`ipv${version} udp ike`)
    expect(layerOf(layers, 'ip')).toMatchObject({ source, protocol: 17, payloadEnd: record.length })
    expect(said).toEqual([])
    expect(untiled(tree, record.length)).toEqual([])
    const numbers = sorted()
    sort(bytes('ffffffff', record), 4, 4 + record.length, linkType, numbers)
    expect(numbers).toMatchObject({ kind: Kind.ike, ipVersion: version, protocol: 17, identification: 0 })
  })
})

describe('802.11', () => {
  test.each([
    ['between stations', '0800', { destination: '02:00:00:00:00:02', source: '02:00:00:00:00:01' }],
    ['to the access point', '0801', { destination: '02:00:00:00:00:03', source: '02:00:00:00:00:01' }],
    ['from the access point', '0802', { destination: '02:00:00:00:00:02', source: '02:00:00:00:00:03' }],
  ])('whose address is whose: %s', (_name, control, expected) => {
    const frame = bytes(`${control} 0000 020000000002 020000000001 020000000003 0000 ${SNAP}`, v4)
    expect(layerOf(read(frame, 105).layers, 'link')).toMatchObject(expected)
  })

  test('an encrypted body stays bytes', () => {
    const { layers, said, tree } = read(bytes('0841 0000 020000000002 020000000001 020000000003 0000 00000020 00000000 deadbeef'), 105)
    expect(kinds(layers)).toBe('link')
    expect(said).toEqual([])
    expect(fieldAt(tree, 'Frame Body')).toMatchObject({ start: 24, end: 36 })
  })

  test('aggregated frames are each read', () => {
    const subframe = bytes('020000000002 020000000001 0024', SNAP, v4)
    const frame = bytes('8801 0000 020000000002 020000000001 020000000003 0000 8000', subframe, '0000', subframe)
    expect(kinds(read(frame, 105).layers)).toBe('link ipv4 udp ipv4 udp')
  })

  test('the check sequence is not the packet', () => {
    const { tree, said } = read(bytes(`00 00 0900 02000000 10 ${QOS_DATA} ${SNAP}`, v4, 'deadbeef'), 127)
    expect(fieldAt(tree, 'FCS')).toMatchObject({ end: 9 + 26 + 8 + v4.length + 4 })
    expect(said).toEqual([])
  })

  test('beacons and acknowledgments have no packet', () => {
    expect(kinds(read(bytes('8000 0000 ffffffffffff 020000000001 020000000001 0000 0102030405060708'), 105).layers)).toBe('link')
    expect(kinds(read(bytes('d400 0000 020000000001'), 105).layers)).toBe('link')
  })
})

import { describe, expect, test } from 'vitest'
import { fieldAt, NOT_DISSECTED } from '../../../src/dissectors/field.ts'
import { layerOf } from '../../../src/dissectors/layer.ts'
import { bytes, ethernet, ipv4, ipv6, kinds, read, u16, udp } from '../../support/packets/index.ts'

const v4 = ipv4('192.0.2.10', '198.51.100.20', udp(500, 500, []))
const v6 = ipv6('2001:db8::1', '2001:db8::2', udp(500, 500, []))
const ADDRESSES = '020000000002 020000000001'

describe('tags', () => {
  test.each<[string, Parameters<typeof ethernet>[1], readonly number[] | undefined]>([
    ['none', {}, undefined],
    ['one', { vlans: [100] }, [100]],
    ['two of the same kind', { vlans: [100, 200] }, [100, 200]],
    ["a provider's and a customer's", { vlans: [[0x88a8, 7], 200] }, [7, 200]],
    ['of the old kind', { vlans: [[0x9100, 7], 200] }, [7, 200]],
  ])('%s', (_name, options, vlans) => {
    const { layers, said } = read(ethernet(v4, options))
    expect(kinds(layers)).toBe('link ipv4 udp')
    expect(layerOf(layers, 'link')?.vlans).toEqual(vlans)
    expect(said).toEqual([])
  })

  test('the identifier is 12 bits, priority stands above it', () => {
    const { tree } = read(ethernet(v4, { vlans: [0xe064] }))
    expect(fieldAt(tree, '802.1Q/Tag Control Information/PCP')?.value).toBe(7)
    expect(fieldAt(tree, '802.1Q')?.meaning).toBe('VLAN 100')
  })

  test('ten thousand tags are read one after the other', () => {
    const { layers } = read(bytes(ADDRESSES, ...Array.from({ length: 10_000 }, () => u16(0x8100, 1)), u16(0x0800), v4))
    expect(layerOf(layers, 'link')?.vlans).toHaveLength(10_000)
    expect(kinds(layers)).toBe('link ipv4 udp')
  })
})

describe('what follows', () => {
  test.each([
    ['802.2 with SNAP', bytes(ADDRESSES, u16(8 + v4.length), 'aaaa03 000000 0800', v4), 'link ipv4 udp'],
    ['802.2 with the bridge-tunnel OUI', bytes(ADDRESSES, u16(8 + v4.length), 'aaaa03 0000f8 0800', v4), 'link ipv4 udp'],
    ['802.2 with the IP service access point', bytes(ADDRESSES, u16(3 + v4.length), '060603', v4), 'link ipv4 udp'],
    ['802.2 of another vendor', bytes(ADDRESSES, u16(8 + v4.length), 'aaaa03 00000c 2000', v4), 'link'],
    ['spanning tree', bytes(ADDRESSES, u16(7), '424203 00000000'), 'link'],
    ['PPPoE session', bytes(ADDRESSES, '8864 11 00 0001', u16(2 + v4.length), '0021', v4), 'link PPPoE ipv4 udp'],
    ['PPPoE session, IPv6', bytes(ADDRESSES, '8864 11 00 0001', u16(2 + v6.length), '0057', v6), 'link PPPoE ipv6 udp'],
    ['one MPLS label', bytes(ADDRESSES, '8847 00010140', v4), 'link MPLS ipv4 udp'],
    ['three MPLS labels', bytes(ADDRESSES, '8847 00010040 00020040 00030140', v6), 'link MPLS ipv6 udp'],
    ['a pseudowire', bytes(ADDRESSES, '8847 00010140 00000000', ADDRESSES, '0800', v4), 'link MPLS link ipv4 udp'],
    ['Cisco MetaData', bytes(ADDRESSES, '8909 01 01 0001 0007 0800', v4), 'link ipv4 udp'],
    ['Cisco MetaData and a tag', bytes(ADDRESSES, '8909 01 01 0001 0007 8100 0005 86dd', v6), 'link ipv6 udp'],
    ['Cisco MetaData of another version', bytes(ADDRESSES, '8909 02 01 0001 0007 0800', v4), 'link'],
    ['Cisco MetaData without end', bytes(ADDRESSES, ...Array.from({ length: 10_000 }, () => '8909 01 01 0001 0007')), 'link'],
    ['ARP', bytes(ADDRESSES, '0806 0001 0800 06 04 0001 020000000001 c000020a 000000000000 c0000214'), 'link'],
    ['an unknown type', bytes(ADDRESSES, '88cc 0200'), 'link'],
    ['a type that is none', bytes(ADDRESSES, '05ee 0200'), 'link'],
  ])('%s', (_name, frame, expected) => {
    const { layers, said } = read(frame)
    expect(kinds(layers)).toBe(expected)
    expect(said).toEqual([])
  })

  test('padding is the trailer, not the packet', () => {
    const { tree, layers } = read(ethernet(v4))
    expect(fieldAt(tree, 'Trailer')).toMatchObject({ start: 14 + 28, end: 60 })
    expect(layerOf(layers, 'ip')).toMatchObject({ length: 28, payloadStart: 34, payloadEnd: 42 })
  })

  test('bytes of an unknown type are not called a trailer', () => {
    const { tree } = read(bytes(ADDRESSES, '88cc 0200'))
    expect(tree.children?.map(f => f.name)).toEqual(['Ethernet', NOT_DISSECTED])
  })

  test('the question that ARP asks', () => {
    const { tree } = read(bytes(ADDRESSES, '0806 0001 0800 06 04 0001 020000000001 c000020a 000000000000 c0000214'))
    expect(fieldAt(tree, 'ARP')?.meaning).toBe('who has 192.0.2.20? asks 192.0.2.10')
  })

  test('PPPoE discovery lists its tags', () => {
    const { tree, said } = read(bytes(ADDRESSES, '8863 11 07 0000 0011 0101 0000 0102 0003 4d6178 0103 0002 0001'))
    expect(fieldAt(tree, 'Tags')?.children?.map(f => f.meaning)).toEqual(['Service-Name', 'AC-Name', 'Host-Uniq'])
    expect(fieldAt(tree, 'Tags/Tag[1]/TAG_VALUE')?.value).toBe('Max')
    expect(said).toEqual([])
  })

  test('a PPPoE length beyond the frame is malformed, the packet is read all the same', () => {
    const { layers, said } = read(bytes(ADDRESSES, '8864 11 00 0001 0fff 0021', v4))
    expect(said).toEqual(['PPPoE/LENGTH malformed: LENGTH says 4095 bytes, 30 are here'])
    expect(kinds(layers)).toBe('link PPPoE ipv4 udp')
  })
})

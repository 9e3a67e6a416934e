import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { collected } from '../support/anonymise/packets.ts'
import { made } from '../support/anonymise/sets.ts'
import { memory } from '../support/capture/collect.ts'
import { bytes, ethernet, icmpv6, ipv4, ipv6, udp } from '../support/packets/index.ts'

const target = bytes('2a021234000000000a11bbfffe5e7a91')
const solicitation = (group: string, destination: string) =>
  ethernet(ipv6('2a02:1234::a11:bbff:fe12:3456', group, icmpv6(135, 0, '00000000', bytes(target, '01010a0b0c0d0e0f'))), { destination })

test('the group address of a neighbour solicitation ends as the address that is asked for, also when replaced', async () => {
  const frames = [
    solicitation('ff02::1:ff5e:7a91', '3333ff5e7a91'),
    // whom this is for is nowhere else said
    solicitation('ff02::1:ff77:8899', '3333ff778899'),
    solicitation('ff02::1', '333300000001'),
  ]
  const file = memory(pcapFile(frames.map((data, i) => ({ data, seconds: 1_700_000_000 + i, nanoseconds: 0 }))))
  const { bytes: files, replaced } = await made([file])
  for (const end of ['5e7a91', '778899']) expect(files[0]!.includes(Buffer.from(end, 'hex'))).toBe(false)
  const [known, alone, all] = (await collected(files[0]!)).map(frame => Buffer.from(frame).toString('hex'))
  const ends = (frame: string) => ({ group: frame.slice(6, 12), destination: frame.slice(102, 108), target: frame.slice(150, 156) })
  expect(known!.slice(0, 6)).toBe('3333ff')
  expect(ends(known!).group).toBe(ends(known!).target)
  expect(ends(known!).destination).toBe(ends(known!).target)
  expect(ends(alone!).group).toBe(ends(alone!).destination)
  expect(all!.slice(0, 12)).toBe('333300000001')
  expect(replaced.macs['33:33:ff:5e:7a:91']).toBeDefined()
})

describe('a hardware address of another length than six', () => {
  const inside = ipv4('93.184.216.34', '151.101.1.69', udp(5000, 5001, '00'))
  const arp = bytes('0001 0800 04 04 0001', '5db8d823', '5db8d822', '00000000', '97650145')
  const long = '0a1b2c3d4e5f6071'
  test.each([
    ['GRE, cooked', 113, bytes('0000 030a 0004 5db8d823 00000000 0800', inside), '5db8d823'],
    ['GRE, cooked, version 2', 276, bytes('0800 0000 00000005 030a 00 04 5db8d823 00000000', inside), '5db8d823'],
    ['IPv6 tunnel, cooked', 113, bytes('0000 0301 0010 2a021234 0a11bbff 86dd', inside), '2a0212340a11bbff'],
    ['ARP', 1, ethernet(arp, { type: 0x0806 }), '5db8d823'],
    ['IEEE 1394', 138, bytes('ffffffffffffffff', long, '0800', inside), long],
    ['Fibre Channel', 122, bytes('ffffffffffffffff', long, 'aaaa03000000 0800', inside), long],
  ])('%s', async (_what, network, frame, gone) => {
    const file = memory(pcapFile([{ data: frame, seconds: 1_700_000_000, nanoseconds: 0 }], { network }))
    const { bytes: files, replaced } = await made([file])
    expect(files[0]!.includes(Buffer.from(gone, 'hex'))).toBe(false)
    if (gone.length === 8) expect(replaced.addresses['93.184.216.35']).toBeDefined()
    expect(files[0]!.includes(Buffer.from('ffffffffffffffff', 'hex'))).toBe(frame[0] === 0xff)
  })
})

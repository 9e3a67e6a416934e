import { expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { collected } from '../support/anonymise/packets.ts'
import { made } from '../support/anonymise/sets.ts'
import { memory } from '../support/capture/collect.ts'
import { bytes, ethernet, icmpv6, ipv6 } from '../support/packets/index.ts'

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

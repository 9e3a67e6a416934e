import { describe, expect, test } from 'vitest'
import { filler, writer } from '../../src/compose/files/bytes.ts'
import { type PcapOptions, pcapFile, pcapHeader, pcapRecord } from '../../src/compose/files/pcap.ts'
import type { Written } from '../../src/compose/files/written.ts'
import { joined } from '../../src/dissectors/joined.ts'
import { UNKNOWN_LINK } from '../../src/dissectors/linkTypes.ts'
import { digest, told } from '../support/capture/collect.ts'

const packets: readonly Written[] = [60, 98, 1, 142].map((length, i) => ({
  data: filler(length, i),
  seconds: 1_100_000_000 + i,
  nanoseconds: (i * 123_456_789) % 1_000_000_000,
  original: length + (i === 1 ? 900 : 0),
}))

/** Kuznetsov's fields: interface, protocol, packet type, padding; SuSE has two numbers of processors and three bytes there. */
const modified = (littleEndian: boolean) => writer(littleEndian).u32(2).u16(0x0800).u8(4).u8(0xaa).done()
const suse = (littleEndian: boolean) => joined(modified(littleEndian), Uint8Array.of(2, 0xff, 0xff, 0xff))
const nokia = (littleEndian: boolean) => writer(littleEndian).u32(0x9fbfb601).done()

const variants: readonly [name: string, options: (littleEndian: boolean) => PcapOptions, resolution: number][] = [
  ['standard', () => ({}), 1000],
  ['nanoseconds', () => ({ nano: true }), 1],
  ['modified, 24', le => ({ magic: 0xa1b2cd34, more: modified(le) }), 1000],
  ['modified, 28, as SuSE 6.3', le => ({ magic: 0xa1b2cd34, more: suse(le) }), 1000],
  ['standard magic and 24, as Red Hat 6.1', le => ({ more: modified(le) }), 1000],
  ['standard magic and 20, as Nokia IPSO', le => ({ more: nokia(le) }), 1000],
  ['IXIA hardware', () => ({ magic: 0x1c0001ac, nano: true, extra: filler(4) }), 1],
  ['IXIA software', () => ({ magic: 0x1c0001ab, extra: filler(4) }), 1000],
  ['2.2, lengths swapped', () => ({ version: [2, 2], swapped: true }), 1000],
  ['2.3, lengths swapped', () => ({ version: [2, 3], swapped: true }), 1000],
  ['2.3, lengths in order', () => ({ version: [2, 3] }), 1000],
  ['543.0, as DG/UX', () => ({ version: [543, 0], swapped: true }), 1000],
]

describe.each(variants)('pcap, %s', (_name, options, resolution) => {
  test.each([true, false])('littleEndian %s', async littleEndian => {
    const { result, records, problems, interfaces } = await told(pcapFile(packets, { littleEndian, ...options(littleEndian) }))
    expect(result).toEqual({ ok: true, format: 'pcap', compression: null, clock: 'utc' })
    expect(problems).toEqual([])
    expect(interfaces).toEqual([{ linkType: 1, snapLength: 262144 }])
    expect(records.map(r => r.data)).toEqual(packets.map(p => p.data))
    expect(records.map(r => [r.number, r.seconds, r.nanoseconds, r.original, r.linkType, r.interface, r.direction])).toEqual(
      packets.map((p, i) => [i + 1, p.seconds, p.nanoseconds - (p.nanoseconds % resolution), p.original, 1, 0, 0]),
    )
  })
})

describe('pcap', () => {
  test('says where each packet lies in the file', async () => {
    const file = pcapFile(packets)
    for (const { data, position } of (await told(file)).records) expect(file.slice(position, position + data.length)).toEqual(data)
  })

  test.each([
    [6, 1, 0],
    [9, 6, 0],
    [15, 10, 3],
    [24, 0, 0],
  ])('AIX: interface type %i is LINKTYPE %i, times in nanoseconds, %i bytes of padding', async (network, linkType, padding) => {
    const { records } = await told(pcapFile(packets, { littleEndian: false, version: [2, 2], nano: true, magic: 0xa1b2c3d4, network }))
    expect(records[1]!.nanoseconds).toBe(packets[1]!.nanoseconds)
    expect(records.map(r => r.linkType)).toEqual(packets.map(() => linkType))
    expect(records.map(r => r.data)).toEqual(packets.map(p => p.data.subarray(padding)))
    expect(records[1]!.original).toBe(packets[1]!.original! - padding)
  })

  test.each([
    [0x24000001, 4],
    [0x14000001, 2],
    [0x20000001, 0],
  ])('takes off the frame check sequence that network %i declares', async (network, fcs) => {
    const [whole, cut] = (await told(pcapFile(packets.slice(0, 2), { network }))).records
    expect(whole!.linkType).toBe(1)
    expect(whole!.data).toEqual(packets[0]!.data.subarray(0, 60 - fcs))
    expect(whole!.original).toBe(60 - fcs)
    expect(cut!.data).toEqual(packets[1]!.data)
    expect(cut!.original).toBe(998 - fcs)
  })

  test.each([
    [{ version: [2, 5] } as const, 'pcap version 2.5 is read like 2.4', 1],
    [{ network: 0x00300000 }, 'reserved bits are set in the link type, 0x00300000', UNKNOWN_LINK],
    [{ network: 0x02240002 }, 'reserved bits are set in the link type, 0x02240002', 228],
  ])('reads %o and says that it is odd', async (options, says, linkType) => {
    const { problems, records } = await told(pcapFile(packets, options))
    expect(problems).toEqual([{ packet: 0, weight: 'odd', says }])
    expect(records.map(r => r.linkType)).toEqual(packets.map(() => linkType))
  })

  test('refuses versions before 2.0', async () => {
    const { result } = await told(pcapFile(packets, { version: [1, 4] }))
    expect(result).toEqual({ ok: false, why: 'pcap version 1.4; versions before 2.0 are not known' })
  })

  test('counts a fraction beyond a second on, and lets nobody capture more than there was', async () => {
    const strange = joined(pcapHeader(), writer().u32(100).u32(2_000_001).u32(3).u32(2).bytes(filler(3)).done())
    const { records, problems } = await told(strange)
    expect(records[0]).toMatchObject({ seconds: 102, nanoseconds: 1000, original: 3 })
    expect(problems.map(p => p.weight)).toEqual(['odd', 'odd'])
  })

  test('times of zero pass', async () => {
    const { records, problems } = await told(pcapFile([{ data: filler(60), seconds: 0, nanoseconds: 0 }]))
    expect(records[0]).toMatchObject({ seconds: 0, nanoseconds: 0 })
    expect(problems).toEqual([])
  })

  test('says where a file ends inside a packet, or inside its header', async () => {
    const file = pcapFile(packets)
    const inPacket = await told(file.subarray(0, 24 + 76 + 16 + 10))
    expect(inPacket.records).toHaveLength(1)
    expect(inPacket.problems).toEqual([
      { packet: 1, weight: 'cut', says: 'the file ends at byte 126: packet 2 is cut off, 26 of its 114 bytes are here' },
    ])
    const inHeader = await told(file.subarray(0, 24 + 76 + 7))
    expect(inHeader.problems[0]!.says).toBe('the file ends at byte 107: packet 2 is cut off, 7 of the 16 bytes of its header are here')
    expect((await told(file.subarray(0, 100))).problems).toEqual([])
    expect((await told(file.subarray(0, 20))).result).toEqual({ ok: false, why: 'a pcap file cut off inside its header, after 20 bytes' })
  })
})

describe('files joined one behind the other', () => {
  const first = pcapFile(packets)
  test.each([
    ['alike', {}, 1],
    ['of another byte order, resolution and link type', { littleEndian: false, nano: true, network: 101 }, 101],
  ] as const)('%s: the packets of both, and where the second begins', async (_, options, linkType) => {
    const { records, problems } = await told(joined(first, pcapFile(packets, options)))
    expect(records.map(r => [r.number, r.data])).toEqual([...packets, ...packets].map((p, i) => [i + 1, p.data]))
    expect(records.at(-1)!.linkType).toBe(linkType)
    expect(records.at(-1)!.seconds).toBe(packets.at(-1)!.seconds)
    const says = `another pcap file begins at byte ${first.length}; its packets are read on here`
    expect(problems).toEqual([{ packet: packets.length, weight: 'odd', says }])
  })

  test('a packet whose time has the number of a magic is one all the same', async () => {
    const late = [{ ...packets[0]!, seconds: 0xa1b2c3d4 }]
    const { records, problems } = await told(joined(first, pcapFile(late).subarray(24)))
    expect([records.length, problems]).toEqual([packets.length + 1, []])
  })
})

describe('a bogus length in a pcap file', () => {
  const many: Written[] = Array.from({ length: 40 }, (_, i) => ({ data: filler(100 + i, i), seconds: 1_100_000_000 + i, nanoseconds: 0 }))

  function broken(littleEndian: boolean, at: number): Uint8Array {
    const file = pcapFile(many, { littleEndian })
    let offset = 24
    for (const packet of many.slice(0, at)) offset += 16 + packet.data.length
    new DataView(file.buffer).setUint32(offset + 8, 0xdeadbeef, littleEndian)
    return file
  }

  test.each([true, false])('costs only its own packet (littleEndian %s)', async littleEndian => {
    for (const chunk of [50, 1000, 1 << 20]) {
      const { records, problems } = await told(broken(littleEndian, 10), { chunk })
      expect(records.map(r => r.data)).toEqual([...many.slice(0, 10), ...many.slice(11)].map(p => p.data))
      expect(problems).toEqual([
        {
          packet: 10,
          weight: 'malformed',
          says: 'the record at byte 1229 says 3735928559 bytes; 126 bytes were passed over up to byte 1355',
        },
      ])
    }
  })

  test('keeps what was whole when nothing behind it reads as a packet', async () => {
    const { records, problems } = await told(joined(pcapFile(many.slice(0, 3)), new Uint8Array(5000).fill(0xee)))
    expect(records).toHaveLength(3)
    expect(problems.map(p => [p.packet, p.weight])).toEqual([[3, 'malformed']])
    expect(problems[0]!.says).toMatch(/nothing behind it reads as a record/)
  })

  test('costs no time in a large file', async () => {
    const one = pcapRecord(many[0]!)
    const body = joined(...Array.from({ length: 1000 }, () => one))
    const file = joined(pcapHeader(), body, new Uint8Array(20_000_000).fill(0xff), body)
    const start = performance.now()
    expect((await told(file)).records).toHaveLength(2000)
    expect(performance.now() - start).toBeLessThan(3000)
  })

  test('a length within the snap length is believed, one beyond 16 MiB never', async () => {
    const large: Written = { data: filler(300_000), seconds: 5, nanoseconds: 0 }
    expect((await told(pcapFile([large], { snapLength: 400_000 }))).records.map(r => digest(r.data))).toEqual([digest(large.data)])
    expect((await told(pcapFile([large]))).records).toEqual([])
  })
})

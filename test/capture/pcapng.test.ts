import { describe, expect, test } from 'vitest'
import { filler, writer } from '../../src/compose/files/bytes.ts'
import { pcapngWriter, text } from '../../src/compose/files/pcapng.ts'
import { joined } from '../../src/dissectors/joined.ts'
import { METADATA, UNKNOWN_LINK } from '../../src/dissectors/linkTypes.ts'
import { told } from '../support/capture/collect.ts'

const data = [61, 98, 4, 143].map((length, i) => filler(length, i))
const [d0, d1, d2, d3] = data as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
/** 2005-11-14 04:14:45.678901 UTC. */
const MICROS = 1_131_941_685_678_901n

describe.each([true, false])('pcapng, littleEndian %s', littleEndian => {
  const w = pcapngWriter(littleEndian)
  const ns = [9, Uint8Array.of(9)] as const

  test('all three packet blocks', async () => {
    const file = joined(
      w.section(),
      w.port(1, 100),
      w.enhanced(d0, MICROS, 0, [], 1500),
      w.obsolete(d1, MICROS + 1n),
      w.simple(d2),
      w.simple(d3.subarray(0, 100), 143),
    )
    const { records, problems, result } = await told(file)
    expect(result).toEqual({ ok: true, format: 'pcapng', compression: null, clock: 'utc' })
    expect(problems).toEqual([])
    expect(records.map(r => r.data)).toEqual([d0, d1, d2, d3.subarray(0, 100)])
    expect(records.map(r => [r.number, r.seconds, r.nanoseconds, r.original])).toEqual([
      [1, 1_131_941_685, 678_901_000, 1500],
      [2, 1_131_941_685, 678_902_000, 98],
      [3, Number.NaN, 0, 4],
      [4, Number.NaN, 0, 143],
    ])
    for (const { position, data } of records) expect(file.slice(position, position + data.length)).toEqual(data)
  })

  test.each([
    ['default', [], 1_131_941_685_678_901n, 678_901_000],
    ['10^-9', [[9, Uint8Array.of(9)]], 1_131_941_685_678_901_234n, 678_901_234],
    ['10^-3', [[9, Uint8Array.of(3)]], 1_131_941_685_678n, 678_000_000],
    ['10^0', [[9, Uint8Array.of(0)]], 1_131_941_685n, 0],
    ['10^-7', [[9, Uint8Array.of(7)]], 11_319_416_856_789_012n, 678_901_200],
    ['2^-10', [[9, Uint8Array.of(0x8a)]], 1_131_941_685n * 1024n + 695n, 678_710_937],
    ['2^-20', [[9, Uint8Array.of(0x94)]], (1_131_941_685n << 20n) + 711_882n, 678_903_579],
    ['2^-32', [[9, Uint8Array.of(0xa0)]], (1_131_941_685n << 32n) + 2_915_858_598n, 678_901_234],
    ['an offset', [[14, w.u64(1_131_941_000n)]], 685_678_901n, 678_901_000],
    ['an offset back', [[14, w.u64(-1000n)]], 1_131_942_685_678_901n, 678_901_000],
  ] as const)('times with %s', async (_name, options, ticks, nanoseconds) => {
    const { records } = await told(joined(w.section(), w.port(1, 0, options), w.enhanced(d0, ticks)))
    expect(records.map(r => [r.seconds, r.nanoseconds])).toEqual([[1_131_941_685, nanoseconds]])
  })

  test('several interfaces, each with its own link type and clock', async () => {
    const file = joined(
      w.section(),
      w.port(1),
      w.port(101, 0, [ns]),
      w.enhanced(d0, 2_000_000n, 0),
      w.enhanced(d1, 2_000_000_005n, 1),
      w.enhanced(d2, 3_000_000n, 0),
    )
    const { records, interfaces } = await told(file)
    expect(interfaces).toEqual([{ linkType: 1 }, { linkType: 101 }])
    expect(records.map(r => [r.interface, r.linkType, r.seconds, r.nanoseconds])).toEqual([
      [0, 1, 2, 0],
      [1, 101, 2, 5],
      [0, 1, 3, 0],
    ])
  })

  test('several sections: interfaces count anew, byte order may change', async () => {
    const v = pcapngWriter(!littleEndian)
    const file = joined(
      w.section(),
      w.port(1),
      w.enhanced(d0, 1n),
      v.section(),
      v.port(113, 0, [[2, text('any')]]),
      v.enhanced(d1, 5_000_000n),
    )
    const { records, interfaces, problems } = await told(file)
    expect(problems).toEqual([])
    expect(interfaces).toEqual([{ linkType: 1 }, { linkType: 113, name: 'any' }])
    expect(records.map(r => [r.interface, r.linkType, r.seconds])).toEqual([
      [0, 1, 0],
      [1, 113, 5],
    ])
  })

  test('what the file says about itself', async () => {
    const file = joined(
      w.section([
        [1, text('captured at the branch')],
        [3, text('Windows XP SP2')],
      ]),
      w.port(1, 96, [
        [2, text('eth0\0')],
        [4, Uint8Array.of(192, 168, 0, 1, 255, 255, 255, 0)],
        [5, joined(Uint8Array.of(0x20, 1, 0xd, 0xb8), new Uint8Array(11), Uint8Array.of(1, 64))],
        [11, joined(Uint8Array.of(0), text('udp port 500'))],
      ]),
      w.port(1, 0, [
        [11, joined(Uint8Array.of(1), filler(16))],
        [12, text('Linux 2.6')],
      ]),
      w.names([
        [1, joined(Uint8Array.of(10, 0, 0, 1), text('gw\0vpn\0'))],
        [2, joined(new Uint8Array(15), Uint8Array.of(1), text('localhost\0'))],
        [77, filler(6)],
      ]),
      w.enhanced(d0, 1n, 0, [
        [1, text('here it fails')],
        [1, text('and again')],
      ]),
    )
    const all = await told(file)
    expect(all.interfaces).toEqual([
      {
        linkType: 1,
        snapLength: 96,
        os: 'Windows XP SP2',
        name: 'eth0',
        filter: 'udp port 500',
        addresses: ['192.168.0.1', '2001:db8::1'],
      },
      { linkType: 1, filter: 'BPF program of 2 instructions', os: 'Linux 2.6' },
    ])
    expect(all.comments).toEqual([
      { text: 'captured at the branch', packet: undefined },
      { text: 'here it fails', packet: 1 },
      { text: 'and again', packet: 1 },
    ])
    expect(all.names).toEqual([
      ['10.0.0.1', 'gw'],
      ['10.0.0.1', 'vpn'],
      ['::1', 'localhost'],
    ])
  })

  test('direction and frame check sequence', async () => {
    const flags = (value: number) => [2, w.u32(value)] as const
    const file = joined(
      w.section(),
      w.port(1, 0, [[13, Uint8Array.of(4)]]),
      w.port(1),
      w.enhanced(d0, 1n, 0, [flags(1)]),
      w.enhanced(d1, 1n, 1, [flags(2 | (2 << 5))]),
      w.enhanced(d1, 1n, 1, [flags(3)]),
      w.enhanced(d3, 1n, 0, [], 1000),
    )
    const { records } = await told(file)
    expect(records.map(r => [r.direction, r.data.length, r.original])).toEqual([
      [1, 57, 57],
      [2, 96, 96],
      [0, 98, 98],
      [0, 143, 996],
    ])
  })

  test.each([
    ['of packets', [[4, w.u64(3n)]], [], 3],
    ['of an interface', [], [w.statistics(0, [[4, 100n], [5, 2n], [7, 5n]])], 7], // biome-ignore format: one row
    ['of an interface, told twice', [], [w.statistics(0, [[7, 5n]]), w.statistics(0, [[7, 9n]])], 9],
    ['of both', [[4, w.u64(3n)]], [w.statistics(0, [[7, 9n]])], 9],
    ['of nobody', [], [w.statistics(0, [[5, 0n]])], 0],
  ] as const)('losses %s', async (_name, options, statistics, dropped) => {
    const file = joined(w.section(), w.port(1), w.enhanced(d0, 1n, 0, options), ...statistics)
    expect((await told(file)).dropped).toBe(dropped)
  })

  test('where they were lost: before a packet, since the one before it; between two statistics', async () => {
    const flag = (count: bigint) => [[4, w.u64(count)]] as const
    const packets = joined(w.section(), w.port(1), w.enhanced(d0, 1n), w.enhanced(d1, 1n, 0, flag(3n)), w.enhanced(d2, 2n, 0, flag(2n)))
    expect((await told(packets)).drops).toEqual([
      { packets: 3, after: 1, before: 2 },
      { packets: 2, after: 2, before: 3 },
    ])
    const stats = (lost: bigint) => w.statistics(0, [[7, lost]])
    const blocks = joined(
      w.section(),
      w.port(1),
      w.enhanced(d0, 1n),
      stats(2n),
      w.enhanced(d1, 1n),
      stats(2n),
      w.enhanced(d2, 1n),
      stats(9n),
    )
    expect((await told(blocks)).drops).toEqual([
      { packets: 2, after: 0, before: 2 },
      { packets: 7, after: 2, before: 4 },
    ])
    const ports = joined(w.section(), w.port(1), w.port(1), w.enhanced(d0, 1n), w.enhanced(d1, 1n, 1), w.enhanced(d2, 2n, 0, flag(4n)))
    expect((await told(ports)).drops).toEqual([{ packets: 4, after: 1, before: 3 }])
  })

  test('losses of an obsolete packet block, 0xFFFF being none', async () => {
    const file = joined(w.section(), w.port(1), w.obsolete(d0, 1n, 0, 4), w.obsolete(d0, 1n, 0, 0xffff), w.obsolete(d0, 1n, 0, 2))
    expect((await told(file)).dropped).toBe(6)
  })

  test('blocks that are not known are stepped over; those that Wireshark numbers keep their numbers', async () => {
    const file = joined(
      w.section(),
      w.port(1),
      w.block(0x0a, filler(40)),
      w.block(0x12345678, filler(8)),
      w.enhanced(d0, 1n),
      w.block(0xbad, joined(w.u32(32473), text('ours'))),
      w.block(0x40000bad, w.u32(32473)),
      w.block(9, text('MESSAGE=up\n')),
      w.enhanced(d1, 1n),
    )
    const { records, problems } = await told(file)
    expect(problems).toEqual([])
    expect(records.map(r => [r.number, r.linkType])).toEqual([
      [1, 1],
      [2, METADATA],
      [3, METADATA],
      [4, METADATA],
      [5, 1],
    ])
  })

  test('a block too long to hold is stepped over when its end confirms it', async () => {
    const giant = w.block(0x12345678, new Uint8Array(17_000_000))
    const file = joined(w.section(), w.port(1), giant, w.enhanced(d0, 1n))
    const { records, problems } = await told(file, { chunk: 100_000 })
    expect(problems).toEqual([])
    expect(records).toHaveLength(1)
  })

  test('an interface that was never described', async () => {
    const { records, problems, interfaces } = await told(joined(w.section(), w.port(1), w.enhanced(d0, 1n, 7), w.enhanced(d1, 1n)))
    expect(records.map(r => [r.linkType, r.interface])).toEqual([
      [UNKNOWN_LINK, 1],
      [1, 0],
    ])
    expect(interfaces).toHaveLength(2)
    expect(problems).toEqual([{ packet: 1, weight: 'malformed', says: 'interface 7 was never described' }])
  })

  test('a packet longer than its block, an option longer than its block', async () => {
    const long = w.block(6, joined(writer(littleEndian).u32(0).u32(0).u32(1).u32(500).u32(500).done(), d0.subarray(0, 60)))
    const option = w.block(
      6,
      joined(writer(littleEndian).u32(0).u32(0).u32(1).u32(4).u32(4).done(), d2, writer(littleEndian).u16(1).u16(900).done()),
    )
    const { records, problems } = await told(joined(w.section(), w.port(1), long, option))
    expect(records.map(r => [r.data.length, r.original])).toEqual([
      [60, 500],
      [4, 4],
    ])
    expect(problems.map(p => [p.packet, p.weight, p.says])).toEqual([
      [1, 'malformed', '500 bytes captured in a block with room for 60'],
      [2, 'malformed', 'an option claims more bytes than its block has left'],
    ])
  })
})

describe('damage in a pcapng file', () => {
  const w = pcapngWriter(true)
  const blocks = [w.section(), w.port(1), ...Array.from({ length: 12 }, (_, i) => w.enhanced(filler(60 + i, i), BigInt(i)))]
  const lengthOf = (count: number) => joined(...blocks.slice(0, count)).length
  const damaged = (block: number, at: number, value: number) => {
    const file = joined(...blocks)
    new DataView(file.buffer).setUint32(lengthOf(block) + at, value, true)
    return file
  }

  test.each([50, 300, 1 << 20])('a wrong length at the end of a block costs nothing (chunk %i)', async chunk => {
    const { records, problems } = await told(damaged(5, blocks[5]!.length - 4, 4711), { chunk })
    expect(records).toHaveLength(12)
    expect(problems).toEqual([
      { packet: 3, weight: 'malformed', says: `the block at byte ${lengthOf(5)} says 96 bytes in front and 4711 at its end` },
    ])
  })

  test.each([50, 300, 1 << 20])('a wrong length in front costs that block (chunk %i)', async chunk => {
    for (const length of [4711, 8, 0, 0xfffffff0]) {
      const { records, problems } = await told(damaged(5, 4, length), { chunk })
      expect(records.map(r => r.data.length)).toEqual([60, 61, 62, 64, 65, 66, 67, 68, 69, 70, 71])
      expect(problems.map(p => [p.packet, p.weight])).toEqual([[3, 'malformed']])
      expect(problems[0]!.says).toContain(`up to byte ${lengthOf(6)}`)
    }
  })

  test('a length that is no multiple of 4 is rounded up, as some writers mean it', async () => {
    const body = joined(writer().u32(0).u32(0).u32(1).u32(61).u32(61).done(), filler(61), new Uint8Array(3))
    const odd = joined(writer().u32(6).u32(93).done(), body, writer().u32(93).done())
    const { records, problems } = await told(joined(w.section(), w.port(1), odd, w.enhanced(filler(4), 1n)))
    expect(problems).toEqual([])
    expect(records.map(r => r.data.length)).toEqual([61, 4])
  })

  test('says where the file ends', async () => {
    const { problems, records } = await told(joined(...blocks).subarray(0, lengthOf(4) + 50))
    expect(records).toHaveLength(2)
    expect(problems).toEqual([
      {
        packet: 2,
        weight: 'cut',
        says: `the file ends at byte ${lengthOf(4) + 50}: the block after packet 2 is cut off, 50 of its 96 bytes are here`,
      },
    ])
  })

  test.each([
    [0, 1],
    [1, 1],
    [2, 0],
  ])('refuses version %i.%i', async (major, minor) => {
    expect((await told(joined(w.section([], [major, minor]), w.port(1)))).result).toEqual({
      ok: false,
      why: `pcapng version ${major}.${minor} is not known`,
    })
  })

  test('stops at a later section that it cannot read', async () => {
    const { records, problems } = await told(joined(...blocks, w.section([], [9, 0]), w.port(1), w.enhanced(filler(8), 1n)))
    expect(records).toHaveLength(12)
    expect(problems.map(p => [p.packet, p.weight])).toEqual([[12, 'malformed']])
  })
})

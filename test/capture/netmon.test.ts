import { describe, expect, test } from 'vitest'
import { rtfText } from '../../src/capture/netmon/rtf.ts'
import type { ByteSource } from '../../src/capture/source.ts'
import { filler, utf16, writer } from '../../src/compose/files/bytes.ts'
import { type NetMonFrame, type NetMonOptions, netmonFile } from '../../src/compose/files/netmon.ts'
import { joined } from '../../src/dissectors/joined.ts'
import { METADATA, NETMON_80211, UNKNOWN_LINK } from '../../src/dissectors/linkTypes.ts'
import { memory, told } from '../support/capture/collect.ts'

/** 2005-11-14 04:14:45 UTC. */
const START = 1_131_941_685
const frames: readonly NetMonFrame[] = [60, 98, 1, 142].map((length, i) => ({
  data: filler(length, i),
  seconds: START + i,
  nanoseconds: (i * 123_456_700) % 1_000_000_000,
  original: length + (i === 1 ? 900 : 0),
}))
const versions: readonly [major: number, minor: number, resolution: number, clock: string][] = [
  [1, 1, 1_000_000, 'local'],
  [2, 0, 1000, 'local'],
  [2, 1, 1000, 'local'],
  [2, 2, 1000, 'local'],
  [2, 3, 100, 'utc'],
]

describe.each(versions)('Network Monitor %i.%i', (major, minor, resolution, clock) => {
  const version = [major, minor] as const
  const write = (options: NetMonOptions = {}, all = frames) => netmonFile(all, { version, ...options })

  test('packets, lengths, times', async () => {
    const file = write()
    const { result, records, problems, interfaces } = await told(file)
    expect(result).toEqual({ ok: true, format: `netmon${major}`, compression: null, clock })
    expect(problems).toEqual([])
    expect(interfaces).toEqual([{ linkType: 1 }])
    expect(records.map(r => r.data)).toEqual(frames.map(f => f.data))
    expect(records.map(r => [r.number, r.seconds, r.nanoseconds, r.original, r.linkType])).toEqual(
      frames.map((f, i) => [i + 1, f.seconds, f.nanoseconds - (f.nanoseconds % resolution), f.original, 1]),
    )
    for (const { position, data } of records) expect(file.slice(position, position + data.length)).toEqual(data)
  })

  test('local time stays local where the file holds no other', async () => {
    const { records } = await told(write({ zone: 7200 }))
    expect(records.map(r => r.seconds)).toEqual(frames.map(f => f.seconds + (clock === 'utc' ? 0 : 7200)))
  })

  test('the table gives the order, wherever the frames lie', async () => {
    for (const chunk of [16, 100, 1 << 20]) {
      const { records, problems } = await told(write({ fileOrder: [3, 0, 2, 1], first: 200 }), { chunk })
      expect(problems).toEqual([])
      expect(records.map(r => r.data)).toEqual(frames.map(f => f.data))
    }
  })

  test('an interrupted capture has no table: its frames are recovered', async () => {
    for (const chunk of [16, 1 << 20]) {
      const { records, problems } = await told(write({ interrupted: true }), { chunk })
      expect(records.map(r => r.data)).toEqual(frames.map(f => f.data))
      expect(problems).toEqual([
        {
          packet: 4,
          weight: 'cut',
          says: 'the file has no frame table, as after an interrupted capture; 4 packets were recovered without it, their order may differ',
        },
      ])
    }
  })

  test('a file that lost its table at the end', async () => {
    const file = write()
    const table = new DataView(file.buffer).getUint32(24, true)
    for (const end of [table, table + 5, table - 3]) {
      const { records, problems } = await told(file.subarray(0, end))
      expect(records.map(r => r.data)).toEqual(frames.slice(0, end < table ? 3 : 4).map(f => f.data))
      expect(problems.at(-1)!.says).toContain(`the frame table at byte ${table} (16 bytes) is not whole in the file`)
      expect(problems.every(p => p.weight === 'cut')).toBe(true)
    }
  })

  test('an entry that points nowhere keeps its number and spoils nothing', async () => {
    const file = write()
    const view = new DataView(file.buffer)
    view.setUint32(view.getUint32(24, true) + 4, 0x7fffffff, true)
    const { records, problems } = await told(file)
    expect(records.map(r => [r.number, r.linkType, r.data.length])).toEqual([
      [1, 1, 60],
      [2, METADATA, 0],
      [3, 1, 1],
      [4, 1, 142],
    ])
    expect(problems.map(p => [p.packet, p.weight])).toEqual([[2, 'malformed']])
  })
})

describe('Network Monitor', () => {
  const one = (mediaType: number, data: Uint8Array): NetMonFrame => ({ data, seconds: START, nanoseconds: 0, mediaType })

  test.each([
    [0, 1],
    [1, 1],
    [2, 6],
    [3, 10],
    [5, UNKNOWN_LINK],
    [6, NETMON_80211],
    [7, 101],
    [8, 101],
    [9, 101],
    [0xe071, 113],
    [0xe001, 1],
    [0xe080, 105],
    [0xe081, METADATA],
    [0xe089, METADATA],
    [0xffe0, METADATA],
    [0xfffb, METADATA],
    [0xfffc, METADATA],
    [0xffff, METADATA],
  ])('media type %i is LINKTYPE %i, per frame and per file', async (mediaType, linkType) => {
    const perFrame = await told(netmonFile([one(mediaType, filler(40)), one(1, filler(40))]))
    expect(perFrame.records.map(r => [r.number, r.linkType])).toEqual([
      [1, linkType],
      [2, 1],
    ])
    expect(perFrame.problems).toEqual([])
    const perFile = await told(netmonFile([one(1, filler(40))], { version: [2, 0], macType: mediaType }))
    expect(perFile.records[0]!.linkType).toBe(linkType)
  })

  test('a media type nobody knows is said once', async () => {
    const { records, problems } = await told(netmonFile([one(0x1234, filler(40)), one(0x1234, filler(40))]))
    expect(records.map(r => r.linkType)).toEqual([UNKNOWN_LINK, UNKNOWN_LINK])
    expect(problems).toEqual([{ packet: 1, weight: 'odd', says: 'media type 0x1234 is not known' }])
  })

  test('ATM: the addresses and numbers in front are no part of the packet', async () => {
    const { records } = await told(
      netmonFile([{ data: filler(60), seconds: START, nanoseconds: 0, original: 70 }], { version: [1, 1], macType: 4 }),
    )
    expect(records[0]).toMatchObject({ linkType: 100, original: 54 })
    expect(records[0]!.data).toEqual(filler(60).subarray(16))
  })

  test('a filter somebody set becomes a comment', async () => {
    const filter = joined(writer().u16(1).u32(1).u32(3).u32(4).done(), utf16('netmon.exe\0'), utf16('IPv4.Address == 10.0.0.1\0'))
    const { comments } = await told(netmonFile([one(1, filler(60)), one(0xffff, filter)]))
    expect(comments).toEqual([{ text: 'Filter in netmon.exe: IPv4.Address == 10.0.0.1', packet: 2 }])
  })

  test('frames before the start have negative deltas', async () => {
    const at = (delta: bigint): NetMonFrame => ({ data: filler(60), seconds: START, nanoseconds: 0, delta })
    const before = [at(-5n), at(-3_000_000n), at(BigInt.asUintN(64, -1n)), at((1n << 64n) - 2_500_001n), at(7n)]
    const { records } = await told(netmonFile(before, { version: [2, 1], start: START }))
    expect(records.map(r => [r.seconds - START, r.nanoseconds])).toEqual([
      [-1, 999_995_000],
      [-3, 0],
      [-1, 999_999_000],
      [-3, 499_999_000],
      [0, 7000],
    ])
  })

  test('2.3: a stamp that is no time is replaced by start and delta, in the zone of the others', async () => {
    const all = frames.map((f, i) => (i === 2 ? { ...f, fileTime: 0n } : f))
    const { records, problems, result } = await told(netmonFile(all, { zone: -5 * 3600 }))
    expect(result).toMatchObject({ clock: 'utc' })
    expect(records[2]).toMatchObject({ seconds: START + 2, nanoseconds: 246_913_000 })
    expect(problems).toEqual([
      { packet: 0, weight: 'odd', says: '1 frames have no usable UTC time and were placed by the local start time' },
    ])
    const none = await told(
      netmonFile(
        frames.map(f => ({ ...f, fileTime: 0n })),
        { zone: 3600 },
      ),
    )
    expect(none.result).toMatchObject({ clock: 'local' })
    expect(none.records[0]!.seconds).toBe(START + 3600)
  })

  test('comments and processes find their frames', async () => {
    const processes = [
      { path: 'C:\\Windows\\system32\\lsass.exe\0', id: 644 },
      { path: 'svchost.exe', id: 1100 },
    ]
    const comments = [
      { frame: 2, title: 'Look here', description: '{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 no \\b answer\\b0\\par twice}' },
      { frame: 0, title: 'First', description: '' },
    ]
    const all = frames.map((f, i) => (i % 2 ? { ...f, process: i >> 1 } : f))
    const read = await told(netmonFile(all, { comments, processes, fileOrder: [1, 0, 3, 2] }))
    expect(read.problems).toEqual([])
    expect(read.comments).toEqual([
      { text: 'First', packet: 1 },
      { text: 'Look here: no answer\ntwice', packet: 3 },
    ])
    expect(read.processes).toEqual([
      { packet: 2, path: 'C:\\Windows\\system32\\lsass.exe', id: 644 },
      { packet: 4, path: 'svchost.exe', id: 1100 },
    ])
  })

  test('2.1 and older: what stands where comments would is not looked at', async () => {
    const file = netmonFile(frames, { version: [2, 1] })
    file.fill(0xcc, 40, 56)
    const { comments, processes, problems } = await told(file)
    expect([comments, processes, problems]).toEqual([[], [], []])
  })

  test('comments that claim more than there is', async () => {
    const file = netmonFile(frames, { comments: [{ frame: 0, title: 'One', description: 'x' }] })
    const view = new DataView(file.buffer)
    view.setUint32(44, 1000, true)
    const cut = await told(file)
    expect(cut.comments).toEqual([{ text: 'One: x', packet: 1 }])
    expect(cut.problems.map(p => [p.packet, p.weight])).toEqual([[0, 'cut']])
    view.setUint32(44, 23, true)
    view.setUint32(view.getUint32(40, true) + 8, 5000, true)
    const bogus = await told(file)
    expect(bogus.comments).toEqual([])
    expect(bogus.problems.map(p => [p.packet, p.weight])).toEqual([[0, 'malformed']])
  })

  test('unknown versions: 2.7 is read like 2.3, 3.0 and a 2 under the old magic are refused', async () => {
    const later = netmonFile(frames)
    later[4] = 7
    const read = await told(later)
    expect(read.records).toHaveLength(4)
    expect(read.problems).toEqual([{ packet: 0, weight: 'odd', says: 'Network Monitor version 2.7 is read like 2.3' }])
    const three = netmonFile(frames)
    three[5] = 3
    expect((await told(three)).result).toEqual({ ok: false, why: 'a Network Monitor file of version 3.3; 1.x and 2.0 to 2.3 are known' })
    const old = netmonFile(frames)
    old.set(new TextEncoder().encode('RTSS'))
    expect((await told(old)).result).toEqual({
      ok: false,
      why: 'a Network Monitor file of version 2.3 with the magic of 1.x; 1.x and 2.0 to 2.3 are known',
    })
  })

  test('a frame cut off at the end of the file gives what is left of it', async () => {
    const file = netmonFile(frames)
    const view = new DataView(file.buffer)
    const table = view.getUint32(24, true)
    const last = view.getUint32(table + 12, true)
    const moved = joined(file.subarray(0, 128), file.subarray(table, table + 16), file.subarray(128, last + 16 + 40))
    const out = new DataView(moved.buffer)
    out.setUint32(24, 128, true)
    for (let i = 0; i < 4; i++) out.setUint32(128 + 4 * i, out.getUint32(128 + 4 * i, true) + 16, true)
    const { records, problems } = await told(moved)
    expect(records.map(r => [r.data.length, r.original])).toEqual([
      [60, 60],
      [98, 998],
      [1, 1],
      [40, 142],
    ])
    expect(problems[0]).toEqual({ packet: 4, weight: 'cut', says: `the frame at byte ${last + 16} is cut off after 40 of 142 bytes` })
  })

  test('a table that lists the same frame again and again is given up', async () => {
    const file = netmonFile([{ data: filler(60_000), seconds: START, nanoseconds: 0 }])
    const table = writer()
    for (let i = 0; i < 50_000; i++) table.u32(128)
    const lying = joined(file, table.done())
    new DataView(lying.buffer).setUint32(24, file.length, true)
    new DataView(lying.buffer).setUint32(28, 200_000, true)
    const { records, problems } = await told(lying)
    expect(records.length).toBeLessThan(30)
    expect(problems.map(p => p.says)).toEqual(['the frame table was given up: its frames lie upon each other'])
  })

  test('a table of nothing but wrong entries is given up', async () => {
    const table = writer()
    for (let i = 0; i < 5000; i++) table.u32(0x60000000 + i)
    const file = joined(netmonFile([]), table.done())
    new DataView(file.buffer).setUint32(28, 20_000, true)
    const { records, problems } = await told(file)
    expect(records.length).toBe(1001)
    expect(problems.at(-1)!.says).toContain('the frame table was given up')
  })

  test('garbage between frames without a table is passed over', async () => {
    const many: NetMonFrame[] = Array.from({ length: 9 }, (_, i) => ({ data: filler(80, i), seconds: START + i, nanoseconds: 0 }))
    const file = netmonFile(many, { interrupted: true })
    const at = 128 + 5 * (16 + 80 + 15)
    const { records, problems } = await told(joined(file.subarray(0, at), new Uint8Array(333).fill(0xff), file.subarray(at)))
    expect(records).toHaveLength(9)
    expect(problems.map(p => p.says)[0]).toBe(`333 bytes at byte ${at} are no frame and were passed over`)
  })

  test('a source that fails gives what it gave', async () => {
    const whole = memory(netmonFile(frames, { comments: [{ frame: 0, title: 'x', description: '' }] }))
    for (let good = 2; good < 12; good++) {
      let reads = 0
      const read: ByteSource['read'] = (position, into) => (++reads > good ? Promise.reject(new Error('gone')) : whole.read(position, into))
      const { records } = await told({ ...whole, read }, { chunk: 100 })
      expect(records.length).toBeLessThanOrEqual(1001)
    }
  })

  test('an empty capture is no fault', async () => {
    const { result, records, problems } = await told(netmonFile([]))
    expect(result.ok).toBe(true)
    expect([records, problems]).toEqual([[], []])
  })
})

test.each([
  ['plain text', 'plain text'],
  ['{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0\\fnil Tahoma;}}\\viewkind4\\uc1\\pard\\f0\\fs17 Hello\\par World\\par}', 'Hello\nWorld'],
  ["{\\rtf1 caf\\'e9 \\{x\\} a\\~b \\u8364?\\u8217\\'92s}", 'café {x} a b €’s'],
  ['{\\rtf1{\\*\\generator Riched20;}{\\colortbl;\\red0;}x\\tab y}', 'x\ty'],
  ['{\\rtf1 unfinished {\\b bold', 'unfinished bold'],
  ['{\\rtf1 }}}}back', 'back'],
])('the text of %s', (rtf, text) => {
  expect(rtfText(rtf)).toBe(text)
})

describe('what the capturing machine counted', () => {
  const counted = (version: readonly [number, number], statistics: NetMonOptions['statistics']) =>
    told(netmonFile(frames, { version, statistics }))

  test.each([[[1, 1]], [[2, 0]], [[2, 1]]] as const)('version %j: frames dropped; the file does not say when', async version => {
    const { dropped, drops, problems } = await counted(version, { dropped: 7 })
    expect([dropped, drops, problems]).toEqual([7, [], []])
  })

  test('frames overwritten in a full buffer are said to be missing before the first', async () => {
    const { dropped, problems } = await counted([2, 1], { dropped: 0, overwritten: 12 })
    expect(dropped).toBe(0)
    expect(problems).toEqual([
      { packet: 0, weight: 'cut', says: 'the buffer of the capture was full: 12 frames from before its first one were overwritten' },
    ])
  })

  test('nothing dropped, nothing said; numbers that contradict each other are no count', async () => {
    for (const statistics of [{ dropped: 0 }, { dropped: 9, passed: 3 }]) {
      const { dropped, problems } = await counted([2, 1], statistics)
      expect([dropped, problems]).toEqual([0, []])
    }
  })

  test('in later versions the same place holds processes', async () => {
    expect((await counted([2, 3], { dropped: 7 })).dropped).toBe(0)
  })

  test('cut off or out of the file: nothing', async () => {
    const file = netmonFile(frames, { version: [2, 1], statistics: { dropped: 7 } })
    expect((await told(file.subarray(0, file.length - 1))).dropped).toBe(0)
  })
})

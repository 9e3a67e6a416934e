import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32 } from '../../src/capture/gzip/crc32.ts'
import { inflated } from '../../src/capture/gzip.ts'
import { readCapture } from '../../src/capture/index.ts'
import type { ByteSource } from '../../src/capture/source.ts'
import { filler, writer } from '../../src/compose/files/bytes.ts'
import { pcapFile, pcapHeader, pcapRecord } from '../../src/compose/files/pcap.ts'
import { random } from '../../src/compose/random.ts'
import type { Problem } from '../../src/dissectors/field.ts'
import { joined } from '../../src/dissectors/joined.ts'
import { digest, memory, told } from '../support/capture/collect.ts'

/** All that comes out, `at` bytes at a time. */
async function all(source: ByteSource, at = 100_000): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (let position = 0; ; ) {
    const into = new Uint8Array(at)
    const got = await source.read(position, into)
    if (got === 0) return joined(...parts)
    parts.push(into.slice(0, got))
    position += got
  }
}

const next = random(7)
/** Literals, near and far matches, runs: a little of all that DEFLATE knows. */
const mixed = new Uint8Array(400_000)
for (let at = 0; at < mixed.length; ) {
  const kind = next(4)
  const length = Math.min(mixed.length - at, 1 + next(400))
  if (kind === 0) for (let i = 0; i < length; i++) mixed[at + i] = next(256)
  else if (kind === 1) mixed.fill(next(256), at, at + length)
  else mixed.copyWithin(at, Math.max(0, at - 1 - next(kind === 2 ? 40_000 : 300)), Math.max(0, at - 1) + length)
  at += length
}

describe('what a gzip file holds', () => {
  const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY } = constants
  const strategies = { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY }

  test.each(Object.entries(strategies))('%s, at every level', async (_name, strategy) => {
    for (const level of [0, 1, 6, 9]) {
      const gzip = inflated(memory(gzipSync(mixed, { level, strategy, memLevel: level === 1 ? 1 : 9 })), { stretch: 50_000 })
      expect(digest(await all(gzip))).toBe(digest(mixed))
      expect(gzip.problem).toBeUndefined()
    }
  })

  test('any bytes, read at any place in any order', async () => {
    const gzip = inflated(memory(gzipSync(mixed)), { stretch: 10_000 })
    await fc.assert(
      fc.asyncProperty(fc.nat(mixed.length + 100), fc.nat(30_000), async (position, length) => {
        const into = new Uint8Array(length)
        const got = await gzip.read(position, into)
        expect(got).toBe(Math.max(0, Math.min(length, mixed.length - position)))
        expect(digest(into.subarray(0, got))).toBe(digest(mixed.subarray(position, position + got)))
      }),
      { numRuns: 150, seed: 3 },
    )
  })

  test('reads asked for at the same time do not disturb each other', async () => {
    const gzip = inflated(memory(gzipSync(mixed)), { stretch: 5000 })
    const places = Array.from({ length: 40 }, (_, i) => (i * 104_729) % mixed.length)
    const parts = await Promise.all(
      places.map(async place => {
        const into = new Uint8Array(700)
        return into.subarray(0, await gzip.read(place, into))
      }),
    )
    expect(parts.map(digest)).toEqual(places.map(place => digest(mixed.subarray(place, place + 700))))
  })

  test('more places than are remembered: every second one is forgotten, all bytes stay within reach', async () => {
    const long = joined(...Array.from({ length: 3 }, () => mixed))
    const gzip = inflated(memory(gzipSync(long, { level: 1 })), { stretch: 1024 })
    expect(digest(await all(gzip))).toBe(digest(long))
    for (const place of [0, 1_199_000, 500_000, 77]) {
      const into = new Uint8Array(900)
      expect(digest(into.subarray(0, await gzip.read(place, into)))).toBe(digest(long.subarray(place, place + 900)))
    }
  })

  test('several members are one file, with names, comments and extra fields in their headers', async () => {
    const raw = deflateRawSync(filler(500))
    const header = writer()
      .u16(0x8b1f)
      .u8(8)
      .u8(2 + 4 + 8 + 16)
      .zeros(6)
      .u16(3)
      .zeros(3)
      .bytes(new TextEncoder().encode('a.cap\0note\0'))
      .u16(0)
    const named = joined(
      header.done(),
      raw,
      writer()
        .u32(crc32(0, filler(500), 0, 500))
        .u32(500)
        .done(),
    )
    const gzip = inflated(memory(joined(gzipSync(filler(300)), named, gzipSync(new Uint8Array(0)), gzipSync(mixed))))
    expect(digest(await all(gzip))).toBe(digest(joined(filler(300), filler(500), mixed)))
    expect(gzip.problem).toBeUndefined()
  })

  test('the CRC is that of RFC 1952', () => {
    const nine = new TextEncoder().encode('123456789')
    expect(crc32(0, nine, 0, 9)).toBe(0xcbf43926)
    expect(crc32(crc32(0, nine, 0, 4), nine, 4, 9)).toBe(0xcbf43926)
  })
})

describe('a gzip file that is not whole', () => {
  const packed = new Uint8Array(gzipSync(mixed.subarray(0, 60_000)))

  test('cut off anywhere it gives all before that place', async () => {
    let before = 0
    for (let end = 11; end < packed.length; end += 97) {
      const gzip = inflated(memory(packed.subarray(0, end)), { stretch: 4000 })
      const got = await all(gzip)
      expect(digest(got)).toBe(digest(mixed.subarray(0, got.length)))
      expect(got.length).toBeGreaterThanOrEqual(before)
      expect(gzip.problem?.weight).toBe('cut')
      before = got.length
    }
    expect(before).toBeGreaterThan(59_000)
  })

  test('cut off inside its last bytes, its content is whole', async () => {
    const gzip = inflated(memory(packed.subarray(0, packed.length - 3)))
    expect((await all(gzip)).length).toBe(60_000)
    expect(gzip.problem).toEqual({ weight: 'cut', says: `the gzip file ends at byte ${packed.length - 3} inside its compressed data` })
  })

  test('a changed byte is noticed', async () => {
    for (let at = 10; at < packed.length - 4; at += 211) {
      const changed = packed.slice()
      changed[at]! ^= 0x10
      const gzip = inflated(memory(changed), { stretch: 4000 })
      await all(gzip)
      expect(gzip.problem, `byte ${at}`).toBeDefined()
    }
  })

  test('what follows it and is no gzip is said', async () => {
    const gzip = inflated(memory(joined(packed, filler(20))))
    expect((await all(gzip)).length).toBe(60_000)
    expect(gzip.problem).toEqual({
      weight: 'odd',
      says: `what lies behind byte ${packed.length} of the gzip file is no gzip and was ignored`,
    })
  })

  test('a bomb is stopped at the limit', async () => {
    const bomb = gzipSync(new Uint8Array(30_000_000))
    const gzip = inflated(memory(bomb), { limit: 1_000_000, stretch: 100_000 })
    expect((await all(gzip)).length).toBeLessThan(1_100_001)
    expect(gzip.problem).toEqual({ weight: 'cut', says: 'more than 1000000 bytes come out of the gzip file; the rest was not read' })
  })

  test('what comes out of next to nothing is no capture, and is stopped long before the limit', async () => {
    const gzip = inflated(memory(gzipSync(new Uint8Array(3_000_000))), { harmless: 500_000, stretch: 100_000 })
    expect((await all(gzip)).length).toBeLessThan(600_001)
    expect(gzip.problem?.says).toMatch(
      /^\d{6} bytes come out of the first \d{3,4} of the gzip file, as of no capture; the rest was not read$/,
    )
  })

  const LARGE = 65_000
  const zeros = (length: number) => ({ data: new Uint8Array(length), seconds: 0, nanoseconds: 0 })

  test('large packets of zeros are read whole, and past the place where they were not yet known', async () => {
    const file = pcapFile(Array.from({ length: 40 }, (_, i) => ({ ...zeros(LARGE), seconds: i })))
    const gzip = inflated(memory(gzipSync(file)), { harmless: 500_000, stretch: 100_000 })
    expect((await all(gzip)).length).toBeLessThan(600_001)
    expect(gzip.givenUp).toBe(true)
    gzip.packets = 6
    expect((await all(gzip)).length).toBe(file.length)
    gzip.packets = 1_000_000
    expect((await all(gzip)).length).toBe(file.length)
    expect([gzip.problem, gzip.givenUp]).toEqual([undefined, false])
  })

  test('more packets than compressed bytes are no capture', async () => {
    const gzip = inflated(memory(gzipSync(pcapFile(Array.from({ length: 60_000 }, () => zeros(0))))), {
      harmless: 500_000,
      stretch: 100_000,
    })
    gzip.packets = 30_000
    expect((await all(gzip)).length).toBeLessThan(600_001)
    expect(gzip.givenUp).toBe(true)
  })

  test('what is packed well is read whole', async () => {
    const sparse = new Uint8Array(3_000_000).map((_, i) => (i % 300 ? 0 : Math.imul(i, 0x9e3779b1) >>> 24))
    const gzip = inflated(memory(gzipSync(sparse)), { harmless: 100_000, stretch: 100_000 })
    expect((await all(gzip)).length).toBe(3_000_000)
    expect(gzip.problem).toBeUndefined()
  })

  test('any bytes behind a gzip header are read in bounded time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async tail => {
        const got = await all(inflated(memory(joined(packed.subarray(0, 10), tail)), { limit: 100_000 }))
        expect(got.length).toBeLessThan(300 * 1032)
      }),
      { numRuns: 500, seed: 4 },
    )
  })
})

describe('a capture in gzip', () => {
  const packets = Array.from({ length: 50 }, (_, i) => ({ data: filler(100, i), seconds: i, nanoseconds: 0 }))
  const packed = gzipSync(pcapFile(packets))

  test('reads like the capture', async () => {
    const { result, records, problems } = await told(memory(packed, 'a.pcap.gz'))
    expect(result).toEqual({ ok: true, format: 'pcap', compression: 'gzip', clock: 'utc' })
    expect(problems).toEqual([])
    expect(records.map(r => r.data)).toEqual(packets.map(p => p.data))
  })

  test('cut off, both the packet and the compression say so', async () => {
    const { records, problems } = await told(memory(packed.subarray(0, packed.length - 40)))
    expect(records.length).toBeGreaterThan(0)
    expect(records.map(r => r.data)).toEqual(packets.slice(0, records.length).map(p => p.data))
    expect(problems.at(-1)).toMatchObject({ packet: records.length, weight: 'cut' })
    expect(problems.at(-1)!.says).toContain('inside its compressed data')
  })

  test('large packets of zeros are all read, beyond what comes out of little', { timeout: 60_000 }, async () => {
    const data = new Uint8Array(65_000)
    const records = Array.from({ length: 1100 }, (_, i) => pcapRecord({ data, seconds: i, nanoseconds: 0 }))
    let count = 0
    const problems: unknown[] = []
    await readCapture(memory(gzipSync(Buffer.concat([pcapHeader(), ...records]))), {
      record: () => count++,
      problem: (_, problem) => problems.push(problem),
    })
    expect([count, problems]).toEqual([1100, []])
  })

  test('where it is given up, nobody says that it ends', { timeout: 60_000 }, async () => {
    const records = gzipSync(Buffer.concat([pcapHeader(), new Uint8Array(70 * 1024 ** 2)]))
    const problems: Problem[] = []
    await readCapture(memory(records), { record: () => {}, problem: (_, problem) => problems.push(problem) })
    expect(problems).toEqual([{ weight: 'cut', says: expect.stringMatching(/as of no capture; the rest was not read$/) }])
  })

  test('positions count in what comes out, and can be read again', async () => {
    const source = memory(packed)
    const { records } = await told(source)
    const into = new Uint8Array(100)
    await inflated(source).read(records[30]!.position, into)
    expect(into).toEqual(packets[30]!.data)
  })
})

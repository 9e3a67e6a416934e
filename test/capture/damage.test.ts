import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { filler } from '../../src/compose/files/bytes.ts'
import { netmonFile } from '../../src/compose/files/netmon.ts'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { pcapngFile } from '../../src/compose/files/pcapng.ts'
import type { Written } from '../../src/compose/files/written.ts'
import { random } from '../../src/compose/random.ts'
import { type Kept, told } from '../support/capture/collect.ts'
import { mutated } from '../support/capture/damage.ts'

const packets: readonly Written[] = Array.from({ length: 8 }, (_, i) => ({
  data: filler(20 + 5 * i, i),
  seconds: 1_131_941_685 + i,
  nanoseconds: i * 1_000_000,
}))
const comments = [{ frame: 1, title: 'Title', description: '{\\rtf1 text}' }]
const processes = [{ path: 'lsass.exe', id: 644 }]
const files: readonly (readonly [string, Uint8Array])[] = [
  ['pcap', pcapFile(packets)],
  ['pcap, modified', pcapFile(packets, { magic: 0xa1b2cd34, more: Uint8Array.of(1, 0, 0, 0, 0, 8, 0, 0) })],
  ['pcapng', pcapngFile(packets)],
  ['pcapng, big-endian', pcapngFile(packets, 1, false)],
  ['Network Monitor 1.1', netmonFile(packets, { version: [1, 1] })],
  ['Network Monitor 2.0', netmonFile(packets, { version: [2, 0] })],
  ['Network Monitor 2.3', netmonFile(packets, { comments, processes })],
  ['gzip', new Uint8Array(gzipSync(pcapFile(packets)))],
]

const short = ({ number, data, original, position }: Kept) => [number, original, position, data].join()

describe('a file cut off at any byte', () => {
  test.each(files)('%s: gives what was whole and says where it ends', async (_name, file) => {
    const whole = (await told(file)).records.map(short)
    expect(whole).toHaveLength(packets.length)
    let before = 0
    for (let end = 0; end < file.length; end++) {
      const { result, records, problems } = await told(file.subarray(0, end))
      const fine =
        records.length >= before &&
        records.every((r, i) => short(r) === whole[i]) &&
        problems.every(p => p.packet <= records.length && (p.weight === 'cut' || !result.ok))
      if (!fine) expect.fail(`cut at ${end}: ${records.length} packets after ${before}; ${JSON.stringify(problems)}`)
      before = records.length
    }
    expect(before).toBeGreaterThanOrEqual(packets.length - 1)
  })
})

describe('two thousand mutations', () => {
  test.each(files)('%s: are read in bounded time', async (_name, file) => {
    const next = random(11)
    const start = performance.now()
    for (let n = 0; n < 2000; n++) {
      const { records } = await told(mutated(file, next))
      const wrong = records.filter((r, i) => r.original < r.data.length || r.position < 0 || r.number !== i + 1)
      if (wrong.length > 0 || records.length > 1100) expect.fail(`mutation ${n} gives ${JSON.stringify(wrong)}`)
    }
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

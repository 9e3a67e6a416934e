import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { netmonFile } from '../../src/compose/files/netmon.ts'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { pcapngFile } from '../../src/compose/files/pcapng.ts'
import type { Written } from '../../src/compose/files/written.ts'
import { told } from '../support/capture/collect.ts'

const START = 1_131_941_685
const packet = fc.record({
  data: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  more: fc.oneof(fc.constant(0), fc.nat(2000)),
  seconds: fc.nat(86_400).map(after => START + after),
  nanoseconds: fc.nat(999_999_999),
})

/** Each format with what it keeps of a time, in nanoseconds. */
const formats: readonly [name: string, write: (packets: readonly Written[]) => Uint8Array, resolution: number][] = [
  ['pcap', packets => pcapFile(packets), 1000],
  ['pcap, big-endian, nanoseconds', packets => pcapFile(packets, { littleEndian: false, nano: true }), 1],
  ['pcapng', packets => pcapngFile(packets), 1],
  ['pcapng, big-endian', packets => pcapngFile(packets, 1, false), 1],
  ['Network Monitor 1.1', packets => netmonFile(packets, { version: [1, 1], start: START }), 1_000_000],
  ['Network Monitor 2.0', packets => netmonFile(packets, { version: [2, 0], start: START }), 1000],
  ['Network Monitor 2.3', packets => netmonFile(packets, { version: [2, 3], start: START }), 100],
]

describe('what was written is read', () => {
  test.each(formats)('%s, whatever the boundaries of reading', async (_name, write, resolution) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(packet, { maxLength: 12 }),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        async (drawn, chunk, zipped) => {
          const packets = drawn.map(({ data, more, ...time }) => ({ ...time, data, original: data.length + more }))
          const file = write(packets)
          const { records, problems } = await told(zipped ? gzipSync(file) : file, { chunk })
          expect(problems).toEqual([])
          expect(records.map(r => [r.number, r.seconds, r.nanoseconds, r.original, [...r.data]])).toEqual(
            packets.map((p, i) => [i + 1, p.seconds, p.nanoseconds - (p.nanoseconds % resolution), p.original, [...p.data]]),
          )
          for (const { data, position } of records) expect([...file.subarray(position, position + data.length)]).toEqual([...data])
        },
      ),
      { numRuns: 60, seed: 5 },
    )
  })
})

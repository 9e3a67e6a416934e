import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { random } from '../../src/compose/random.ts'
import { digest, type Kept, told } from '../support/capture/collect.ts'
import { bytesOf, corpus, derived, hasCorpus, listed } from '../support/capture/corpus.ts'
import { mutated } from '../support/capture/damage.ts'

const short = ({ number, data, original, linkType }: Kept) => [number, original, linkType, digest(data)].join()
const nanoseconds = ({ seconds, nanoseconds }: Kept) => BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)

/** What others refuse, and what is said of it here. */
const refused: Readonly<Record<string, string>> = {
  'err-eof.bin': 'not a capture that is known: it begins with 06 00 00 00 a0 00 00 00',
  'pcap-invalid-version-1.pcap': 'pcap version 1.4; versions before 2.0 are not known',
  'pcapng-invalid-vers-1.pcapng': 'pcapng version 0.1 is not known',
  'pcapng-invalid-vers-2.pcapng': 'pcapng version 1.1 is not known',
}
/** Files whose containers are strange: the first of what is said. */
const strange: Readonly<Record<string, string>> = {
  'slip-compressed_sl_print-oobr.pcap': '255 bytes captured of a packet of 225',
  'slip-sliplink_print-oobr.pcap': '255 bytes captured of a packet of 225',
  'linktype-reserved-field-not-zero.pcap': 'reserved bits are set in the link type, 0x00300000',
  'pcap-invalid-version-2.pcap': 'pcap version 2.5 is read like 2.4',
  'shb-option-too-long.pcapng': 'the block at byte 0 says 52 bytes in front and 808464432 at its end; nothing behind it reads as a block',
  'icmp-icmp_print-oobr-2.pcap': '64 bytes captured of a packet of 34',
  'rsvp-rsvp_obj_print-oobr.pcap': '47 bytes captured of a packet of 0',
  'rx_serviceid_oobr.pcap': 'the fraction of its second is 3841916976, of 1000000 that a second has',
}

/** How far a container keeps times, in nanoseconds; `modpcap` and the others keep what pcap keeps. */
const resolutions: Readonly<Record<string, bigint>> = { netmon1: 1_000_000n, netmon2: 1000n }

/** Packets as pcap-parser reads them. */
function secondOpinion(path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    import('pcap-parser').then(({ default: pcapParser }) => {
      const all: string[] = []
      const parser = pcapParser.parse(createReadStream(path))
      parser.on('packet', ({ header, data }) => {
        all.push([header.timestampSeconds, header.timestampMicroseconds, header.originalLength, digest(data)].join())
      })
      parser.on('end', () => resolve(all))
      parser.on('error', reject)
    }, reject)
  })
}

describe.skipIf(!hasCorpus)('captures by others', () => {
  test.each(listed())('$path holds $packets packets', async ({ path, packets }) => {
    const name = path.replace(/^.*\//, '')
    const { result, records, problems } = await told(bytesOf(path))
    expect(records).toHaveLength(packets)
    expect(result.ok ? undefined : result.why).toBe(refused[name])
    expect(problems[0]?.says).toBe(strange[name])
    expect(records.map(r => r.number)).toEqual(records.map((_, i) => i + 1))
    if (!path.endsWith('.gz')) {
      const file = bytesOf(path)
      for (const { position, data } of records) expect(digest(file.subarray(position, position + data.length))).toBe(digest(data))
    }
  })

  test.each(listed().filter(({ format, packets }) => format.startsWith('pcap ') && packets > 0))(
    '$path: pcap-parser agrees',
    async ({ path }) => {
      const { records } = await told(bytesOf(path))
      const name = path.replace(/^.*\//, '')
      if (name in strange) return
      const ours = records.map(r => [r.seconds, r.nanoseconds / 1000, r.original, digest(r.data)].join())
      expect(ours).toEqual(await secondOpinion(join(corpus, path)))
    },
  )

  test.each(derived())('$name is the same as what it was made from', async ({ name, from, kind }) => {
    const { result, records, problems } = await told(bytesOf(`derived/${name}`))
    if (kind === 'snoop') {
      expect(result.ok ? '' : result.why).toContain('editcap')
      return
    }
    const original = (await told(bytesOf(from))).records
    if (kind === 'truncated.pcap') {
      expect(problems.map(p => [p.packet, p.weight, p.says])).toEqual([
        [6, 'cut', 'the file ends at byte 1500: packet 7 is cut off, 36 of its 126 bytes are here'],
      ])
      expect(records.map(short)).toEqual(original.slice(0, 6).map(short))
      return
    }
    expect(problems).toEqual([])
    const kept = kind === 'snap100.pcap' ? original.map(r => ({ ...r, data: r.data.subarray(0, 100) })) : original
    expect(records.map(short)).toEqual(kept.map(short))
    const resolution = resolutions[kind] ?? 1000n
    const apart = records.map((r, i) => nanoseconds(original[i]!) - nanoseconds(r)).filter(ns => ns >= resolution || ns <= -resolution)
    expect(apart).toEqual([])
  })

  const small = listed().filter(({ path, packets }) => packets > 0 && bytesOf(path).length < 3000)

  test.each(small.filter((_, i) => i % 4 === 0))('every prefix of $path', async ({ path }) => {
    const file = bytesOf(path)
    const whole = (await told(file)).records.map(short)
    let before = 0
    for (let end = 0; end < file.length; end++) {
      const { records } = await told(file.subarray(0, end))
      const fine = records.length >= before && records.every((r, i) => short(r) === whole[i])
      if (!fine) expect.fail(`cut at ${end}: ${records.length} packets after ${before}`)
      before = records.length
    }
  })

  test('ten thousand mutations', async () => {
    const next = random(13)
    const files = listed()
      .map(({ path }) => bytesOf(path))
      .filter(bytes => bytes.length < 20_000)
    const start = performance.now()
    for (let n = 0; n < 10_000; n++) {
      const { records } = await told(mutated(files[n % files.length]!, next))
      const wrong = records.filter((r, i) => r.original < r.data.length || r.position < 0 || r.number !== i + 1)
      if (wrong.length > 0) expect.fail(`mutation ${n} gives ${JSON.stringify(wrong)}`)
    }
    expect(performance.now() - start).toBeLessThan(60_000)
  })

  test('gzip changes nothing', async () => {
    for (const { path } of listed().filter((_, i) => i % 20 === 0)) {
      const plain = await told(bytesOf(path))
      const packed = await told(new Uint8Array(gzipSync(bytesOf(path))), { chunk: 5000 })
      expect(packed.records.map(r => [short(r), r.position, r.seconds])).toEqual(plain.records.map(r => [short(r), r.position, r.seconds]))
    }
  })
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { filler } from '../../src/compose/files/bytes.ts'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { told } from '../support/capture/collect.ts'

// Wireshark's own writer as the second opinion on the variants, where it is installed.

const installed = spawnSync('editcap', ['--version']).status === 0
const folder = installed ? mkdtempSync(join(tmpdir(), 'captures-')) : ''
afterAll(() => {
  if (folder) rmSync(folder, { recursive: true })
})

const packets = [90, 60, 333, 61].map((length, i) => ({ data: filler(length, i), seconds: 1_131_941_685 + i, nanoseconds: i * 3_000_000 }))

describe.skipIf(!installed)('what editcap writes', () => {
  test.each([
    ['pcap', 'pcap'],
    ['nsecpcap', 'pcap'],
    ['modpcap', 'pcap'],
    ['rh6_1pcap', 'pcap'],
    ['suse6_3pcap', 'pcap'],
    ['nokiapcap', 'pcap'],
    ['pcapng', 'pcapng'],
    ['netmon1', 'netmon1'],
    ['netmon2', 'netmon2'],
  ])('%s', async (kind, format) => {
    const from = join(folder, 'from.pcap')
    const to = join(folder, kind)
    writeFileSync(from, pcapFile(packets))
    expect(spawnSync('editcap', ['-F', kind, from, to], { env: { ...process.env, TZ: 'UTC' } }).status).toBe(0)
    const { result, records, problems } = await told(new Uint8Array(readFileSync(to)))
    expect(result).toMatchObject({ ok: true, format })
    expect(problems).toEqual([])
    expect(records.map(r => [r.seconds, r.nanoseconds, r.original, r.data])).toEqual(
      packets.map(p => [p.seconds, p.nanoseconds, p.data.length, p.data]),
    )
  })
})

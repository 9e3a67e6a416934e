import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Kind } from '../../../src/dissectors/sort.ts'
import { hearing } from '../../../src/host/hearing.ts'
import { packetBytes, readTrace } from '../../../src/host/reading.ts'
import { lab, onDisk } from '../../support/recordings/index.ts'
import { comparison, type Frame } from '../../support/trace/application.ts'

const sample = join(lab, 'v1_esp_null_tcp', 'a.pcap')

/** All frames of a recording, and those same ones without ESP: tunnel mode, NULL, HMAC-SHA1-96. */
async function withAndWithout(): Promise<readonly [Frame[], Frame[]]> {
  const read = await readTrace(onDisk(sample), () => {})
  if (!read.ok) throw new Error(read.why)
  const { packets } = read.reading.trace
  const [all, stripped]: [Frame[], Frame[]] = [[], []]
  for (let row = 0; row < packets.length; row++) {
    const data = await packetBytes(read.reading, row)
    const time = packets.time(row)
    all.push({ time, data })
    if (packets.kind(row) !== Kind.esp) continue
    const [start, end] = [14 + 20 + 8, data.length - 12]
    stripped.push({ time, data: Uint8Array.from([...data.subarray(0, 14), ...data.subarray(start, end - 2 - data[end - 2]!)]) })
  }
  return [all, stripped]
}

describe.skipIf(!existsSync(sample))('a recording of ESP without encryption beside the same without ESP', () => {
  test('pings and the connection are found, nothing but bytes is added', async () => {
    const [all, stripped] = await withAndWithout()
    const told = await comparison(stripped, all)
    expect(told.alone).toEqual([])
    expect(told.conversations.map(({ name, client, shield, turns }) => `${name} ${client} ${shield} ${turns.length}`)).toEqual([
      'ping 10.10.0.1 esp-null 3',
      'TCP port 8080 10.10.0.1 esp-null 2',
    ])
    for (const { turns, total, negotiation } of told.conversations) {
      expect(turns.every(({ alike }) => alike === 'octets' || alike === 'opening')).toBe(true)
      expect(total.time).toBeCloseTo(0, 9)
      expect(total.resent).toBe(0)
      expect(total.securedPackets).toBe(total.clearPackets)
      expect(total.securedWire - total.clearWire).toBeGreaterThan(total.securedPackets * 42)
      // The tunnel was set up by hand two seconds before.
      expect(negotiation).toMatchObject({ waited: 0, messages: 9, roundTrips: 4 })
    }
    expect(told.conversations[1]!.turns[1]).toMatchObject({ clear: { asked: 60000, answered: 0 }, secured: { asked: 60000 } })
  })

  test('every protected packet is heard, and the IKE messages are not', async () => {
    const read = await readTrace(onDisk(sample), () => {})
    if (!read.ok) throw new Error(read.why)
    const { heard, closed } = await hearing(read.reading)
    const { packets } = read.reading.trace
    expect(closed).toBe(0)
    expect(heard.filter(one => one.shield === 'esp-null')).toHaveLength(packets.counts[Kind.esp]!)
  })
})

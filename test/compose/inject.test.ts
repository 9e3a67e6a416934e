/** Faults put into recorded pairs: what each does to the packets, and what is said of a line that cannot be understood. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileFormats } from '../../src/compose/files/index.ts'
import { faultKinds } from '../../src/compose/inject/faults/index.ts'
import { inject, readFaults } from '../../src/compose/inject/index.ts'
import { problems } from '../../src/dissectors/field.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { memory, onDisk, told } from '../support/capture/collect.ts'

const lab = (name: string) => [onDisk(at(name, 'a')), onDisk(at(name, 'b'))] as const
const at = (name: string, end: string) => join(import.meta.dirname, `../../captures/lab/${name}/${end}.pcap`)

async function faulty(name: string, faults: string, options: { seed?: number; format?: string } = {}) {
  const made = await inject(lab(name), readFaults(faults), options)
  const [a, b] = [await told(made.files[0]), await told(made.files[1])]
  return { ...made, a: a.records, b: b.records, results: [a.result, b.result] }
}

describe('what each fault does', () => {
  test('none leaves every packet as it was', async () => {
    const { a, b, truth } = await faulty('v1_main_psk_ok', '# nothing\n\n')
    const [wasA, wasB] = [await told(onDisk(at('v1_main_psk_ok', 'a'))), await told(onDisk(at('v1_main_psk_ok', 'b')))]
    const content = (all: typeof a) =>
      all.map(one => `${one.seconds} ${one.nanoseconds} ${one.original} ${Buffer.from(one.data).toString('hex')}`)
    expect(content(a)).toEqual(content(wasA.records))
    expect(content(b)).toEqual(content(wasB.records))
    expect(truth).toMatchObject({ lost: { aToB: [], bToA: [] }, modified: [], missingInRecording: { aToB: [], bToA: [] } })
    expect(truth.same.length).toBe(21)
  })

  test('a packet lost stays with its sender and goes from its receiver, with what was unpacked of it', async () => {
    const { a, b, truth } = await faulty('v1_main_psk_ok', 'lose a>b esp')
    expect([a.length, truth.lost.aToB.length]).toEqual([30, 5])
    // Five ESP packets and, as Linux shows them, the five pings that were in them.
    expect(b.length).toBe(20)
  })

  test('a share is a share', async () => {
    const counts = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async seed => (await faulty('v2_rekey', 'lose both esp 30%', { seed })).truth.lost),
    )
    for (const { aToB, bToA } of counts) expect(aToB.length + bToA.length).toSatisfy((n: number) => n > 10 && n < 45)
    expect(new Set(counts.map(({ aToB }) => aToB.join())).size).toBe(6)
  })

  test('conditions all hold', async () => {
    const { truth } = await faulty('v2_rekey', 'lose a>b esp from 5 s until 8 s')
    expect(truth.lost.aToB.length).toSatisfy((n: number) => n >= 2 && n <= 4)
    expect((await faulty('v2_rekey', 'lose a>b packet 3')).truth.lost).toEqual({ aToB: [3], bToA: [] })
    expect((await faulty('v2_rekey', 'lose both port 4500')).truth.lost).toEqual({ aToB: [], bToA: [] })
  })

  test('one bit is one bit', async () => {
    const { a, b, truth } = await faulty('v1_main_psk_ok', 'change a>b ike one bit')
    expect(truth.modified.length).toBeGreaterThan(3)
    for (const { a: sent, b: came, octets } of truth.modified) {
      const [one, other] = [a[sent - 1]!.data.subarray(14), b[came - 1]!.data.subarray(14)]
      const differing = [...one.keys()].filter(i => i >= 20 && one[i] !== other[i])
      expect(differing).toEqual(octets.map(octet => octet.at))
      expect([1, 2, 4, 8, 16, 32, 64, 128]).toContain(octets[0]!.from ^ octets[0]!.to)
    }
  })

  test('a router cuts what is too large, checksums and all, and the pieces are whole again together', async () => {
    const { b, truth } = await faulty('v1_cert_fragdrop_both', 'fragment a>b to 600')
    expect(truth.cut.length).toBeGreaterThan(0)
    for (const { b: pieces } of truth.cut) {
      for (const number of pieces) {
        const { data, original } = b[number - 1]!
        expect(original).toBeLessThanOrEqual(614)
        expect(problems(packet(data, original, 1).tree)).toEqual([])
      }
    }
  })

  test('a NAT shows the other end another address and other ports; every checksum is right', async () => {
    const { a, b, truth } = await faulty('v1_resp_not_running', 'translate a 192.0.2.10 -> 203.0.113.9 ports')
    const addresses = (all: typeof a) => new Set(all.flatMap(({ data }) => [...hosts(data)]))
    expect(addresses(a)).toContain('192.0.2.10')
    expect(addresses(b)).toContain('203.0.113.9')
    expect(addresses(b)).not.toContain('192.0.2.10')
    expect(truth.translated).toEqual([{ before: '192.0.2.10', after: '203.0.113.9', ports: { 500: 61001 } }])
    for (const { data, original, linkType } of b)
      expect(problems(packet(data, original, linkType).tree).filter(({ problem }) => /checksum/i.test(problem.says))).toEqual([])
  })

  test('clocks, snap length, frames captured twice', async () => {
    const { a, b, truth } = await faulty('v1_main_psk_ok', 'clock b +100 s drift 50 ppm\nsnaplen a 60\ncaptured twice b')
    const [plainA, plainB] = [await told(onDisk(at('v1_main_psk_ok', 'a'))), await told(onDisk(at('v1_main_psk_ok', 'b')))]
    expect(a.every(({ data }) => data.length <= 60)).toBe(true)
    expect(a.map(({ original }) => original)).toEqual(plainA.records.map(({ original }) => original))
    expect(b.length).toBe(2 * plainB.records.length)
    expect(b[0]!.seconds + b[0]!.nanoseconds / 1e9 - plainB.records[0]!.seconds - plainB.records[0]!.nanoseconds / 1e9).toBeCloseTo(100, 3)
    expect(truth.clock).toEqual({ offset: 100, driftPpm: 50 })
  })

  test('copies, delay and disorder', async () => {
    const { truth, b } = await faulty('v1_main_psk_ok', 'duplicate a>b esp\nreorder a>b ike\ndelay b>a 10..20 ms')
    expect(truth.duplicated.length).toBe(5)
    for (const { packet: copy, of } of truth.duplicated) expect(b[copy - 1]!.data).toEqual(b[of - 1]!.data)
    expect(truth.delayed.filter(one => one.trace === 0).every(({ seconds }) => seconds >= 0.01 && seconds <= 0.02)).toBe(true)
  })
})

test('the same seed gives the same bytes', async () => {
  const faults = 'lose both 20%\nchange both 20%\nduplicate both 20%\ndelay both 0..50 ms'
  const [one, again, other] = [
    await faulty('v2_rekey', faults),
    await faulty('v2_rekey', faults),
    await faulty('v2_rekey', faults, { seed: 2 }),
  ]
  expect(one.files).toEqual(again.files)
  expect(one.truth).not.toEqual(other.truth)
})

test.each(Object.keys(fileFormats))('written as %s, it is read again', async format => {
  const { results, a, extensions } = await faulty('v1_main_psk_ok', 'lose a>b packet 3', { format })
  expect(results.every(({ ok }) => ok)).toBe(true)
  expect([a.length, extensions[0]]).toEqual([30, fileFormats[format]!.extension])
})

describe('a fault file', () => {
  test.each(faultKinds.map(({ usage }) => usage))('%s', line => {
    expect(readFaults(line).map(fault => fault.line)).toEqual([line])
  })

  test.each([
    ['eat a>b 20%', 'line 1, eat a>b 20%: eat is no fault; there are lose, change, duplicate'],
    ['lose', 'line 1, lose: it begins with the way: a>b, b>a or both'],
    ['\nlose a>b sometimes', 'line 2, lose a>b sometimes: what sometimes means is not known here'],
    ['delay a>b 50 ms', 'it says from how much to how much, such as 0..50 ms'],
    ['delay a>b 5..2 ms', 'the second number is less than the first'],
    ['translate a 192.0.2.10 203.0.113.9', 'an arrow -> stands between the addresses'],
    ['translate a 192.0.2.999 -> 203.0.113.9', '192.0.2.999 is no IPv4 address'],
    ['clock b 20 parsecs', 'how far it is ahead is 20, which is no number of s or ms or min or h'],
    ['snaplen c 96', 'it says which capture: a or b'],
    ['clock b +99999999999999 s', 'how far it is ahead is +99999999999999 s; the least is -631152000 s, the most 631152000 s'],
    ['lose a>b 200%', 'the share is 200 %; the least is 0 %, the most 100 %'],
    ['filter a port 99999', 'the port is 99999; the least is 0, the most 65535'],
    ['snaplen a 0', 'the length is 0; the least is 1'],
    ['fragment a>b to 40', 'the MTU is 40; the least is 68'],
    ['delay a>b 0..99999999 s', 'the delay is 99999999 s; the least is 0 s, the most 60 s'],
    ['lose a>b from', 'the time is missing at the end'],
  ])('%j is told what is wrong with it', (text, why) => {
    expect(() => readFaults(text)).toThrow(why)
  })
})

test('what is no capture is told so', async () => {
  const empty = memory(new Uint8Array(10), 'nothing.pcap')
  await expect(inject([empty, empty], [])).rejects.toThrow('nothing.pcap: ')
})

function hosts(frame: Uint8Array): string[] {
  return [26, 30].map(i => frame.subarray(i, i + 4).join('.'))
}

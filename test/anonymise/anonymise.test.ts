/** Captures that are given away: the same verdicts, none of the names. Every shipped capture and every recording of the lab
 *  goes through it, each end alone and both together. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { filler } from '../../src/compose/files/bytes.ts'
import { pcapngWriter } from '../../src/compose/files/pcapng.ts'
import { joined } from '../../src/dissectors/joined.ts'
import { type CaptureSet, captureSets, made, reportOf, sourcesOf, verdicts } from '../support/anonymise/sets.ts'
import { memory, told } from '../support/capture/collect.ts'
import { hasTshark, tsharkFields } from '../support/tshark/fields.ts'

const sets = captureSets()
const NAMES = new Set(['address', 'from', 'to', 'spi'])

/** Made once for all that is asked of it. */
const once = new Map<string, ReturnType<typeof made>>()
function madeOnce(set: CaptureSet): ReturnType<typeof made> {
  const known = once.get(set.name) ?? made(sourcesOf(set))
  once.set(set.name, known)
  return known
}

/** Without what is replaced. */
const withoutAddresses = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, part) => (NAMES.has(key) ? undefined : part)))

describe('the same verdicts', () => {
  test.each(sets)('$name', async set => {
    const sources = sourcesOf(set)
    const { bytes } = await madeOnce(set)
    const [before, after] = [await reportOf(sources), await reportOf(bytes.map(file => memory(file)))]
    expect(withoutAddresses(verdicts(after))).toEqual(withoutAddresses(verdicts(before)))
  })
})

/** Words in captures that are nobody's: of protocols, of vendors, of the tools. */
const ANYBODYS = /^(IKETCP|MS NT5|FRAGMENTATION|RFC 3947|XAUTH|_kerberos$|udp port 500 or udp port 4500$)/

/** Unspecified, self-assigned, loopback, multicast, everybody; and masks. */
const NOBODYS_ADDRESS = /^(0|127|169\.254|22[4-9]|23\d|24\d|25[0-5])\./

describe('nothing that was replaced is left', () => {
  test.each(sets)('$name', async set => {
    const { bytes, replaced } = await madeOnce(set)
    const files = Buffer.concat(bytes)
    const left = [...Object.keys(replaced.addresses), ...Object.keys(replaced.macs)].filter(old => files.includes(octetsOf(old)))
    expect(left).toEqual([])
    const latin = files.toString('latin1').toLowerCase()
    const words = Object.keys(replaced.words).filter(word => word.length > 4)
    const wide = (word: string) => Buffer.from(word, 'utf16le').toString('latin1')
    expect(words.filter(word => latin.includes(word) || latin.includes(wide(word)))).toEqual([])
    expect(Object.keys(replaced.addresses).filter(old => !old.includes(':') && latin.includes(old))).toEqual([])
  })

  test.each(sets)('$name: no address that the report knows, and no name in two octets a letter', async set => {
    const known = JSON.stringify(await reportOf(sourcesOf(set))).match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? []
    const { bytes } = await madeOnce(set)
    const files = Buffer.concat(bytes)
    const left = [...new Set(known)].filter(one => !NOBODYS_ADDRESS.test(one) && files.includes(octetsOf(one)))
    expect(left).toEqual([])
    const wide = /(?:[A-Za-z0-9@._$/-]\0){5,}/g
    const old = Buffer.concat(set.paths.map(path => readFileSync(path))).toString('latin1')
    const texts = [...new Set(old.match(wide) ?? [])]
    expect(texts.filter(text => files.toString('latin1').includes(text))).toEqual([])
  })

  test.each(sets)('$name: no readable text is the same', async set => {
    const old = Buffer.concat(set.paths.map(path => readFileSync(path))).toString('latin1')
    const texts = new Set(old.match(/[A-Za-z0-9@._ /=-]{9,}/g) ?? [])
    const { bytes } = await madeOnce(set)
    const files = Buffer.concat(bytes).toString('latin1')
    expect([...texts].filter(text => /[a-z]{4}/i.test(text) && files.includes(text) && !ANYBODYS.test(text))).toEqual([])
  })
})

describe.skipIf(!hasTshark())('tshark finds no sum wrong that was right, and no right that was wrong', () => {
  // Sums of the wire, left to the network card, wrong on purpose, quoted, over fragments, over ESP without encryption.
  const SUMS = /^v1_(main_psk_ok|nocsum_corrupt|pmtu_icmp|cert_ipfrag_ok|esp_null_tcp|snaplen96|any_sll2|natt_ok)\/b\.pcap$/
  const FIELDS = ['frame.len', 'ip.checksum.status', 'udp.checksum.status', 'tcp.checksum.status', 'icmp.checksum.status']
  const checks = ['ip.check_checksum:TRUE', 'udp.check_checksum:TRUE', 'tcp.check_checksum:TRUE']
  const folder = mkdtempSync(join(tmpdir(), 'anonymise-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(sets.filter(({ name }) => SUMS.test(name)))('$name', async set => {
    const path = join(folder, 'made')
    writeFileSync(path, (await madeOnce(set)).bytes[0]!)
    expect(tsharkFields(path, FIELDS, checks)).toEqual(tsharkFields(set.paths[0]!, FIELDS, checks))
  })
})

describe('seeds', () => {
  const set = sets.find(({ name }) => name === 'v1_main_psk_ok/a.pcap and b')!

  test('the same seed gives the same files, another one others', async () => {
    const [one, again, other] = [await made(sourcesOf(set)), await made(sourcesOf(set)), await made(sourcesOf(set), { seed: 'b' })]
    expect(again.bytes.map(file => file.toString('hex'))).toEqual(one.bytes.map(file => file.toString('hex')))
    expect(other.bytes[0]!.equals(one.bytes[0]!)).toBe(false)
    expect(Object.values(other.replaced.macs)).not.toEqual(Object.values(one.replaced.macs))
  })

  test('cookies and SPIs stay when asked', async () => {
    const { bytes, replaced } = await made(sourcesOf(set), { keepSpis: true })
    const [before, after] = [await reportOf(sourcesOf(set)), await reportOf(bytes.map(file => memory(file)))]
    expect(replaced.spis).toEqual({})
    expect(after.securityAssociations.map(sa => sa.spis)).toEqual(before.securityAssociations.map(sa => sa.spis))
  })

  test('times are shifted by the same for both when asked', async () => {
    const { bytes } = await made(sourcesOf(set), { shiftTimes: true })
    const [before, after] = [await reportOf(sourcesOf(set)), await reportOf(bytes.map(file => memory(file)))]
    expect(after.traces.some(({ start }) => start?.startsWith('2000-01-01T00:00:00'))).toBe(true)
    expect(after.pair!.clock.startDifference).toBeCloseTo(before.pair!.clock.startDifference, 6)
  })
})

test('damaged captures do not throw', { timeout: 240_000 }, async () => {
  const whole = new Uint8Array(readFileSync(sets.find(({ name }) => name === 'v1_cert_fragdrop_both/a.pcap')!.paths[0]!))
  let state = 1
  const draw = (limit: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % limit
  }
  for (let round = 0; round < 60; round++) {
    const damaged = whole.slice(0, round % 3 === 0 ? 24 + draw(whole.length - 24) : whole.length)
    for (let i = 0; i < 40; i++) damaged[24 + draw(damaged.length - 24)] = draw(256)
    const { bytes } = await made([memory(damaged, 'damaged.pcap')])
    expect(bytes[0]!.length).toBeGreaterThanOrEqual(24)
  }
})

describe('packets without a time', () => {
  const w = pcapngWriter()
  const simple = w.simple(filler(60))
  const at = (seconds: bigint) => w.enhanced(filler(60), seconds * 1_000_000n)
  const file = (...packets: Uint8Array[]) => memory(joined(w.section(), w.port(1), ...packets))
  const timesOf = async (bytes: Buffer) => (await told(memory(bytes))).records.map(({ seconds }) => seconds)

  test('have that of the packet before them, at the beginning that of the first that has one', async () => {
    const { bytes } = await made([file(simple, at(5n), simple, at(9n), w.block(0xbad, filler(20)))])
    expect(await timesOf(bytes[0]!)).toEqual([5, 5, 5, 9, 9])
  })

  test('are shifted with the others', async () => {
    const begins = Date.UTC(2000, 0) / 1000
    const { bytes } = await made([file(at(5n), simple, at(9n)), file(simple, simple)], { shiftTimes: true })
    expect(await timesOf(bytes[0]!)).toEqual([begins, begins, begins + 4])
    expect(await timesOf(bytes[1]!)).toEqual([begins, begins])
  })
})

describe('times that no clock has', () => {
  const w = pcapngWriter()
  const at = (seconds: bigint, port = 0) => w.enhanced(filler(60), seconds * 1_000_000n + 7n, port)
  const earlier = w.port(1, 0, [[14, w.u64(-100n)]])
  const file = (...packets: Uint8Array[]) => memory(joined(w.section(), w.port(1), earlier, ...packets))
  const timesOf = async (bytes: Buffer) => (await told(memory(bytes))).records.map(({ seconds, nanoseconds }) => [seconds, nanoseconds])
  const far = [0, 2 ** 32, 2 ** 34 - 1, 2 ** 34, 10 ** 12]

  test('stay what they are', async () => {
    const { files, bytes } = await made([file(...far.map(seconds => at(BigInt(seconds))), at(60n, 1))])
    expect(files[0]!.format).toBe('pcapng')
    expect(await timesOf(bytes[0]!)).toEqual([...far, -40].map(seconds => [seconds, 7000]))
  })

  test('pcap cannot hold them, unless they are shifted', async () => {
    const one = () => file(at(2n ** 32n), at(2n ** 32n + 1n))
    await expect(made([one()], { format: 'pcap' })).rejects.toThrow('pcap holds times from 1970 to 2106')
    const begins = Date.UTC(2000, 0) / 1000
    const { bytes } = await made([one()], { format: 'pcap', shiftTimes: true })
    expect(await timesOf(bytes[0]!)).toEqual([begins, begins + 1].map(seconds => [seconds, 7000]))
  })
})

describe('a capture that could not be read whole', () => {
  const whole = new Uint8Array(readFileSync(sets.find(({ name }) => name === 'v1_main_psk_ok/a.pcap')!.paths[0]!))
  const bogus = whole.slice()
  bogus.fill(0xff, 24 + 8, 24 + 12)
  const sources = {
    'cut off': whole.subarray(0, whole.length - 30),
    'with a record of a bogus length': bogus,
    'of no packet': whole.subarray(0, 30),
  }

  test.each(
    Object.entries(sources).flatMap(([name, bytes]) => (['pcap', 'pcapng'] as const).map(format => [name, format, bytes] as const)),
  )('%s, as %s: the copy ends inside a record', async (_, format, source) => {
    const { files, bytes } = await made([memory(source)], { format })
    const [before, after] = [await reportOf([memory(source)]), await reportOf([memory(bytes[0]!)])]
    const [{ problems, packets }] = [before.traces[0]!]
    expect(files[0]!.unread).toEqual(problems.map(({ packet, weight, says }) => `packet ${packet}, ${weight}: ${says}`))
    expect(after.traces[0]!.packets).toBe(packets)
    expect(after.traces[0]!.problems).toMatchObject([{ packet: packets, weight: 'cut' }])
  })

  test('one that was read whole ends behind its last packet', async () => {
    const { files, bytes } = await made([memory(whole)])
    expect(files[0]!.unread).toEqual([])
    expect((await reportOf([memory(bytes[0]!)])).traces[0]!.problems).toEqual([])
  })
})

test('keys that a capture carries are not written', async () => {
  const secret = 'CLIENT_RANDOM 0123456789abcdef SECRET'
  const data = Buffer.from(secret.padEnd(40, '\0'))
  const block = Buffer.alloc(12 + 8 + data.length)
  block.writeUInt32LE(0x0a, 0)
  block.writeUInt32LE(block.length, 4)
  block.writeUInt32LE(0x544c534b, 8)
  block.writeUInt32LE(secret.length, 12)
  data.copy(block, 16)
  block.writeUInt32LE(block.length, block.length - 4)
  const whole = readFileSync(sets.find(({ name }) => name === 'port-filter-stated/a.pcapng')!.paths[0]!)
  const withKeys = Buffer.concat([whole, block])
  expect(withKeys.includes('SECRET')).toBe(true)
  const { bytes } = await made([memory(new Uint8Array(withKeys), 'a.pcapng')])
  expect(bytes[0]!.length).toBeGreaterThan(1000)
  expect(bytes[0]!.includes('SECRET')).toBe(false)
})

test('what is no capture is said so', async () => {
  await expect(made([memory(new TextEncoder().encode('no capture'), 'a.txt')])).rejects.toThrow()
})

function octetsOf(address: string): Buffer {
  if (/^\d+\.\d+/.test(address)) return Buffer.from(address.split('.').map(Number))
  if (/^(..:){5}..$/.test(address)) return Buffer.from(address.replaceAll(':', ''), 'hex')
  const [head = '', tail] = address.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':').map(group => group.padStart(4, '0')))
  const [front, back] = [groups(head), tail === undefined ? [] : groups(tail)]
  const middle = Array<string>(8 - front.length - back.length).fill('0000')
  return Buffer.from([...front, ...middle, ...back].join(''), 'hex')
}

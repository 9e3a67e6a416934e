import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import type { Session } from '../../src/host/protocol.ts'
import { openSession } from '../../src/host/session.ts'
import { memory } from '../support/capture/collect.ts'
import { carried, ethernet, fragments, ipv4, u32 } from '../support/packets/index.ts'

const lab = (name: string) => memory(new Uint8Array(readFileSync(fileURLToPath(new URL(`../../captures/lab/${name}`, import.meta.url)))))

async function session(...names: readonly string[]): Promise<Session> {
  const opened = await openSession(names.map(lab))
  if (!opened.ok) throw new Error(opened.why)
  return opened.session
}

test('packets of one SPI, some at a time, with what became of each', async () => {
  const one = await session('v2_esp_blocked/a.pcap', 'v2_esp_blocked/b.pcap')
  const by = { spi: 'c2cdf9b6', from: '192.0.2.10', to: '198.51.100.20' }
  const { of, packets } = await one.carried(0, by, 1, 3)
  expect(of).toBe(6)
  expect(packets.map(packet => packet.number)).toEqual([8, 9, 10])
  expect(packets.map(packet => [packet.fate, packet.seen, packet.missing])).toEqual(
    Array.from({ length: 3 }, () => ['lost', undefined, undefined]),
  )
  expect((await one.carried(0, by, 9, 3)).packets).toEqual([])
  expect((await one.carried(0, { ...by, spi: '00000001' }, 0, 3)).of).toBe(0)
  expect((await one.carried(0, { ...by, from: by.to, to: by.from }, 0, 3)).of).toBe(0)
})

test('of one trace by itself: what is between two of them that it does not have', async () => {
  const one = await session('v1_main_psk_ok/a.pcap')
  const { of, packets } = await one.carried(0, { spi: 'c67f60fa', from: '192.0.2.10', to: '198.51.100.20' }, 0, 99)
  expect([of, packets.length, packets[0]!.number, packets.every(packet => packet.fate === undefined)]).toEqual([5, 5, 14, true])
})

/** What is told to be missing below each of these numbers of one SPI. */
async function missingBelow(numbers: readonly number[], more: readonly Uint8Array[] = []) {
  const esp = (from: string, sequence: number) => ipv4(from, '198.51.100.20', carried(50, u32(0xc0ffee01, sequence), new Uint8Array(60)))
  const packets = [...numbers.map(number => esp('192.0.2.10', number)), ...more]
  const file = pcapFile(packets.map((packet, i) => ({ data: ethernet(packet), seconds: i, nanoseconds: 0 })))
  const opened = await openSession([memory(file)])
  if (!opened.ok) throw new Error(opened.why)
  const told = await opened.session.carried(0, { spi: 'c0ffee01', from: '192.0.2.10', to: '198.51.100.20' }, 0, 99)
  const { missing } = (await opened.session.report()).flows[0]!
  return [told.packets.map(packet => packet.missing ?? 0), missing]
}

test.each([
  ['in order', [1, 2, 3], [0, 0, 0], 0],
  ['some not here', [1, 2, 5, 6], [0, 0, 2, 0], 2],
  ['only in another order', [1, 2, 4, 3, 5], [0, 0, 0, 0, 0], 0],
  ['in another order, and one not here', [1, 2, 5, 4, 6], [0, 0, 0, 1, 0], 1],
  ['from the first on', [4, 2, 3, 6], [0, 0, 0, 1], 1],
  ['told once of one that came twice', [1, 3, 3, 4], [0, 1, 0, 0], 1],
  ['one whose bits flipped', [13, 14, 8207, 16, 17], [0, 0, 0, 1, 0], 1],
  ['beyond 2^32', [0xfffffffe, 0xffffffff, 1, 0, 3], [0, 0, 0, 0, 1], 1],
  ['begun again', [1, 2, 4, 5, 6, 7, 1, 2, 3, 4, 6], [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], 2],
])('numbers that are not here: %s', async (_, numbers, below, missing) => expect(await missingBelow(numbers)).toEqual([below, missing]))

test('a number that came in fragments, or from another address after a move, is here', async () => {
  const large = ipv4('192.0.2.10', '198.51.100.20', carried(50, u32(0xc0ffee01, 3), new Uint8Array(2000)))
  const moved = ipv4('192.0.2.77', '198.51.100.20', carried(50, u32(0xc0ffee01, 4), new Uint8Array(60)))
  expect(await missingBelow([1, 2, 6], [...fragments(large, 1480), moved])).toEqual([[0, 0, 1], 1])
})

test('a number of AH under the same SPI is none of ESP', async () => {
  const ah = (from: string, sequence: number) =>
    ipv4(from, '198.51.100.20', carried(51, u32(0x32040000, 0xc0ffee01, sequence, 1, 2, 3), new Uint8Array(40)))
  expect(await missingBelow([1, 2, 6], [ah('192.0.2.77', 4)])).toEqual([[0, 0, 3], 3])
  expect(await missingBelow([1, 2, 6], [ah('192.0.2.10', 1), ah('192.0.2.10', 4)])).toEqual([[0, 0, 3, 0, 2], 3])
})

test('how dense what was in the clear is: not what a host shows of protected packets once more, decrypted', async () => {
  const ways = [
    { from: '192.0.2.10', to: '198.51.100.20' },
    { from: '198.51.100.20', to: '192.0.2.10' },
  ]
  const pings = await session('v1_main_psk_ok/b.pcap')
  expect((await pings.rows(0, 0, 40)).some(row => row.info.includes('ping') || row.protocol === 'ICMP')).toBe(true)
  expect((await pings.density(0, ways, 12.7, 1)).map(counts => counts[0])).toEqual([0, 0])
  const answered = await session('../composed/answers-in-the-clear/a.pcap')
  expect((await answered.density(0, ways, 12, 1)).map(counts => counts[0])).toEqual([0, 6])
})

test('how dense they are over time: every packet is in one part, also those behind the end', async () => {
  const one = await session('v1_main_psk_ok/a.pcap')
  const by = { spi: 'c67f60fa', from: '192.0.2.10', to: '198.51.100.20' }
  const [whole] = await one.density(0, [by], 12.7, 4)
  expect([...whole!]).toEqual([0, 2, 3, 0])
  expect([...(await one.density(0, [by], 1, 2))[0]!]).toEqual([0, 5])
  expect((await one.density(0, [by], 0, 1e9))[0]!.length).toBe(4000)
})

import { afterEach, expect, test, vi } from 'vitest'
import type { ByteSource } from '../../src/capture/source.ts'
import { pcapHeader, pcapRecord } from '../../src/compose/files/pcap.ts'
import { carried, ipv4 } from '../../src/compose/packets/ip.ts'
import { udp } from '../../src/compose/packets/transport.ts'
import type { Progress } from '../../src/host/protocol.ts'
import { openSession } from '../../src/host/session.ts'
import { sayV1 } from '../support/trace/phrases.ts'

// A large file shows its first negotiations before it is read to its end, and is not held up much by showing them.

const MEGABYTES = 24
/** Milliseconds that reading two megabytes takes here. */
const CHUNK_TAKES = 100

afterEach(() => vi.restoreAllMocks())

/** Two messages, so many signs of life, then nothing but other packets; time passes only while it is read. */
function slowFile(alive = 0): ByteSource {
  const v1 = sayV1()
  const record = (seconds: number, data: Uint8Array) => pcapRecord({ data, seconds, nanoseconds: 0 }, {})
  const start = [
    pcapHeader({ network: 101 }),
    record(1, ipv4('192.0.2.10', '198.51.100.20', udp(500, 500, v1.mm1))),
    record(2, ipv4('198.51.100.20', '192.0.2.10', udp(500, 500, v1.mm2))),
  ]
  const other = record(3, ipv4('192.0.2.10', '198.51.100.20', carried(112, new Uint8Array(1400))))
  const bytes = new Uint8Array(MEGABYTES << 20)
  let at = 0
  for (const part of start) {
    bytes.set(part, at)
    at += part.length
  }
  for (let i = 0; i < alive; i++) {
    const body = new Uint8Array(32)
    const view = new DataView(body.buffer)
    for (const [where, value] of [
      [4, 7],
      [12, 8],
      [20, i >> 1],
      [24, 32],
    ] as const)
      view.setUint32(where, value)
    body.set([46, 0x20, 37, i % 2 ? 0x20 : 0x08], 16)
    body.set([0, 0, 0, 4], 28)
    const [from, to] = i % 2 ? ['198.51.100.20', '192.0.2.10'] : ['192.0.2.10', '198.51.100.20']
    const message = record(3, ipv4(from!, to!, udp(500, 500, body)))
    bytes.set(message, at)
    at += message.length
  }
  for (; at + other.length <= bytes.length; at += other.length) bytes.set(other, at)
  let clock = 0
  vi.spyOn(performance, 'now').mockImplementation(() => clock)
  return {
    name: 'slow.pcap',
    size: at,
    read: async (position, into) => {
      clock += CHUNK_TAKES
      const here = bytes.subarray(position, Math.min(at, position + into.length))
      into.set(here)
      return here.length
    },
  }
}

test('of more messages than are enough nothing new is told until the end but how far it has come', async () => {
  const told: Progress[] = []
  const opened = await openSession([slowFile(20_000)], progress => told.push(progress), undefined, { reports: true })
  if (!opened.ok) expect.fail(opened.why)
  expect(told.filter(({ report }) => report)).toHaveLength(1)
  expect(told.findIndex(({ report }) => report)).toBeLessThan(2)
  expect(told.length).toBeGreaterThan(5)
  expect((await opened.session.report()).negotiations.at(-1)!.exchanges.length).toBeGreaterThan(9_000)
})

test('the first negotiation is told before the file is read to its end, and again only now and then', async () => {
  const told: Progress[] = []
  const opened = await openSession([slowFile()], progress => told.push(progress), undefined, { reports: true })
  if (!opened.ok) expect.fail(opened.why)
  const reports = told.filter(progress => progress.report)
  expect(reports[0]!.report!.negotiations).toMatchObject([{ id: 'N1', exchanges: [{ messages: [{ name: 'MM1' }, { name: 'MM2' }] }] }])
  expect(reports[0]!.read).toBeLessThan(0.6 * reports[0]!.size)
  const spent = performance.now()
  expect(reports.length).toBeGreaterThan(1)
  expect(reports.length).toBeLessThanOrEqual(1 + spent / 500)
})

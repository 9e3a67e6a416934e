import { describe, expect, test } from 'vitest'
import { rowsOnce } from '../../src/trace/packets/rowsOnce.ts'
import { carried, icmp, icmpv6, ipv4, ipv6, u32, udp } from '../support/packets/index.ts'
import { A, B, story } from '../support/trace/story.ts'

// A mirror port has each packet twice: whatever counts, counts it once.

const TWICE = { captured: 2 }
const SPI = 0xaa01

describe('rows of a flow, each packet once', () => {
  const asked = (id: number, length = 20) => ipv4(A.address, B.address, udp(40_000, 88, new Uint8Array(length)), { id })
  const rows = (told: ReturnType<typeof story>) => [...rowsOnce(told.trace.packets, 0)]

  test('all of them captured twice', () => {
    const told = story()
    for (const id of [7, 8, 9]) told.put(asked(id), TWICE).wait(1)
    expect(rows(told)).toEqual([0, 2, 4])
  })
  test('without identification, what has a number of its own', () => {
    const ping = (sequence: number) => ipv6('2001:db8::a', '2001:db8::b', icmpv6(128, 0, [0, 7, 0, sequence], new Uint8Array(56)))
    const told = story()
    for (const n of [1, 2, 3]) told.put(ping(n), TWICE).wait(1)
    expect(rows(told)).toEqual([0, 2, 4])
    // near misses: other pings at once, and the same one again when it was not answered
    const others = story()
    for (const n of [1, 2, 3, 4]) others.put(ping(n))
    expect(rows(others)).toEqual([0, 1, 2, 3])
    expect(rows(story().put(ping(1)).wait(1).put(ping(1)))).toEqual([0, 1])
  })
  test('near misses: one of many doubled by the network, the same again later, another length, no identification', () => {
    const one = story().put(asked(1), TWICE)
    for (const id of [2, 3, 4]) one.put(asked(id))
    expect(rows(one)).toEqual([0, 1, 2, 3, 4])
    expect(rows(story().put(asked(7)).wait(1).put(asked(7)))).toEqual([0, 1])
    expect(rows(story().put(asked(7)).put(asked(7, 30)))).toEqual([0, 1])
    expect(rows(story().put(asked(0), TWICE))).toEqual([0, 1])
  })
})

describe('ICMP errors', () => {
  const esp = (sequence: number, id = sequence) => ipv4(A.address, B.address, carried(50, u32(SPI, sequence), new Uint8Array(60)), { id })
  const about = (packet: Uint8Array, id: number) =>
    ipv4(B.address, A.address, icmp(3, 2, [0, 0, 0, 0], packet.slice(0, 36)), { id, ttl: 64 })
  const kept = (told: ReturnType<typeof story>) => told.trace.icmpErrors.all.map(one => one.packet)

  test('each once, although captured twice', () => {
    const told = story()
    for (const n of [1, 2, 3]) told.put(esp(n), TWICE).put(about(esp(n), 100 + n), TWICE)
    expect(kept(told)).toEqual([3, 7, 11])
    expect(told.report.findings.find(one => one.rule === 'captured-twice')?.says).toMatch(
      /^3 protected packets and 3 ICMP errors were captured twice/,
    )
  })
  test('near misses: about two packets, about the same one again later, and where nothing tells packets apart', () => {
    expect(
      kept(
        story()
          .put(about(esp(1), 101))
          .put(about(esp(2), 101)),
      ),
    ).toEqual([1, 2])
    expect(
      kept(
        story()
          .put(about(esp(1), 101))
          .wait(1)
          .put(about(esp(1), 101)),
      ),
    ).toEqual([1, 2])
    const bare = ipv4(A.address, B.address, udp(500, 500, new Uint8Array(8)), { id: 0 })
    expect(kept(story().put(about(bare, 0), TWICE))).toEqual([1, 2])
  })
})

test('a burst that one interface has whole before the other: copies, and no counter that begins again', () => {
  const esp = (sequence: number, id: number) => ipv4(A.address, B.address, carried(50, u32(SPI, sequence), new Uint8Array(60)), { id })
  const burst = (told: ReturnType<typeof story>, first: number) => {
    for (let n = 1; n <= 40; n++) told.wait(-0.0195).put(esp(n, first + n))
    return told
  }
  const told = burst(burst(story(), 500), 500)
  expect(told.report.flows).toMatchObject([{ packets: 40, capturedTwice: 40, duplicates: 0 }])
  expect(told.report.findings.map(one => one.rule)).not.toContain('esp-replay')
  // near miss: other packets with the same numbers
  expect(burst(burst(story(), 500), 900).report.flows[0]!.restarts).toEqual([41])
})

test('captured three times: so many packets, not so many copies', () => {
  const told = story()
  const esp = (n: number) => ipv4(A.address, B.address, carried(50, u32(SPI, n), new Uint8Array(60)), { id: n })
  for (const n of [1, 2, 3]) told.put(esp(n), { captured: 3 })
  expect(told.report.flows).toMatchObject([{ packets: 3, capturedTwice: 6 }])
  expect(told.report.findings.find(one => one.rule === 'captured-twice')?.says).toMatch(
    /^3 protected packets were captured more than once, as on several interfaces/,
  )
})

test('a number that was damaged on its way is one packet, however often it was captured', () => {
  const esp = (sequence: number, id: number) => ipv4(A.address, B.address, carried(50, u32(SPI, sequence), new Uint8Array(60)), { id })
  const told = story()
  for (const [i, sequence] of [13, 14, 8207, 16, 17].entries()) told.put(esp(sequence, 60 + i), TWICE)
  expect(told.report.flows).toMatchObject([{ packets: 5, missing: 1, duplicates: 0 }])
})

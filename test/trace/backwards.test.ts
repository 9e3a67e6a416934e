import { describe, expect, test } from 'vitest'
import { noise } from '../../src/compose/ike/bytes.ts'
import { turnBackwards, turnedRound } from '../../src/trace/protected/backwards.ts'
import { carried, ethernet, ipv4, u32 } from '../support/packets/index.ts'
import { sayV1 } from '../support/trace/phrases.ts'
import { sessionOf } from '../support/trace/session.ts'
import { story } from '../support/trace/story.ts'

// Sequence numbers that a simulated router writes with the least significant octet first.

const v1 = sayV1()

/** Numbers of several flows, turned where that is called for. */
function turned(...flows: (readonly number[])[]): { readonly flows: number[][]; readonly flags: number[] } {
  const starts = Uint32Array.from([0, ...flows.map((_, i) => flows.slice(0, i + 1).flat().length)])
  const all = Uint32Array.from(flows.flat())
  const flags = [...turnBackwards(all, starts)]
  return { flows: flows.map((_, i) => [...all.subarray(starts[i], starts[i + 1])]), flags }
}
const back = (...numbers: number[]) => numbers.map(turnedRound)

test('octets in the other order', () => expect([0x2a000000, 0x11223344, 1].map(turnedRound)).toEqual([0x2a, 0x44332211, 0x01000000]))

describe('turned round', () => {
  test('numbers that run on so', () => expect(turned(back(42, 43, 44, 46))).toEqual({ flows: [[42, 43, 44, 46]], flags: [1] }))
  test('whatever their order in the file', () => expect(turned(back(258, 257, 255, 256)).flows).toEqual([[258, 257, 255, 256]]))
  test('large ones', () => expect(turned(back(0x12300, 0x12400, 0x12500)).flows).toEqual([[0x12300, 0x12400, 0x12500]]))
  test('two are enough where both are small', () => expect(turned(back(6, 7)).flags).toEqual([1]))
  test('a single one beside such', () => expect(turned(back(6, 7, 8), back(1), [70_000], [9])).toMatchObject({ flags: [1, 1, 0, 0] }))
})

describe('left as they are', () => {
  const left = (...flows: (readonly number[])[]) => expect(turned(...flows)).toEqual({ flows, flags: flows.map(() => 0) })
  test('numbers that run on as they stand', () => left([1, 2, 3, 4], [65_534, 65_535, 65_536, 65_537], [256, 512, 513]))
  test('a single one by itself', () => left([0x01000000]))
  test('the same packet again and again', () => left([0x01000000, 0x01000000, 0x01000000]))
  test('a changed bit, in a packet that came twice', () => left([256, 256 | (1 << 24), 257], [0x4100, 0x01004100]))
  test('numbers made up', () => left([0x9a3c5100, 0x11223300, 0x7f000000, 0x00ff0000]))
  test('a number every sixteen million, as none sends them', () => left([0x01000100, 0x05000200, 0x7f000300]))
})

test('such a flow loses nothing, is far from nothing, and belongs to what was negotiated', () => {
  const told = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
  for (const n of [1, 2, 3, 4, 5]) told.wait(0.5).esp('a', 0xa1, turnedRound(n)).esp('b', 0xb1, turnedRound(n))
  expect(told.report.flows).toMatchObject([
    { firstSequence: 1, lastSequence: 5, missing: 0, packets: 5, backwards: true },
    { firstSequence: 1, lastSequence: 5, missing: 0, packets: 5, backwards: true },
  ])
  expect(told.report.securityAssociations.filter(sa => sa.kind === 'ipsec')).toMatchObject([{ negotiation: 'N1', state: 'used both ways' }])
  expect(told.report.findings.map(f => f.rule)).toEqual([])
  const lost = story()
  for (const n of [1, 2, 6, 7]) lost.esp('a', 0xa1, turnedRound(n))
  expect(lost.report.flows).toMatchObject([{ missing: 3 }])
})

test('the packet list tells the number that is meant, and that it stands otherwise', async () => {
  const packets = [6, 7, 8].map(n => ethernet(ipv4('192.0.2.10', '198.51.100.20', carried(50, u32(0xc0ffee01, turnedRound(n)), noise(64)))))
  const session = await sessionOf(packets)
  await session.report()
  const rows = await session.rows(0, 0, 3)
  expect(rows.map(row => row.info)).toEqual([6, 7, 8].map(n => `ESP c0ffee01 seq ${n} (written backwards)`))
})

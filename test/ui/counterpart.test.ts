import { expect, test } from 'vitest'
import type { Report } from '../../src/trace/report.ts'
import { counterpart, otherCaptures, refusedIn } from '../../src/ui/packets/counterpart.ts'

/** Of it only what is read: three packets lost on the way to B, and how many B's capture dropped. */
function paired(dropped = 0): Pick<Report, 'pair' | 'traces'> {
  return { pair: { lostAtoB: 3, lostBtoA: 0 }, traces: [{}, { dropped }] } as unknown as Report
}

test('a packet of A is one of B, lost, or nothing is certain', () => {
  expect(counterpart({ numbers: { a: 12, b: 10 }, fate: 'delivered' }, 0, 1, paired())).toMatchObject({ text: 'B10' })
  expect(counterpart({ numbers: { a: 8 }, fate: 'lost' }, 0, 1, paired())).toMatchObject({ text: 'lost', look: 'lost' })
  expect(counterpart({ numbers: { b: 4 }, fate: 'missed by the sender' }, 1, 0, paired())).toMatchObject({ text: 'no' })
  for (const fate of ['outside', 'copy', 'unknown', 'not between the two ends', 'delivered'] as const)
    expect(counterpart({ numbers: { a: 8 }, fate }, 0, 1, paired())).toBeUndefined()
})

test('B dropped as many as are missing: it does not have it, and nobody says lost', () => {
  expect(counterpart({ numbers: { a: 8 }, fate: 'lost' }, 0, 1, paired(3))).toEqual({
    text: 'no',
    says: 'B’s capture does not have it, but it dropped packets',
  })
  expect(counterpart({ numbers: { a: 8 }, fate: 'lost' }, 0, 1, paired(2))).toMatchObject({ look: 'lost' })
})

test('what ICMP says was refused is not told as lost', () => {
  const error = { trace: 0, packet: 9, from: '192.0.2.1', type: 3, code: 4, quotes: { packet: 8 } }
  const report = { icmpErrors: [error, { ...error, type: 11, quotes: { packet: 7 } }] } as unknown as Report
  expect([...refusedIn(report, 0)]).toEqual([8])
  expect([...refusedIn(report, 1)]).toEqual([])
  expect(counterpart({ numbers: { a: 8 }, fate: 'lost' }, 0, 1, paired(3), true)).toMatchObject({ text: 'refused', look: 'refused' })
  expect(counterpart({ numbers: { a: 8, b: 8 }, fate: 'delivered' }, 0, 1, paired(), true)).toMatchObject({ text: 'B8' })
})

test('of a router only the numbers are told', () => {
  expect(counterpart({ numbers: { a: 8, r: 7 }, fate: 'lost' }, 0, 2, paired())).toMatchObject({ text: 'R7' })
  expect(counterpart({ numbers: { a: 8 }, fate: 'lost' }, 0, 2, paired())).toBeUndefined()
  expect(counterpart({ numbers: { r: 7 } }, 2, 0, paired())).toBeUndefined()
})

test('columns: the other captures, where the packets of all are lined up', () => {
  const { pair } = paired()
  expect(otherCaptures({ pair }, 0)).toEqual([1])
  expect(otherCaptures({ pair, between: {} as Report['between'] }, 1)).toEqual([0, 2])
  expect(otherCaptures({ pair: null }, 0)).toEqual([])
})

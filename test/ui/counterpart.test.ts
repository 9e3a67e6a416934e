import { expect, test } from 'vitest'
import type { Report } from '../../src/trace/report.ts'
import { counterpart, otherCaptures } from '../../src/ui/packets/counterpart.ts'

/** Of it only what is read: three packets lost on the way to B, and how many B's capture dropped. */
function paired(dropped = 0): Pick<Report, 'pair' | 'traces'> {
  return { pair: { lostAtoB: 3, lostBtoA: 0 }, traces: [{}, { dropped }] } as unknown as Report
}

test('a packet of A is one of B, lost, or nothing is certain', () => {
  expect(counterpart({ numbers: { a: 12, b: 10 }, fate: 'delivered' }, 0, 1, paired())).toMatchObject({ text: 'B10' })
  expect(counterpart({ numbers: { a: 8 }, fate: 'lost' }, 0, 1, paired())).toMatchObject({ text: 'lost', lost: true })
  expect(counterpart({ numbers: { b: 4 }, fate: 'missed by the sender' }, 1, 0, paired())).toMatchObject({ text: 'no' })
  for (const fate of ['outside', 'copy', 'unknown', 'not between the two ends', 'delivered'] as const)
    expect(counterpart({ numbers: { a: 8 }, fate }, 0, 1, paired())).toBeUndefined()
})

test('B dropped as many as are missing: it does not have it, and nobody says lost', () => {
  expect(counterpart({ numbers: { a: 8 }, fate: 'lost' }, 0, 1, paired(3))).toEqual({
    text: 'no',
    says: 'B’s capture does not have it, but it dropped packets',
  })
  expect(counterpart({ numbers: { a: 8 }, fate: 'lost' }, 0, 1, paired(2))).toMatchObject({ lost: true })
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

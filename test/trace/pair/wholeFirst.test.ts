import { expect, test } from 'vitest'
import { wholeFirst } from '../../../src/trace/pair/findings/wholeFirst.ts'

// A fault that both captures show is told as the one shows it that a snap length did not cut.

const packets = (captured: number) => ({ length: 9, captured: () => captured, original: () => 238 })
const [ofA, ofB] = [{ evidence: [{ trace: 0, packet: 4 }] }, { evidence: [{ trace: 1, packet: 7 }] }] as const
const order = (a: number, b: number) => wholeFirst([packets(a), packets(b)], [ofA, ofB])

test('first that of the capture which kept its packets whole', () => {
  expect(order(96, 238)).toEqual([ofB, ofA])
  expect(order(238, 96)).toEqual([ofA, ofB])
})
test('in their own order where neither was cut, or both', () => {
  expect(order(238, 238)).toEqual([ofA, ofB])
  expect(order(96, 128)).toEqual([ofA, ofB])
})

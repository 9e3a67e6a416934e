import { expect, test } from 'vitest'
import { type ByteRange, rangeOf } from '../../src/shell/range.ts'

const cases: readonly (readonly [header: string | null, size: number, expected: ByteRange | 'all' | 'none'])[] = [
  [null, 10, 'all'],
  ['bytes=0-9', 10, { start: 0, end: 10 }],
  ['bytes=2-4', 10, { start: 2, end: 5 }],
  ['bytes=2-400', 10, { start: 2, end: 10 }],
  ['bytes=9-', 10, { start: 9, end: 10 }],
  ['bytes=-3', 10, { start: 7, end: 10 }],
  ['bytes=-30', 10, { start: 0, end: 10 }],
  ['bytes=10-', 10, 'none'],
  ['bytes=0-0', 0, 'all'],
  ['bytes=-0', 10, 'none'],
  ['bytes=5-2', 10, 'all'],
  ['bytes=-', 10, 'all'],
  ['bytes=0-1,4-5', 10, 'all'],
  ['lines=0-1', 10, 'all'],
  ['bytes=4000000000-4000000001', 5_000_000_000, { start: 4_000_000_000, end: 4_000_000_002 }],
]

test.each(cases)('%s of %d bytes', (header, size, expected) => {
  expect(rangeOf(header, size)).toEqual(expected)
})

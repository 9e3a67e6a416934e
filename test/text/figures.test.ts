import { describe, expect, test } from 'vitest'
import { hexDump } from '../../src/dissectors/hexDump.ts'
import { columns, wrapped } from '../../src/text/columns.ts'
import { counted, duration, grouped, ordinal, ranges, size } from '../../src/text/figures.ts'

describe('figures', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1204, '1,204'],
    [1_234_567, '1,234,567'],
  ])('count %d', (value, text) => expect(grouped(value)).toBe(text))

  test.each([
    [0.000_25, '250 µs'],
    [0.0024, '2.4 ms'],
    [0.5, '0.50 s'],
    [4.012, '4.0 s'],
    [158.2, '158 s'],
    [1200, '20 min'],
    [7199, '2 h 0 min'],
    [9000, '2 h 30 min'],
    [300_000, '3.5 days'],
  ])('duration %d', (seconds, text) => expect(duration(seconds)).toBe(text))

  test.each([
    [1, '1 byte'],
    [999, '999 bytes'],
    [1500, '1.50 kB'],
    [4_000_000_000, '4.00 GB'],
    [5e12, '5000 GB'],
  ])('size %d', (bytes, text) => expect(size(bytes)).toBe(text))

  test.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [21, '21st'],
    [113, '113th'],
  ])('ordinal %d', (value, text) => expect(ordinal(value)).toBe(text))

  test('plural', () => expect([counted(1, 'copy', 'copies'), counted(1200, 'packet')]).toEqual(['1 copy', '1,200 packets']))

  test.each([
    [[3], 6, '3'],
    [[5, 4, 3, 9], 6, '3-5, 9'],
    [[1, 2], 6, '1, 2'],
    [[1, 3, 5, 7], 2, '1, 3, …'],
  ])('ranges %j', (numbers, most, text) => expect(ranges(numbers, most)).toBe(text))
})

test('columns are as wide as their widest cell, numbers flush right', () => {
  const rows = [
    ['N1', '5', 'x'],
    ['N10', '1,200', ''],
  ]
  expect(columns(rows, [1])).toEqual(['  N1       5  x', '  N10  1,200'])
})

test('a long text is broken at spaces', () => {
  expect(wrapped('one two three four', 9, '> ')).toEqual(['> one two', '> three', '> four'])
  expect(wrapped('', 9, '> ')).toEqual([])
})

test('hex dump', () => {
  const bytes = Uint8Array.from({ length: 18 }, (_, i) => (i < 2 ? 0x41 + i : i))
  expect(hexDump(bytes)).toEqual([
    '0000  41 42 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  AB..............',
    '0010  10 11                                             ..',
  ])
})

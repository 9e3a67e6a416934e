import { expect, test } from 'vitest'
import { numberIn, type Question } from '../../src/lessons/index.ts'

const question = (answer: number): Extract<Question, { kind: 'number' }> => ({
  line: 1,
  asks: '?',
  hints: [],
  reveal: '.',
  kind: 'number',
  unit: 'seconds',
  tells: 'how much',
  answer,
  within: 0.1,
})

test.each<[string, number, number]>([
  ['3,05', 3, 3.05],
  ['3.05', 3, 3.05],
  [' 1 480 ', 1480, 1480],
  ['1,480', 1480, 1480],
  ['1,480', 5, 1480],
  ['1,480', 1.5, 1.48],
  ['1.480', 1480, 1480],
  ['1.480', 5, 1.48],
  ['1,234,567.5', 3, 1234567.5],
  ['12,5', 12.5, 12.5],
  [',5', 0.5, 0.5],
  ['-3', 3, -3],
  ['0x200f', 8207, 8207],
  ['three', 3, Number.NaN],
  ['1,2,3', 3, Number.NaN],
  [',', 3, Number.NaN],
])('%s, where %d is right', (text, answer, number) => expect(numberIn(text, question(answer))).toBe(number))

import { expect, test } from 'vitest'
import { barInTwo, roomOf, wordsOf } from '../../src/ui/room.ts'

test.each([
  [1280, 1, 'wide'],
  [1000, 1, 'narrow'],
  [1280, 1.3, 'narrow'],
  [800, 1, 'slim'],
  [1280, 2, 'slim'],
  [1920, 1.4, 'wide'],
])('a window of %i px with text of size %f is %s', (width, size, room) => {
  expect(roomOf(width, size)).toBe(room)
})

test('beside a list of many columns the inspector stands aside sooner', () => {
  expect([1280, 1160, 1000, 800].map(width => roomOf(width, 1, true))).toEqual(['wide', 'narrow', 'narrow', 'slim'])
})

test.each([
  [1920, 1, 2, 'all'],
  [1440, 1, 2, 'some'],
  [1280, 1, 2, 'some'],
  [1280, 1, 1, 'some'],
  [1280, 1, 3, 'few'],
  [1920, 2, 2, 'few'],
])('a bar of %i px with text of size %f and %i captures has room for %s words', (width, size, captures, words) => {
  expect(wordsOf(width, size, captures)).toBe(words)
})

test.each([
  [900, 1, 1, false],
  [900, 1, 2, true],
  [1040, 1, 2, false],
  [1100, 1, 3, true],
  [1280, 1, 3, false],
  [1280, 1.3, 2, true],
  [800, 1, 1, true],
])('a bar of %i px with text of size %f and %i captures in two lines: %s', (width, size, captures, inTwo) => {
  expect(barInTwo(width, size, captures)).toBe(inTwo)
})

import { expect, test } from 'vitest'
import { roomOf } from '../../src/ui/room.ts'

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

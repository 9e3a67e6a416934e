import { expect, test } from 'vitest'
import { headPlaces } from '../../src/ui/ladder/Heads.tsx'
import { geometry } from '../../src/ui/ladder/layout.ts'

test('heads do not stand in each other’s way, nor out of sight, however narrow the pane', () => {
  for (const width of [320, 341, 371, 420, 480, 600, 677, 900, 1400])
    for (const u of [0.9, 1, 1.3]) {
      const g = geometry(width, u, 102)
      const { left, between, right, stacked } = headPlaces(g)
      const isApart = left.left + left.width <= between.left && between.left + between.width <= right.left
      const place = `${width} at ${u}`
      expect(stacked ? left.left + left.width <= right.left : isApart, place).toBe(true)
      expect(right.left + right.width <= g.width, place).toBe(true)
      expect(Math.min(left.width, right.width), place).toBeGreaterThan(100 * u)
    }
})

test('a pane with room has them over the lifelines', () => {
  expect(headPlaces(geometry(677, 1, 126)).stacked).toBeUndefined()
  expect(headPlaces(geometry(371, 1, 126)).stacked).toBe(true)
})

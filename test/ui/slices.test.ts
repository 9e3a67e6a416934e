import fc from 'fast-check'
import { expect, test } from 'vitest'
import { each, paused, type Slices, STEPS, shared, slice, sorting, whole } from '../../src/ui/slices.ts'

/** How often work pauses, and its result. */
function counted<T>(work: Slices<T>): readonly [pauses: number, result: T] {
  for (let pauses = 0; ; pauses++) {
    const { done, value } = work.next()
    if (done) return [pauses, value]
  }
}

test('a list is sorted as at once: equal items keep their order, and what it was made of stays as it is', () => {
  const item = fc.record({ time: fc.integer({ min: 0, max: 50 }), n: fc.nat() })
  fc.assert(
    fc.property(fc.array(item, { minLength: 0, maxLength: 4 * STEPS, size: 'max' }), items => {
      const before = [...items]
      const byTime = (one: { time: number }, other: { time: number }) => one.time - other.time
      expect(whole(sorting(items, byTime))).toEqual(before.toSorted(byTime))
      expect(items).toEqual(before)
    }),
    { numRuns: 25 },
  )
})

test('sorting pauses, in order or not', () => {
  const up = Array.from({ length: 10 * STEPS }, (_, i) => i)
  const [pauses, sorted] = counted(sorting(up, (one, other) => one - other))
  expect([pauses, sorted]).toEqual([10, up])
  expect(sorted).not.toBe(up)
  const [more, turned] = counted(sorting(up.toReversed(), (one, other) => one - other))
  expect(turned).toEqual(up)
  expect(more).toBeGreaterThan(30)
})

test('every item is taken once, with a pause after every few', () => {
  const items = Array.from({ length: 2 * STEPS + 1 }, (_, i) => i)
  const taken: number[] = []
  expect(counted(each(items, item => taken.push(item)))[0]).toBe(2)
  expect(taken).toEqual(items)
  expect(counted(paused(items, item => item * 2))).toEqual([2, items.map(item => item * 2)])
})

test('shared work is done once, whoever goes on with it', () => {
  let steps = 0
  const work = shared(
    (function* (): Slices<string> {
      for (let i = 0; i < 5; i++) {
        steps++
        yield
      }
      return 'done'
    })(),
  )
  const [one, other] = [work(), work()]
  for (let i = 0; i < 3; i++) one.next()
  expect(steps).toBe(3)
  expect(whole(other)).toBe('done')
  expect([whole(one), whole(work()), steps]).toEqual(['done', 'done', 5])
})

test('a slice ends with its time, and does one step at least', () => {
  let clock = 0
  const slow = function* (): Slices<number> {
    for (let i = 0; i < 4; i++) {
      clock += 10
      yield
    }
    return clock
  }
  const work = slow()
  expect(slice(work, -5, () => clock)).toBeUndefined()
  expect(clock).toBe(10)
  expect(slice(work, 15, () => clock)).toBeUndefined()
  expect(clock).toBe(30)
  expect(slice(work, 1000, () => clock)).toEqual([40])
})

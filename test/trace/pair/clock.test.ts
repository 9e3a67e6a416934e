/** Clocks related by what can be: bounds both ways, one way, none; drift, steps, zones. */
import { describe, expect, test } from 'vitest'
import { clockOf, differenceAt, onA } from '../../../src/trace/pair/clock.ts'
import { clockReport } from '../../../src/trace/pair/clockReport.ts'
import { corridor, isPossible } from '../../../src/trace/pair/envelope.ts'
import { onClockOfA } from '../../../src/trace/pair/onClockOfA.ts'
import type { Span } from '../../../src/trace/pair/points.ts'

/** Packets both ways every second over a minute; `clock` is B's time minus A's. */
function spans(
  clock: (t: number) => number,
  { there = 0.01, back = 0.03, ways = 'both' as 'both' | 'there' | 'back', count = 60 } = {},
): Span[] {
  return Array.from({ length: count }, (_, t): Span[] => [
    ...(ways === 'back' ? [] : [{ t, above: { t, d: clock(t) + there + (t % 7) * 0.004 } }]),
    ...(ways === 'there' ? [] : [{ t: t + 0.5, below: { t: t + 0.5, d: clock(t + 0.5) - back - (t % 5) * 0.004 } }]),
  ]).flat()
}

describe('both directions', () => {
  test('half the smallest round trip, and the truth within', () => {
    const { stretches } = clockOf(spans(() => 37.25))
    expect(stretches.length).toBe(1)
    const [{ value, error, slope }] = stretches as [(typeof stretches)[0]]
    expect(slope).toBe(0)
    expect(Math.abs(value - 37.25)).toBeLessThanOrEqual(error!)
    expect(error).toBeLessThan(0.0205)
  })

  test.each([40e-6, -80e-6, 300e-6])('a drift of %d', drift => {
    const { stretches } = clockOf(spans(t => 2 + drift * t, { there: 0.0005, back: 0.0005 }))
    const [{ value, slope, error, slopeError }] = stretches as [(typeof stretches)[0]]
    expect(Math.abs(value - 2)).toBeLessThanOrEqual(error!)
    expect(Math.abs(slope - drift)).toBeLessThanOrEqual(slopeError)
  })

  test.each([5, -5, 0.3])('a clock set by %d s', step => {
    const clock = clockOf(spans(t => (t < 30 ? 1 : 1 + step)))
    expect(clock.stretches.length).toBe(2)
    expect(Math.abs(clock.stretches[1]!.from - 30)).toBeLessThanOrEqual(1)
    for (const t of [3, 55]) expect(Math.abs(differenceAt(clock, t)! - (t < 30 ? 1 : 1 + step))).toBeLessThanOrEqual(0.0205)
  })

  test('one wrong match is left out', () => {
    const all = spans(() => 1)
    const wrong = all.with(40, { t: all[40]!.t, above: { t: all[40]!.t, d: -7 } })
    const clock = clockOf(wrong)
    expect(clock.stretches.length).toBe(1)
    expect(differenceAt(clock, 0)).toBeCloseTo(0.99, 1)
  })
})

test('one direction bounds one side', () => {
  const there = clockOf(spans(() => 4, { ways: 'there' }))
  expect([there.found, there.stretches[0]!.error]).toEqual(['one-direction', null])
  expect(there.stretches[0]!.value).toBeGreaterThanOrEqual(4)
  const back = clockOf(spans(() => 4, { ways: 'back' }))
  expect(back.stretches[0]!.value).toBeLessThanOrEqual(4)
})

test('nothing in common, and set by hand', () => {
  expect(clockOf([])).toMatchObject({ found: 'none', stretches: [] })
  expect(clockReport(clockOf([]), 0, false).says).toMatch(/nothing relates/)
  expect(clockOf([], 3)).toMatchObject({ found: 'manual', stretches: [{ value: 3, slope: 0, error: null }] })
})

describe('set by hand', () => {
  test('within what the packets leave possible it is taken, beyond that it is refused', () => {
    const all = spans(() => 1, { there: 0.06, back: 0.06 })
    const { value, error } = clockOf(all).stretches[0]!
    for (const beside of [0, 0.9, -0.9])
      expect(clockOf(all, value + beside * error!)).toMatchObject({ found: 'manual', stretches: [{ error: null }] })
    for (const beside of [1.1, -1.1, 1e9]) {
      const { refused, ...rest } = clockOf(all, value + beside * error!)
      expect(refused).toBe(value + beside * error!)
      expect(rest).toEqual(clockOf(all))
    }
  })

  test('what is typed to the millisecond is the nearest possible', () => {
    const all = spans(() => 1.0004, { there: 0.00002, back: 0.00002 })
    const { value, error } = clockOf(all).stretches[0]!
    const { found, stretches } = clockOf(all, 1)
    expect([found, stretches[0]!.value]).toEqual(['manual', value - error!])
  })

  test('where packets stand in both one way only, they bound it on one side', () => {
    const there = spans(() => 4, { ways: 'there' })
    expect(clockOf(there, -100)).toMatchObject({ found: 'manual', stretches: [{ value: -100 }] })
    expect(clockOf(there, 5)).toMatchObject({ found: 'one-direction', refused: 5 })
  })
})

test('times go from B to A and the report says how', () => {
  const clock = clockOf(spans(t => 10 + 100e-6 * t, { there: 0.0002, back: 0.0002 }))
  const report = clockReport(clock, 0, false)
  for (const b of [10, 25, 69]) {
    expect(onClockOfA(report, b)).toBeCloseTo(onA(clock, b)!, 6)
    expect(onA(clock, b)!).toBeCloseTo((b - 10) / (1 + 100e-6), 3)
  }
})

test.each([
  [7200.5, false, 7200],
  [-3599.2, false, -3600],
  [5400.1, true, 5400],
  [5400.1, false, undefined],
  [37.25, true, undefined],
])('%d s looks like a zone: %s', (offset, local, zone) => {
  expect(clockReport(clockOf(spans(() => offset)), 0, local).zone).toBe(zone)
})

test('a corridor that is too narrow for any line is none', () => {
  const above = { t: [0, 1, 2], d: [1, 0, 1] }
  const below = { t: [0, 1, 2], d: [0.9, 0.5, 0.9] }
  expect(isPossible({ above, below }, 1)).toBe(false)
  expect(corridor({ above, below }, 1)).toBeUndefined()
})

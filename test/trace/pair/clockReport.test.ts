import { expect, test } from 'vitest'
import type { Clock } from '../../../src/trace/pair/clock.ts'
import { clockReport } from '../../../src/trace/pair/clockReport.ts'

const clock = (over: Partial<Clock['stretches'][number]> = {}, refused?: number): Clock => ({
  found: 'both-directions',
  stretches: [{ from: 0, value: 0.4, slope: 0, error: 0.001, steadyError: 0.00023, slopeError: 0, worst: 0.00182, ...over }],
  bounds: { aToB: 8, bToA: 8 },
  ...(refused === undefined ? {} : { refused }),
})
const says = (...[c, difference = 3725]: [Clock, number?]) => clockReport(c, difference, false).says

test('the error is the one that the bar gives, and the wider one of a drift is said as such', () => {
  expect(says(clock())).toBe(
    "B's clock is 3725.4000 s ahead of A's, ± 0.23 ms, or 1.82 ms if one of them drifts. 1 h of that may be a time zone.",
  )
  expect(says(clock({ worst: 0.00024 }), 0)).toBe("B's clock is 0.4000 s ahead of A's, ± 0.23 ms.")
  expect(says(clock({ value: 0.0001 }), 0)).toBe('The clocks of A and B agree to within 0.23 ms, or 1.82 ms if one of them drifts.')
})

test('of a difference that a hand set and the packets refuse it is said what it would do', () => {
  expect(says(clock({}, 0), 0)).toMatch(/set to be 0.000 s .*Then packets from B would arrive before they left, so it is not used\.$/)
  expect(says(clock({}, 1), 0)).toMatch(/set to be 1.000 s ahead of A's\. Then packets from A would arrive before they left/)
})

test('a first stretch of one direction has no error to tell', () => {
  const [both] = clock().stretches
  const oneWay = { from: 0, value: 0.4, slope: 0, error: null, slopeError: 0, worst: null }
  expect(says({ ...clock(), stretches: [oneWay, { ...both!, from: 60, value: 5.4 }] }, 0)).toBe(
    "B's clock is about 0.400 s ahead of A's at first, as packets of one direction alone tell. At 60.000 s of A it is set forward by 5.000 s against A's.",
  )
})

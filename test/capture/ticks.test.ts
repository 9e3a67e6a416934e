import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blankRecord } from '../../src/capture/format.ts'
import { Ticks } from '../../src/capture/ticks.ts'

/** Coarser ones would count more seconds than a double holds. */
const resolutions = [
  10_000n,
  10n ** 6n,
  10n ** 7n,
  10n ** 9n,
  10n ** 11n,
  10n ** 12n,
  10n ** 19n,
  1n << 11n,
  1n << 20n,
  1n << 32n,
  1n << 52n,
  1n << 60n,
  30_001n,
]

test('ticks of any resolution are divided exactly, as seconds and nanoseconds', () => {
  const u32 = fc.integer({ min: 0, max: 0xffffffff })
  for (const perSecond of resolutions) {
    const clock = new Ticks(perSecond, -7)
    const record = blankRecord(1)
    fc.assert(
      fc.property(u32, u32, (high, low) => {
        const ticks = (BigInt(high) << 32n) + BigInt(low)
        clock.set(record, high, low)
        expect(record.seconds).toBe(Number(ticks / perSecond) - 7)
        expect(record.nanoseconds).toBe(Number(((ticks % perSecond) * 1_000_000_000n) / perSecond))
      }),
      { numRuns: 200, seed: 2 },
    )
  }
})

/** Faults at random in the recordings that come with the project: nothing that is said of both traces is wrong. A few here;
 *  two thousand with `npx vitest run --config test/fuzz/vitest.config.ts test/fuzz/faults.test.ts`. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultSet, recordedPair } from '../support/compose/faultSets.ts'
import { judged } from '../support/compose/judged.ts'

test('no claim about a pair with faults at random is wrong', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(recordedPair, faultSet, fc.nat(1_000_000), async (name, faults, seed) => {
      expect(await judged(name, faults, seed)).toEqual([])
    }),
    { numRuns: 60, seed: 11, endOnFailure: true },
  )
})

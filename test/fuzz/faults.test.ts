/** Two thousand random sets of faults in the recordings that come with the project (see test/compose/faults.test.ts). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultSet, recordedPair } from '../support/compose/faultSets.ts'
import { judged } from '../support/compose/judged.ts'

const SETS = Number(process.env.SETS ?? 2000)

test(`${SETS} fault sets, no wrong claim`, async () => {
  await fc.assert(
    fc.asyncProperty(recordedPair, faultSet, fc.nat(1_000_000_000), async (name, faults, seed) => {
      expect(await judged(name, faults, seed)).toEqual([])
    }),
    { numRuns: SETS },
  )
})

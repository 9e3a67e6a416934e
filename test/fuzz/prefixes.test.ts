import { expect, test } from 'vitest'
import { prefixes, victims } from '../support/fuzz/files.ts'

/** Cuts of one file at most: all of a file of 20 kB; a larger one repeats itself, and reading it grows with its length. */
const most = Number(process.env.IKESCOPE_FUZZ ?? 20_000)

test.each(victims())('$name, cut off', async ({ name, path }) => {
  const { wrong, done, slowest } = await prefixes(path, most)
  console.log(`${name}: ${done} prefixes, the slowest took ${slowest.toFixed(0)} ms`)
  expect(wrong).toEqual([])
  expect(done).toBeGreaterThan(0)
})

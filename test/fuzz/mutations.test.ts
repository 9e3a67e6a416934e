import { expect, test } from 'vitest'
import { mutations, victims } from '../support/fuzz/files.ts'

const times = Number(process.env.IKESCOPE_FUZZ ?? 10_000)

test.each(victims())(`$name, damaged ${times} times`, async ({ name, path }) => {
  const { wrong, done, slowest } = await mutations(path, times)
  console.log(`${name}: ${done} mutations, the slowest took ${slowest.toFixed(0)} ms`)
  expect(wrong).toEqual([])
  expect(done).toBe(times)
})

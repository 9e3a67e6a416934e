import { expect, test } from 'vitest'
import { damagedMessages, damagedPackets, eachDissector } from '../support/fuzz/packets.ts'

const times = Number(process.env.IKESCOPE_FUZZ ?? 1_000_000)

test.each([
  [`packets of recordings, ${times} mutations`, damagedPackets],
  [`messages in which everything occurs, ${times} mutations`, damagedMessages],
  [`each dissector alone, ${times} times`, eachDissector],
])('%s', async (name, fuzz) => {
  const { wrong, done, slowest } = await fuzz(times)
  console.log(`${name}: the slowest took ${slowest.toFixed(0)} ms`)
  expect(wrong).toEqual([])
  expect(done).toBe(times)
})

import { statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ends, mutations, prefixes, victims } from '../support/fuzz/files.ts'
import { damagedMessages, damagedPackets, eachDissector } from '../support/fuzz/packets.ts'

// A little of what `npm run fuzz` does for a whole night, on the way from a file to what is shown of it: nothing throws,
// hangs or grows, whatever the bytes are.

describe('files', () => {
  test.each(victims().filter(({ path }) => statSync(path).size < 1e6))('$name, damaged and cut off', async ({ path }) => {
    const damaged = await mutations(path, 2)
    const cut = await prefixes(path, 3)
    expect([...damaged.wrong, ...cut.wrong]).toEqual([])
    expect(damaged.done + cut.done).toBeGreaterThan(3)
  })

  test('a file is cut at every byte when it is short, at both ends and between when it is long', () => {
    expect(ends(5, 6)).toEqual([0, 1, 2, 3, 4])
    expect(ends(1000, 6)).toEqual([0, 1, 2, 500, 998, 999])
  })
})

describe('packets', () => {
  test('ten thousand damaged packets', async () => {
    const { wrong, done } = await damagedPackets(10_000)
    expect(wrong).toEqual([])
    expect(done).toBe(10_000)
  })

  test('every dissector alone', async () => {
    const { wrong, done } = await eachDissector(20_000)
    expect(wrong).toEqual([])
    expect(done).toBe(20_000)
  })

  test('messages in which everything occurs, damaged', async () => {
    const { wrong, done } = await damagedMessages(2_000)
    expect(wrong).toEqual([])
    expect(done).toBe(2_000)
  })
})

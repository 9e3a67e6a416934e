import { describe, expect, test } from 'vitest'
import { damagedMessages } from '../support/fuzz/packets.ts'
import { eachReader, type Module, readersOf } from '../support/fuzz/readers.ts'

const TIMES = 10_000
const modules = Object.entries(import.meta.glob<Module>('../../src/dissectors/**/*.ts', { eager: true })).map(
  ([path, module]) => [path.replace('../../src/dissectors/', ''), module] as const,
)
const readers = modules.filter(([, module]) => readersOf(module).length > 0)

describe(`every file that reads, given anything ${TIMES} times, returns and leaves no octet out`, () => {
  test.each(readers)('%s', (file, module) => expect(eachReader(file, module, TIMES)).toEqual([]))

  test('none is forgotten', () => {
    expect(readers.length).toBeGreaterThan(85)
  })
})

test(`messages in which everything occurs, damaged ${TIMES} times`, async () => {
  const { wrong, done } = await damagedMessages(TIMES)
  expect(wrong).toEqual([])
  expect(done).toBe(TIMES)
})

import { expect, test } from 'vitest'
import { OldestFirst } from '../../../src/dissectors/network/oldestFirst.ts'

test('the oldest is found whoever has gone before', () => {
  const waiting = new OldestFirst<string>()
  for (const one of ['a', 'b', 'c', 'a']) waiting.add(one)
  expect([...waiting]).toEqual(['a', 'b', 'c'])
  expect([waiting.oldestBut('c'), waiting.oldestBut('a')]).toEqual(['a', 'b'])
  expect([waiting.delete('b'), waiting.delete('b')]).toEqual([true, false])
  expect([waiting.oldestBut('a'), waiting.size]).toEqual(['c', 2])
  waiting.delete('a')
  waiting.add('a')
  expect([...waiting]).toEqual(['c', 'a'])
  waiting.delete('c')
  expect(waiting.oldestBut('a')).toBeUndefined()
})

test('many that come and go leave the order as it was', () => {
  const waiting = new OldestFirst<{ readonly number: number }>()
  const all = Array.from({ length: 10_000 }, (_, number) => ({ number }))
  const [kept] = all
  for (const one of all) {
    waiting.add(one)
    if (waiting.size > 10) waiting.delete(waiting.oldestBut(kept!)!)
  }
  expect([...waiting].map(({ number }) => number)).toEqual([0, ...Array.from({ length: 9 }, (_, i) => 9991 + i)])
  waiting.delete(kept!)
  expect(waiting.oldestBut(kept!)?.number).toBe(9991)
})

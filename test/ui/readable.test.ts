import { expect, test } from 'vitest'
import type { Unopened } from '../../src/host/protocol.ts'
import { readable, unreadWords } from '../../src/ui/readable.ts'

const unread = (name: string, place: number, why = 'it is text'): Unopened => ({ ok: false, name, place, why })

/** Reads files as the host does: the first that is no capture ends it. */
async function read(names: readonly string[]) {
  const place = names.findIndex(name => name.endsWith('.txt'))
  return place < 0 ? { ok: true as const, names } : unread(names[place]!, place)
}

test.each([
  [['a.pcap', 'b.pcap'], ['a.pcap', 'b.pcap'], []],
  [['text.txt', 'a.pcap'], ['a.pcap'], ['text.txt']],
  [['a.pcap', 'text.txt'], ['a.pcap'], ['text.txt']],
  [['x.txt', 'a.pcap', 'y.txt'], ['a.pcap'], ['x.txt', 'y.txt']],
])('of %j those that can be read are', async (all, good, bad) => {
  const { sources, result, left } = await readable(all, read)
  expect([sources, result.ok, left.map(({ name }) => name)]).toEqual([good, true, bad])
})

test('of files none of which can be read, each is told', async () => {
  const { result, left } = await readable(['x.txt', 'y.txt'], read)
  expect(result.ok).toBe(false)
  expect(unreadWords([...left, ...(result.ok ? [] : [result])])).toEqual({ name: 'x.txt and y.txt', why: 'it is text' })
})

test('a file that is named by no place ends the trying', async () => {
  let tries = 0
  const { result } = await readable(['a', 'b'], async () => {
    tries++
    return unread('a', 7)
  })
  expect([result.ok, tries]).toEqual([false, 1])
})

test('different reasons are told, each with its name, which is as it is also where a sentence begins', () => {
  expect(unreadWords([unread('x', 0, 'it is text'), unread('y', 1, 'it is empty')])).toEqual({
    name: 'x and y',
    why: 'it is text (x); it is empty (y)',
  })
})

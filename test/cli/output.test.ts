import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { Mistake } from '../../src/cli/mistake.ts'
import { nobodyListens, output } from '../../src/cli/output.ts'
import { jsonLines } from '../../src/text/jsonLines.ts'

test.each([
  {},
  { a: 1 },
  { schema: 'x', list: [], more: null },
  { list: [{ a: 1 }, 'two', null], nothing: undefined, deep: { list: [1, 2] } },
])('the lines together are the object: %j', value => {
  expect(JSON.parse([...jsonLines(value)].join(''))).toEqual(JSON.parse(JSON.stringify(value)))
})

test('a list is a line for each entry', () => {
  expect([...jsonLines({ list: [1, 2] })].join('')).toBe('{"list":[\n1,\n2\n]}\n')
})

test('writing waits for a slow reader and keeps the order', async () => {
  const taken: string[] = []
  const slow = new Writable({
    highWaterMark: 1,
    write(piece, _, done) {
      taken.push(String(piece))
      setTimeout(done, 1)
    },
  })
  const out = output(slow)
  for (let i = 0; i < 20; i++) await out.line(String(i))
  expect(taken.join('')).toBe(Array.from({ length: 20 }, (_, i) => `${i}\n`).join(''))
})

test('a reader that went away is told apart from a failure', async () => {
  const failing = (code: string) =>
    output(
      new Writable({
        write(_piece, _encoding, done) {
          done(Object.assign(new Error(code), { code }))
        },
      }),
    )
  const gone = await failing('EPIPE')
    .line('x')
    .catch(problem => problem)
  expect(nobodyListens(gone)).toBe(true)
  const full = await failing('ENOSPC')
    .line('x')
    .catch(problem => problem)
  expect(nobodyListens(full)).toBe(false)
  expect(full).toBeInstanceOf(Mistake)
  expect(full.message).toBe('standard output: no space left')
})

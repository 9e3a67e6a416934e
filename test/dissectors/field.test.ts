import { expect, test } from 'vitest'
import { type Field, fieldAt, named, problems } from '../../src/dissectors/field.ts'

const leaf = (name: string, start: number, problem?: Field['problem']): Field => ({
  name,
  start,
  end: start + 1,
  ...(problem ? { problem } : {}),
})

const tree: Field = {
  name: 'Packet',
  start: 0,
  end: 5,
  children: [
    leaf('Type', 0),
    { name: 'Transform', start: 1, end: 2, children: [leaf('Type', 1)] },
    { name: 'Transform', start: 2, end: 4, children: [leaf('Type', 2, { weight: 'odd', says: 'strange' }), leaf('Type', 3)] },
    leaf('Client/Server', 4, { weight: 'cut', says: 'gone' }),
  ],
}

test('the second of the same name has an index in its path', () => {
  expect(named(tree).map(([step]) => step)).toEqual(['Type', 'Transform', 'Transform[1]', 'Client∕Server'])
})

test.each([
  ['', 0, 5],
  ['Type', 0, 1],
  ['Transform/Type', 1, 2],
  ['Transform[1]/Type[1]', 3, 4],
  ['Client∕Server', 4, 5],
])('the field at "%s"', (path, start, end) => {
  expect(fieldAt(tree, path)).toMatchObject({ start, end })
})

test('there is none at a path that does not exist', () => {
  expect(fieldAt(tree, 'Transform[2]/Type')).toBeUndefined()
})

test('problems come in reading order, each with a path that finds its field', () => {
  const found = problems(tree)
  expect(found.map(({ path, problem }) => [path, problem.weight])).toEqual([
    ['Transform[1]/Type', 'odd'],
    ['Client∕Server', 'cut'],
  ])
  for (const { path, problem } of found) expect(fieldAt(tree, path)?.problem).toBe(problem)
})

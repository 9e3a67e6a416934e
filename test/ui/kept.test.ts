/** How far somebody came in a lesson, kept in the browser. */
import { beforeEach, expect, test, vi } from 'vitest'
import type { Lesson } from '../../src/lessons/index.ts'
import { isFinished, keep, keptLessons, nameOf, resumed } from '../../src/ui/lessons/kept.ts'

const lesson: Lesson = {
  title: 'T',
  symptom: 'S',
  scenario: 'N2',
  captures: ['a.pcap'],
  keys: [],
  line: 1,
  steps: [
    { line: 1, text: 'One' },
    { line: 2, text: 'Two' },
  ],
}
const at = (step: number) => keep({ lesson, step, answers: new Map(), picked: [], findings: [] })
const named = () => nameOf({ ...lesson, steps: 2 }, keptLessons().T)

beforeEach(() => {
  const said = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => said.get(key) ?? null,
    setItem: (key: string, text: string) => said.set(key, text),
  })
})

test('a lesson goes on where it was left, and begins anew once it was done', () => {
  at(1)
  expect([resumed(lesson).step, named()]).toEqual([1, 'S'])
  at(2)
  expect([resumed(lesson).step, named()]).toEqual([0, 'T'])
})

test('a lesson that was done stays so when it is opened again', () => {
  at(2)
  at(0)
  expect([isFinished(keptLessons().T, 2), named(), resumed(lesson).step]).toEqual([true, 'T', 0])
  at(1)
  expect([isFinished(keptLessons().T, 2), resumed(lesson).step]).toEqual([true, 1])
  expect(isFinished({ step: 1, done: {} }, 2)).toBe(false)
})

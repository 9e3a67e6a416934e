/** A lesson runs: its findings are kept back until it is left, and its questions are answered step by step. */
import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/host/protocol.ts'
import { type Lesson, lessonIn } from '../../src/lessons/index.ts'
import type { Action } from '../../src/ui/action.ts'
import { reduceWithCourse, score, stepDone } from '../../src/ui/lessons/course.ts'
import { besideLesson } from '../../src/ui/lessons/useLessonKeys.ts'
import { atStart, type State } from '../../src/ui/state.ts'
import { natt } from './sampleReport.ts'

const lesson = (
  lessonIn(`title: T
scenario: N2
captures: a.pcap
steps:
  - text: One
    question: How many?
    number: copies
    answer: 4
    hints: [Count., Count again.]
    reveal: Four.
  - text: Two
`) as { lesson: Lesson }
).lesson
const session = {} as Session
const finding = {
  rule: 'no-answer',
  scenario: 'N2',
  severity: 'error',
  title: 'T',
  says: 'S',
  confidence: 'certain',
  place: 'unknown',
} as const
const report = { ...natt(), findings: [{ ...finding, negotiation: null, because: [], evidence: [], otherwise: [], tryNext: [] }] }

const said = (...actions: Action[]): State => actions.reduce(reduceWithCourse, atStart())
const begun: Action[] = [
  { type: 'reading', names: ['a.pcap'] },
  { type: 'lesson', lesson, step: 0, answers: new Map() },
  { type: 'opened', names: ['a.pcap'], session, report },
]
const answer = (number: number, right: boolean): Action => ({
  type: 'answer',
  given: { kind: 'number', number },
  judged: { right, says: '…' },
})

describe('findings', () => {
  test('are kept back while the lesson runs, also when keys bring a new report', () => {
    const unlocked: Action = { type: 'unlocked', session, report, says: '' }
    for (const state of [said(...begun), said(...begun, unlocked)]) {
      expect(state.opened!.report.findings).toEqual([])
      expect(state.course!.findings).toEqual(report.findings)
    }
  })
  test('are not shown while the captures are still being read', () => {
    const progress = { name: 'a.pcap', read: 1, size: 2, packets: 3, report }
    expect(said(...begun.slice(0, 2), { type: 'progress', progress }).opened).toBeUndefined()
  })
  test('are there when the lesson is left', () => {
    const state = said(...begun, { type: 'leave' })
    expect(state.course).toBeUndefined()
    expect(state.opened!.report.findings).toEqual(report.findings)
  })
  test('another capture ends the lesson, a failed one does not begin it', () => {
    const other = said(...begun, { type: 'reading', names: ['b'] }, { type: 'opened', names: ['b'], session, report })
    expect([other.course, other.opened!.report.findings.length]).toEqual([undefined, 1])
    const failed = said(...begun.slice(0, 2), { type: 'failed', name: 'a.pcap', why: 'x' })
    expect(failed.coming).toBeUndefined()
  })
})

test('keys of the workspace that a lesson has for itself are reached with Shift', () => {
  expect(['N', 'P', 'G', '+', '→'].map(besideLesson)).toEqual(['Shift N', 'Shift P', 'G', '+', '→'])
})

describe('steps and answers', () => {
  test('stay within the lesson; one behind the last is its end', () => {
    const at = (to: number) => said(...begun, { type: 'step', to }).course!.step
    expect([at(-1), at(1), at(2), at(3)]).toEqual([0, 1, 2, 2])
  })
  test('a question is open until it is right or shown, and then it stays so', () => {
    const wrong = said(...begun, answer(3, false), { type: 'hint' })
    expect(wrong.course!.answers.get(0)).toMatchObject({ tries: 1, hints: 1, says: '…' })
    expect(stepDone(wrong.course!, 0)).toBe(false)
    const right = said(...begun, answer(3, false), answer(4, true), { type: 'show' }, answer(5, false))
    expect(right.course!.answers.get(0)).toMatchObject({ tries: 2, done: 'right' })
    expect(score(right.course!)).toEqual({ asked: 1, done: 1, right: 1 })
    expect(score(said(...begun, { type: 'show' }).course!)).toEqual({ asked: 1, done: 1, right: 0 })
    expect(stepDone(right.course!, 1)).toBe(true)
  })
})

import type { Given, Judged, Lesson, Selected } from '../../lessons/index.ts'
import type { Finding } from '../../trace/report.ts'
import type { Action, PageAction } from '../action.ts'
import { withAside } from '../notes/aside.ts'
import { reduce } from '../reduce.ts'
import type { State } from '../state.ts'

/** A lesson under way. */
export interface Course {
  readonly lesson: Lesson
  /** Place of the step; as many as there are steps: it is done. */
  readonly step: number
  readonly answers: ReadonlyMap<number, Answer>
  /** Selected as the answer so far, where several packets are asked for. */
  readonly picked: readonly Selected[]
  /** What the report says, kept back while the lesson runs. */
  readonly findings: readonly Finding[]
}

/** What became of a question. */
export interface Answer {
  readonly tries: number
  /** Hints given. */
  readonly hints: number
  /** The learner found it, or had it shown. */
  readonly done?: 'right' | 'shown'
  /** What was said to the last answer, and which option it was. */
  readonly says?: string
  readonly option?: number
}

/** What can happen in a lesson. */
export type CourseAction =
  /** A lesson begins once its captures are read. */
  | { readonly type: 'lesson'; readonly lesson: Lesson; readonly step: number; readonly answers: Course['answers'] }
  | { readonly type: 'step'; readonly to: number }
  | { readonly type: 'answer'; readonly given: Given; readonly judged: Judged }
  | { readonly type: 'hint' }
  | { readonly type: 'show' }
  | { readonly type: 'pick'; readonly packets: readonly Selected[] }
  | { readonly type: 'leave' }

const nothing: Answer = { tries: 0, hints: 0 }

/** What the page shows after something happened, a lesson included: while one runs, no finding is in the report. */
export function reduceWithCourse(state: State, action: Action): State {
  switch (action.type) {
    case 'lesson': {
      const { lesson, step, answers } = action
      return { ...state, coming: { lesson, step: Math.min(Math.max(step, 0), lesson.steps.length), answers, picked: [], findings: [] } }
    }
    case 'step':
      return within(state, course => ({ ...course, step: Math.min(Math.max(action.to, 0), course.lesson.steps.length), picked: [] }))
    case 'answer': {
      const { given, judged } = action
      return answered(state, answer => ({
        ...answer,
        tries: answer.tries + 1,
        says: judged.says,
        ...(given.kind === 'choose' ? { option: given.option } : {}),
        ...(judged.right ? { done: 'right' } : {}),
      }))
    }
    case 'hint':
      return answered(state, answer => ({ ...answer, hints: answer.hints + 1 }))
    case 'show':
      return answered(state, ({ says: _, ...answer }) => ({ ...answer, done: 'shown' }))
    case 'pick':
      return within(state, course => ({ ...course, picked: action.packets }))
    case 'leave':
      return left(state)
    default:
      return keptBack(withAside(state, onPage(state, action)))
  }
}

/** A lesson begins when its captures are there; until then nothing of them is shown, so that no finding is either. */
function onPage(state: State, action: PageAction): State {
  const { coming, ...rest } = state
  if (action.type === 'progress' && coming) {
    const { report: _, ...progress } = action.progress
    return reduce(state, { ...action, progress })
  }
  if (action.type === 'opened' && coming) {
    const { coming: _, ...opened } = reduce(state, action) as State
    return { ...opened, course: coming }
  }
  if (action.type === 'reading' || action.type === 'failed' || action.type === 'cancelled') return reduce(rest, action)
  return reduce(state, action)
}

function keptBack(state: State): State {
  const { course, opened } = state
  if (!course || !opened || opened.report.findings.length === 0) return state
  const { finding: _, ...rest } = state
  return {
    ...rest,
    opened: { ...opened, report: { ...opened.report, findings: [] } },
    course: { ...course, findings: opened.report.findings },
  }
}

/** The captures stay open, with what the report says of them. */
function left(state: State): State {
  const { course, opened, ...rest } = state
  if (!course || !opened) return state
  return { ...rest, opened: { ...opened, report: { ...opened.report, findings: course.findings } } }
}

function within(state: State, change: (course: Course) => Course): State {
  return state.course ? { ...state, course: change(state.course) } : state
}

function answered(state: State, change: (answer: Answer) => Answer): State {
  return within(state, course => {
    const answer = course.answers.get(course.step) ?? nothing
    if (answer.done || !course.lesson.steps[course.step]?.question) return course
    return { ...course, answers: new Map(course.answers).set(course.step, change(answer)) }
  })
}

/** Whether everything of a step has been said: it asks nothing, or its question is done. */
export function stepDone({ lesson, answers }: Pick<Course, 'lesson' | 'answers'>, step: number): boolean {
  return !lesson.steps[step]?.question || answers.get(step)?.done !== undefined
}

/** Whether a number is asked for that was not found yet: what can be counted is not told meanwhile. */
export function isCounting(course: Course | undefined): boolean {
  return course?.lesson.steps[course.step]?.question?.kind === 'number' && !stepDone(course, course.step)
}

/** Questions, those done, and those answered without having it shown. */
export function score({ lesson, answers }: Pick<Course, 'lesson' | 'answers'>): { asked: number; done: number; right: number } {
  const places = lesson.steps.flatMap(({ question }, i) => (question ? [i] : []))
  const count = (how: (answer: Answer) => boolean) => places.filter(i => how(answers.get(i) ?? nothing)).length
  return { asked: places.length, done: count(one => one.done !== undefined), right: count(one => one.done === 'right') }
}

import type { Lesson } from '../../lessons/index.ts'
import type { Answer, Course } from './course.ts'

/** How far somebody came in a lesson. */
export interface Kept {
  readonly step: number
  readonly done: Readonly<Record<string, 'right' | 'shown'>>
  /** It was done to its end once, also when it was begun anew. */
  readonly finished?: boolean
}

const KEY = 'ikescope.lessons'

/** Lessons begun in this browser, by their title. */
export function keptLessons(): Readonly<Record<string, Kept>> {
  try {
    const said: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    const whole = Object.entries(said ?? {}).filter(([, one]) => typeof one?.step === 'number' && typeof one.done === 'object' && one.done)
    return Object.fromEntries(whole) as Record<string, Kept>
  } catch {
    return {}
  }
}

/** What a lesson is called: what it was about only to whoever has done it. */
export function nameOf(
  lesson: { readonly title: string; readonly symptom?: string; readonly steps: number },
  kept: Kept | undefined,
): string {
  const { title, symptom, steps } = lesson
  return symptom === undefined || isFinished(kept, steps) ? title : symptom
}

/** Whether it was done to its end, at this time or before. */
export function isFinished(kept: Kept | undefined, steps: number): boolean {
  return kept !== undefined && (kept.finished === true || kept.step >= steps)
}

/** Keeps how far a course is, in this browser. */
export function keep({ lesson, step, answers }: Course): void {
  const done = Object.fromEntries([...answers].flatMap(([at, answer]) => (answer.done ? [[at, answer.done]] : [])))
  const all = keptLessons()
  const steps = lesson.steps.length
  const finished = step >= steps || isFinished(all[lesson.title], steps)
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...all, [lesson.title]: { step, done, ...(finished ? { finished } : {}) } }))
  } catch {
    // A browser that keeps nothing lets a lesson begin at its first step.
  }
}

/** Where to go on in a lesson: a lesson that was done begins anew. */
export function resumed(lesson: Lesson): { readonly step: number; readonly answers: ReadonlyMap<number, Answer> } {
  const kept = keptLessons()[lesson.title]
  if (!kept || kept.step >= lesson.steps.length) return { step: 0, answers: new Map() }
  const answers = Object.entries(kept.done).flatMap(([at, done]): [number, Answer][] =>
    lesson.steps[Number(at)]?.question && (done === 'right' || done === 'shown') ? [[Number(at), { tries: 0, hints: 0, done }]] : [],
  )
  return { step: kept.step, answers: new Map(answers) }
}

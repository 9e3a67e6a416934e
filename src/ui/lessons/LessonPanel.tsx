import { useEffect, useRef, useState } from 'react'
import { judged, type Selected } from '../../lessons/index.ts'
import { useApp } from '../app.ts'
import { Cited } from '../case/Cite.tsx'
import type { Row } from '../ladder/row.ts'
import { Asked } from './Asked.tsx'
import { type Course, stepDone } from './course.ts'
import { Done } from './Done.tsx'
import { keep } from './kept.ts'
import { Says } from './Says.tsx'
import { useLessonKeys } from './useLessonKeys.ts'
import { useLook } from './useLook.ts'
import { toggledPick, useSelected } from './useSelected.ts'

/** The left column while a lesson runs: a step, its question, what is said to the answer, and the way on. */
export function LessonPanel({ course, row }: { course: Course; row: Row | undefined }) {
  const { dispatch } = useApp()
  const { lesson, step: at, picked } = course
  const step = lesson.steps[at]
  const selected = useSelected(row)
  const heading = useRef<HTMLHeadingElement>(null)
  const scrolled = useRef<HTMLDivElement>(null)
  useLook()
  useEffect(() => keep(course), [course])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every step is read from its beginning
  useEffect(() => heading.current?.focus(), [at])

  const done = stepDone(course, at)
  const onward = useRef<HTMLButtonElement>(null)
  const before = useRef({ at, done })
  useEffect(() => {
    const answered = done && step?.question !== undefined
    if (answered) scrolled.current?.scrollTo({ top: scrolled.current.scrollHeight })
    // Whoever answered in a field, or with a button that is gone, would write N into it, or nowhere.
    const isHere = document.activeElement === document.body || document.activeElement?.closest('.lesson-panel')
    if (answered && before.current.at === at && !before.current.done && isHere) onward.current?.focus({ preventScroll: true })
    before.current = { at, done }
  }, [at, done, step])
  const [passing, setPassing] = useState<number>()
  const isPassing = passing === at && !done
  const go = (to: number) => {
    setPassing(undefined)
    dispatch({ type: 'step', to })
  }
  const next = () => go(at + 1)
  // Whoever reads with N comes to the question, and not past it before they saw it.
  const toQuestion = () => {
    setPassing(at)
    const asked = scrolled.current?.querySelector<HTMLElement>('.asked')
    asked?.scrollIntoView({ block: 'nearest' })
    asked?.querySelector<HTMLElement>('.options button, .count input')?.focus()
  }
  useLessonKeys({
    next: () => (done || isPassing ? next() : toQuestion()),
    previous: () => go(at - 1),
    answer: () => {
      if (done || step?.question?.kind !== 'number') return false
      scrolled.current?.querySelector<HTMLElement>('.count input')?.focus()
      return true
    },
    space: () => {
      const question = step?.question
      if (!step || done || !question) return step && next()
      if (question.kind !== 'select' || !selected) return
      if (question.all) dispatch({ type: 'pick', packets: toggledPick(picked, selected) })
      else answer(selected)
    },
  })
  const answer = (packet: Selected) => {
    const given = { kind: 'select', packets: [packet] } as const
    if (step?.question) dispatch({ type: 'answer', given, judged: judged(step.question, given) })
  }

  const count = lesson.steps.length
  return (
    <aside className="case lesson-panel" aria-label="Lesson">
      <div className="scroll" ref={scrolled}>
        <p className="cap">
          Lesson
          <button type="button" className="link small plain" onClick={() => dispatch({ type: 'leave' })}>
            Leave the lesson
          </button>
        </p>
        <h2 className="lesson-title">{step ? (lesson.symptom ?? lesson.title) : lesson.title}</h2>
        <h3 ref={heading} tabIndex={-1} className="lesson-place">
          {step ? `Step ${at + 1} of ${count}` : 'Done'}
        </h3>
        <progress max={count} value={at} aria-label="How far" />
        {!step && <Done course={course} />}
        {at === 0 && lesson.about !== undefined && (
          <p className="lesson-about">
            <Cited text={lesson.about} />
          </p>
        )}
        {step && (
          <p className="lesson-text">
            <Cited text={step.text} />
          </p>
        )}
        {step?.question && <Asked key={at} question={step.question} course={course} selected={selected} />}
        {step?.finding !== undefined && done && <Says rule={step.finding} findings={course.findings} />}
      </div>
      <p className="lesson-passing" role="status">
        {isPassing && (
          <>
            The question is not answered yet. <kbd>N</kbd> once more goes on without.
          </>
        )}
      </p>
      <nav className="lesson-nav" aria-label="Steps">
        <button type="button" className="btn" disabled={at === 0} onClick={() => go(at - 1)}>
          Back <kbd>P</kbd>
        </button>
        {step && (
          <button ref={onward} type="button" className={done ? 'btn main' : 'btn'} onClick={next}>
            {at + 1 < count ? (done ? 'Next' : 'Skip') : 'Finish'} <kbd>N</kbd>
            {!done && !isPassing && (
              <>
                {' '}
                <kbd>N</kbd>
              </>
            )}
          </button>
        )}
      </nav>
    </aside>
  )
}

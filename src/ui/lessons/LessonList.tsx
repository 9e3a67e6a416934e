import { useState } from 'react'
import { useApp } from '../app.ts'
import type { OfferedLesson } from '../offered.ts'
import { Sketch } from '../start/Sketch.tsx'
import { sketchOf, unsolved } from '../start/sketches.ts'
import { isFinished, type Kept, keptLessons, nameOf } from './kept.ts'

/** Lessons to learn from, on the start screen, with how far one has come. */
export function LessonList({ lessons }: { lessons: readonly OfferedLesson[] }) {
  const { opening } = useApp()
  const [kept] = useState(keptLessons)
  return (
    <div className="lessons">
      {lessons.map(lesson => {
        const name = nameOf(lesson, kept[lesson.title])
        const sketch = sketchOf(sketched(lesson))
        return (
          <button key={lesson.name} type="button" className="lesson" onClick={() => void opening.open(lesson.files)}>
            <Sketch lines={name === lesson.title ? sketch : unsolved(sketch)} />
            <h3>{name}</h3>
            <p>{progress(lesson, kept[lesson.title])}</p>
          </button>
        )
      })}
    </div>
  )
}

/** Sketches go by the names of the recordings; a lesson's own name says the same in other words. */
function sketched({ name }: OfferedLesson): string {
  const words: readonly (readonly [RegExp, string])[] = [
    [/fragments/, 'fragdrop'],
    [/4500/, '4500'],
    [/replies/, 'oneway'],
    [/mtu/, 'pmtu'],
    [/nobody|filter/, 'not_running'],
    [/silent|esp-blocked/, 'firewalled'],
    [/wrong-key/, 'wrong'],
    [/proposal/, 'noprop'],
    [/rekey/, 'rekey'],
    [/changed|delete/, 'loss'],
  ]
  return words.find(([pattern]) => pattern.test(name))?.[1] ?? name
}

function progress({ steps }: OfferedLesson, kept: Kept | undefined): string {
  if (isFinished(kept, steps)) return 'done'
  if (!kept || kept.step === 0) return `${steps} steps`
  return `step ${kept.step + 1} of ${steps}`
}

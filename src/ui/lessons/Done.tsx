import { useApp } from '../app.ts'
import { type Course, score } from './course.ts'
import { keptLessons, nameOf } from './kept.ts'

/** The end of a lesson: how it went, and where to go from here. */
export function Done({ course }: { course: Course }) {
  const { dispatch, offered, opening } = useApp()
  const { asked, right } = score(course)
  const lessons = offered?.lessons ?? []
  const here = lessons.findIndex(one => one.title === course.lesson.title)
  const next = here < 0 ? undefined : lessons[here + 1]
  return (
    <div className="lesson-done">
      <p className="lesson-text">
        {course.lesson.symptom !== undefined && `“${course.lesson.symptom}”: that was it. `}
        {asked > 0 && `You found ${right} of ${asked} answers yourself. `}
        The captures stay open: look at all that ikescope says of them, or go on.
      </p>
      <p>
        <button type="button" className="btn" onClick={() => dispatch({ type: 'leave' })}>
          Look at the findings
        </button>
      </p>
      {next && (
        <p>
          <button type="button" className="btn main" onClick={() => void opening.open(next.files)}>
            Next: {nameOf(next, keptLessons()[next.title])}
          </button>
        </p>
      )}
      <p>
        <button type="button" className="btn" onClick={() => opening.close()}>
          Back to the start
        </button>
      </p>
    </div>
  )
}

import { type Given, judged, type Question, type Selected } from '../../lessons/index.ts'
import { useApp } from '../app.ts'
import { Cited } from '../case/Cite.tsx'
import { Icon } from '../icons.tsx'
import { Choose, Count, Select } from './answers.tsx'
import type { Course } from './course.ts'

/** A question: how it is answered, what was said to the last answer, hints, and in the end what is to be said about it. */
export function Asked({ question, course, selected }: { question: Question; course: Course; selected: Selected | undefined }) {
  const { dispatch } = useApp()
  const answer = course.answers.get(course.step) ?? { tries: 0, hints: 0 }
  const give = (given: Given) => dispatch({ type: 'answer', given, judged: judged(question, given) })
  const done = answer.done !== undefined
  const hints = question.hints.slice(0, answer.hints)
  return (
    <section className="asked" aria-label="Question">
      <p className="asks">
        <Cited text={question.asks} />
      </p>
      {question.kind === 'choose' && <Choose question={question} answer={answer} give={give} />}
      {question.kind === 'number' && <Count question={question} done={done} give={give} />}
      {question.kind === 'select' && <Select question={question} done={done} picked={course.picked} selected={selected} give={give} />}
      <div role="status">
        {answer.says !== undefined && (
          <p className={`said ${answer.done === 'right' ? 'right' : 'wrong'}`}>
            <Icon name={answer.done === 'right' ? 'established' : 'failed'} />
            <span>
              <Cited text={answer.says} />
            </span>
          </p>
        )}
        {!done &&
          hints.map(hint => (
            <p key={hint} className="hint">
              <b>Hint.</b> <Cited text={hint} />
            </p>
          ))}
        {done && (
          <p className="revealed">
            <Cited text={question.reveal} />
          </p>
        )}
      </div>
      {!done && (
        <p className="asked-more">
          {answer.hints < question.hints.length && (
            <button type="button" className="link" onClick={() => dispatch({ type: 'hint' })}>
              {answer.hints === 0 ? 'A hint' : 'Another hint'}
            </button>
          )}
          <button type="button" className="link" onClick={() => dispatch({ type: 'show' })}>
            Show the answer
          </button>
        </p>
      )}
    </section>
  )
}

import { type KeyboardEvent, useState } from 'react'
import { type Given, numberIn, packetName, type Question, type Selected } from '../../lessons/index.ts'
import { useApp } from '../app.ts'
import { Cite } from '../case/Cite.tsx'
import { Icon } from '../icons.tsx'
import type { Answer } from './course.ts'
import { toggledPick } from './useSelected.ts'

type Of<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>
type Give = (given: Given) => void

/** Options; the one that is pressed is the answer. */
export function Choose({ question, answer, give }: { question: Of<'choose'>; answer: Answer; give: Give }) {
  return (
    <ul className="options" onKeyDown={throughOptions}>
      {question.options.map(({ text }, option) => {
        const right = answer.done !== undefined && option === question.answer
        const chosen = answer.option === option
        return (
          <li key={text}>
            <button
              type="button"
              aria-pressed={chosen}
              disabled={answer.done !== undefined}
              className={right ? 'right' : chosen ? 'wrong' : undefined}
              onClick={() => give({ kind: 'choose', option })}
            >
              {(right || chosen) && <Icon name={right ? 'established' : 'failed'} />}
              {text}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** ↑ and ↓ go through the options, as Tab does. */
function throughOptions(event: KeyboardEvent<HTMLElement>) {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const all = [...event.currentTarget.querySelectorAll('button')]
  const next = by === 0 ? undefined : all[all.indexOf(event.target as HTMLButtonElement) + by]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** A number is written. */
export function Count({ question, done, give }: { question: Of<'number'>; done: boolean; give: Give }) {
  const [text, setText] = useState(done ? String(question.answer) : '')
  return (
    <form
      className="count"
      onSubmit={event => {
        event.preventDefault()
        if (text.trim() !== '') give({ kind: 'number', number: numberIn(text, question) })
      }}
    >
      <label>
        <input
          inputMode="decimal"
          value={done ? String(question.answer) : text}
          readOnly={done}
          size={8}
          onChange={event => setText(event.currentTarget.value)}
        />{' '}
        {question.unit}
      </label>
      {!done && (
        <button type="submit" className="btn">
          Check
        </button>
      )}
    </form>
  )
}

/** A packet is selected in the ladder or the list, and taken as the answer; or several are, one after the other. */
export function Select(props: {
  question: Of<'select'>
  done: boolean
  picked: readonly Selected[]
  selected: Selected | undefined
  give: Give
}) {
  const { question, done, picked, selected, give } = props
  const { dispatch } = useApp()
  if (done)
    return (
      <p className="picked">
        {question.answer.slice(0, 12).map(packet => (
          <Cite key={packetName(packet)} {...packet} />
        ))}
      </p>
    )
  const name = selected ? packetName(selected) : undefined
  const has = picked.some(one => packetName(one) === name)
  return (
    <>
      <p className="muted small">Click a row, or move with ↑ and ↓; with ← and → you reach its copies and fragments.</p>
      {picked.length > 0 && (
        <p className="picked">
          {picked.map(packet => (
            <Cite key={packetName(packet)} trace={packet.trace} packet={packet.packet} />
          ))}
        </p>
      )}
      <p className="select">
        <button
          type="button"
          className="btn"
          disabled={!selected}
          onClick={() => {
            if (!selected) return
            if (question.all) dispatch({ type: 'pick', packets: toggledPick(picked, selected) })
            else give({ kind: 'select', packets: [selected] })
          }}
        >
          {name === undefined ? 'Nothing is selected' : !question.all ? `It is ${name}` : has ? `Take ${name} away` : `Add ${name}`}{' '}
          <kbd>Space</kbd>
        </button>
        {question.all && (
          <button type="button" className="btn" disabled={picked.length === 0} onClick={() => give({ kind: 'select', packets: picked })}>
            These are all
          </button>
        )}
      </p>
    </>
  )
}

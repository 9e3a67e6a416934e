import { useEffect } from 'react'
import { sentence } from '../../trace/findings/wording.ts'
import { useApp } from '../app.ts'
import { Reading } from '../bar/Reading.tsx'
import { useHelp } from '../help/help.ts'
import { Icon } from '../icons.tsx'
import { LessonList } from '../lessons/LessonList.tsx'
import type { Example } from '../offered.ts'
import { useFocusKept } from '../useFocusKept.ts'
import { Recent } from './Recent.tsx'
import { Sketch } from './Sketch.tsx'
import { sketchOf } from './sketches.ts'

/** The page before anything is open. */
export function Start() {
  const { state, dispatch, choose, opening, offered } = useApp()
  const lessons = offered?.lessons ?? []
  const examples = lessons.length > 0 ? [] : (offered?.examples ?? [])
  const help = useHelp()
  useFocusKept()
  useEffect(() => {
    document.title = 'ikescope'
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest('[role=dialog]')) return
      if (/^[ob]$/i.test(event.key)) choose({ both: /b/i.test(event.key) })
      if (event.key === '?') dispatch({ type: 'dialog', dialog: 'keys' })
      if (event.key === 'Escape') opening.cancel()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [choose, opening, dispatch])
  return (
    <div className="start">
      <main tabIndex={-1}>
        <h1>What went wrong between these two hosts?</h1>
        <p className="leadp">Drop a capture anywhere in this window. With one from each end, you also see what was lost and where.</p>
        {state.reading && <Reading />}
        {state.failure && (
          <div className="failure" role="alert">
            <Icon name="failed" />
            <p>
              <b>{state.failure.name}</b> cannot be shown.
              <small>{sentence(state.failure.why)}</small>
            </p>
          </div>
        )}
        <div className="dropz">
          <div>
            <svg viewBox="0 0 92 74" aria-hidden="true">
              <rect className="net" x="30" y="0" width="32" height="74" />
              <path className="lane" d="M12 0V74" />
              <path className="lane ghost" d="M80 0V74" />
              <path className="msg" d="M12 18H78M14 36H80M12 56H44" />
              <path className="head-mark" d="M79 18l-8-4v8zM13 36l8-4v8z" />
              <text className="n" x="50" y="61">
                ?
              </text>
            </svg>
            <div>
              <h2>One capture</h2>
              <p>What that end saw, and what it cannot know.</p>
              <button type="button" className="btn" onClick={() => choose()}>
                Open a capture <kbd>O</kbd>
              </button>
            </div>
          </div>
          <div>
            <svg viewBox="0 0 92 74" aria-hidden="true">
              <rect className="net" x="30" y="0" width="32" height="74" />
              <path className="lane" d="M12 0V74M80 0V74" />
              <path className="msg" d="M12 18H78M14 36H80M12 56H46" />
              <path className="head-mark" d="M79 18l-8-4v8zM13 36l8-4v8z" />
              <path className="cross" d="M41 51l10 10M51 51l-10 10" />
            </svg>
            <div>
              <h2>Both ends</h2>
              <p>Two files, selected or dropped together: one from each end.</p>
              <button type="button" className="btn main" onClick={() => choose({ both: true })}>
                Open both ends <kbd>B</kbd>
              </button>
            </div>
          </div>
        </div>
        <div className={examples.length + lessons.length > 0 ? 'cols' : 'cols one'}>
          <Recent />
          {lessons.length > 0 && (
            <section>
              <p className="cap">Learn from an example</p>
              <LessonList lessons={lessons} />
            </section>
          )}
          {examples.length > 0 && (
            <section>
              <p className="cap">Learn from an example</p>
              <div className="lessons">
                {examples.map(example => (
                  <Lesson key={example.name} example={example} onOpen={() => void opening.open(example.files)} />
                ))}
              </div>
            </section>
          )}
        </div>
      </main>
      <footer className="quiet">
        <span>Nothing leaves this machine.</span>
        <button type="button" className="link" onClick={() => help({ book: 'handbook' })}>
          Handbook
        </button>
        <span>pcap, pcapng, Network Monitor, gzip.</span>
      </footer>
    </div>
  )
}

function Lesson({ example, onOpen }: { example: Example; onOpen: () => void }) {
  return (
    <button type="button" className="lesson" onClick={onOpen}>
      <Sketch lines={sketchOf(example.name)} />
      <h3>{example.title}</h3>
      <p>{example.files.map(file => file.name).join(' and ')}</p>
    </button>
  )
}

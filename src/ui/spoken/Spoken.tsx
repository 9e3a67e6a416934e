import { useEffect, useState } from 'react'
import { useApp } from '../app.ts'
import type { Row } from '../ladder/row.ts'
import { chosenWords, openedWords, readingWords, timesWords } from './words.ts'

/** Tells those who do not see the page how far reading has come and what was opened. It stays while all else changes. */
export function SpokenReading() {
  const { state } = useApp()
  return <Polite words={readingWords(state) || openedWords(state)} />
}

/** Tells what is chosen, unless the list that has the focus tells its rows itself. */
export function SpokenChoice({ row }: { row?: Row }) {
  const { state } = useApp()
  const { view, finding } = state
  const [words, setWords] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each choice
  useEffect(() => {
    const tells = document.activeElement?.closest('[data-pane=ladder],[data-pane=packets]') != null
    setWords(chosenWords(state, tells ? undefined : row))
  }, [view, finding, row?.id, state.selection?.packet])
  return <Polite words={words} />
}

/** Tells how times are written when that changes. */
export function SpokenTimes() {
  const { state } = useApp()
  const [before, setBefore] = useState(state.times)
  const [words, setWords] = useState('')
  if (state.times !== before) {
    setBefore(state.times)
    setWords(timesWords(state))
  }
  return <Polite words={words} />
}

function Polite({ words }: { words: string }) {
  return (
    <p className="off-screen" role="status" aria-live="polite">
      {words}
    </p>
  )
}

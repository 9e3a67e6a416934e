import type { CSSProperties } from 'react'
import { useApp } from '../app.ts'
import { whoseTimes } from '../state.ts'
import { timeFormatSaid, timeFormatShort } from '../time.ts'

/** Says at the head of the times how they are written; pressing it, as T does, shows them the next way. */
export function TimesShown({ style }: { style?: CSSProperties }) {
  const { state, dispatch } = useApp()
  const report = state.opened?.report
  const whose = whoseTimes(state)
  const said = timeFormatSaid(state.times, report, whose)
  const short = timeFormatShort(state.times, report, whose)
  return (
    <button
      type="button"
      className="times-shown"
      style={style}
      aria-label={`Times: ${short}`}
      title={`Times: ${said}  T`}
      onClick={() => dispatch({ type: 'times' })}
    >
      {short}
    </button>
  )
}

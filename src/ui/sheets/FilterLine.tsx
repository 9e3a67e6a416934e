import { asked } from '../../host/asked.ts'
import { useApp } from '../app.ts'
import { capturesSaid } from '../captures.ts'

/** The way to see only what fits; or, of a query that cannot be meant so, where it is wrong. @param insisted also while it may still be typed */
export function FilterLine({ text, insisted, onFilter }: { text: string; insisted: boolean; onFilter: () => void }) {
  const { state, dispatch } = useApp()
  const { opened } = state
  const read = asked(text)
  if (!read.ok) {
    const { start, end, says, open } = read.mistake
    if (open && !insisted) return <p className="seek-read">{says}</p>
    return (
      <p className="seek-wrong" role="alert">
        <code>
          {text.slice(0, start)}
          <mark>{text.slice(start, end)}</mark>
          {text.slice(end)}
        </code>
        <span>{says}</span>
      </p>
    )
  }
  if (read.query.terms.length === 0 && !state.filter) return null
  return (
    <div className="seek-line">
      <span>
        In the ladder, the negotiations and the packets
        {opened && opened.report.traces.length > 1 && ` of ${capturesSaid(opened.report, 'and')}`}
      </span>
      {state.filter && (
        <button type="button" className="link" onClick={() => dispatch({ type: 'filter' })}>
          Show all again
        </button>
      )}
      {read.query.terms.length > 0 && (
        <button type="button" className="link" onClick={onFilter}>
          Show only what fits <kbd>Shift</kbd> <kbd>Enter</kbd>
        </button>
      )}
    </div>
  )
}

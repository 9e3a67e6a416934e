import { useApp } from '../app.ts'
import { duration } from '../time.ts'

/** Says that only a part of the capture is shown, as long as that is so, and leads back to all of it. */
export function Narrowed({ end }: { end: number | undefined }) {
  const { state, dispatch } = useApp()
  if (!state.window) return null
  const [from, to] = state.window
  return (
    <div className="narrowed" role="status">
      <span>
        Only {duration(from)} to {duration(to)}
        {end === undefined ? '' : ` of ${duration(end)}`}
      </span>
      <button type="button" className="link" onClick={() => dispatch({ type: 'window' })}>
        Show all
      </button>
    </div>
  )
}

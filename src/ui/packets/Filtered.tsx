import { useApp } from '../app.ts'
import { counted } from '../ladder/label.ts'

/** Says that only some packets are listed, as long as that is so, and leads back to all of them. */
export function Filtered() {
  const { state, dispatch } = useApp()
  if (!state.filter || state.filter.trace !== state.trace) return null
  const { text, packets } = state.filter
  return (
    <div className="narrowed" role="status">
      <span>
        Only {counted(packets.length, 'packet')} with <code>{text}</code>
      </span>
      <button type="button" className="link" onClick={() => dispatch({ type: 'filter' })}>
        Show all
      </button>
    </div>
  )
}

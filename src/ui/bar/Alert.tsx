import { useApp } from '../app.ts'
import { Icon } from '../icons.tsx'

/** Says that something could not be opened while something else is open. */
export function Alert() {
  const { state, dispatch } = useApp()
  if (!state.failure) return null
  return (
    <div className="alert" role="alert">
      <Icon name="failed" />
      <p>
        <b>{state.failure.name}</b> was not opened: {state.failure.why}
      </p>
      <button type="button" className="btn" onClick={() => dispatch({ type: 'dismissed' })}>
        Close
      </button>
    </div>
  )
}

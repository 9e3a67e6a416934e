import { useApp } from '../app.ts'
import { Icon } from '../icons.tsx'

/** Says that something could not be opened while something else is open, or what became of keys. */
export function Alert() {
  const { state, dispatch } = useApp()
  if (!state.failure && state.notice)
    return (
      <div className="alert notice" role="status">
        <Icon name="unlock" />
        <p>{state.notice}</p>
        <button type="button" className="btn" onClick={() => dispatch({ type: 'dismissed' })}>
          Close
        </button>
      </div>
    )
  if (!state.failure) return null
  return (
    <div className="alert" role="alert">
      <Icon name="failed" />
      <p>
        <b>{state.failure.name}</b> was not {state.failure.undone ?? 'opened'}: {state.failure.why}
      </p>
      <button type="button" className="btn" onClick={() => dispatch({ type: 'dismissed' })}>
        Close
      </button>
    </div>
  )
}

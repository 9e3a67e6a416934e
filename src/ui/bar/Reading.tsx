import { grouped } from '../../text/figures.ts'
import { useApp } from '../app.ts'
import { megabytes } from './sizes.ts'

/** How far the reading has come, and the way out of it. */
export function Reading() {
  const { state, opening } = useApp()
  if (!state.reading) return null
  const { names, progress } = state.reading
  const known = progress !== undefined && progress.size > 0
  return (
    <div className="progress">
      <span>Reading {progress?.name ?? names.join(' and ')}</span>
      <progress aria-label="Read so far" {...(known ? { value: progress.read, max: progress.size } : {})} />
      {progress && (
        <span className="wide">
          {megabytes(progress.read)} of {megabytes(progress.size)}, {grouped(progress.packets)} packets
        </span>
      )}
      <button type="button" onClick={opening.cancel}>
        Cancel
      </button>
    </div>
  )
}

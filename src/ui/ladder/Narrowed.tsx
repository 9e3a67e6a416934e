import type { ReactNode } from 'react'
import { counted } from '../../text/figures.ts'
import { useApp } from '../app.ts'
import { FilterBar } from '../filter/FilterBar.tsx'
import { WalkBar } from '../sheets/WalkBar.tsx'
import { duration, moment } from '../time.ts'

/** Says that not everything is shown, as long as that is so, and leads back to all of it. */
export function Narrowed({ end }: { end: number | undefined }) {
  const { state, dispatch } = useApp()
  const { window, hidden, offersBoth } = state
  return (
    <>
      {offersBoth && (
        <div className="narrowed" role="status">
          <span>Both files are read.</span>
          <button type="button" className="link" onClick={() => dispatch({ type: 'view', view: 'both' })}>
            Show both ends
          </button>
          <button type="button" className="link" onClick={() => dispatch({ type: 'declined' })}>
            Stay here
          </button>
        </div>
      )}
      <FilterBar />
      <WalkBar />
      {window && (
        <Less onAll={() => dispatch({ type: 'window' })}>
          Only {moment(window[0])} to {moment(window[1])}
          {end === undefined ? '' : ` of ${duration(end)}`}
        </Less>
      )}
      {hidden.size > 0 && <Less onAll={() => dispatch({ type: 'unhide' })}>{hiddenText(hidden)}</Less>}
    </>
  )
}

function Less({ children, onAll }: { children: ReactNode; onAll: () => void }) {
  return (
    <div className="narrowed" role="status">
      <span>{children}</span>
      <button type="button" className="link" onClick={onAll}>
        Show all
      </button>
    </div>
  )
}

/** So many are named; of more the first, with the rest as a number. */
const NAMED = 6

/** `Hidden: A5 and B5`. Marks of packets are their trace and number, all others are negotiations. */
export function hiddenText(hidden: ReadonlySet<string>): string {
  const names = Array.from(hidden, mark =>
    mark.replace(/^(band )?([01]) (\d+)$/, (_, _band, trace, packet) => `${trace === '0' ? 'A' : 'B'}${packet}`),
  )
  const named = names.slice(0, NAMED)
  const more = names.length - named.length
  const last = more > 0 ? counted(more, 'more', 'more') : named.pop()
  return `Hidden: ${named.join(', ')}${named.length > 0 ? ' and ' : ''}${last}`
}

import { useApp } from '../app.ts'
import { counted, grouped } from '../ladder/label.ts'
import type { FieldSearch } from './useFieldSearch.ts'

/** How the search in the packets stands: how far it is, the way to end it, and the way to see only what it found. */
export function FieldSearchLine(props: { search: FieldSearch; text: string; listed: number; onFilter: () => void }) {
  const { search, text, listed, onFilter } = props
  const { state, dispatch } = useApp()
  const { hits, searched = 0, of = 0 } = search
  if (search.state === 'idle') return null
  const found = `${counted(hits.length, 'packet')} ${hits.length === 1 ? 'has' : 'have'} such a field`
  const far = search.state === 'stopped' ? `, in the first ${grouped(searched)} packets` : ''
  return (
    <div className="seek-line" role="status">
      {search.state === 'running' ? (
        <>
          <span>
            Searching in packet {grouped(searched)} of {grouped(of)}
          </span>
          <progress aria-label="Searched so far" value={searched} max={Math.max(of, 1)} />
          <button type="button" className="link" onClick={search.stop}>
            Stop
          </button>
        </>
      ) : (
        <>
          <span>
            {hits.length === 0 ? 'No packet has such a field' : found}
            {far}
            {hits.length > listed && `; the first ${listed} are listed`}
          </span>
          {hits.length > 0 && (
            <button
              type="button"
              className="link"
              onClick={() => {
                onFilter()
                dispatch({ type: 'filter', filter: { text, trace: state.trace, packets: hits.map(hit => hit.packet) } })
              }}
            >
              Show only these packets
            </button>
          )}
        </>
      )}
    </div>
  )
}

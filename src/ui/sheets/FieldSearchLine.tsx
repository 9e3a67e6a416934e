import { counted, grouped } from '../ladder/label.ts'
import type { FieldSearch } from './useFieldSearch.ts'

/** How the search in the packets stands: how far it is, and the way to end it. */
export function FieldSearchLine({ search, listed }: { search: FieldSearch; listed: number }) {
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
        <span>
          {hits.length === 0 ? 'No packet has such a field' : found}
          {far}
          {hits.length > listed && `; the first ${listed} are listed`}
        </span>
      )}
    </div>
  )
}

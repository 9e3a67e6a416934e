import { useApp } from '../app.ts'
import { counted } from '../ladder/label.ts'
import { packetsOf } from './filter.ts'

/** Says what the page is narrowed to and how much of it there is, as long as that is so. */
export function FilterBar() {
  const { state, dispatch } = useApp()
  const { filter, trace, opened } = state
  if (!filter) return null
  const { text, searched, of, unnamed } = filter
  const traces = opened?.report.traces.length === 1 ? ([0] as const) : ([0, 1] as const)
  const counts = traces.map(one => packetsOf(filter, one).length)
  const found =
    counts.length === 1 || counts[1 - trace] === 0
      ? counted(counts[trace] ?? counts[0]!, 'packet')
      : `${counted(counts[0]!, 'packet')} of A, ${counts[1]!.toLocaleString('en-US')} of B`
  const far = searched < of ? `, ${Math.floor((100 * searched) / Math.max(of, 1))} % searched` : ''
  return (
    <div className="narrowed" role="status">
      <span>
        Only what fits <code>{text}</code>: {found}
        {far}
        {unnamed.length > 0 && `; no field here is called ${unnamed.join(' or ')}`}
      </span>
      <button type="button" className="link" onClick={() => dispatch({ type: 'dialog', dialog: 'search' })}>
        Change
      </button>
      <button type="button" className="link" onClick={() => dispatch({ type: 'filter' })}>
        Show all
      </button>
    </div>
  )
}

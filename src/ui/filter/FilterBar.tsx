import { useApp } from '../app.ts'
import { captureName, capturesOf } from '../captures.ts'
import { counted, grouped } from '../ladder/label.ts'
import { packetsOf } from './filter.ts'

/** Says what the page is narrowed to and how much of it there is, as long as that is so. */
export function FilterBar() {
  const { state, dispatch } = useApp()
  const { filter, opened } = state
  if (!filter) return null
  const { text, searched, of, unnamed } = filter
  const captures = opened ? capturesOf(opened.report).map(([capture]) => capture) : []
  const counts = captures.map(capture => ({ capture, count: packetsOf(filter, capture).length }))
  const found =
    counts.length < 2
      ? counted(counts[0]?.count ?? 0, 'packet')
      : counts
          .map(({ capture, count }, i) => `${i === 0 ? counted(count, 'packet') : grouped(count)} of ${captureName(capture)}`)
          .join(', ')
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

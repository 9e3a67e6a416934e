import type { Row } from '../ladder/row.ts'
import { isHidden } from '../notes/hiding.ts'
import { type Filter, rowFits } from './filter.ts'

/**
 * The rows of a ladder without those that are hidden or do not fit. Rows are left out after they were arranged, so that
 * what is said of the capture's ends stays true; pauses go, since something may have happened in them, and headings go
 * with the last row below them.
 */
export function narrowed(rows: readonly Row[], filter: Filter | undefined, hidden: ReadonlySet<string>, shown: 0 | 1): readonly Row[] {
  if (!filter && hidden.size === 0) return rows
  const kept: Row[] = []
  /** Negotiations of the rows below that are kept, up to the next heading: a band between them is of none. */
  const below = new Set<string | undefined>()
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]!
    const isHeading = row.kind === 'start' || row.kind === 'port'
    if (isHeading ? !below.has(row.negotiation) : left(row, filter, hidden, shown)) continue
    kept.push(row)
    if (row.kind === 'start') below.clear()
    else below.add(row.negotiation)
  }
  return kept.reverse()
}

function left(row: Row, filter: Filter | undefined, hidden: ReadonlySet<string>, shown: 0 | 1): boolean {
  if (row.kind === 'edge') return false
  if (row.kind === 'pause') return true
  return isHidden(row, shown, hidden) || (filter !== undefined && row.kind !== 'rest' && !rowFits(filter, row, shown))
}

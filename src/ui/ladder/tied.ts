import { isRefusal, quotedAs } from './icmp.ts'
import type { IcmpRow, Row, SingleRow } from './row.ts'

/**
 * Ties ICMP errors to the packet they quote where that is drawn by itself, and draws it refused when that is what they say.
 * @param trace the one that the rows are of, where they are not of both
 */
export function tied(rows: readonly Row[], trace: 0 | 1): readonly Row[] {
  const bands = new Set(rows.flatMap(row => (row.kind === 'band' ? [row.id] : [])))
  const open = rows.filter((row): row is IcmpRow => row.kind === 'icmp' && (row.quotes === undefined || bands.has(row.quotes)))
  if (open.length === 0) return rows
  const singles = new Map<string, SingleRow>()
  for (const row of rows) if (row.kind === 'single') for (const key of places(row, trace)) singles.set(key, row)
  if (singles.size === 0) return rows
  const changed = new Map<Row, Row>()
  for (const row of open) {
    const { error } = row
    const quoted = singles.get(`${error.trace} ${error.quotes?.packet}`)
    if (!quoted) continue
    changed.set(row, { ...row, quotes: quoted.id, after: row.time - quoted.time, ...quotedAs(quoted) })
    if (isRefusal(error) && quoted.end !== 'arrived')
      changed.set(quoted, { ...quoted, end: 'refused', refusedBy: error.from === error.quotes?.to ? 'host' : 'network' })
  }
  return changed.size === 0 ? rows : rows.map(row => changed.get(row) ?? row)
}

/** Where a packet was captured: trace and number. */
function places({ packets, seen }: SingleRow, trace: 0 | 1): string[] {
  if (!seen) return packets.map(packet => `${trace} ${packet}`)
  return seen.flatMap((one, at) => one?.packets.map(packet => `${at} ${packet}`) ?? [])
}

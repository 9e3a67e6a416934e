import { type Layout, packetsIn } from './layout.ts'
import type { Row } from './row.ts'

/** A row to choose, by one of its packets or by its first; or a row that is to be opened, closed or continued. */
export type Step = { readonly row: Row; readonly packet?: number } | { readonly fold: string }

/**
 * Where → (1) and ← (-1) lead from a row: through the pieces of a message and its copies, into a fold or a band and out of it
 * again. What is closed is opened first; what is open is closed from its own row. Undefined: nowhere.
 * @param packet the one of the row that is looked at, in `trace`
 */
export function within(
  { rows, indexOf }: Pick<Layout, 'rows' | 'indexOf'>,
  row: Row,
  packet: number | undefined,
  trace: 0 | 1,
  by: 1 | -1,
): Step | undefined {
  const holds = row.kind === 'fold' || row.kind === 'band'
  if (holds && by > 0 !== (row.open ?? false)) return { fold: row.id }
  const pieces = holds ? [] : packetsIn(row, trace)
  const next = pieces[pieces.indexOf(packet ?? -1) + by]
  if (next !== undefined && pieces.includes(packet ?? -1)) return { row, packet: next }
  const from = indexOf.get(row.id) ?? 0
  const isKin = kinOf(rows, row)
  const kin = by > 0 ? rows.slice(from + 1).find(isKin) : rows.slice(0, from).findLast(isKin)
  if (kin?.kind === 'rest') return { fold: kin.id }
  if (!kin) return undefined
  const last = by < 0 && kin.kind !== 'fold' && kin.kind !== 'band' ? packetsIn(kin, trace).at(-1) : undefined
  return { row: kin, ...(last === undefined ? {} : { packet: last }) }
}

/** Rows that belong together: the copies of a message and their fold; a band, its packets, and what is left of them. */
function kinOf(rows: readonly Row[], row: Row): (other: Row) => boolean {
  if (row.kind === 'message' || row.kind === 'fold')
    return other => (other.kind === 'message' || other.kind === 'fold') && other.message === row.message
  const band = row.kind === 'band' ? row : rows.find(one => one.kind === 'band' && row.kind === 'single' && isOf(row, one))
  if (band?.kind !== 'band') return () => false
  return other => other === band || isOf(other, band) || (other.kind === 'rest' && other.id.startsWith(`${band.id} more `))
}

/** Whether a row is one packet of a band. */
function isOf(row: Row, band: Row): boolean {
  return row.kind === 'single' && band.kind === 'band' && row.from === band.from && row.says[0] === band.flow.spi
}

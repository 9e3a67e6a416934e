import type { OfferMatrix, OfferRow } from '../trace/negotiation/offerMatrix.ts'
import { columns } from './columns.ts'

/** An offer way by way in plain characters, its columns one below the other: for a mail, in a font of one width. */
export function offerLines(matrix: OfferMatrix, caption: string): string[] {
  const rows = matrix.rows.map(row => [
    `${row.proposal}${row.transform === null ? '' : `.${row.transform}`}`,
    ...matrix.columns.map(column => row.values[column]?.join(' / ') ?? '-'),
    remark(row),
  ])
  return [caption, ...columns([['', ...matrix.columns, ''], ...rows]), ...(matrix.more > 0 ? [`  and ${matrix.more} more`] : [])]
}

/** `chosen`; else what differs, and what the other side has there. */
function remark({ chosen, unlike, beside }: OfferRow): string {
  if (chosen) return 'chosen'
  if (unlike.length === 0) return ''
  return `differs: ${unlike.map(column => `${column}, the other side has ${beside?.[column]?.join(' / ') ?? 'none'}`).join('; ')}`
}

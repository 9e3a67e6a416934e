import type { Capture } from '../captures.ts'
import type { MessageRow, Row } from '../ladder/row.ts'

/** With both ends: which packets of a message did not arrive, as the capture of its sender numbers them. Elsewhere no capture can tell. */
export function pieceFates(row: Row | undefined, capture: Capture): ReadonlyMap<number, 'lost' | 'refused'> {
  const copies: readonly MessageRow[] = row?.kind === 'message' ? [row] : row?.kind === 'fold' ? (row.inside?.copies ?? []) : []
  return new Map(
    copies
      .filter(copy => copy.seen !== undefined && capture === (copy.from === 'left' ? 0 : 1))
      .flatMap(({ pieces }) => pieces)
      .flatMap(({ packet, end }) => (packet !== undefined && (end === 'lost' || end === 'refused') ? [[packet, end] as const] : [])),
  )
}

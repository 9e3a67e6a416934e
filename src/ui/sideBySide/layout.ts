import type { Geometry } from '../ladder/layout.ts'
import type { MessageRow, Piece, Row, SingleRow } from '../ladder/row.ts'

// Two ladders on one clock: A's in the left half, B's in the right one, the common time between them. Rows are those of
// both ends together, so what one end does not have leaves a hole in its half, and the holes are the finding.

const GUTTER = 74
const CLOCK = 96
const WIDEST = 1500
const NARROWEST = 180

/** Both halves, and the middle of the clock between them. */
export interface Halves {
  readonly width: number
  readonly a: Geometry
  readonly b: Geometry
  readonly clock: number
}

export function halves(width: number, u: number): Halves {
  const figure = Math.min(width, WIDEST * u)
  const left = (width - figure) / 2 + GUTTER * u
  const span = Math.max((figure - (2 * GUTTER + CLOCK) * u) / 2, NARROWEST * u)
  const half = (from: number): Geometry => ({
    width: span,
    u,
    left: from,
    right: from + span,
    from: from + 0.36 * span,
    to: from + 0.64 * span,
  })
  const second = left + span + CLOCK * u
  return { width: Math.max(width, second + span + GUTTER * u), a: half(left), b: half(second), clock: left + span + (CLOCK / 2) * u }
}

/** A row as one end alone shows it; undefined where that end has nothing of it. */
export function atEnd(row: Row, trace: 0 | 1): Row | undefined {
  if (row.kind === 'message') return row.seen?.[trace] && messageAt(row, trace)
  if (row.kind === 'icmp') return row.seen?.[trace] && { ...row, lost: false }
  if (row.kind === 'single') return row.seen?.[trace] && singleAt(row, trace)
  return row.seen ? row.seen[trace] && row : row
}

/** What was changed on the way left its sender as it was. */
function singleAt(row: SingleRow, trace: 0 | 1): SingleRow {
  const { changed, ...rest } = row
  const sends = row.from === (trace === 0 ? 'left' : 'right')
  return { ...rest, end: 'arrived', ...(changed && !sends ? { changed } : {}) }
}

function messageAt(row: MessageRow, trace: 0 | 1): MessageRow {
  const sends = row.from === (trace === 0 ? 'left' : 'right')
  return {
    ...row,
    end: row.end === 'refused' && sends ? 'refused' : 'arrived',
    pieces: row.pieces.map(piece => (sends ? { ...piece, end: 'arrived' } : received(piece))),
    modified: row.modified && !sends,
  }
}

function received({ label, other }: Piece): Piece {
  return other === undefined ? { label } : { label, packet: other, other, end: 'arrived' }
}

/** Why one half has a hole where the other has a row; `lost` only when it is known to have been lost. */
export function hole(row: Row, trace: 0 | 1): { readonly says: string; readonly lost: boolean } {
  const [here, there] = trace === 0 ? ['A', 'B'] : ['B', 'A']
  const lost =
    (row.kind === 'message' && row.end === 'lost') || (row.kind === 'icmp' && row.lost === true) || (row.kind === 'band' && !!row.lost)
  if (lost) return { says: `left ${there}; nothing came to ${here}`, lost }
  if (row.kind === 'message' && row.end === 'arrived') return { says: `not in ${here}'s capture, though ${there} has it`, lost }
  return { says: `not in ${here}'s capture`, lost }
}

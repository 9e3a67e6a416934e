import type { Geometry } from '../ladder/layout.ts'

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

/** Where both lie, px. @param width of the pane; the figure may be wider  @param u px of one unit of the drawing */
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

import { DrawnFoot, DrawnHeads, DrawnRows, FOOT, heightOfRows } from '../picture/Drawn.tsx'
import type { Figure } from '../picture/figure.ts'
import { headOf } from '../picture/HostHead.tsx'

/** Ladders and rows of each that are printed; the viewer has all. */
const MOST_LADDERS = 12
const MOST_ROWS = 400
/** Height of the pieces a ladder is cut into, so that a page break falls between rows. */
const PIECE = 200

/** The ladders, each cut into pieces that a page can hold. */
export function Ladders({ figures }: { figures: readonly Figure[] }) {
  if (figures.length === 0) return null
  const shown = figures.slice(0, MOST_LADDERS)
  return (
    <section>
      <h2>{shown.length === 1 ? 'Ladder' : 'Ladders'}</h2>
      {shown.map((figure, i) => (
        <LadderPieces key={i} figure={figure} />
      ))}
      {figures.length > shown.length && <p>and {figures.length - shown.length} more pairs of hosts</p>}
    </section>
  )
}

function LadderPieces({ figure }: { figure: Figure }) {
  const { layout, pair } = figure
  const count = Math.min(layout.rows.length, MOST_ROWS)
  const borders = cuts(layout.offsets, count)
  return (
    <figure aria-label={`What ${pair.left} and ${pair.right} said to each other`}>
      <Piece width={figure.d.g.width} height={headOf(figure)}>
        <DrawnHeads {...figure} />
      </Piece>
      {borders.slice(1).map((last, i) => (
        <Piece key={last} width={figure.d.g.width} height={heightOfRows(layout, borders[i]!, last)}>
          <DrawnRows figure={figure} first={borders[i]!} last={last} />
        </Piece>
      ))}
      <Piece width={figure.d.g.width} height={FOOT}>
        <DrawnFoot figure={figure} more={layout.rows.length - count} />
      </Piece>
    </figure>
  )
}

function Piece({ width, height, children }: { width: number; height: number; children: React.ReactNode }) {
  return <svg viewBox={`0 0 ${width} ${height}`}>{children}</svg>
}

/** Indexes of the rows at which a ladder is cut, the first and the one behind the last included. */
export function cuts(offsets: Float64Array, count: number): number[] {
  const borders = [0]
  for (let row = 1; row < count; row++) if (offsets[row + 1]! - offsets[borders.at(-1)!]! > PIECE) borders.push(row)
  return count > 0 ? [...borders, count] : borders
}

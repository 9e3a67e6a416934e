import { renderToStaticMarkup } from 'react-dom/server'
import { Hatch } from '../icons.tsx'
import { DrawnFoot, DrawnHeads, DrawnRows, FOOT, heightOfRows } from './Drawn.tsx'
import type { Figure } from './figure.ts'
import { headOf } from './HostHead.tsx'
import { legible } from './legible.ts'
import { styleOf } from './style.ts'

/** More rows make a picture that nobody can open. */
const MOST_ROWS = 2000
const GAP = 28
const STYLE = '@@style@@'

/** A picture as text of an SVG file, and its size. */
export interface Svg {
  readonly svg: string
  /** px. */
  readonly width: number
  readonly height: number
}

/** What is left out of a picture or said otherwise. */
export interface HowDrawn {
  /** Height at which a ladder is cut off, px. */
  readonly tallest?: number
  /** CSS to go before the picture's own: a face that is brought along. */
  readonly css?: string
}

/** Ladders, one below the other, as an SVG file that stands by itself: no script, nothing to be fetched. */
export function svgOf(figures: readonly Figure[], how: HowDrawn = {}): Svg {
  const placed: { figure: Figure; top: number; last: number; rows: number }[] = []
  let height = 0
  for (const figure of figures) {
    const last = lastRow(figure, how.tallest)
    const rows = heightOfRows(figure.layout, 0, last)
    placed.push({ figure, top: height, last, rows })
    height += headOf(figure) + rows + FOOT + GAP
  }
  height = Math.max(1, Math.ceil(height - GAP))
  const width = figures.reduce((most, { d }) => Math.max(most, d.g.width), 1)
  const names = figures.map(({ pair }) => `${pair.left} and ${pair.right}`).join('; ')
  const markup = renderToStaticMarkup(
    <svg xmlns="http://www.w3.org/2000/svg" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img">
      <style>{STYLE}</style>
      <title>{`IKE and IPsec between ${names}`}</title>
      <defs>
        <Hatch />
      </defs>
      <rect className="sheet" width={width} height={height} />
      {placed.map(({ figure, top, last, rows }) => (
        <g key={`${figure.pair.key} ${top}`} transform={`translate(0 ${top})`}>
          <DrawnHeads {...figure} />
          <g transform={`translate(0 ${headOf(figure)})`}>
            <DrawnRows figure={figure} first={0} last={last} />
          </g>
          <g transform={`translate(0 ${headOf(figure) + rows})`}>
            <DrawnFoot figure={figure} more={figure.layout.rows.length - last} />
          </g>
        </g>
      ))}
    </svg>,
  )
  // The style is the project's own text: put in behind the escaping, so that `>` and quotes in it stay themselves.
  const clean = tidy(legible(markup))
  const styled = clean.replace(STYLE, () => `${how.css ?? ''}${styleOf(clean)}`)
  return { svg: `${styled}\n`, width, height }
}

/** How many rows of a figure are drawn. */
function lastRow({ layout: { rows, offsets } }: Figure, tallest = Number.POSITIVE_INFINITY): number {
  let last = Math.min(rows.length, MOST_ROWS)
  while (last > 1 && offsets[last]! > tallest) last--
  return last
}

/** Coordinates to a hundredth, a row a line: files that can be read and compared. */
function tidy(markup: string): string {
  return markup
    .replace(/ (?:x|y|x1|x2|y1|y2|cx|cy|d|width|height|dx|rx|transform|textLength)="[^"]*"/g, attribute =>
      attribute.replace(/-?\d+\.\d{3,}/g, number => `${Math.round(Number(number) * 100) / 100}`),
    )
    .replace(/<(g class="row"|defs|rect class="sheet"|\/svg)/g, '\n<$1')
}

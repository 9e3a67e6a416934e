import { grouped } from '../../text/figures.ts'
import { samples } from '../ladder/Legend.tsx'
import { along, type Layout } from '../ladder/layout.ts'
import { Rung } from '../ladder/marks/Rung.tsx'
import { rowName } from '../ladder/rowName.ts'
import { Ties } from '../ladder/Ties.tsx'
import type { Figure } from './figure.ts'
import { HostHead, headOf, shortened } from './HostHead.tsx'

/** Height below the last row: the legend and the caption. */
export const FOOT = 52

const nothing = () => {}

/** Heads of a figure's lifelines, from y = 0 on. */
export function DrawnHeads({ d, left, right, names }: Figure) {
  const height = headOf({ left, right })
  const { g, measure } = d
  return (
    <>
      <HostHead g={g} side="left" words={left} name={names?.get(left.address)} measure={measure} />
      <text className="s2 m n" x={(g.left + g.right) / 2} y={25}>
        Network
      </text>
      <HostHead g={g} side="right" words={right} name={names?.get(right.address)} measure={measure} />
      <line className="rule" x1="0" x2={g.width} y1={height - 0.5} y2={height - 0.5} />
    </>
  )
}

/** Rows [first, last) of a figure, the first at y = 0. */
export function DrawnRows({ figure, first, last }: { figure: Figure; first: number; last: number }) {
  const { d, layout } = figure
  const { g } = d
  const { rows, offsets } = layout
  const top = offsets[first] ?? 0
  const height = heightOfRows(layout, first, last)
  const middle = along(g, 'left', 0.5)
  return (
    <>
      <rect className="net" x={g.from} width={g.to - g.from} y="0" height={height} />
      {d.between && <line className="router" x1={middle} x2={middle} y1="0" y2={height} />}
      {rows.slice(first, last).map((row, i) => {
        const index = first + i
        return (
          <g key={row.id} className="row" transform={`translate(0 ${offsets[index]! - top})`}>
            <title>{rowName(row)}</title>
            <Rung d={d} row={row} height={offsets[index + 1]! - offsets[index]!} previous={rows[index - 1]?.time} toggle={nothing} />
          </g>
        )
      })}
      <Ties d={d} layout={layout} first={first} last={last} />
    </>
  )
}

/** Px from the top of row `first` to that of row `last`. */
export function heightOfRows({ offsets }: Layout, first: number, last: number): number {
  return (offsets[last] ?? 0) - (offsets[first] ?? 0)
}

/** What the shapes stand for, and what is shown. @param more rows that are left out */
export function DrawnFoot({ figure, more = 0 }: { figure: Figure; more?: number }) {
  const { d, layout, caption } = figure
  const { g, measure } = d
  const shapes = samples(layout, d.near)
  const widths = shapes.map(({ says }) => 26 + 6 + measure(says, false) * 0.9 + 22)
  let x = g.width / 2 - widths.reduce((sum, one) => sum + one, 0) / 2
  return (
    <>
      {shapes.map(({ says, shape }, i) => {
        const at = x
        x += widths[i]!
        return (
          <g key={says} transform={`translate(${at} 10)`}>
            {shape ?? (
              <text className="n m" x={18} y={9.5}>
                ?
              </text>
            )}
            <text className="s2" x={32} y={9}>
              {says}
            </text>
          </g>
        )
      })}
      <text className="s m" x={g.width / 2} y={42}>
        {shortened(more > 0 ? `${caption}; ${grouped(more)} more rows are left out` : caption, g.width - 24, measure)}
      </text>
    </>
  )
}

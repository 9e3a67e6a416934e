import { contextName, contextText } from '../context.ts'
import { type Drawing, heading } from '../drawing.ts'
import { along } from '../layout.ts'
import type { ContextRow } from '../row.ts'
import { Gutter } from './Gutter.tsx'

/** Where a third host stands: in the network. */
const THIRD = 0.5

/** Traffic beside IPsec: a thin grey line, with a head at each end that something came to. */
export function ContextMark({ d, row, previous }: { d: Drawing; row: ContextRow; previous?: number }) {
  const { g } = d
  const { run, from, third } = row
  const y = 21 * g.u
  const way = heading(from)
  const [near, far] = [along(g, from, 0), along(g, from, third ? THIRD : 1)]
  const head = (x: number, to: 1 | -1) => (
    <path className="head-mark ctx" transform={`translate(${x} ${y}) scale(${to * g.u} ${g.u})`} d="M-1.2 0L-7 -3.4V3.4Z" />
  )
  return (
    <>
      <line className="msg ctx" x1={near + way * 2} x2={far - way * 2} y1={y} y2={y} />
      {run.forth > 0 && head(far - (third ? way * 4 * g.u : 0), way)}
      {run.back > 0 && head(near, way === 1 ? -1 : 1)}
      {third && <circle className="dia ctx" cx={far} cy={y} r={3.5 * g.u} />}
      <text className={`s halo${way === 1 ? '' : ' e'}`} x={near + way * 14 * g.u} y={y - 6 * g.u}>
        <tspan className="m2">{contextName(run)}</tspan>
        <tspan dx={6 * g.u}>{third ? `with ${third}: ${contextText(run)}` : contextText(run)}</tspan>
      </text>
      <Gutter d={d} y={y} row={row} previous={previous} />
    </>
  )
}

import { contextName, contextWords } from '../context.ts'
import { type Drawing, heading } from '../drawing.ts'
import { cut, SMALL } from '../label.ts'
import { along } from '../layout.ts'
import type { ContextRow } from '../row.ts'
import { Gutter } from './Gutter.tsx'

/** Where a third host stands, and where a line ends of which one capture has nothing: in the network. */
const MIDDLE = 0.5

/** Traffic beside IPsec: a thin grey line, with a head at each end that something came to. */
export function ContextMark({ d, row, previous }: { d: Drawing; row: ContextRow; previous?: number }) {
  const { g } = d
  const { from, third } = row
  const y = 21 * g.u
  const way = heading(from)
  const { starts, ends, came, answered } = reachOf(row)
  const [near, far] = [along(g, from, starts), along(g, from, ends)]
  const words = third ? `with ${third}: ${contextWords(row)}` : contextWords(row)
  const room = (g.right - g.left - 34 * g.u) / SMALL - d.measure(contextName(row.run), true)
  const said = cut(words, room, d.measure)
  const head = (x: number, to: 1 | -1) => (
    <path className="head-mark ctx" transform={`translate(${x} ${y}) scale(${to * g.u} ${g.u})`} d="M-1.2 0L-7 -3.4V3.4Z" />
  )
  return (
    <>
      <line className="msg ctx" x1={near + way * 2} x2={far - way * 2} y1={y} y2={y} />
      {came && head(far - (third ? way * 4 * g.u : 0), way)}
      {answered && head(near, way === 1 ? -1 : 1)}
      {third && <circle className="dia ctx" cx={far} cy={y} r={3.5 * g.u} />}
      <text className={`s halo${way === 1 ? '' : ' e'}`} x={along(g, from, 0) + way * 14 * g.u} y={y - 6 * g.u}>
        <tspan className="m2">{contextName(row.run)}</tspan>
        <tspan dx={6 * g.u}>{said}</tspan>
        {said !== words && <title>{words}</title>}
      </text>
      <Gutter d={d} y={y} row={row} previous={previous} />
    </>
  )
}

/** From where to where its line goes, as shares of the way, and at which ends something came in. */
function reachOf({ run, runs, from, third }: ContextRow) {
  if (third) return { starts: 0, ends: MIDDLE, came: run.forth > 0, answered: run.back > 0 }
  if (!runs) return { starts: 0, ends: 1, came: run.forth > 0, answered: run.back > 0 }
  const [own, other] = from === 'left' ? runs : [runs[1], runs[0]]
  return { starts: own ? 0 : MIDDLE, ends: other ? 1 : MIDDLE, came: (other?.forth ?? 0) > 0, answered: (own?.back ?? 0) > 0 }
}

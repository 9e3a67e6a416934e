import { counted } from '../../../text/figures.ts'
import { Sign } from '../../icons.tsx'
import { duration } from '../../time.ts'
import { type Drawing, pin } from '../drawing.ts'
import { foldFigure } from '../figure.ts'
import { fitting } from '../label.ts'
import type { FoldRow } from '../row.ts'
import { Gutter } from './Gutter.tsx'

/** Size of its letters to those that are measured, with a little room. */
const SMALL = 0.9

/** Many copies of one message in one row, with all of them to the scale of time; opens into rows. */
export function FoldMark({
  d,
  row,
  height,
  previous,
  onToggle,
}: {
  d: Drawing
  row: FoldRow
  height: number
  previous?: number
  onToggle: () => void
}) {
  const { g, measure } = d
  const { u } = g
  const x = g.left + 14 * u
  const width = g.right - g.left - 28 * u
  const [more, rest] = foldText(row)
  const room = (width - 40 * u) / SMALL - measure(more, true)
  const all = rest.join(', ')
  const said = measure(all, false) <= room ? all : fitting(rest.map(brief), room, measure)
  return (
    <>
      <g className="fold-button" onClick={onToggle}>
        <rect className="box" rx={5 * u} x={x} y={4 * u} width={width} height={height - 8 * u} />
        <g transform={`translate(${x + 14.5 * u} ${17 * u}) rotate(${row.open ? 90 : 0})`}>
          <Sign name="chevron" x={-6.5 * u} y={-6.5 * u} size={13 * u} />
        </g>
        <text className="s2 ta n" x={x + 27 * u} y={21.5 * u} {...pin(d, measure(more, true) * SMALL)}>
          {more}
        </text>
        <text className="s2" x={x + 27 * u + measure(more, true) * SMALL + 5 * u} y={21.5 * u}>
          {!row.open && said !== all && <title>{all}</title>}
          {row.open ? 'shown below' : said}
        </text>
      </g>
      {!row.open && <Figure row={row} from={x + 66 * u} to={x + width - 24 * u} nameX={x + 12 * u} u={u} />}
      <Gutter d={d} y={17 * u} row={row} previous={previous} />
    </>
  )
}

function Figure({ row, from, to, nameX, u }: { row: FoldRow; from: number; to: number; nameX: number; u: number }) {
  const figure = foldFigure(row, from, to, u)
  const sent = 44 * u
  const came = 70 * u
  const hasErrors = figure.errors.length > 0
  const base = hasErrors ? 92 * u : 64 * u
  return (
    <g pointerEvents="none">
      <line className="hair2" x1={from - 6 * u} x2={to} y1={sent} y2={sent} />
      <text className="s2" x={nameX} y={sent + 4 * u}>
        {row.message.name.length > 7 ? 'copies' : row.message.name}
      </text>
      {figure.errors.map(({ x, copy }) =>
        copy === undefined ? null : (
          <path
            key={`${copy} ${x}`}
            className="arc"
            d={`M${copy} ${sent}C${copy + (x - copy) * 0.3} ${came} ${copy + (x - copy) * 0.3} ${came} ${x} ${came}`}
          />
        ),
      )}
      {figure.gaps.map(({ x, seconds }) => (
        <text key={x} className="s m" x={x} y={sent - 8 * u}>
          {duration(seconds)}
        </text>
      ))}
      {figure.copies.map(({ x, drawnAbove }, i) => (
        <path
          key={x}
          className={`head-mark ${i === 0 ? '' : 'ag'} ${drawnAbove ? 'pale' : ''}`}
          transform={`translate(${x} ${sent}) scale(${u})`}
          d="M-4 -4.5L5 0L-4 4.5Z"
        />
      ))}
      {hasErrors && (
        <>
          <line className="hair2" x1={from - 6 * u} x2={to} y1={came} y2={came} />
          <text className="s2" x={nameX} y={came + 4 * u}>
            ICMP
          </text>
          {figure.errors.map(({ x }) => (
            <path key={x} className="dia" transform={`translate(${x} ${came}) scale(${u})`} d="M0 -4.5l4.5 4.5l-4.5 4.5l-4.5 -4.5z" />
          ))}
        </>
      )}
      {figure.ticks.map(({ x, text }) => (
        <text key={text} className="mono m" x={x} y={base}>
          {text}
        </text>
      ))}
    </g>
  )
}

/** The same where there is little room. */
function brief(text: string): string {
  return shorter[text] ?? text.replace(/^over /, '').replace(/ to each$/, ' each')
}

const shorter: Readonly<Record<string, string>> = { 'each missing a piece': 'none whole', 'all lost on the way': 'all lost' }

/** `4 more copies`, and what else is to be said of them: `over 158 s`, `then no more`. */
export function foldText({ sent, shown, errors, gaveUp, fate }: FoldRow): [string, string[]] {
  const more = sent.length - shown
  const first = sent[Math.max(shown - 1, 0)]?.time ?? 0
  const span = (sent.at(-1)?.time ?? first) - first
  const kind = `ICMP ${errors[0]?.type}/${errors[0]?.code}`
  const answers = errors.length === 0 ? '' : errors.length < more ? `${kind} to ${errors.length} of them` : `${kind} to each`
  return [
    shown > 0 ? `${more} more ${more === 1 ? 'copy' : 'copies'}` : counted(more, 'copy', 'copies'),
    [`over ${duration(span)}`, fate ?? '', gaveUp ? 'then no more' : '', answers].filter(Boolean),
  ]
}

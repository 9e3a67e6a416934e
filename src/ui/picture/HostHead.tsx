import type { EndOf, HostWords } from '../ladder/hostWords.ts'
import type { Measure } from '../ladder/label.ts'
import type { Geometry } from '../ladder/layout.ts'
import type { Side } from '../ladder/row.ts'

/** Height of the heads above a figure's rows: of two lines, or of three or four. */
export function headOf({ left, right }: { readonly left: HostWords; readonly right: HostWords }): number {
  const lines = Math.max(more(left).length, more(right).length)
  return lines === 0 ? 56 : 57 + lines * LINE
}

const LINE = 17

/** What stands below address and place. */
function more({ nat, below }: HostWords): string[] {
  return [...(below ? [below] : []), ...(nat ? [`${nat.badge} ${nat.says}`] : [])]
}

const BADGE = 17

/** Who stands at a lifeline, as the page's heads say it. `name`: what somebody calls that host. */
export function HostHead(props: { g: Geometry; side: Side; words: HostWords; name?: string; measure: Measure }) {
  const { g, side, words, name, measure } = props
  const { address, end, far, place } = words
  const left = side === 'left'
  const x = left ? Math.max(8, g.left - 96) : Math.min(g.right + 96, g.width - 10)
  const anchor = left ? '' : ' e'
  const beside = x + (left ? 1 : -1) * (end ? BADGE + 8 : 0)
  const room = (g.right - g.left) / 2 + 40
  const called = name ? `${name}, ${address}` : address
  const cut = (text: string) => shortened(text, room, measure)
  return (
    <>
      {end && <Badge x={left ? x : x - BADGE} end={end} />}
      <text className={`address${anchor}${far ? ' pale' : ''}`} x={beside} y={25}>
        {cut(called) !== called && <title>{called}</title>}
        {cut(called)}
      </text>
      <text className={`s${anchor}`} x={x} y={43}>
        {cut(place)}
      </text>
      {more(words).map((line, i) => (
        <text key={line} className={`s${anchor}`} x={x} y={60 + i * LINE}>
          {cut(line)}
        </text>
      ))}
    </>
  )
}

function Badge({ x, end }: { x: number; end: EndOf }) {
  const open = end.shown ? '' : ' open'
  return (
    <>
      <rect className={`badge-box${open}`} x={x} y={11.5} width={BADGE} height={BADGE} rx={3} />
      <text className={`badge-name m${open}`} x={x + BADGE / 2} y={24}>
        {end.name}
      </text>
    </>
  )
}

/** A text cut where the room ends. */
export function shortened(text: string, room: number, measure: Measure): string {
  if (measure(text, true) <= room) return text
  let kept = Math.min(text.length, 400)
  while (kept > 0 && measure(`${text.slice(0, kept)}…`, true) > room) kept--
  return `${text.slice(0, kept)}…`
}

import type { Drawing } from '../drawing.ts'
import { shortened } from '../label.ts'
import type { NoteRow } from '../row.ts'

/** Size of its letters to those that are measured. */
const SMALL = 11.5 / 13

/** What somebody wrote: a slip of paper between the lifelines, one line of it. */
export function NoteMark({ d, row }: { d: Drawing; row: NoteRow }) {
  const { g, measure } = d
  const { u } = g
  const [x, width] = [g.left + 14 * u, g.right - g.left - 28 * u]
  const name = `${row.on.trace === 0 ? 'A' : 'B'}${row.on.packet}`
  const room = (width - 30 * u) / SMALL - measure(name, true)
  return (
    <>
      <path className="slip" d={`M${x} ${3 * u}h${width}v${17 * u}l${-7 * u} ${7 * u}h${7 * u - width}z`} />
      <path className="slip-fold" d={`M${x + width} ${20 * u}h${-7 * u}v${7 * u}`} />
      <text className="s2 n" x={x + 8 * u} y={19 * u}>
        {name}
      </text>
      <text className="s2" x={x + 16 * u + measure(name, true) * SMALL} y={19 * u}>
        {shortened(row.text.replaceAll(/\s+/g, ' '), room, measure)}
      </text>
    </>
  )
}

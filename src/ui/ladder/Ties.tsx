import { isClock } from '../time.ts'
import type { Drawing } from './drawing.ts'
import type { Layout } from './layout.ts'

/** Height within a row at which its arrow lies. */
const ARROW = 24

/** Curves in the outer margin from an ICMP error to the row that carries the packet it quotes, a diamond at the quoted end. */
export function Ties({ d, layout, first, last }: { d: Drawing; layout: Layout; first: number; last: number }) {
  const { g } = d
  // Beside the times, which are wider where they are a clock's.
  const away = d.times === 'utc' ? 176 : isClock(d.times) ? 138 : 108
  const top = layout.offsets[first] ?? 0
  return layout.ties
    .filter(({ from, to }) => from >= first && to < last)
    .map(({ from, to, side }) => {
      const row = layout.rows[from]
      const [y, quoted] = [from, to].map(i => (layout.offsets[i] ?? 0) - top + ARROW * g.u) as [number, number]
      const x = side === 'left' ? g.left - away * g.u : g.right + 46 * g.u
      const out = side === 'left' ? -16 * g.u : 18 * g.u
      const tone = row?.kind === 'icmp' && row.refuses ? ' re' : ''
      return (
        <g key={`${from} ${to}`} pointerEvents="none">
          <path className={`tie${tone}`} d={`M${x} ${y}C${x + out} ${y - 8} ${x + out} ${quoted + 8} ${x} ${quoted}`} />
          <path className={`dia${tone}`} transform={`translate(${x} ${quoted}) scale(${g.u})`} d="M0 -4l4 4l-4 4l-4 -4z" />
        </g>
      )
    })
}

import { isClock } from '../time.ts'
import type { Drawing } from './drawing.ts'
import { gutterWidth, type Layout, packetsIn } from './layout.ts'
import type { Side } from './row.ts'

/** Height within a row at which its arrow lies. */
const ARROW = 24
/** In the middle of a band. */
const BAND = 16

/** Curves in the outer margin from an ICMP error to the row that carries the packet it quotes, a diamond at the quoted end. */
export function Ties({ d, layout, first, last }: { d: Drawing; layout: Layout; first: number; last: number }) {
  const { g, half } = d
  const top = layout.offsets[first] ?? 0
  const heightOf = (i: number) => (layout.offsets[i] ?? 0) - top + (layout.rows[i]?.kind === 'band' ? BAND : ARROW) * g.u
  return layout.ties
    .filter(({ from, to }) => Math.max(from, to) >= first && Math.min(from, to) < last)
    .filter(({ from, to }) => half === undefined || [from, to].every(i => packetsIn(layout.rows[i]!, half).length > 0))
    .map(({ from, to, side }) => {
      const row = layout.rows[from]
      const [y, quoted] = [heightOf(from), heightOf(to)]
      const at = half === undefined ? side : half === 0 ? 'left' : 'right'
      const x = placeOf(d, at)
      const out = at === 'left' ? -16 * g.u : 18 * g.u
      const tone = row?.kind === 'icmp' && row.refuses ? ' re' : ''
      return (
        <g key={`${from} ${to}`} pointerEvents="none">
          <path className={`tie${tone}`} d={`M${x} ${y}C${x + out} ${y - 8} ${x + out} ${quoted + 8} ${x} ${quoted}`} />
          <path className={`dia${tone}`} transform={`translate(${x} ${quoted}) scale(${g.u})`} d="M0 -4l4 4l-4 4l-4 -4z" />
        </g>
      )
    })
}

/** Beside the numbers and times, which are wider where they are a clock's; of a half beside its numbers alone. */
function placeOf({ g, half, times, both, furthest }: Drawing, side: Side): number {
  const gutter = gutterWidth(1, times, furthest) - (isClock(times) ? 14 : 18)
  const away = half !== undefined ? 54 : side === 'left' || both ? gutter : 46
  return side === 'left' ? g.left - away * g.u : g.right + away * g.u
}

import type { Geometry, Layout } from '../ladder/layout.ts'
import type { Closed } from './closed.ts'

/** Where a capture had not begun or had ended: one hatched stretch over all rows that it cannot have. */
export function Shut({
  g,
  stretches,
  layout,
  first,
  last,
}: {
  g: Geometry
  stretches: readonly Closed[]
  layout: Layout
  first: number
  last: number
}) {
  const { offsets } = layout
  const top = offsets[first] ?? 0
  const inset = 1.5
  return stretches
    .filter(({ from, until }) => from < last && until > first)
    .map(({ from, until, says }) => {
      const y = (offsets[Math.max(from, first)] ?? 0) - top + (from >= first ? 8 * g.u : 0)
      const end = (offsets[Math.min(until, last)] ?? 0) - top - (until <= last ? 4 * g.u : 0)
      return (
        <g key={from} pointerEvents="none">
          <rect className="hatch" x={g.left + inset} width={g.right - g.left - 2 * inset} y={y} height={Math.max(end - y, 0)} />
          {from >= first && (
            <text className="s2 m halo" x={(g.left + g.right) / 2} y={y + 19 * g.u}>
              {says}
            </text>
          )}
        </g>
      )
    })
}

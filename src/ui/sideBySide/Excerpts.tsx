import type { Geometry, Layout } from '../ladder/layout.ts'
import type { Side } from '../ladder/row.ts'

/** A band, and those of its packets that are drawn below it by themselves; indexes of rows. */
export interface Excerpt {
  readonly from: Side
  readonly band: number
  readonly packets: readonly number[]
}

/** One for each band that has such packets, in the order of the rows. */
export function excerpts({ rows, indexOf }: Pick<Layout, 'rows' | 'indexOf'>): readonly Excerpt[] {
  const all = new Map<number, { from: Side; packets: number[] }>()
  for (const [i, row] of rows.entries()) {
    const band = row.kind === 'single' && row.of !== undefined ? indexOf.get(row.of) : undefined
    if (row.kind !== 'single' || band === undefined) continue
    const known = all.get(band)
    if (known) known.packets.push(i)
    else all.set(band, { from: row.from, packets: [i] })
  }
  return Array.from(all, ([band, one]) => ({ band, ...one }))
}

/** Ties packets that are drawn by themselves to the band above that they are of. */
export function Excerpts({
  g,
  all,
  layout,
  first,
  last,
}: {
  g: Geometry
  all: readonly Excerpt[]
  layout: Layout
  first: number
  last: number
}) {
  const { offsets } = layout
  const top = offsets[first] ?? 0
  return all
    .filter(({ band, packets }) => band < last && packets.at(-1)! >= first)
    .map(({ from, band, packets }) => {
      const x = from === 'left' ? g.left + 6 * g.u : g.right - 6 * g.u
      const at = (i: number) => (offsets[i] ?? 0) - top + 24 * g.u
      const end = at(Math.min(packets.at(-1)!, last))
      return (
        <g key={band} pointerEvents="none">
          <path className="tie" d={`M${x} ${at(Math.max(band, first - 1)) + 4 * g.u}V${end}`} />
          {packets
            .filter(i => i >= first && i < last)
            .map(i => (
              <circle key={i} className="dia" cx={x} cy={at(i)} r={2.5 * g.u} />
            ))}
        </g>
      )
    })
}

import { type Drawing, heading } from '../drawing.ts'
import { along } from '../layout.ts'
import type { Side } from '../row.ts'
import { REACH } from './Arrow.tsx'

/** Words beside the cross of a lost packet. */
export function LostOnTheWay({ d, from, y, reach = REACH.lost }: { d: Drawing; from: Side; y: number; reach?: number }) {
  return (
    <text className={`s2 tl halo${from === 'left' ? '' : ' e'}`} x={along(d.g, from, reach) + heading(from) * 13 * d.g.u} y={y + 4 * d.g.u}>
      lost on the way
    </text>
  )
}

/** It arrived with other bytes than it left with. */
export function Changed({ d, y }: { d: Drawing; y: number }) {
  const x = (d.g.from + d.g.to) / 2
  return (
    <>
      <circle className="changed" cx={x} cy={y} r={8 * d.g.u} />
      <text className="n m tl" x={x} y={y + 4.5 * d.g.u}>
        ≠
      </text>
    </>
  )
}

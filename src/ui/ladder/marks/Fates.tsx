import { type Drawing, heading } from '../drawing.ts'
import { along } from '../layout.ts'
import type { Side } from '../row.ts'
import { REACH } from './Arrow.tsx'

interface Lost {
  readonly d: Drawing
  readonly from: Side
  readonly y: number
  /** How far it came, and where it was lost, when a router between the ends tells. */
  readonly reach?: number
  readonly where?: string
}

/** Words beside the cross of a lost packet. */
export function LostOnTheWay({ d, from, y, reach = REACH.lost, where = 'lost on the way' }: Lost) {
  return (
    <text className={`s2 tl halo${from === 'left' ? '' : ' e'}`} x={along(d.g, from, reach) + heading(from) * 13 * d.g.u} y={y + 4 * d.g.u}>
      {where}
    </text>
  )
}

/** It arrived with other bytes than it left with. @param at px, in the middle without it: where words do not reach */
export function Changed({ d, y, at }: { d: Drawing; y: number; at?: number }) {
  const x = at ?? (d.g.from + d.g.to) / 2
  return (
    <>
      <circle className="changed" cx={x} cy={y} r={8 * d.g.u} />
      <text className="n m tl" x={x} y={y + 4.5 * d.g.u}>
        ≠
      </text>
    </>
  )
}

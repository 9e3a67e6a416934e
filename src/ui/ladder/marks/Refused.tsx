import { type Drawing, heading } from '../drawing.ts'
import { along } from '../layout.ts'
import type { MessageRow, SingleRow } from '../row.ts'
import { tookText } from '../took.ts'

/** A host refuses at its own door. */
const HOST_DOOR = 0.988

type Refusable = MessageRow | SingleRow

/** How far the arrow of a refused packet goes; undefined: as far as its end says. */
export function reachOf({ end, refusedBy }: Refusable): number | undefined {
  return end === 'refused' && refusedBy === 'host' ? HOST_DOOR : undefined
}

/** The word beside the bar that an arrow meets; at a host's own door behind how long it was on the way. */
export function Refused({ d, row, y }: { d: Drawing; row: Refusable; y: number }) {
  const byHost = row.refusedBy === 'host'
  const way = heading(row.from)
  const took = byHost ? tookText(row) : ''
  const x = along(d.g, row.from, byHost ? HOST_DOOR : 0.44) + way * 10 * (byHost ? -1 : 1) * d.g.u
  return (
    <text className={`s2 tr halo${(row.from === 'left') === byHost ? ' e' : ''}`} x={x} y={y + (byHost ? 14 : 4) * d.g.u}>
      {took && <tspan className="pale">{`${took}, `}</tspan>}
      refused
    </text>
  )
}

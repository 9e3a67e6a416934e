import type { AtRouter, Drawing } from '../drawing.ts'
import { along } from '../layout.ts'
import type { Side, SingleRow } from '../row.ts'

/** Where on its way a packet was lost: on this side of the router in the middle, or on the other. */
const REACH = { before: 0.3, behind: 0.64 }

/** What the router's capture says of a packet that a side sent. */
export function routed(d: Drawing, from: Side, packet: number | undefined): AtRouter {
  return packet === undefined ? {} : (d.between?.(from === 'left' ? 0 : 1, packet) ?? {})
}

/** The same of a row of one packet, which may have been told its number at the router. */
export function routedRow(d: Drawing, row: SingleRow): AtRouter {
  const at = routed(d, row.from, row.seen?.[row.from === 'left' ? 0 : 1]?.packets[0])
  return row.atR === undefined || !d.between ? at : { ...at, packet: row.atR }
}

/** How far the arrow of a lost packet goes; undefined where no router tells. */
export function lostReach({ lost }: AtRouter): number | undefined {
  return lost && REACH[lost]
}

/** `lost between A and R`, `lost at R or behind it`: R may have captured what it then dropped; undefined where no router tells. */
export function lostWhere({ lost }: AtRouter, from: Side): string | undefined {
  if (!lost) return undefined
  return lost === 'before' ? `lost between ${from === 'left' ? 'A' : 'B'} and R` : 'lost at R or behind it'
}

/** The number that a packet has in the router's capture, on its lifeline. @param above where words stand below the arrow */
export function RouterNumber({ d, y, at, above = false }: { d: Drawing; y: number; at: AtRouter; above?: boolean }) {
  if (at.packet === undefined) return null
  const x = along(d.g, 'left', 0.5)
  return (
    <>
      <circle className="at-router" cx={x} cy={y} r={2.5 * d.g.u} />
      <text className="mono m halo" x={x} y={y + (above ? -7 : 14) * d.g.u}>
        {at.packet}
      </text>
    </>
  )
}

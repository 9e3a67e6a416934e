import { gutterTime } from '../../time.ts'
import type { Drawing } from '../drawing.ts'

/** Packet number beside the lifeline, time outside it and paler. Drawn at the height of the arrow they belong to. */
export function Gutter({ d, y, packet, time, previous }: { d: Drawing; y: number; packet: string; time?: number; previous?: number }) {
  const { g, times, start } = d
  const base = y + 4 * g.u
  const beside = g.left - 12 * g.u
  return (
    <>
      <text className="p e" x={beside} y={base}>
        {packet}
      </text>
      {time !== undefined && (
        <text className="s e" x={beside - Math.max(42 * g.u, d.measure(packet, false) * 0.885 + 11 * g.u)} y={base}>
          {gutterTime(times, time, previous, start)}
        </text>
      )}
    </>
  )
}

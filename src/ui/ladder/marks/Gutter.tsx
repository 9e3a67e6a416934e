import { gutterTime } from '../../time.ts'
import type { Drawing } from '../drawing.ts'
import { packetRange, SMALL } from '../label.ts'
import type { Row, Side } from '../row.ts'

/** A row's packet numbers and time: beside the left lifeline, or, of both ends, each end's beside its own. */
export function Gutter({ d, y, row, previous }: { d: Drawing; y: number; row: Row; previous?: number }) {
  if (d.half !== undefined) return <Beside d={d} y={y} side={outer(d.half)} packet={packetRange(row.seen?.[d.half]?.packets ?? [])} />
  if (!d.both || !row.seen) return <Beside d={d} y={y} side="left" packet={packetRange(row.packets)} time={row.time} previous={previous} />
  const [a, b] = row.seen
  return (
    <>
      {a && <Beside d={d} y={y} side="left" packet={packetRange(a.packets)} time={a.time} previous={previous} />}
      {b && <Beside d={d} y={y} side="right" packet={packetRange(b.packets)} time={b.time} previous={previous} />}
    </>
  )
}

/** The lifeline at which a half's capture was taken. */
export function outer(half: 0 | 1): Side {
  return half === 0 ? 'left' : 'right'
}

const BETWEEN = 'Numbers that are left out are in a band, or are other traffic, such as ARP; the packet list has them all.'

/** Packet number beside a lifeline, time outside it and paler. Drawn at the height of the arrow they belong to. */
export function Beside({
  d,
  y,
  side,
  packet,
  time,
  previous,
}: {
  d: Drawing
  y: number
  side: Side
  packet: string
  time?: number
  previous?: number
}) {
  const { g, times, start } = d
  const out = side === 'left' ? -1 : 1
  const base = y + 4 * g.u
  // All digits are as wide as a 0: numbers of one length need to be measured once, and their times stand below each other.
  const beside = (side === 'left' ? g.left : g.right) + out * 12 * g.u
  const anchor = side === 'left' ? ' e' : ''
  return (
    <>
      <text className={`p${anchor}`} x={beside} y={base}>
        {d.half !== undefined && packet !== '' && (
          <title>{`${packet.includes('–') ? 'Packets' : 'Packet'} ${packet} of ${'AB'[d.half]}. ${BETWEEN}`}</title>
        )}
        {packet}
      </text>
      {time !== undefined && (
        <text
          className={`s${anchor}`}
          x={beside + out * Math.max(42 * g.u, d.measure(packet.replace(/\d/g, '0'), false) * SMALL + 11 * g.u)}
          y={base}
        >
          {gutterTime(times, time, previous, start)}
        </text>
      )}
    </>
  )
}

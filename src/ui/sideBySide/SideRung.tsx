import type { Dispatch } from 'react'
import type { Drawing } from '../ladder/drawing.ts'
import { packetRange } from '../ladder/label.ts'
import { Mark } from '../ladder/marks/Mark.tsx'
import type { Row } from '../ladder/row.ts'
import type { Action } from '../state.ts'
import { duration, gutterTime } from '../time.ts'
import { atEnd, hole } from './layout.ts'

export interface SideRungProps {
  readonly left: Drawing
  readonly right: Drawing
  /** Where the common clock stands. */
  readonly clock: number
  /** What a capture from a router between the ends says of a packet. */
  readonly between?: Drawing['between']
  readonly row: Row
  readonly height: number
  readonly previous?: number
  readonly toggle: Dispatch<Action>
}

/** One row of both ladders: each half as its end shows it, or a hole; the common time between them. */
export function SideRung({ left, right, clock, between, row, height, previous, toggle }: SideRungProps) {
  return (
    <>
      <Half d={left} trace={0} row={row} height={height} previous={previous} toggle={toggle} />
      <Clock d={left} x={clock} row={row} previous={previous} />
      {between && <Between d={left} x={clock} row={row} between={between} />}
      <Half d={right} trace={1} row={row} height={height} previous={previous} toggle={toggle} />
    </>
  )
}

interface HalfProps extends Pick<SideRungProps, 'row' | 'height' | 'previous' | 'toggle'> {
  readonly d: Drawing
  readonly trace: 0 | 1
}

function Half({ d, trace, row, height, previous, toggle }: HalfProps) {
  const { g } = d
  const own = atEnd(row, trace)
  return (
    <>
      <line className={trace === 0 ? 'lane' : 'lane ghost'} x1={g.left} x2={g.left} y1="0" y2={height} />
      <line className={trace === 0 ? 'lane ghost' : 'lane'} x1={g.right} x2={g.right} y1="0" y2={height} />
      {own ? (
        <Mark row={own} d={d} height={height} previous={previous} onToggle={() => toggle({ type: 'fold', row: row.id })} />
      ) : (
        <Hole d={d} row={row} trace={trace} height={height} />
      )}
    </>
  )
}

function Hole({ d, row, trace, height }: { d: Drawing; row: Row; trace: 0 | 1; height: number }) {
  const { g } = d
  const { says, lost } = hole(row, trace)
  const inset = 14 * g.u
  const middle = Math.min(height / 2, 30 * g.u)
  const x = trace === 0 ? g.right + 10 * g.u : g.left - 10 * g.u
  return (
    <>
      <rect
        className={lost ? 'hole lost' : 'hole'}
        x={g.left + inset}
        width={g.right - g.left - 2 * inset}
        y={5 * g.u}
        height={Math.max(height - 10 * g.u, 8)}
        rx={3 * g.u}
      />
      <text className={`s m halo${lost ? ' tl' : ''}`} x={(g.left + g.right) / 2} y={middle + 4 * g.u}>
        {row.kind === 'message' ? `${row.message.name} ${says}` : says}
      </text>
      {lost && <path className="cross" transform={`translate(${x} ${middle}) scale(${g.u})`} d="M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5" />}
    </>
  )
}

function Clock({ d, x, row, previous }: { d: Drawing; x: number; row: Row; previous?: number }) {
  const { u } = d.g
  if (row.kind === 'pause')
    return (
      <text className="s m" x={x} y={16.5 * u}>
        {duration(row.seconds)}
      </text>
    )
  if (!row.seen) return null
  return (
    <text className="s m" x={x} y={(row.kind === 'message' && row.pieces.length > 1 ? 33 : row.kind === 'band' ? 20 : 28) * u}>
      {gutterTime(d.times, row.time, previous, d.start)}
    </text>
  )
}

/** The third capture's column, under the common time: its number of the packet, or on which side of it the packet was lost. */
function Between({ d, x, row, between }: { d: Drawing; x: number; row: Row; between: NonNullable<Drawing['between']> }) {
  const { u } = d.g
  const told = betweenText(row, between)
  if (!told) return null
  const y = (row.kind === 'message' && row.pieces.length > 1 ? 33 : 28) * u + 14 * u
  return (
    <text className={`s m mono${told.lost ? ' tl' : ''}`} x={x} y={y}>
      {told.says}
    </text>
  )
}

/** `R12`, `R12–14`; of a lost one `lost before R`, `lost after R12`. */
export function betweenText(
  row: Row,
  between: NonNullable<Drawing['between']>,
): { readonly says: string; readonly lost: boolean } | undefined {
  if (row.kind !== 'message' && row.kind !== 'icmp' && row.kind !== 'single') return undefined
  const sender = row.from === 'right' ? 1 : 0
  const trace = row.seen?.[sender] ? sender : sender === 0 ? 1 : 0
  const all = (row.seen?.[trace]?.packets ?? []).map(packet => between(trace, packet))
  const numbers = row.kind === 'single' && row.atR !== undefined ? [row.atR] : all.flatMap(({ packet }) => packet ?? [])
  const lost = all.find(one => one.lost)?.lost
  if (lost === 'before') return { says: 'lost before R', lost: true }
  if (numbers.length === 0) return undefined
  const number = `R${packetRange(numbers)}`
  return lost ? { says: `lost after ${number}`, lost: true } : { says: number, lost: false }
}

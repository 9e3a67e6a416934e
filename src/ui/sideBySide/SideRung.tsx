import type { Dispatch } from 'react'
import type { Drawing } from '../ladder/drawing.ts'
import { cut, SMALL } from '../ladder/label.ts'
import { Mark } from '../ladder/marks/Mark.tsx'
import type { Row } from '../ladder/row.ts'
import type { Action } from '../state.ts'
import { Gap } from './Gap.tsx'
import { atEnd } from './half.ts'
import { type Hole, hole } from './hole.ts'

interface SideRungProps {
  readonly left: Drawing
  readonly right: Drawing
  /** Where the common clock stands. */
  readonly clock: number
  /** What a capture from a router between the ends says of a packet. */
  readonly between?: Drawing['between']
  readonly row: Row
  readonly height: number
  readonly previous?: number
  /** Translations that are first seen in a row, by A's packet number. */
  readonly translated?: ReadonlyMap<number, string>
  /** Captures that cannot have the row, since they had not begun or had ended. */
  readonly shut: readonly [boolean, boolean]
  readonly toggle: Dispatch<Action>
}

/** One row of both ladders: each half as its end shows it, or a hole; between them the common time, and what happened on the way. */
export function SideRung({ left, right, clock, between, row, height, previous, translated, shut, toggle }: SideRungProps) {
  const shared = { row, height, previous, toggle }
  return (
    <>
      <Half d={left} trace={0} shut={shut[0]} {...shared} />
      <Gap d={left} x={clock} row={row} previous={previous} between={between} translated={translated} shut={shut} />
      <Half d={right} trace={1} shut={shut[1]} {...shared} />
    </>
  )
}

interface HalfProps extends Pick<SideRungProps, 'row' | 'height' | 'previous' | 'toggle'> {
  readonly d: Drawing
  readonly trace: 0 | 1
  readonly shut: boolean
}

function Half({ d, trace, row, height, previous, shut, toggle }: HalfProps) {
  const { g } = d
  const own = shut ? undefined : atEnd(row, trace)
  const missing = own || shut ? undefined : hole(row, trace)
  return (
    <>
      <line className={trace === 0 ? 'lane' : 'lane ghost'} x1={g.left} x2={g.left} y1="0" y2={height} />
      <line className={trace === 0 ? 'lane ghost' : 'lane'} x1={g.right} x2={g.right} y1="0" y2={height} />
      {own && <Mark row={own} d={d} height={height} previous={previous} onToggle={() => toggle({ type: 'fold', row: row.id })} />}
      {missing && <HoleMark d={d} hole={missing} height={height} />}
    </>
  )
}

function HoleMark({ d, hole: { says, lost }, height }: { d: Drawing; hole: Hole; height: number }) {
  const { g } = d
  const inset = 14 * g.u
  const middle = Math.min(height / 2, 30 * g.u)
  const room = (g.right - g.left - 12 * g.u) / SMALL
  const said = cut(says, room, d.measure)
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
        {said}
        {said !== says && <title>{says}</title>}
      </text>
    </>
  )
}

import type { Dispatch } from 'react'
import type { Action } from '../../state.ts'
import type { Drawing } from '../drawing.ts'
import type { Row } from '../row.ts'
import { Mark } from './Mark.tsx'

/** A row between its lifelines; the one at which nothing was captured is dotted. */
export function Rung(props: { d: Drawing; row: Row; height: number; previous?: number; toggle: Dispatch<Action> }) {
  const { d, row, height, previous, toggle } = props
  return (
    <>
      <line className={d.near === 'right' ? 'lane ghost' : 'lane'} x1={d.g.left} x2={d.g.left} y1="0" y2={height} />
      <line className={d.near === 'left' ? 'lane ghost' : 'lane'} x1={d.g.right} x2={d.g.right} y1="0" y2={height} />
      <Mark row={row} d={d} height={height} previous={previous} onToggle={() => toggle({ type: 'fold', row: row.id })} />
    </>
  )
}

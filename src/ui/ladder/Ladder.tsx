import { useCallback, useMemo, useRef } from 'react'
import type { Negotiation, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { useMeasure } from '../measure.ts'
import { useViewport } from '../scrolling.ts'
import type { Drawing } from './drawing.ts'
import { Heads } from './Heads.tsx'
import type { HostPair } from './hostPairs.ts'
import { endsOf } from './hostWords.ts'
import { Legend } from './Legend.tsx'
import { type Cited, geometry, gutterWidth, isCited, type Layout } from './layout.ts'
import { Rung } from './marks/Rung.tsx'
import { Narrowed } from './Narrowed.tsx'
import { nearSide } from './nearSide.ts'
import { spanOf } from './pauses.ts'
import { Rungs } from './Rungs.tsx'
import type { Row } from './row.ts'
import { Ties } from './Ties.tsx'

export interface LadderProps {
  readonly pair: HostPair
  readonly trace: TraceSummary
  readonly layout: Layout
  readonly negotiation?: Negotiation
  readonly selected?: Row
  /** Packets that the chosen finding rests on. */
  readonly cited: Cited
  readonly onLook: (from: number, to: number) => void
}

/** What two hosts said to each other, row by row. */
export function Ladder({ pair, trace, layout, negotiation, selected, cited, onLook }: LadderProps) {
  const { state, dispatch } = useApp()
  const u = state.size
  const scrolled = useRef<HTMLDivElement>(null)
  const viewport = useViewport(scrolled)
  const measure = useMeasure(u)
  const digits = String(trace.packets).length
  const near = nearSide(negotiation ?? pair.negotiations[0], pair, state.trace)
  const d = useMemo<Drawing>(() => {
    const g = geometry(viewport.width, u, gutterWidth(digits, state.times))
    return { g, measure, near, times: state.times, start: trace.start }
  }, [viewport.width, u, digits, state.times, measure, near, trace.start])
  const { g } = d
  const draw = useCallback(
    (row: Row, height: number, previous?: number) => <Rung d={d} row={row} height={height} previous={previous} toggle={dispatch} />,
    [d, dispatch],
  )
  const choose = (row: Row) => {
    const packet = row.packets[0]
    if (row.kind === 'start') return dispatch({ type: 'negotiation', pair: pair.key, negotiation: row.negotiation })
    if (packet !== undefined) dispatch({ type: 'select', packet, row: row.id, negotiation: row.negotiation, reveal: false })
  }
  const quiet = useMemo(() => state.context && !layout.rows.some(row => row.kind === 'context'), [state.context, layout])
  const several = pair.negotiations.length > 1
  const isLit = (row: Row) => several && row.negotiation !== undefined && row.negotiation === negotiation?.id
  return (
    <div className="ladder">
      <Heads
        g={g}
        pair={pair}
        negotiation={negotiation}
        quiet={quiet}
        ends={endsOf(negotiation ?? pair.negotiations[0], pair, state.trace, state.opened?.report.traces.length === 1)}
      />
      <Narrowed end={spanOf(trace)} />
      <Rungs
        scrolled={scrolled}
        viewport={viewport}
        label={`Ladder of ${pair.left} and ${pair.right}`}
        layout={layout}
        width={g.width}
        selected={selected}
        classOf={row => `${isLit(row) ? ' lit' : ''}${isCited(row, cited, state.trace) ? ' cited' : ''}`}
        onChoose={choose}
        onLook={onLook}
        behind={height => <rect className="net" x={g.from} width={g.to - g.from} y="0" height={height} />}
        over={(first, last) => <Ties d={d} layout={layout} first={first} last={last} />}
        draw={draw}
      >
        <Legend layout={layout} near={near} />
      </Rungs>
    </div>
  )
}

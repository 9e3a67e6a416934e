import { useCallback, useMemo, useRef } from 'react'
import type { Negotiation, Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import type { Drawing } from '../ladder/drawing.ts'
import { Heads } from '../ladder/Heads.tsx'
import { endsOfBoth } from '../ladder/hostWords.ts'
import { Legend } from '../ladder/Legend.tsx'
import { along, type Cited, geometry, gutterWidth, isCited, type Layout } from '../ladder/layout.ts'
import { Rung } from '../ladder/marks/Rung.tsx'
import { Narrowed } from '../ladder/Narrowed.tsx'
import { Rungs } from '../ladder/Rungs.tsx'
import { lookedAt, type Row } from '../ladder/row.ts'
import { Ties } from '../ladder/Ties.tsx'
import { useMeasure } from '../measure.ts'
import { useViewport } from '../scrolling.ts'
import type { Lanes } from './lanes.ts'
import { atRouter } from './router.ts'

export interface BothEndsProps {
  readonly report: Report
  readonly hosts: Lanes
  readonly layout: Layout
  readonly negotiation?: Negotiation
  readonly selected?: Row
  readonly cited: Cited
  readonly onLook: (from: number, to: number) => void
}

/** Lane A, the network, lane B: each message once, from where it left to where it arrived, on A's clock. */
export function BothEnds({ report, hosts, layout, negotiation, selected, cited, onLook }: BothEndsProps) {
  const { state, dispatch } = useApp()
  const u = state.size
  const scrolled = useRef<HTMLDivElement>(null)
  const viewport = useViewport(scrolled)
  const measure = useMeasure(u)
  const [a, b] = report.traces
  const digits = String(Math.max(a!.packets, b?.packets ?? 0)).length
  const between = useMemo(() => atRouter(report), [report])
  const d = useMemo<Drawing>(() => {
    const gutter = gutterWidth(digits, state.times)
    const g = geometry(viewport.width, u, gutter, gutter)
    return { g, measure, both: true, times: state.times, start: a!.start, ...(between ? { between } : {}) }
  }, [viewport.width, u, digits, state.times, measure, a, between])
  const { g } = d
  const draw = useCallback(
    (row: Row, height: number, previous?: number) => <Rung d={d} row={row} height={height} previous={previous} toggle={dispatch} />,
    [d, dispatch],
  )
  const choose = (row: Row, x: number) => {
    if (row.kind === 'start') return dispatch({ type: 'negotiation', pair: hosts.key, negotiation: row.negotiation })
    const at = lookedAt(row, x < (g.left + g.right) / 2 ? 0 : 1)
    if (at) dispatch({ type: 'select', ...at, row: row.id, negotiation: row.negotiation, reveal: false })
  }
  const ends = useMemo(() => endsOfBoth(report, hosts), [report, hosts])
  const several = hosts.negotiations.length > 1
  const isLit = (row: Row) => several && row.negotiation !== undefined && row.negotiation === negotiation?.id
  return (
    <div className="ladder">
      <Heads g={g} pair={hosts} negotiation={negotiation} ends={ends} />
      <Narrowed end={undefined} />
      <Rungs
        scrolled={scrolled}
        viewport={viewport}
        label={`Both ends of ${hosts.left} and ${hosts.right}`}
        layout={layout}
        width={g.width}
        selected={selected}
        classOf={row => `${isLit(row) ? ' lit' : ''}${isCited(row, cited, state.trace) ? ' cited' : ''}`}
        onChoose={choose}
        onLook={onLook}
        behind={height => (
          <>
            <rect className="net" x={g.from} width={g.to - g.from} y="0" height={height} />
            {between && <line className="router" x1={along(g, 'left', 0.5)} x2={along(g, 'left', 0.5)} y1="0" y2={height} />}
          </>
        )}
        over={(first, last) => <Ties d={d} layout={layout} first={first} last={last} />}
        draw={draw}
      >
        <Legend layout={layout} />
      </Rungs>
    </div>
  )
}

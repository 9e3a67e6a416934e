import { type ReactNode, type RefObject, useCallback, useMemo } from 'react'
import type { Negotiation } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import type { Drawing } from './drawing.ts'
import { Heads } from './Heads.tsx'
import type { HostPair } from './hostPairs.ts'
import type { Ends } from './hostWords.ts'
import { Legend } from './Legend.tsx'
import { type Cited, isCited, type Layout } from './layout.ts'
import { Rung } from './marks/Rung.tsx'
import { Narrowed } from './Narrowed.tsx'
import { Rungs } from './Rungs.tsx'
import type { Row } from './row.ts'
import { Ties } from './Ties.tsx'
import { type AtR, useChoose } from './useChoose.ts'

/** What both ladders are told: of one trace, and of both ends. */
export interface PaneProps {
  readonly layout: Layout
  /** The one in view. */
  readonly negotiation?: Negotiation
  readonly selected?: Row
  /** Packets that the chosen finding rests on. */
  readonly cited: Cited
  readonly onLook: (from: number, to: number) => void
}

interface Drawn extends PaneProps {
  readonly d: Drawing
  readonly pair: HostPair
  readonly label: string
  readonly scrolled: RefObject<HTMLDivElement | null>
  readonly ends: Ends
  /** Seconds at which the trace ends, where only one is shown. */
  readonly end?: number
  /** Which trace's packet a click means. */
  readonly traceAt: (x: number) => 0 | 1
  /** The packet at a router between the ends that a click means, where it means one. */
  readonly atR?: AtR
  /** Over the network's lane, behind the rows. */
  readonly behind?: (height: number) => ReactNode
}

/** Two lifelines and the rows between them, under the heads of the two hosts. */
export function Pane(props: Drawn) {
  const { d, pair, label, scrolled, layout, negotiation, selected, cited, onLook, ends, end, traceAt, atR, behind } = props
  const { state, dispatch } = useApp()
  const { g } = d
  const draw = useCallback(
    (row: Row, height: number, previous?: number) => <Rung d={d} row={row} height={height} previous={previous} toggle={dispatch} />,
    [d, dispatch],
  )
  const { rows } = layout
  const quiet = useMemo(() => state.context && !rows.some(row => row.kind === 'context'), [state.context, rows])
  const several = pair.negotiations.length > 1
  const isLit = (row: Row) => several && row.negotiation !== undefined && row.negotiation === negotiation?.id
  return (
    <div className="ladder">
      <Heads g={g} pair={pair} negotiation={negotiation} ends={ends} quiet={quiet} />
      <Narrowed end={end} />
      <Rungs
        scrolled={scrolled}
        label={label}
        layout={layout}
        width={g.width}
        selected={selected}
        classOf={row => `${isLit(row) ? ' lit' : ''}${isCited(row, cited, state.trace) ? ' cited' : ''}`}
        onChoose={useChoose(pair.key, traceAt, atR)}
        onLook={onLook}
        behind={height => (
          <>
            <rect className="net" x={g.from} width={g.to - g.from} y="0" height={height} />
            {behind?.(height)}
          </>
        )}
        over={(first, last) => <Ties d={d} layout={layout} first={first} last={last} />}
        draw={draw}
      >
        <Legend layout={layout} near={d.near} />
      </Rungs>
    </div>
  )
}

import { memo, useEffect, useId, useMemo, useRef } from 'react'
import type { Negotiation, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { useMeasure } from '../measure.ts'
import { scrollScale, useViewport } from '../scrolling.ts'
import type { State } from '../state.ts'
import type { Drawing } from './drawing.ts'
import { type Ends, Heads } from './Heads.tsx'
import type { HostPair } from './hostPairs.ts'
import { Legend } from './Legend.tsx'
import { geometry, gutterWidth, isCited, type Layout, rowAt, rowOfPacket, selectable, visible } from './layout.ts'
import { Mark } from './marks/Mark.tsx'
import { Narrowed } from './Narrowed.tsx'
import { spanOf } from './pauses.ts'
import type { Row, Side } from './row.ts'
import { rowName } from './rowName.ts'
import { initiatorSide } from './rows.ts'
import { Ties } from './Ties.tsx'

export interface LadderProps {
  readonly pair: HostPair
  readonly trace: TraceSummary
  readonly layout: Layout
  readonly negotiation?: Negotiation
  readonly selected?: Row
  /** Packets that the chosen finding rests on. */
  readonly cited: ReadonlySet<number>
  readonly onLook: (from: number, to: number) => void
}

/** What two hosts said to each other, row by row. Only the rows in view are drawn. */
export function Ladder({ pair, trace, layout, negotiation, selected, cited, onLook }: LadderProps) {
  const { state, dispatch } = useApp()
  const u = state.size
  const id = useId()
  const scrolled = useRef<HTMLDivElement>(null)
  const { top, width, height } = useViewport(scrolled)
  const measure = useMeasure(u)
  const { offsets, rows, indexOf } = layout
  const total = offsets.at(-1) ?? 0
  const scale = scrollScale(total, height)
  const digits = String(trace.packets).length
  const near = nearSide(negotiation ?? pair.negotiations[0], pair, state.trace)
  const d = useMemo<Drawing>(() => {
    const g = geometry(width, u, gutterWidth(digits, state.times))
    return { g, measure, near, times: state.times, start: trace.start }
  }, [width, u, digits, state.times, measure, near, trace.start])
  const { g } = d

  const shown = scale.toContent(top)
  const [first, last] = visible(layout, shown, height, 400 * u)
  const origin = top + (offsets[first] ?? 0) - shown

  const { reveal } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was asked for scrolls the ladder
  useEffect(() => {
    const element = scrolled.current
    if (!reveal || !element) return
    const index = revealed(layout, reveal)
    if (index === undefined || index < 0) return
    const [from, to] = [offsets[index]!, offsets[index + 1]!]
    const now = scale.toContent(element.scrollTop)
    if (reveal.place === 'start') element.scrollTop = scale.toScroll(index === 0 ? 0 : from)
    else if (from < now + 8) element.scrollTop = scale.toScroll(index <= 1 ? 0 : from - 40 * u)
    else if (to > now + element.clientHeight - 8) element.scrollTop = scale.toScroll(to - element.clientHeight + 40 * u)
  }, [reveal])

  const lookFrom = rows[rowAt(offsets, shown)]?.time ?? 0
  const lookTo = rows[rowAt(offsets, shown + height)]?.time ?? 0
  useEffect(() => onLook(lookFrom, lookTo), [onLook, lookFrom, lookTo])

  const choose = (row: Row) => {
    const packet = row.packets[0]
    if (row.kind === 'start') return dispatch({ type: 'negotiation', pair: pair.key, negotiation: row.negotiation })
    if (packet !== undefined) dispatch({ type: 'select', packet, row: row.id, negotiation: row.negotiation, reveal: false })
  }
  const drawn: Row[] = rows.slice(first, last)
  const end = (offsets[last] ?? total) - (offsets[first] ?? 0)
  return (
    <div className="ladder">
      <Heads
        g={g}
        pair={pair}
        negotiation={negotiation}
        ends={endsOf(negotiation ?? pair.negotiations[0], pair, state.trace, state.opened?.report.traces.length === 1)}
      />
      <Narrowed end={spanOf(trace)} />
      <div
        ref={scrolled}
        className="rungs"
        role="listbox"
        aria-label={`Ladder of ${pair.left} and ${pair.right}`}
        aria-activedescendant={selected ? `${id}-${indexOf.get(selected.id)}` : undefined}
        tabIndex={0}
        data-pane="ladder"
      >
        <div className="tall" style={{ height: scale.height }} role="presentation">
          <svg className="drawing" role="presentation" style={{ top: origin }} width={g.width} height={Math.max(end, 1)}>
            <rect className="net" x={g.from} width={g.to - g.from} y="0" height={end} />
            {drawn.map((row, i) => {
              const index = first + i
              const isSelected = row.id === selected?.id
              const lit = row.negotiation !== undefined && row.negotiation === negotiation?.id && pair.negotiations.length > 1
              return (
                <g
                  key={row.id}
                  id={`${id}-${index}`}
                  className={`row${selectable(row) ? ' can' : ''}${isSelected ? ' on' : ''}${lit ? ' lit' : ''}${isCited(row, cited) ? ' cited' : ''}`}
                  transform={`translate(0 ${offsets[index]! - offsets[first]!})`}
                  role="option"
                  aria-selected={isSelected}
                  aria-disabled={!selectable(row)}
                  aria-label={rowName(row)}
                  aria-setsize={rows.length}
                  aria-posinset={index + 1}
                  data-kind={row.kind}
                  onClick={() => choose(row)}
                >
                  <Rung row={row} d={d} height={offsets[index + 1]! - offsets[index]!} previous={rows[index - 1]?.time} toggle={dispatch} />
                </g>
              )
            })}
            <Ties d={d} layout={layout} first={first} last={last} />
          </svg>
        </div>
        <Legend layout={layout} near={near} />
      </div>
    </div>
  )
}

const Rung = memo(function Rung({
  row,
  d,
  height,
  previous,
  toggle,
}: {
  row: Row
  d: Drawing
  height: number
  previous?: number
  toggle: ReturnType<typeof useApp>['dispatch']
}) {
  return (
    <>
      <rect className="under" x="0" width={d.g.width} y="0" height={height} />
      <rect className="bar" x="0" width="3" y="0" height={height} />
      <line className={d.near === 'right' ? 'lane ghost' : 'lane'} x1={d.g.left} x2={d.g.left} y1="0" y2={height} />
      <line className={d.near === 'left' ? 'lane ghost' : 'lane'} x1={d.g.right} x2={d.g.right} y1="0" y2={height} />
      <Mark row={row} d={d} height={height} previous={previous} onToggle={() => toggle({ type: 'fold', row: row.id })} />
    </>
  )
})

function revealed({ rows, indexOf }: Layout, { row, packet, negotiation }: NonNullable<State['reveal']>): number | undefined {
  if (row !== undefined && indexOf.has(row)) return indexOf.get(row)
  if (packet !== undefined) return indexOf.get(rowOfPacket(rows, packet)?.id ?? '')
  return rows.findIndex(one => one.negotiation === negotiation)
}

/** The lifeline at which a trace was taken, where the report could tell. */
export function nearSide(negotiation: Negotiation | undefined, pair: HostPair, trace: 0 | 1): Side | undefined {
  const seen = negotiation?.seenFrom?.[trace]
  if (!negotiation || (seen !== 'initiator' && seen !== 'responder')) return undefined
  const initiator = initiatorSide(negotiation, pair)
  return seen === 'initiator' ? initiator : initiator === 'left' ? 'right' : 'left'
}

function endsOf(negotiation: Negotiation | undefined, pair: HostPair, shown: 0 | 1, alone: boolean): Ends {
  const [a, b] = [nearSide(negotiation, pair, 0), nearSide(negotiation, pair, 1)]
  return {
    alone,
    known: (shown === 0 ? a : b) !== undefined,
    ...(b ? { [b]: { name: 'B', shown: shown === 1 } } : {}),
    ...(a && (a !== b || shown === 0) ? { [a]: { name: 'A', shown: shown === 0 } } : {}),
  }
}

import { memo, type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'
import { useApp } from '../app.ts'
import { scrollScale, type Viewport } from '../scrolling.ts'
import type { State } from '../state.ts'
import { type Layout, rowAt, rowOfPacket, selectable, visible } from './layout.ts'
import type { Row } from './row.ts'
import { rowName } from './rowName.ts'

export interface RungsProps {
  readonly scrolled: RefObject<HTMLDivElement | null>
  readonly viewport: Viewport
  readonly label: string
  readonly layout: Layout
  /** Of the drawing; it may be wider than the pane. */
  readonly width: number
  readonly selected?: Row
  /** Further classes of a row: `lit`, `cited`. */
  readonly classOf: (row: Row) => string
  readonly onChoose: (row: Row, x: number) => void
  readonly onLook: (from: number, to: number) => void
  /** What lies behind all rows, and over those between two indexes. */
  readonly behind: (height: number) => ReactNode
  readonly over?: (first: number, last: number) => ReactNode
  readonly draw: (row: Row, height: number, previous: number | undefined) => ReactNode
  readonly children?: ReactNode
}

/** Rows below each other in one scrolled drawing; only those in view are drawn. What a row looks like is the caller's. */
export function Rungs(props: RungsProps) {
  const { scrolled, viewport, label, layout, width, selected, classOf, onChoose, onLook, behind, over, draw, children } = props
  const { state } = useApp()
  const u = state.size
  const id = useId()
  const { top, height } = viewport
  const { offsets, rows, indexOf } = layout
  const total = offsets.at(-1) ?? 0
  const scale = scrollScale(total, height)
  const shown = scale.toContent(top)
  const [first, last] = visible(layout, shown, height, 400 * u)
  const origin = top + (offsets[first] ?? 0) - shown

  const { reveal } = state
  const revealedLast = useRef<State['reveal']>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was asked for scrolls the rows, once they are there
  useEffect(() => {
    const element = scrolled.current
    if (!reveal || !element || revealedLast.current === reveal) return
    const index = revealed(layout, reveal, state.trace)
    if (index === undefined || index < 0) return
    revealedLast.current = reveal
    const [from, to] = [offsets[index]!, offsets[index + 1]!]
    const now = scale.toContent(element.scrollTop)
    if (reveal.place === 'start') element.scrollTop = scale.toScroll(index === 0 ? 0 : from)
    else if (from < now + 8) element.scrollTop = scale.toScroll(index <= 1 ? 0 : from - 40 * u)
    else if (to > now + element.clientHeight - 8) element.scrollTop = scale.toScroll(to - element.clientHeight + 40 * u)
  }, [reveal, layout])

  const lookFrom = rows[rowAt(offsets, shown)]?.time ?? 0
  const lookTo = rows[rowAt(offsets, shown + height)]?.time ?? 0
  useEffect(() => onLook(lookFrom, lookTo), [onLook, lookFrom, lookTo])

  const end = (offsets[last] ?? total) - (offsets[first] ?? 0)
  return (
    <div
      ref={scrolled}
      className="rungs"
      role="listbox"
      aria-label={label}
      aria-activedescendant={selected ? `${id}-${indexOf.get(selected.id)}` : undefined}
      tabIndex={0}
      data-pane="ladder"
    >
      <div className="tall" style={{ height: scale.height }} role="presentation">
        <svg className="drawing" role="presentation" style={{ top: origin }} width={width} height={Math.max(end, 1)}>
          {behind(end)}
          {rows.slice(first, last).map((row, i) => {
            const index = first + i
            const isSelected = row.id === selected?.id
            const height = offsets[index + 1]! - offsets[index]!
            return (
              <g
                key={row.id}
                id={`${id}-${index}`}
                className={`row${selectable(row) ? ' can' : ''}${isSelected ? ' on' : ''}${classOf(row)}`}
                transform={`translate(0 ${offsets[index]! - offsets[first]!})`}
                role="option"
                aria-selected={isSelected}
                aria-disabled={!selectable(row) && row.kind !== 'note'}
                aria-label={rowName(row)}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                data-kind={row.kind}
                data-row={row.id}
                onClick={event => onChoose(row, event.clientX - (scrolled.current?.getBoundingClientRect().left ?? 0))}
              >
                <Rung row={row} width={width} height={height} previous={rows[index - 1]?.time} draw={draw} />
              </g>
            )
          })}
          {over?.(first, last)}
        </svg>
      </div>
      {children}
    </div>
  )
}

const Rung = memo(function Rung(props: {
  row: Row
  width: number
  height: number
  previous: number | undefined
  draw: RungsProps['draw']
}) {
  const { row, width, height, previous, draw } = props
  return (
    <>
      <rect className="under" x="0" width={width} y="0" height={height} />
      <rect className="bar" x="0" width="3" y="0" height={height} />
      {draw(row, height, previous)}
    </>
  )
})

function revealed({ rows, indexOf }: Layout, asked: NonNullable<State['reveal']>, trace: 0 | 1): number | undefined {
  const { row, packet, negotiation } = asked
  if (row !== undefined && indexOf.has(row)) return indexOf.get(row)
  if (packet !== undefined) return indexOf.get(rowOfPacket(rows, trace, packet)?.id ?? '')
  return rows.findIndex(one => one.negotiation === negotiation)
}

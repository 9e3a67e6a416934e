import { memo, type ReactNode, type RefObject, useCallback, useEffect, useId, useRef } from 'react'
import { useApp } from '../app.ts'
import { useContent } from '../useContent.ts'
import { type Layout, rowAt, selectable, visible } from './layout.ts'
import type { Row } from './row.ts'
import { rowName } from './rowName.ts'
import { useRevealed } from './useRevealed.ts'

interface RungsProps {
  readonly scrolled: RefObject<HTMLDivElement | null>
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

/** Px drawn beyond what is in view, and those that may be scrolled before rows are drawn anew; for a text size of 1. */
const BEYOND = 500
const STEP = 200
/** Rows keep their place in the drawing while it is scrolled for so many px. */
const LEVEL = 10_000

/** Rows below each other in one scrolled drawing; only those in view are drawn. What a row looks like is the caller's. */
export function Rungs(props: RungsProps) {
  const { scrolled, label, layout, width, selected, classOf, onChoose, onLook, behind, over, draw, children } = props
  const u = useApp().state.size
  const id = useId()
  const { offsets, rows, indexOf } = layout
  const total = offsets.at(-1) ?? 0
  const { top, shown, height, tall, now, goTo } = useContent(scrolled, total, STEP)
  const [first, last] = visible(layout, shown, height, BEYOND * u)
  const origin = top + (offsets[first] ?? 0) - shown

  useRevealed(scrolled, layout, selected, { now, goTo })

  const lookFrom = rows[rowAt(offsets, shown)]?.time ?? 0
  const lookTo = rows[rowAt(offsets, shown + height)]?.time ?? 0
  useEffect(() => onLook(lookFrom, lookTo), [onLook, lookFrom, lookTo])

  const chosen = useRef(onChoose)
  chosen.current = onChoose
  const choose = useCallback(
    (row: Row, x: number) => chosen.current(row, x - (scrolled.current?.getBoundingClientRect().left ?? 0)),
    [scrolled],
  )
  const level = Math.floor((offsets[first] ?? 0) / LEVEL) * LEVEL
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
      <div className="tall" style={{ height: tall }} role="presentation">
        <svg className="drawing" role="presentation" style={{ top: origin }} width={width} height={Math.max(end, 1)}>
          {behind(end)}
          <g transform={`translate(0 ${level - (offsets[first] ?? 0)})`}>
            {rows.slice(first, last).map((row, i) => {
              const index = first + i
              const isSelected = row.id === selected?.id
              return (
                <Line
                  key={row.id}
                  id={`${id}-${index}`}
                  row={row}
                  place={index + 1}
                  of={rows.length}
                  y={offsets[index]! - level}
                  height={offsets[index + 1]! - offsets[index]!}
                  width={width}
                  isSelected={isSelected}
                  marked={classOf(row)}
                  previous={rows[index - 1]?.time}
                  draw={draw}
                  choose={choose}
                />
              )
            })}
          </g>
          {over?.(first, last)}
        </svg>
      </div>
      {children}
    </div>
  )
}

const Line = memo(function Line(props: {
  id: string
  row: Row
  place: number
  of: number
  y: number
  height: number
  width: number
  isSelected: boolean
  marked: string
  previous: number | undefined
  draw: RungsProps['draw']
  choose: RungsProps['onChoose']
}) {
  const { id, row, place, of, y, height, width, isSelected, marked, previous, draw, choose } = props
  return (
    <g
      id={id}
      className={`row${selectable(row) ? ' can' : ''}${isSelected ? ' on' : ''}${marked}`}
      transform={`translate(0 ${y})`}
      role="option"
      aria-selected={isSelected}
      aria-disabled={!selectable(row) && row.kind !== 'note' && row.kind !== 'rest'}
      aria-label={rowName(row)}
      aria-setsize={of}
      aria-posinset={place}
      data-kind={row.kind}
      data-row={row.id}
      onClick={event => choose(row, event.clientX)}
    >
      <rect className="under" x="0" width={width} y="0" height={height} />
      <rect className="bar" x="0" width="3" y="0" height={height} />
      {draw(row, height, previous)}
    </g>
  )
})

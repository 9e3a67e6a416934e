import { memo, type ReactNode, type RefObject, useCallback, useEffect, useId, useRef } from 'react'
import { useApp } from '../app.ts'
import type { State } from '../state.ts'
import { useContent } from '../useContent.ts'
import { type Layout, rowAt, rowOfPacket, selectable, visible } from './layout.ts'
import type { Row } from './row.ts'
import { rowName } from './rowName.ts'

export interface RungsProps {
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
  const { state } = useApp()
  const u = state.size
  const id = useId()
  const { offsets, rows, indexOf } = layout
  const total = offsets.at(-1) ?? 0
  const { top, shown, height, tall, now, goTo } = useContent(scrolled, total, STEP)
  const [first, last] = visible(layout, shown, height, BEYOND * u)
  const origin = top + (offsets[first] ?? 0) - shown

  const { reveal } = state
  const revealedLast = useRef<{ readonly asked: State['reveal']; readonly row: string }>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was asked for scrolls the rows, once they are there
  useEffect(() => {
    const element = scrolled.current
    if (!reveal || !element) return
    const index = revealed(layout, reveal, state.trace)
    if (index === undefined || index < 0) return
    // A packet may first be looked for where others of its kind are, and get a row of its own a moment later.
    const { asked, row } = revealedLast.current ?? {}
    if (asked === reveal && row === rows[index]!.id) return
    revealedLast.current = { asked: reveal, row: rows[index]!.id }
    if (reveal.unlessScrolled && now() > 0) return
    const [from, to] = [offsets[index]!, offsets[index + 1]!]
    const at = now()
    if (reveal.place === 'start') goTo(index === 0 ? 0 : from)
    else if (from < at + 8) goTo(index <= 1 ? 0 : from - 40 * u)
    else if (to > at + element.clientHeight - 8) goTo(to - element.clientHeight + 40 * u)
  }, [reveal, layout])

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

function revealed({ rows, indexOf }: Layout, asked: NonNullable<State['reveal']>, trace: 0 | 1): number | undefined {
  const { row, packet, negotiation } = asked
  if (row !== undefined && indexOf.has(row)) return indexOf.get(row)
  if (packet !== undefined) return indexOf.get(rowOfPacket(rows, trace, packet)?.id ?? '')
  return rows.findIndex(one => one.negotiation === negotiation)
}

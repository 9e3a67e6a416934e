import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Range } from '../../dissectors/withheld.ts'
import { useViewport } from '../scrolling.ts'
import { bytesPerRow, character, hexRow, moved, offsetDigits, scrollToAll } from './layout.ts'

interface HexProps {
  readonly bytes: Uint8Array
  readonly size: number
  /** Bytes of the selected field, of the field under the pointer, and those that a problem lies on. */
  readonly selected?: Range
  readonly over?: Range
  /** Bytes in whose place stand asterisks. */
  readonly withheld?: readonly Range[]
  /** The byte by which the selected field was picked: it stays where it is, however long the field. */
  readonly clicked?: number
  /** The field under the pointer, else the selected one: a menu asked for here is about it. */
  readonly path?: string
  readonly onPick: (offset: number, isClick?: true) => void
  readonly onOver: (offset: number | undefined) => void
}

/** Width of a character and height of a line at text size 1. */
const CHARACTER = 6.9
const LINE = 18

/** Bytes as hex and text. A byte picks the field it belongs to; the selected field's bytes are lit. */
export function Hex({ bytes, size, selected, over, withheld = [], clicked, path, onPick, onOver }: HexProps) {
  const scrolled = useRef<HTMLDivElement>(null)
  const { width, height } = useViewport(scrolled)
  const digits = offsetDigits(bytes.length)
  const perRow = bytesPerRow(width - 32 * size, CHARACTER * size, digits)
  const lines = useVirtualizer({
    count: Math.ceil(bytes.length / perRow),
    getScrollElement: () => scrolled.current,
    estimateSize: () => LINE * size,
    overscan: 8,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are to be taken again when these change
  useEffect(() => lines.measure(), [size, perRow])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls the bytes
  useEffect(() => {
    if (selected && selected.end > selected.start) {
      const all = clicked === undefined ? selected : { start: clicked, end: clicked + 1 }
      const to = scrollToAll(all, perRow, LINE * size, scrolled.current?.scrollTop ?? 0, height)
      if (to !== undefined) lines.scrollToOffset(to)
    } else if (!selected) lines.scrollToOffset(0)
  }, [selected?.start, selected?.end, perRow, bytes, height])

  const offsetAt = (target: EventTarget) => {
    const byte = target instanceof Element ? target.closest('[data-byte]') : null
    return byte ? Number(byte.getAttribute('data-byte')) : undefined
  }
  return (
    <div
      ref={scrolled}
      className="hex pane"
      role="grid"
      aria-label="Bytes"
      aria-rowcount={Math.ceil(bytes.length / perRow)}
      tabIndex={0}
      data-pane="bytes"
      data-path={path}
      onClick={event => {
        const offset = offsetAt(event.target)
        if (offset !== undefined) onPick(offset, true)
      }}
      onPointerOver={event => onOver(offsetAt(event.target))}
      onPointerLeave={() => onOver(undefined)}
      onContextMenu={event => flushSync(() => onOver(offsetAt(event.target)))}
      onKeyDown={event => {
        if (event.altKey || event.ctrlKey || event.metaKey) return
        const forward = event.key === 'ArrowRight' || event.key === 'ArrowDown' || event.key === 'PageDown'
        const at = selected ? (event.key === 'ArrowRight' ? Math.max(selected.end - 1, selected.start) : selected.start) : forward ? -1 : 0
        const to = moved(event.key, at, perRow, bytes.length)
        if (to === undefined) return
        event.preventDefault()
        onPick(to)
      }}
    >
      <div className="tall" role="presentation" style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(item => {
          const { start, end } = hexRow(item.index, perRow, bytes.length)
          return (
            <HexLine
              key={item.index}
              top={item.start}
              row={item.index}
              bytes={bytes.subarray(start, end)}
              start={start}
              perRow={perRow}
              digits={digits}
              selected={within(selected, start, end)}
              over={within(over, start, end)}
              withheld={withheld
                .map(one => within(one, start, end))
                .filter(Boolean)
                .join(' ')}
            />
          )
        })}
      </div>
    </div>
  )
}

/** The part of a range on one line, as text so that a line is drawn again only when its own part changed. */
function within(range: Range | undefined, start: number, end: number): string {
  if (!range) return ''
  const [from, to] = [Math.max(range.start, start), Math.min(range.end, end)]
  return from < to ? `${from} ${to}` : ''
}

const HexLine = memo(function HexLine(props: {
  top: number
  row: number
  bytes: Uint8Array
  start: number
  perRow: number
  digits: number
  selected: string
  over: string
  withheld: string
}) {
  const { top, row, bytes, start, perRow, digits, selected, over } = props
  const withheld = props.withheld.split(' ').map(Number)
  const isWithheld = (at: number) => withheld.some((from, i) => i % 2 === 0 && at >= from && at < withheld[i + 1]!)
  const [from = -1, to = -1] = selected ? selected.split(' ').map(Number) : []
  const [overFrom = -1, overTo = -1] = over ? over.split(' ').map(Number) : []
  const look = (at: number) => (at >= from && at < to ? 'in' : at >= overFrom && at < overTo ? 'over' : undefined)
  const all = Array.from(bytes)
  return (
    <div className="hexrow" role="row" aria-rowindex={row + 1} style={{ transform: `translateY(${top}px)` }}>
      <span className="o" role="rowheader">
        {start.toString(16).padStart(digits, '0')}
      </span>
      {'  '}
      {all.map((byte, i) => (
        <span key={start + i} role="presentation">
          <span className={look(start + i)} role="gridcell" data-byte={start + i}>
            {isWithheld(start + i) ? '**' : byte.toString(16).padStart(2, '0')}
          </span>{' '}
        </span>
      ))}
      {'   '.repeat(perRow - all.length)}{' '}
      <span className="a" aria-hidden="true">
        {all.map((byte, i) => {
          const text = character(byte)
          return (
            <span key={start + i} className={look(start + i) ?? (text === undefined ? 'd' : undefined)} data-byte={start + i}>
              {text ?? '.'}
            </span>
          )
        })}
      </span>
    </div>
  )
}, sameLine)

function sameLine(one: { bytes: Uint8Array; top: number; perRow: number; selected: string; over: string }, other: typeof one): boolean {
  return (
    one.top === other.top &&
    one.perRow === other.perRow &&
    one.selected === other.selected &&
    one.over === other.over &&
    one.bytes.buffer === other.bytes.buffer &&
    one.bytes.byteOffset === other.bytes.byteOffset &&
    one.bytes.length === other.bytes.length
  )
}

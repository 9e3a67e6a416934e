import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { Field } from '../../dissectors/field.ts'
import { Icon } from '../icons.tsx'
import { useViewport } from '../scrolling.ts'
import { baseOf, type FieldRow, lastWithin, sizeText, valueText } from './fields.ts'

interface FieldTreeProps {
  readonly tree: Field
  readonly bytes: Uint8Array
  readonly rows: readonly FieldRow[]
  readonly selected?: string
  readonly over?: string
  readonly onSelect: (path: string) => void
  readonly onOver: (path: string | undefined) => void
  readonly onOpen: (path: string, open: boolean) => void
}

/** The fields of a packet as a tree: arrows move, open and close; only the lines in view are in the page. */
export function FieldTree({ tree, bytes, rows, selected, over, onSelect, onOver, onOpen }: FieldTreeProps) {
  const id = useId()
  const scrolled = useRef<HTMLDivElement>(null)
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrolled.current,
    estimateSize: i => (rows[i]?.field.problem ? 42 : 22),
    getItemKey: i => rows[i]?.path ?? i,
    overscan: 12,
  })
  const index = rows.findIndex(row => row.path === selected)
  const { height } = useViewport(scrolled)
  const led = useRef<{ readonly to?: string; readonly last: number }>({ last: 0 })
  // A field that somebody is led to comes with what is in it; one that was clicked stays under the pointer. What is said of it
  // takes room from the tree, so that it may have to move once more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection, or another height, scrolls the tree
  useEffect(() => {
    if (index < 0 || height === 0) return
    const top = scrolled.current?.scrollTop ?? 0
    const [first, end] = [offset(index, 'start'), offset(index, 'end')]
    if (led.current.to !== selected) led.current = { to: selected, last: top > first || top < end ? lastWithin(rows, index) : index }
    const { last } = led.current
    if (first < offset(last, 'end') || top > first) lines.scrollToIndex(index, { align: 'start' })
    else if (top < offset(last, 'end')) lines.scrollToIndex(last, { align: 'end' })
  }, [selected, index >= 0, height])
  const offset = (at: number, align: 'start' | 'end') => lines.getOffsetForIndex(at, align)?.[0] ?? 0

  // Another packet is read from its first field.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a field that is asked for is led to above
  useEffect(() => {
    if (index < 0) lines.scrollToOffset(0)
  }, [tree])

  const keys = (event: KeyboardEvent) => {
    const row = rows[index]
    const go = (to: number) => {
      const target = rows[Math.min(Math.max(to, 0), rows.length - 1)]
      if (target) onSelect(target.path)
    }
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(index + 1),
      ArrowUp: () => go(index - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      PageDown: () => go(index + 10),
      PageUp: () => go(index - 10),
      ArrowRight: () => row?.open !== undefined && (row.open ? go(index + 1) : onOpen(row.path, true)),
      ArrowLeft: () =>
        row && (row.open ? onOpen(row.path, false) : go(rows.findLastIndex((other, i) => i < index && other.depth < row.depth))),
      ' ': () => row?.open !== undefined && onOpen(row.path, !row.open),
    }
    const action = event.altKey || event.ctrlKey || event.metaKey ? undefined : actions[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
  return (
    <div
      ref={scrolled}
      className="tree pane"
      role="tree"
      aria-label="Fields"
      tabIndex={0}
      data-pane="fields"
      aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined}
      onKeyDown={keys}
      onPointerLeave={() => onOver(undefined)}
    >
      <div role="presentation" style={{ height: lines.getTotalSize(), position: 'relative' }}>
        {lines.getVirtualItems().map(item => {
          const row = rows[item.index]
          if (!row) return null
          const place = {
            position: 'absolute',
            top: 0,
            left: 0,
            right: 0,
            transform: `translateY(${item.start}px)`,
            '--depth': row.depth,
          } as React.CSSProperties
          const kind = row.field.bits !== undefined ? ' bit' : row.field.children && row.field.value === undefined ? ' part' : ''
          return (
            <div
              key={item.key}
              ref={lines.measureElement}
              data-index={item.index}
              data-path={row.path}
              id={`${id}-${item.index}`}
              className={`f${kind}${row.path === over ? ' over' : ''}`}
              style={place}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-posinset={row.place}
              aria-setsize={row.of}
              aria-expanded={row.open}
              aria-selected={row.path === selected}
              data-selected={row.path === selected || undefined}
              onClick={() => onSelect(row.path)}
              onDoubleClick={() => row.open !== undefined && onOpen(row.path, !row.open)}
              onPointerEnter={() => onOver(row.path)}
            >
              <FieldLine row={row} bytes={baseOf(tree, bytes, row.path).bytes} onToggle={() => onOpen(row.path, !row.open)} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function FieldLine({ row, bytes, onToggle }: { row: FieldRow; bytes: Uint8Array; onToggle: () => void }) {
  const { field } = row
  const value = valueText(field, bytes)
  const size = value === '' && field.meaning === undefined ? sizeText(field) : ''
  return (
    <>
      <span className="line">
        <span className="name" title={field.name}>
          {row.open !== undefined && (
            <span
              className="tw"
              aria-hidden="true"
              onClick={event => {
                event.stopPropagation()
                onToggle()
              }}
            >
              <Icon name="chevron" />
            </span>
          )}
          {field.name}
        </span>
        <span className="value">
          {value && <code>{value}</code>}
          {(field.meaning ?? size) && <span className="mean">{field.meaning ?? size}</span>}
        </span>
      </span>
      {field.problem && (
        <span className={`prob ${field.problem.weight}`}>
          <Icon name="warning" />
          {field.problem.says}
        </span>
      )}
    </>
  )
}

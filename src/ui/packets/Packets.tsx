import { useEffect, useRef, useState } from 'react'
import type { PacketRow, Session } from '../../host/protocol.ts'
import type { TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { grouped } from '../ladder/label.ts'
import { nameOf } from '../notes/added.ts'
import { useViewport } from '../scrolling.ts'
import { gutterTime } from '../time.ts'
import { Filtered } from './Filtered.tsx'
import { LINE, PAGE, pagesOf, scrollTo, shownLines } from './layout.ts'

/** Pages kept; the least recently fetched go first. */
const KEPT = 40

/** Every packet of the trace, one line each, made as they come into view. */
export function Packets({ trace, cited }: { trace: TraceSummary; cited: ReadonlySet<number> }) {
  const { state, dispatch } = useApp()
  const session = state.opened?.session
  const scrolled = useRef<HTMLDivElement>(null)
  const { top, height } = useViewport(scrolled)
  const line = LINE * state.size
  const only = state.filter?.trace === state.trace ? state.filter.packets : undefined
  const count = only ? only.length : trace.packets
  const numberAt = (index: number) => only?.[index] ?? index + 1
  const shown = shownLines(count, top, height, line)
  const rowAt = usePages(session, state.trace, shown.first, shown.last, only)
  const selected = state.selection?.packet

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls the list
  useEffect(() => {
    const element = scrolled.current
    if (!element || selected === undefined || height === 0) return
    const index = only ? only.indexOf(selected) : selected - 1
    const to = index < 0 ? undefined : scrollTo(index, count, element.scrollTop, element.clientHeight, line)
    if (to !== undefined) element.scrollTop = to
  }, [selected, count, line, height > 0, only])

  const lines = Array.from({ length: Math.max(0, shown.last - shown.first) }, (_, i) => shown.first + i)
  const digits = Math.max(3, grouped(trace.packets).length)
  const time = state.times === 'clock' ? 92 : 70
  const columns = { '--number': `calc(${digits * 8 + 6} * var(--u))`, '--time': `calc(${time} * var(--u))` } as React.CSSProperties
  return (
    <div className="packets" style={columns}>
      <Filtered />
      <div className="prow pheads cap" aria-hidden="true">
        <span className="r">No.</span>
        <span className="r">Time</span>
        <span>From</span>
        <span>To</span>
        <span>What</span>
        <span className="r">Bytes</span>
        <span>Says</span>
      </div>
      <div
        ref={scrolled}
        className="plist pane"
        role="listbox"
        aria-label="Packets"
        tabIndex={0}
        data-pane="packets"
        aria-activedescendant={selected === undefined ? undefined : `packet-${selected}`}
      >
        <div className="tall" role="presentation" style={{ height: shown.height }}>
          {lines.map((index, i) => {
            const row = rowAt(index)
            const number = numberAt(index)
            return (
              <div
                key={number}
                id={`packet-${number}`}
                className={`prow${row ? ` k-${row.protocol}` : ' wait'}${number === selected ? ' on' : ''}${cited.has(number) ? ' cited' : ''}`}
                style={{ transform: `translateY(${shown.top + i * line}px)` }}
                role="option"
                aria-selected={number === selected}
                aria-posinset={index + 1}
                data-packet={number}
                aria-setsize={count}
                onClick={() => dispatch({ type: 'select', packet: number, reveal: false })}
              >
                <span className="r">{number}</span>
                {row && (
                  <>
                    <span className="t">{gutterTime(state.times, row.time, rowAt(index - 1)?.time, trace.start)}</span>
                    <span title={row.source}>{nameOf(state, row.source)}</span>
                    <span title={row.destination}>{nameOf(state, row.destination)}</span>
                    <span className="k">{row.protocol}</span>
                    <span className="r">{row.length}</span>
                    <span className="info" title={row.info}>
                      {row.info}
                    </span>
                  </>
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Lines by their index (`only`: of these packets alone), fetched a page at a time; undefined while a page is on its way. */
function usePages(
  session: Session | undefined,
  trace: number,
  first: number,
  last: number,
  only: readonly number[] | undefined,
): (index: number) => PacketRow | undefined {
  const pages = useRef(new Map<number, readonly PacketRow[] | undefined>())
  const [, arrived] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session or trace has other packets
  useEffect(() => {
    pages.current = new Map()
    arrived(n => n + 1)
  }, [session, trace, only])
  useEffect(() => {
    if (!session) return
    const known = pages.current
    for (const page of pagesOf(first, last)) {
      if (known.has(page)) continue
      known.set(page, undefined)
      linesOf(session, trace, page, only).then(
        rows => {
          if (pages.current !== known) return
          known.set(page, rows)
          for (const old of known.keys()) {
            if (known.size <= KEPT) break
            if (old !== page) known.delete(old)
          }
          arrived(n => n + 1)
        },
        () => known.delete(page),
      )
    }
  }, [session, trace, first, last, only])
  return index => (index < 0 ? undefined : pages.current.get(Math.floor(index / PAGE))?.[index % PAGE])
}

/** A page of the list; of a list of some packets each is asked for by itself. */
async function linesOf(session: Session, trace: number, page: number, only: readonly number[] | undefined): Promise<readonly PacketRow[]> {
  const [from, to] = [page * PAGE, (page + 1) * PAGE]
  if (!only) return session.rows(trace, from, to)
  return (await Promise.all(only.slice(from, to).map(number => session.rows(trace, number - 1, number)))).flat()
}

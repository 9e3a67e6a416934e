import { memo, useCallback, useEffect, useMemo, useRef } from 'react'
import type { PacketRow } from '../../host/protocol.ts'
import { grouped } from '../../text/figures.ts'
import type { Report, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { type Capture, captureAt, captureName, choosing, inList, looked } from '../captures.ts'
import { FilterBar } from '../filter/FilterBar.tsx'
import { answered, packetsOf } from '../filter/filter.ts'
import { spanOf } from '../ladder/pauses.ts'
import { nameOf } from '../notes/added.ts'
import { WalkBar } from '../sheets/WalkBar.tsx'
import { gutterTime, isClock, startFor } from '../time.ts'
import { useContent } from '../useContent.ts'
import { type Counterpart, counterpart, otherCaptures, refusedIn } from './counterpart.ts'
import { LINE, madeLines, scrollTo, shownLines } from './layout.ts'
import { Says } from './Says.tsx'
import { usePages } from './usePages.ts'

/** Lines keep their place in the list while it is scrolled past so many. */
const LEVEL = 1000

/** Every packet of a capture, one line each, made as they come into view. */
export function Packets({ trace, cited }: { trace: TraceSummary; cited: ReadonlySet<number> }) {
  const { state, dispatch } = useApp()
  const session = state.opened?.session
  const scrolled = useRef<HTMLDivElement>(null)
  const line = LINE * state.size
  const capture = inList(state)
  const filter = answered(state.filter)
  const only = filter && packetsOf(filter, capture)
  const count = only ? only.length : trace.packets
  const numberAt = (index: number) => only?.[index] ?? index + 1
  const { top, shown, height, tall, now, goTo } = useContent(scrolled, count * line)
  const { first, last } = shownLines(count, shown, height, line)
  const { report } = state.opened!
  const rowAt = usePages(session, capture, first, last, count, only, report)
  const at = looked(state)
  const selected = at?.trace === capture ? at.packet : undefined
  const chosen = useMemo(() => (selected === undefined ? -1 : only ? only.indexOf(selected) : selected - 1), [selected, only])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls the list
  useEffect(() => {
    if (chosen < 0 || height === 0) return
    const to = scrollTo(chosen, now(), height, line)
    if (to !== undefined) goTo(to)
  }, [chosen, count, line, height > 0, only])

  const refused = useMemo(() => refusedIn(report, capture), [report, capture])
  const others = useMemo(() => otherCaptures(report, capture), [report, capture])
  const choose = useCallback(
    (packet: number) => dispatch({ ...choosing(report, capture, packet), reveal: false }),
    [dispatch, report, capture],
  )
  const level = Math.floor(first / LEVEL) * LEVEL
  const lines = madeLines(first, last, chosen)
  const digits = Math.max(3, grouped(trace.packets).length)
  const start = startFor(state.times, report, capture)
  const seconds = Math.max(3, grouped(Math.floor(spanOf(trace) ?? 0)).length) + 4
  const time = state.times === 'utc' ? 130 : isClock(state.times) ? 92 : state.times === 'start' ? seconds * 6.5 + 4 : 70
  const { peers } = state
  const longest = useMemo(() => longestName(report, address => nameOf({ peers }, address)), [report, peers])
  const columns = {
    '--number': `calc(${digits * 8} * var(--u))`,
    '--others': others.map(other => `calc(${elsewhereWidth(report, other)} * var(--u))`).join(' '),
    '--time': `calc(${time} * var(--u))`,
    ...(longest > LONG ? { '--host': `min(calc(${longest * LETTER} * var(--u)), calc(50% - 290 * var(--u)))` } : {}),
  } as React.CSSProperties
  return (
    <div className="packets" style={columns}>
      <FilterBar />
      <WalkBar />
      <div className="prow pheads cap" aria-hidden="true">
        <span className="r">No.</span>
        {others.map(other => (
          <span key={other}>In {captureName(other)}</span>
        ))}
        <span className="r">Time</span>
        <span>From</span>
        <span>To</span>
        <span>What</span>
        <span className="r bytes">Bytes</span>
        <span>Says</span>
      </div>
      {!session && <p className="unread muted">The capture is still being read.</p>}
      <div
        ref={scrolled}
        className="plist pane"
        role="listbox"
        aria-label="Packets"
        tabIndex={0}
        data-pane="packets"
        aria-activedescendant={chosen < 0 ? undefined : `packet-${selected}`}
      >
        <div className="tall" role="presentation" style={{ height: tall }}>
          <div role="presentation" className="lines" style={{ top: top - shown + level * line }}>
            {lines.map(({ index, place }) => {
              const row = rowAt(index)
              const number = numberAt(index)
              return (
                <Line
                  key={number}
                  number={number}
                  row={row}
                  report={report}
                  capture={capture}
                  others={others}
                  isRefused={refused.has(number)}
                  source={row && nameOf(state, row.source)}
                  destination={row && nameOf(state, row.destination)}
                  time={row && gutterTime(state.times, row.time, rowAt(index - 1)?.time, start)}
                  y={(place - level) * line}
                  place={index + 1}
                  of={count}
                  isSelected={number === selected}
                  isCited={cited.has(number)}
                  choose={choose}
                />
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}

const Line = memo(function Line(props: {
  number: number
  row: PacketRow | undefined
  report: Report
  capture: Capture
  /** The captures in which it may be too. */
  others: readonly Capture[]
  isRefused: boolean
  /** What the hosts are called. */
  source: string | undefined
  destination: string | undefined
  time: string | undefined
  y: number
  place: number
  of: number
  isSelected: boolean
  isCited: boolean
  choose: (packet: number) => void
}) {
  const { number, row, report, capture, others, isRefused, source, destination, time, y, place, of, isSelected, isCited, choose } = props
  return (
    <div
      id={`packet-${number}`}
      className={`prow${row ? ` k-${row.protocol}` : ' wait'}${isSelected ? ' on' : ''}${isCited ? ' cited' : ''}`}
      style={{ top: y }}
      role="option"
      aria-selected={isSelected}
      aria-posinset={place}
      data-packet={number}
      aria-setsize={of}
      onClick={() => choose(number)}
    >
      <span className="r">{number}</span>
      {row && (
        <>
          {others.map(other => (
            <Elsewhere key={other} of={counterpart(row, capture, other, report, isRefused)} />
          ))}
          <span className="t">{time}</span>
          <Host name={source} address={row.source} />
          <Host name={destination} address={row.destination} />
          <span className="k">{row.protocol}</span>
          <span className="r bytes">{grouped(row.length)}</span>
          <Says info={row.info} />
        </>
      )}
    </div>
  )
})

function Elsewhere({ of }: { of: Counterpart | undefined }) {
  return (
    <span className={of?.look ? `in ${of.look}` : 'in'} title={of?.says}>
      {of?.look === 'lost' && (
        <svg viewBox="-5 -5 10 10" aria-hidden="true">
          <path d="M-4 -4L4 4M4 -4L-4 4" />
        </svg>
      )}
      {of?.text}
    </span>
  )
}

/** Px at text size 1 of the column that says where packets are in another capture. */
function elsewhereWidth(report: Report, other: Capture): number {
  const { packets = 0 } = captureAt(report, other) ?? {}
  return Math.max(45, String(packets).length * 7.5 + 12)
}

/** An address of IPv4 has room; what is longer is smaller. */
const LONG = 15

/** Width of a letter of what is longer, px at text size 1. */
const LETTER = 6.2
/** Letters at the end of a long address that stay where it is cut. */
const END = 9

/** Letters of the longest name of a host that the report knows. */
function longestName({ negotiations, flows }: Report, name: (address: string) => string): number {
  const all = new Set<string>()
  for (const { initiator, responder } of negotiations) all.add(initiator.address).add(responder.address)
  for (const { from, to } of flows) all.add(from).add(to)
  let longest = 0
  for (const address of all) longest = Math.max(longest, name(address).length)
  return longest
}

function Host({ name = '', address }: { name: string | undefined; address: string }) {
  if (name.length <= LONG) return <span title={address}>{name}</span>
  return (
    <span className="long" title={address}>
      <span>{name.slice(0, -END)}</span>
      <span>{name.slice(-END)}</span>
    </span>
  )
}

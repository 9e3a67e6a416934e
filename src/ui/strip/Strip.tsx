import { type PointerEvent, useMemo, useRef, useState } from 'react'
import type { StripSpan, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { WhatIsThis } from '../help/WhatIsThis.tsx'
import type { Cited } from '../ladder/layout.ts'
import { spanOf } from '../ladder/pauses.ts'
import type { Row } from '../ladder/row.ts'
import { nameOf } from '../notes/added.ts'
import { useViewport } from '../scrolling.ts'
import { duration, moment } from '../time.ts'
import { useDensity } from './density.ts'
import { type Taken, useInTheClear } from './inTheClear.ts'
import { citedAt, drawnWindow, type Line, movedWindow, strip } from './layout.ts'
import { type Looking, useLooking } from './looking.ts'
import { Marks } from './Marks.tsx'
import type { Unseen } from './unseen.ts'

const LANE = 15
/** Px below which nothing is hatched: clocks and the first packets of two captures never agree wholly. */
const FINEST = 3

interface StripProps {
  readonly rows: readonly Row[]
  /** Packets that the chosen finding rests on. */
  readonly cited: Cited
  readonly hosts: { readonly left: string; readonly right: string }
  readonly trace: TraceSummary
  readonly now?: number
  /** `now` is the moment that the monitor shows: a click on the line moves it. */
  readonly moment?: boolean
  /** What the ladder shows at the moment. */
  readonly looking?: Looking
  /** The captures of the two hosts that the line is of. */
  readonly taken: readonly Taken[]
  /** With both ends in view: loss and delay over time. */
  readonly both?: readonly StripSpan[]
  readonly doubtful?: readonly [boolean, boolean]
  /** What no capture tells of. */
  readonly unseen?: readonly Unseen[]
}

/** The whole capture in one line; a part of it can be marked, and the ladder then shows only that part. */
export function Strip({ rows, cited, hosts, trace, now, moment, looking, taken, both, doubtful, unseen = [] }: StripProps) {
  const { state, dispatch } = useApp()
  const line = useRef<HTMLDivElement>(null)
  const { width } = useViewport(line)
  const { size: u, peers } = state
  const span = spanOf(trace) ?? 0
  const session = state.opened?.session
  const density = useDensity(session, rows, taken, width)
  const clear = useInTheClear(session, taken, width)
  const {
    lanes,
    ticks,
    line: time,
  } = useMemo(
    () =>
      strip(
        rows,
        { left: nameOf({ peers }, hosts.left), right: nameOf({ peers }, hosts.right) },
        span,
        width / u,
        trace.start,
        trace.clock === 'local',
        { both, doubtful, density, clear },
      ),
    [rows, hosts, peers, trace, span, width, u, both, doubtful, density, clear],
  )
  const { begin, end } = time
  const marked = useMemo(() => citedAt(rows, cited, state.trace, time, width), [rows, cited, state.trace, time, width])
  const [drawn, setDrawn] = useState<{ from: number; to: number }>()
  const window = drawn
    ? ([Math.min(drawn.from, drawn.to), Math.max(drawn.from, drawn.to)] as const)
    : (state.window ?? ([begin, end] as const))
  const px = (moment: number) => Math.min(Math.max(time.at(moment), 0), 1) * width
  const timeAt = (event: PointerEvent) =>
    ((event.clientX - (line.current?.getBoundingClientRect().left ?? 0)) / Math.max(width, 1)) * (end - begin) + begin
  const show = (next: readonly [number, number] | undefined) =>
    dispatch({ type: 'window', window: next && !(next[0] <= begin && next[1] >= end) ? next : undefined })
  const height = LANE * lanes.length * u

  return (
    <footer className="strip">
      <WhatIsThis pane="strip" />
      <div className="names" aria-hidden="true">
        {lanes.map((lane, i) => (
          // Two hosts may have one name.
          <span key={`${i} ${lane.name}`} title={lane.name}>
            {lane.name}
          </span>
        ))}
      </div>
      <div
        ref={line}
        className="line"
        onPointerDown={event => {
          if (event.button !== 0 || !(event.target instanceof SVGElement)) return
          event.currentTarget.setPointerCapture(event.pointerId)
          const from = timeAt(event)
          setDrawn({ from, to: from })
        }}
        onPointerMove={event => drawn && setDrawn({ from: drawn.from, to: timeAt(event) })}
        onPointerUp={() => {
          const window = drawn && drawnWindow(drawn.from, drawn.to, time, width)
          if (drawn && moment && !window) dispatch({ type: 'moment', time: Math.min(Math.max(drawn.to, begin), end) })
          else if (drawn) show(window)
          setDrawn(undefined)
        }}
        onPointerCancel={() => setDrawn(undefined)}
      >
        <svg role="img" aria-label={`${duration(end - begin)} of capture`} style={{ height: height + 20 * u }}>
          <rect className="win" x={px(window[0])} width={Math.max(1, px(window[1]) - px(window[0]))} y={-3} height={height + 6} rx="3" />
          {unseen.map(({ from, until, why }) => {
            const [x, to] = [px(from), px(until)]
            return (
              to - x >= FINEST && (
                <rect key={`${why} ${from}`} className="hatch" x={x} width={to - x} y={0} height={height}>
                  <title>{why}</title>
                </rect>
              )
            )
          })}
          {lanes.map((lane, i) => {
            const y = (LANE * i + LANE / 2) * u
            return (
              <g key={`${i} ${lane.name}`}>
                <line className="hair2" opacity=".6" x1="0" x2={width} y1={y} y2={y} />
                <Marks marks={lane.marks} width={width} y={y} u={u} />
              </g>
            )
          })}
          {marked.map(x => (
            <g key={x} transform={`translate(${x * width} 0)`}>
              <line className="cite-line" y1={-3} y2={height + 1} />
              <path className="cite-mark" transform={`scale(${u})`} d="M-4 -6H4L0 0Z" />
            </g>
          ))}
          {ticks.map(({ x, text, stands }) => (
            <g key={text} transform={`translate(${x * width} ${height})`}>
              <path className="hair2" d="M0 3v4" />
              <text className={`mono${stands === 'below' ? ' m' : stands === 'left' ? ' e' : ''}`} y={17 * u}>
                {text}
              </text>
            </g>
          ))}
          {now !== undefined && <line className="now" x1={px(now)} x2={px(now)} y1={-3} y2={height + 3} />}
        </svg>
        {looking && <Look looking={looking} px={px} y={height + 1} />}
        {([0, 1] as const).map(edge => (
          <Handle
            key={edge}
            edge={edge}
            at={window[edge]}
            x={px(window[edge])}
            line={time}
            height={height}
            onMove={to => show(movedWindow(window, edge, to, time))}
            timeAt={timeAt}
          />
        ))}
      </div>
    </footer>
  )
}

/** Beside the drawing, which need not be drawn anew for it. */
function Look({ looking, px, y }: { looking: Looking; px: (time: number) => number; y: number }) {
  const look = useLooking(looking)
  if (!look || look[1] <= look[0]) return null
  return (
    <div className="look" style={{ transform: `translateX(${px(look[0])}px)`, width: Math.max(2, px(look[1]) - px(look[0])), top: y }} />
  )
}

function Handle(props: {
  edge: 0 | 1
  at: number
  x: number
  line: Line
  height: number
  onMove: (to: number) => void
  timeAt: (event: PointerEvent) => number
}) {
  const { edge, at, x, line, height, onMove, timeAt } = props
  const { begin, end } = line
  return (
    <div
      className="handle"
      role="slider"
      tabIndex={0}
      aria-label={edge === 0 ? 'Shown from' : 'Shown to'}
      aria-valuemin={begin}
      aria-valuemax={end}
      aria-valuenow={at}
      aria-valuetext={moment(at)}
      style={{ left: x }}
      data-pane="strip"
      onKeyDown={event => {
        const by = { ArrowLeft: -0.01, ArrowRight: 0.01, PageDown: -0.1, PageUp: 0.1 }[event.key]
        const to = event.key === 'Home' ? begin : event.key === 'End' ? end : by === undefined ? undefined : at + by * (end - begin)
        if (to === undefined) return
        event.preventDefault()
        onMove(to)
      }}
      onPointerDown={event => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={event => event.currentTarget.hasPointerCapture(event.pointerId) && onMove(timeAt(event))}
    >
      <svg width="13" height={height} aria-hidden="true">
        <rect className="grip" x="4" y={height / 4} width="4" height={height / 2} rx="2" />
      </svg>
    </div>
  )
}

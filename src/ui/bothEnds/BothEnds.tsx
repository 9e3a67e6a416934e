import { useCallback, useMemo, useRef } from 'react'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import type { Drawing } from '../ladder/drawing.ts'
import { endsOfBoth } from '../ladder/hostWords.ts'
import { along, geometry, gutterWidth } from '../ladder/layout.ts'
import { Pane, type PaneProps } from '../ladder/Pane.tsx'
import type { AtR } from '../ladder/useChoose.ts'
import { useMeasure } from '../measure.ts'
import { useWidth } from '../scrolling.ts'
import { startFor } from '../time.ts'
import { furthest, type Lanes } from './lanes.ts'
import { atRouter, numberAtR } from './router.ts'

/** Px on either side of the router's lifeline at which a click means its packet. */
const REACH = 22

interface BothEndsProps extends PaneProps {
  readonly report: Report
  readonly hosts: Lanes
}

/** Lane A, the network, lane B: each message once, from where it left to where it arrived, on A's clock. */
export function BothEnds({ report, hosts, ...shown }: BothEndsProps) {
  const { state } = useApp()
  const u = state.size
  const scrolled = useRef<HTMLDivElement>(null)
  const paneWidth = useWidth(scrolled)
  const measure = useMeasure(u)
  const [a, b] = report.traces
  const digits = String(Math.max(a!.packets, b?.packets ?? 0)).length
  const between = useMemo(() => atRouter(report), [report])
  const d = useMemo<Drawing>(() => {
    const away = furthest(report, hosts)
    const gutter = gutterWidth(digits, state.times, away)
    const g = geometry(paneWidth, u, gutter, gutter)
    return {
      g,
      measure,
      both: true,
      times: state.times,
      furthest: away,
      start: startFor(state.times, report, 0),
      ...(between ? { between } : {}),
    }
  }, [paneWidth, u, digits, state.times, measure, report, hosts, between])
  const { g } = d
  const ends = useMemo(() => endsOfBoth(report, hosts), [report, hosts])
  return (
    <Pane
      {...shown}
      d={d}
      pair={hosts}
      label={`Both ends of ${hosts.left} and ${hosts.right}`}
      scrolled={scrolled}
      ends={ends}
      traceAt={useCallback((x: number) => (x < (g.left + g.right) / 2 ? 0 : 1), [g])}
      atR={useCallback<AtR>(
        (x, row, at) => (Math.abs(x - along(g, 'left', 0.5)) < REACH * u ? numberAtR(between, row, at) : undefined),
        [g, u, between],
      )}
      behind={height => between && <line className="router" x1={along(g, 'left', 0.5)} x2={along(g, 'left', 0.5)} y1="0" y2={height} />}
    />
  )
}

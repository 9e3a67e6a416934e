import { useCallback, useMemo, useRef } from 'react'
import type { Report, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { ROUTER } from '../captures.ts'
import { useMeasure } from '../measure.ts'
import { useWidth } from '../scrolling.ts'
import { startFor } from '../time.ts'
import type { Drawing } from './drawing.ts'
import type { HostPair } from './hostPairs.ts'
import { endsOf } from './hostWords.ts'
import { geometry, gutterWidth } from './layout.ts'
import { nearSide } from './nearSide.ts'
import { Pane, type PaneProps } from './Pane.tsx'
import { spanOf } from './pauses.ts'

interface LadderProps extends PaneProps {
  readonly pair: HostPair
  readonly trace: TraceSummary
  /** Of the capture from between the ends: its own report. */
  readonly router?: Report
}

/** What two hosts said to each other, row by row, as one trace has it. */
export function Ladder({ pair, trace, router, ...shown }: LadderProps) {
  const { state } = useApp()
  const which = router ? 0 : state.trace
  const report = router ?? state.opened!.report
  const u = state.size
  const scrolled = useRef<HTMLDivElement>(null)
  const paneWidth = useWidth(scrolled)
  const measure = useMeasure(u)
  const digits = String(trace.packets).length
  const negotiation = shown.negotiation ?? pair.negotiations[0]
  const near = nearSide(negotiation, pair, which)
  const furthest = spanOf(trace) ?? 0
  const start = startFor(state.times, state.opened!.report, router ? ROUTER : state.trace)
  const d = useMemo<Drawing>(() => {
    const g = geometry(paneWidth, u, gutterWidth(digits, state.times, furthest))
    return { g, measure, near, times: state.times, furthest, start }
  }, [paneWidth, u, digits, state.times, measure, near, furthest, start])
  return (
    <Pane
      {...shown}
      d={d}
      pair={pair}
      label={`Ladder of ${pair.left} and ${pair.right}`}
      scrolled={scrolled}
      ends={endsOf(negotiation, pair, which, report.traces.length === 1)}
      end={spanOf(trace)}
      traceAt={useCallback(() => which, [which])}
    />
  )
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Finding, Negotiation, Report, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { Icon } from '../icons.tsx'
import { seenIn } from '../ladder/hostPairs.ts'
import { nameOf } from '../notes/added.ts'
import { clock, moment } from '../time.ts'
import { useSliced, useSlices } from '../useSlices.ts'
import { type Entry, heightOf } from './entries.ts'
import { verdictsOn } from './findings.ts'
import { lasting } from './lasted.ts'
import { authenticationOf, modeName, outcomeName, outcomeTone } from './names.ts'
import { Pips } from './Pips.tsx'
import { comingFar } from './progress.ts'

/** The negotiations by pair of hosts: outcome, mode, when, how far each came. Only the lines in view are in the page. */
export function Negotiations({
  all,
  report,
  trace,
  scrolled,
  negotiation,
  onTall,
}: {
  all: readonly Entry[]
  report: Report
  trace: TraceSummary
  scrolled: RefObject<HTMLDivElement | null>
  /** The one in view. */
  negotiation?: string
  /** Told how tall the whole list is. */
  onTall: (height: number) => void
}) {
  const { state } = useApp()
  const list = useRef<HTMLDivElement>(null)
  const [margin, setMargin] = useState(0)
  const lines = useVirtualizer({
    count: all.length,
    getScrollElement: () => scrolled.current,
    estimateSize: i => heightOf(all[i]) * state.size,
    scrollMargin: margin,
    overscan: 6,
  })
  const tall = lines.getTotalSize()
  useLayoutEffect(() => onTall(tall), [onTall, tall])
  const verdicts = useMemo(() => verdictsOn(report.findings), [report.findings])
  useLayoutEffect(() => setMargin(list.current?.offsetTop ?? 0))
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are to be taken again when these change
  useEffect(() => lines.measure(), [state.size, all])
  const current = useMemo(
    () =>
      all.findIndex(
        entry =>
          entry.kind !== 'hosts' && (entry.kind === 'negotiation' ? entry.negotiation.id === negotiation : entry.pair.key === state.pair),
      ),
    [all, negotiation, state.pair],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was asked for scrolls the list
  useEffect(() => {
    if (current >= 0 && state.reveal?.negotiation) lines.scrollToIndex(current, { align: 'auto' })
  }, [state.reveal])
  return (
    <div ref={list} className="negs" style={{ height: tall }} role="list" aria-label="Negotiations">
      {lines.getVirtualItems().map(item => {
        const entry = all[item.index]
        return entry ? (
          <div key={item.key} style={{ transform: `translateY(${item.start - margin}px)`, height: item.size }} role="listitem">
            <EntryLine entry={entry} verdicts={verdicts} report={report} trace={trace} current={item.index === current} />
          </div>
        ) : null
      })}
    </div>
  )
}

function EntryLine({
  entry,
  verdicts,
  report,
  trace,
  current,
}: {
  entry: Entry
  verdicts: ReadonlyMap<string, readonly Finding[]>
  report: Pick<Report, 'traces' | 'pair'>
  trace: TraceSummary
  current: boolean
}) {
  const { state, dispatch } = useApp()
  const { pair } = entry
  if (entry.kind === 'hosts')
    return (
      <p className="pair" data-peer={pair.left} title={`${pair.left} and ${pair.right}`}>
        {nameOf(state, pair.left)} and {nameOf(state, pair.right)}
      </p>
    )
  if (entry.kind === 'traffic')
    return (
      <button type="button" className="neg" aria-current={current} onClick={() => dispatch({ type: 'negotiation', pair: pair.key })}>
        <span className="muted">
          <Icon name={pair.flows.length > 0 ? 'lock' : 'unlock'} />
        </span>
        <b>{entry.name}</b>
        <span />
        <span className="sub">{entry.says}</span>
      </button>
    )
  const { negotiation } = entry
  const { traces, pair: lined } = report
  // Of two captures together: as both show it, on A's clock, whichever is looked at.
  const both = lined !== null
  const own = both ? (seenIn(negotiation, 0) ? 0 : 1) : state.trace
  return (
    <button
      type="button"
      className="neg"
      aria-current={current}
      data-negotiation={negotiation.id}
      onClick={() => dispatch({ type: 'negotiation', pair: pair.key, negotiation: negotiation.id })}
    >
      <NegotiationText
        negotiation={negotiation}
        verdicts={verdicts.get(negotiation.id)}
        esp={entry.esp}
        report={report}
        trace={own}
        both={both}
        soFar={(traces[own] ?? trace).soFar === true}
        size={state.size}
      />
    </button>
  )
}

const NegotiationText = memo(function NegotiationText(props: {
  negotiation: Negotiation
  verdicts?: readonly Finding[]
  esp: string
  report: Pick<Report, 'traces' | 'pair'>
  trace: 0 | 1
  both: boolean
  /** The capture is still being read. */
  soFar: boolean
  size: number
}) {
  const { negotiation, verdicts = [], esp, report, trace, both, soFar, size } = props
  const { result: came, behind } = useSliced(
    useCallback(() => comingFar(negotiation, trace, both), [negotiation, trace, both]),
    `${trace} ${both} ${negotiation.id}`,
  )
  const lasted = useSlices(
    useCallback(() => lasting(report, negotiation, trace), [report, negotiation, trace]),
    `${trace} ${both} ${negotiation.id}`,
  )
  const authentication = authenticationOf(negotiation)
  return (
    <>
      <span className={outcomeTone(negotiation, soFar)}>
        <Icon name={negotiation.outcome} />
        <span className="off-screen">{outcomeName(negotiation, soFar)}</span>
      </span>
      <b title={[`${negotiation.id}: ${outcomeName(negotiation, soFar)}`, authentication].filter(Boolean).join(', ')}>
        {modeName(negotiation)}
        {authentication && <small>, {authentication}</small>}
      </b>
      <time>{lasted && lasted.last >= lasted.first && (clock(lasted.start, lasted.first, 0) ?? moment(lasted.first))}</time>
      <span className="sub">
        {came && <Pips pips={came.pips} size={size} />}
        <span title={behind ? 'Not all of it is counted yet' : both ? 'As both captures together show it' : undefined}>
          {came?.says}
          {behind && '…'}
        </span>
        {came?.again && <span className="again">{came.again}</span>}
      </span>
      {esp && <span className="carried">{esp}</span>}
      {verdicts.length > 0 && (
        <span className="count" title={verdicts.map(one => one.title).join('\n')}>
          {verdicts.length}
          <span className="off-screen">{verdicts.length === 1 ? ' finding' : ' findings'}</span>
        </span>
      )}
    </>
  )
})

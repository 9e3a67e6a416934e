import { useMemo } from 'react'
import { grouped } from '../../text/figures.ts'
import { saWords } from '../../text/monitor.ts'
import type { Monitor as Shown } from '../../trace/monitor/monitor.ts'
import type { Report, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { spanOf } from '../ladder/pauses.ts'
import { clock, gutterTime, isClock, startFor, timeFormatSaid } from '../time.ts'
import { Events } from './Events.tsx'
import { changes, stepTo } from './layout.ts'
import { Slider } from './Slider.tsx'
import { IkeSas, IpsecSas } from './tables.tsx'
import { useMoment } from './useMoment.ts'

/** What IP Security Monitor would have shown at one moment of the trace. */
export function Monitor({ report, trace, time }: { report: Report; trace: TraceSummary; time: number }) {
  const { state, dispatch } = useApp()
  const number = state.trace
  const end = spanOf(trace) ?? 0
  const all = useMemo(() => changes(report, number), [report, number])
  const words = useMemo(() => saWords(report.negotiations), [report])
  const shown = useMoment(state.opened?.session, number, time)
  const move = (to: number) => dispatch({ type: 'moment', time: to })
  const [before, after] = [stepTo(all, time, -1), stepTo(all, time, 1)]
  const byClock = isClock(state.times)
  const hour = byClock
    ? `${gutterTime(state.times, time, undefined, startFor(state.times, report, number))}${state.times === 'utc' ? ' UTC' : `, ${timeFormatSaid(state.times, report, number)}`}`
    : clock(trace.start, time)
  return (
    <div className="monitor">
      <header className="moment">
        <p className="now">
          <b>{time.toFixed(3)} s</b>
          {hour && (
            <span className="dim">
              {hour}
              {!byClock && (trace.clock === 'utc' ? ' UTC' : ' local time of the capture')}
            </span>
          )}
          {shown && <span className="dim">{shown.packet === 0 ? 'before any packet' : `up to packet ${shown.packet}`}</span>}
          <span className="steps">
            <button type="button" className="btn" disabled={before === undefined} onClick={() => before !== undefined && move(before)}>
              ← Change before
            </button>
            <button type="button" className="btn" disabled={after === undefined} onClick={() => after !== undefined && move(after)}>
              Next change →
            </button>
          </span>
        </p>
        <Slider time={time} end={end} changes={all} text={`${time.toFixed(3)} seconds`} onMove={move} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too */}
      <div className="pane monitored" data-pane="monitor" role="region" aria-label="At this moment" tabIndex={0}>
        {shown ? (
          <>
            <IkeSas all={shown.mainMode} moment={{ trace: number, time: shown.time, end }} words={words.ike} />
            <IpsecSas all={shown.quickMode} moment={{ trace: number, time: shown.time, end }} words={words.ipsec} />
            <div className="lower">
              <Statistics shown={shown} />
              <Events events={shown.events} report={report} onMove={move} />
            </div>
          </>
        ) : (
          <p className="none muted">{state.opened?.session ? 'One moment.' : 'The capture is still being read.'}</p>
        )}
      </div>
    </div>
  )
}

function Statistics({ shown: { statistics, host } }: { shown: Shown }) {
  if (host === null) return null
  return (
    <section aria-label="Statistics">
      <h2>
        Statistics <small className="muted">of {host}, as far as packets tell</small>
      </h2>
      <div className="counters">
        {(['IKE', 'IPSec'] as const).map(group => (
          <dl key={group}>
            {statistics
              .filter(one => one.group === group)
              .map(({ name, value }) => (
                <div key={name} className={value === 0 ? 'zero' : ''}>
                  <dt>{name}</dt>
                  <dd>{grouped(value)}</dd>
                </div>
              ))}
          </dl>
        ))}
      </div>
    </section>
  )
}

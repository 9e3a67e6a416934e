import { useMemo } from 'react'
import type { Monitor as Shown } from '../../trace/monitor/monitor.ts'
import type { ExpectedEvent, Report, TraceSummary } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { Cite } from '../case/Cite.tsx'
import { grouped } from '../ladder/label.ts'
import { spanOf } from '../ladder/pauses.ts'
import { clock } from '../time.ts'
import { changes, eventLines, stepTo } from './layout.ts'
import { Slider } from './Slider.tsx'
import { MainModes, QuickModes } from './tables.tsx'
import { useMoment } from './useMoment.ts'

/** What IP Security Monitor would have shown at one moment of the trace. */
export function Monitor({ report, trace, time }: { report: Report; trace: TraceSummary; time: number }) {
  const { state, dispatch } = useApp()
  const number = state.trace
  const end = spanOf(trace) ?? 0
  const all = useMemo(() => changes(report, number), [report, number])
  const shown = useMoment(state.opened?.session, number, time)
  const move = (to: number) => dispatch({ type: 'moment', time: to })
  const [before, after] = [stepTo(all, time, -1), stepTo(all, time, 1)]
  const hour = clock(trace.start, time)
  return (
    <div className="monitor">
      <header className="moment">
        <p className="now">
          <b>{time.toFixed(3)} s</b>
          {hour && (
            <span className="dim">
              {hour}
              {trace.clock === 'utc' ? ' UTC' : ''}
            </span>
          )}
          {shown && <span className="dim">{shown.packet === 0 ? 'before any packet' : `up to packet ${grouped(shown.packet)}`}</span>}
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
      <div className="pane monitored" data-pane="monitor">
        {shown ? (
          <>
            <MainModes all={shown.mainMode} moment={{ trace: number, time: shown.time, end }} />
            <QuickModes all={shown.quickMode} moment={{ trace: number, time: shown.time, end }} />
            <div className="lower">
              <Statistics shown={shown} />
              <Events events={shown.events} start={trace.start} onMove={move} />
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

/** Lines shown; the last ones matter. */
const MOST = 30

function Events({ events, start, onMove }: { events: readonly ExpectedEvent[]; start: string | null; onMove: (time: number) => void }) {
  const lines = eventLines(events)
  return (
    <section aria-label="Expected events">
      <h2>
        Expected events <small className="muted">that Windows hosts would have logged</small>
      </h2>
      {lines.length === 0 && <p className="none muted">None so far.</p>}
      <ol className="events">
        {lines.slice(0, MOST).map(({ trace, time, hosts, event, says, confidence, packets }) => (
          <li key={`${event} ${hosts.join()} ${time} ${says}`}>
            <button type="button" className="when num" onClick={() => onMove(time)} title="Show this moment">
              {clock(start, time, 0) ?? time.toFixed(1)}
            </button>
            <b className="num">{event}</b>
            <span>
              {says}
              {confidence !== 'certain' && <span className="dim"> ({confidence})</span>}
              <span className="dim log">log of {hosts.join(' and ')}</span>
            </span>
            {packets[0] !== undefined && <Cite trace={trace} packet={packets[0]} />}
          </li>
        ))}
      </ol>
      {lines.length > MOST && <p className="muted">The last {MOST} are shown.</p>}
    </section>
  )
}

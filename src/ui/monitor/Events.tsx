import { behindTheEnd, eventSays, loggedBy, noneIsWindows, numberedBy } from '../../text/monitor.ts'
import type { ExpectedEvent, Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { Cite } from '../case/Cite.tsx'
import { useNavigate } from '../navigation.ts'
import { useRoving } from '../roving.ts'
import { gutterTime, startFor, timeFormatSaid } from '../time.ts'
import { eventLines } from './layout.ts'

/** Lines shown; the last ones matter. */
const MOST = 30

/** What hosts would have logged up to the moment if they are Windows, the latest first; their times as T has them. */
export function Events({ events, report, onMove }: { events: readonly ExpectedEvent[]; report: Report; onMove: (time: number) => void }) {
  const { state } = useApp()
  const { toPacket } = useNavigate()
  const lines = eventLines(events)
  const shown = lines.slice(0, MOST)
  const mixed = events.some(one => one.windows)
  const { line, keys } = useRoving(shown.length)
  const start = startFor(state.times, report, state.trace)
  const enter = (i: number) => {
    const { trace, time, packets } = shown[i]!
    if (packets[0] === undefined) onMove(time)
    else toPacket(trace, packets[0])
  }
  return (
    <section aria-label="Expected events">
      <h2>
        Expected events <small className="muted">{loggedBy(events)}</small>
      </h2>
      {lines.length === 0 ? (
        <p className="none muted">
          {noneIsWindows(report.negotiations) ? 'None: what these hosts say they are is not Windows.' : 'None so far.'}
        </p>
      ) : (
        <p className="dim">
          Times of the capture, not of a host’s log: {timeFormatSaid(state.times, report, state.trace)}. <kbd>T</kbd> changes them.{' '}
          {numberedBy(events)} {behindTheEnd(events)}
        </p>
      )}
      <ol className="events" onKeyDown={keys(enter)}>
        {shown.map(({ trace, time, hosts, event, says, confidence, packets, windows }, i) => (
          <li key={`${event} ${hosts.join()} ${time} ${says}`} {...line(i)}>
            <button type="button" className="when num" tabIndex={-1} onClick={() => onMove(time)} title="Show this moment">
              {gutterTime(state.times, time, lines[i + 1]?.time, start) || time.toFixed(3)}
            </button>
            <b className="num">{event}</b>
            <span>
              {eventSays(shown[i]!)}
              {confidence !== 'certain' && <span className="dim"> ({confidence})</span>}
              <span className="dim log">
                log of {hosts.join(' and ')}
                {mixed && !windows && ', if it is Windows'}
              </span>
            </span>
            {packets[0] !== undefined && <Cite trace={trace} packet={packets[0]} tab={false} />}
          </li>
        ))}
      </ol>
      {lines.length > MOST && <p className="muted">The last {MOST} are shown.</p>}
    </section>
  )
}

import { useMemo } from 'react'
import { counted, grouped } from '../../text/figures.ts'
import type { Baseline as Compared, ComparedConversation } from '../../trace/baseline/report.ts'
import { negotiationSays, shieldSays } from '../../trace/baseline/words.ts'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { useNavigate } from '../navigation.ts'
import { useRoving } from '../roving.ts'
import { type Line, lines, MOST_LINES } from './layout.ts'
import { Turn } from './Turn.tsx'
import { useBaseline } from './useBaseline.ts'

/** What IPsec added to a conversation: the one capture holds it in the clear, the other protected. */
export function Baseline({ report }: { report: Report }) {
  const { state } = useApp()
  const compared = useBaseline(state.opened?.session, report)
  const names = report.traces.map(({ name }) => name)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
    <div className="pane baseline" data-pane="baseline" role="region" aria-label="Comparison" tabIndex={0}>
      {!compared ? (
        <p className="muted">{state.opened?.session ? 'Reading both captures once more.' : 'The captures are still being read.'}</p>
      ) : (
        <>
          <Roles compared={compared} names={names} />
          {compared.conversations.map(one => (
            <Conversation key={one.id} one={one} clear={compared.clear!} secured={compared.secured!} />
          ))}
          <Alone compared={compared} names={names} />
          <ul className="notes">
            {compared.notes.map(note => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

interface Sides {
  readonly clear: 0 | 1
  readonly secured: 0 | 1
}

function Conversation({ one, clear, secured }: { one: ComparedConversation } & Sides) {
  const { toPacket } = useNavigate()
  const all = useMemo(() => lines(one), [one])
  const { line, keys } = useRoving(all.length)
  const look = ({ packets: [without, under] }: Line) => {
    if (under !== undefined) toPacket(secured, under)
    else if (without !== undefined) toPacket(clear, without)
  }
  return (
    <section aria-label={`${one.name}, ${one.client} to ${one.server}`}>
      <h2>
        {one.name}{' '}
        <small className="muted">
          {one.client} to {one.server}, {shieldSays[one.shield]}
        </small>
      </h2>
      <p className="says">{one.says}</p>
      {one.negotiation && <p className="dim">{negotiationSays(one.negotiation)}</p>}
      {one.notes.map(note => (
        <p key={note} className="dim">
          {note}
        </p>
      ))}
      <table>
        <thead>
          <tr>
            <th scope="col">Turn</th>
            <th scope="col">
              <span className="key without" /> without IPsec ({'AB'[clear]}) <span className="key with" /> with IPsec ({'AB'[secured]})
            </th>
            <th scope="col">Added</th>
            <th scope="col">Bytes</th>
          </tr>
        </thead>
        <tbody onKeyDown={keys(i => look(all[i]!))}>
          {all.map((one, i) => (
            <Turn key={one.id} line={one} place={line(i)} sides={[clear, secured]} onLook={() => look(one)} onPacket={toPacket} />
          ))}
        </tbody>
      </table>
      {one.turns.length > MOST_LINES && <p className="muted">and {counted(one.turns.length - MOST_LINES, 'more turn')}</p>}
    </section>
  )
}

/** Which capture is which, before anything is said of them. */
function Roles({ compared: { clear, secured, conversations }, names }: { compared: Compared; names: readonly string[] }) {
  if (conversations.length === 0) return <p className="says">No conversation is in both captures, so there is nothing to compare.</p>
  return (
    <p className="roles">
      <span>
        <Of trace={clear} names={names} /> in the clear
      </span>
      <span>
        <Of trace={secured} names={names} /> under IPsec
      </span>
    </p>
  )
}

/** A capture by its letter and its name. */
function Of({ trace, names }: { trace: 0 | 1 | null; names: readonly string[] }) {
  if (trace === null) return null
  return (
    <>
      <span className="badge">{'AB'[trace]}</span> <b>{names[trace]}</b>
    </>
  )
}

/** Conversations named of those without a counterpart, of each capture. */
const MOST_ALONE = 20

/** What only one of the captures holds, under the name of that capture. */
function Alone({ compared: { alone, clear, secured }, names }: { compared: Compared; names: readonly string[] }) {
  if (alone.length === 0) return null
  return (
    <section aria-label="Without a counterpart">
      <h2>
        Without a counterpart <small className="muted">conversations that only one of the captures holds</small>
      </h2>
      {([0, 1] as const).map(trace => {
        const own = alone.filter(one => one.trace === trace)
        const role = trace === clear ? ', in the clear' : trace === secured ? ', under IPsec' : ''
        return (
          own.length > 0 && (
            <div key={trace} className="alone">
              <h3>
                Only in <Of trace={trace} names={names} />
                {role}
              </h3>
              <ul className="notes">
                {own.slice(0, MOST_ALONE).map(({ name, client, server, packets }, i) => (
                  <li key={`${i} ${name}`}>
                    {name}, {client} to {server}, {counted(packets, 'packet')}
                  </li>
                ))}
                {own.length > MOST_ALONE && <li>and {grouped(own.length - MOST_ALONE)} more</li>}
              </ul>
            </div>
          )
        )
      })}
    </section>
  )
}

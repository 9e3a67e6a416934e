import { useMemo, useState } from 'react'
import type { Baseline as Compared, ComparedConversation } from '../../trace/baseline/report.ts'
import { negotiationSays, shieldSays } from '../../trace/baseline/words.ts'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { counted } from '../ladder/label.ts'
import { useNavigate } from '../navigation.ts'
import { focusAfter, lines, MOST_LINES } from './layout.ts'
import { Turn } from './Turn.tsx'
import { useBaseline } from './useBaseline.ts'

/** What IPsec added to a conversation: the one capture holds it in the clear, the other protected. */
export function Baseline({ report }: { report: Report }) {
  const { state } = useApp()
  const compared = useBaseline(state.opened?.session, report)
  const names = report.traces.map(({ name }) => name)
  return (
    <div className="pane baseline" data-pane="baseline">
      {!compared ? (
        <p className="muted">{state.opened?.session ? 'Reading both captures once more.' : 'The captures are still being read.'}</p>
      ) : (
        <>
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
  const [focus, setFocus] = useState(0)
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
        <tbody
          onKeyDown={event => {
            const next = focusAfter(event.key, focus, all.length)
            const to = next === undefined ? undefined : event.currentTarget.rows[next]
            if (next === undefined || !to) return
            setFocus(next)
            to.focus()
            event.preventDefault()
          }}
        >
          {all.map((line, i) => (
            <Turn
              key={line.id}
              line={line}
              tab={i === focus}
              sides={[clear, secured]}
              onFocus={() => setFocus(i)}
              onPacket={(trace, packet) => toPacket(trace, packet)}
            />
          ))}
        </tbody>
      </table>
      {one.turns.length > MOST_LINES && <p className="muted">and {counted(one.turns.length - MOST_LINES, 'more turn')}</p>}
    </section>
  )
}

/** Conversations named of those without a counterpart. */
const MOST_ALONE = 20

function Alone({ compared: { alone }, names }: { compared: Compared; names: readonly string[] }) {
  if (alone.length === 0) return null
  return (
    <section aria-label="Without a counterpart">
      <h2>Without a counterpart</h2>
      <ul className="notes">
        {alone.slice(0, MOST_ALONE).map(({ trace, name, client, server, packets }, i) => (
          <li key={`${i} ${name}`}>
            {name}, {client} to {server}, {counted(packets, 'packet')}, only in {names[trace]}
          </li>
        ))}
        {alone.length > MOST_ALONE && <li>and {alone.length - MOST_ALONE} more</li>}
      </ul>
    </section>
  )
}

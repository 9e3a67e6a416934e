import type { Query } from '../../host/asked.ts'
import { counted } from '../../text/figures.ts'
import type { Report } from '../../trace/report.ts'
import { capturesSaid, rangesSaid } from '../captures.ts'
import type { Vocabulary } from './completion.ts'
import { fateAsked, fateless } from './fates.ts'
import { instead } from './instead.ts'
import type { FieldSearch } from './useFieldSearch.ts'

/** That nothing was found: where it was looked for, and what else may have been meant. */
export function Nothing(props: {
  text: string
  query: Query
  report: Report
  words: Vocabulary
  fields: FieldSearch
  /** The captures are still being read. */
  unread: boolean
  onAsk: (text: string) => void
}) {
  const { text, query, report, words, fields, unread, onAsk } = props
  const [first] = fields.of
  const unnamed = (first?.unnamed ?? []).filter(key => fields.of.every(one => one.unnamed?.includes(key)))
  const others = instead(query, unnamed, words)
  const where = unread ? 'Nothing read so far' : `Nothing in ${capturesSaid(report, 'or')}`
  const closed = encrypted(report)
  const all = query.terms.length > 1 && query.either.length === 1
  const [only] = query.terms
  const fate = fateAsked(query)
  const said = fate && !unread && fateless(fate, report)
  if (only?.key === 'packet' && query.terms.length === 1) return <p className="seek-none">There are packets {rangesSaid(report, 'and')}.</p>
  return (
    <div className="seek-none" role="status">
      {said ? (
        <p>{said}</p>
      ) : (
        <p>
          {where} {all ? 'has all of' : 'has'} <code>{text.trim()}</code>
          {all && ' in one place'}
          {fields.state === 'stopped' && ', as far as it was searched'}.
          {unnamed.length > 0 && ` No field ${fields.of.length > 1 ? 'there' : 'in it'} is called ${unnamed.join(' or ')}.`}
        </p>
      )}
      {closed > 0 && !said && (
        <p>
          {counted(closed, 'IKE message is', 'IKE messages are')} encrypted: what {closed === 1 ? 'it says is' : 'they say is'} found only
          with the keys.
        </p>
      )}
      {others.length > 0 && (
        <p className="seek-others">
          Search for{' '}
          {others.map(other => (
            <button key={other} type="button" className="link" onClick={() => onAsk(other)}>
              {other}
            </button>
          ))}
        </p>
      )}
    </div>
  )
}

/** Messages that no key opened. */
function encrypted({ negotiations }: Report): number {
  let closed = 0
  for (const { exchanges } of negotiations)
    for (const { messages } of exchanges) for (const { encrypted, decrypted } of messages) if (encrypted && !decrypted) closed++
  return closed
}

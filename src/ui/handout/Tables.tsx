import { Fragment, type ReactNode } from 'react'
import { grouped } from '../../text/figures.ts'
import { behindTheEnd, eventSays, numberedBy } from '../../text/monitor.ts'
import type { Negotiation } from '../../trace/report.ts'
import { authenticationOf, modeName, outcomeName } from '../case/names.ts'
import { howFar } from '../case/progress.ts'
import { seenIn } from '../ladder/hostPairs.ts'
import { spanOf } from '../ladder/pauses.ts'
import { named, withAddress } from '../notes/named.ts'
import { duration } from '../time.ts'
import { placeOf } from './Cited.tsx'
import { secondsOf } from './clock.ts'
import type { HandoutFacts } from './facts.ts'

const MOST = 200

/** The files: what tells each from any other, and what is in it. */
export function Files({ facts: { report, files } }: { facts: HandoutFacts }) {
  return (
    <section>
      <h2>Captures</h2>
      {files.map(({ name, size, sha256 }, i) => {
        const trace = report.traces[i]
        const span = trace && spanOf(trace)
        return (
          <dl key={sha256 + name}>
            <dt>{files.length === 1 ? 'File' : 'ABR'[trace ? i : 2]}</dt>
            <dd>
              <b>{name}</b>
              {trace && `, ${trace.format}${trace.compression ? `, ${trace.compression}` : ''}, ${trace.linkTypes.join(' and ')}`}, a file
              of {grouped(size)} bytes
            </dd>
            <dt>Packets</dt>
            <dd>
              {grouped(trace?.packets ?? report.between?.packets ?? 0)}
              {span === undefined ? '' : ` in ${duration(span)}`}
              {trace && `, ${grouped(trace.bytes)} bytes`}
            </dd>
            {trace?.start && (
              <>
                <dt>From</dt>
                <dd>
                  {stamp(trace.start)} to {stamp(trace.end)}, {trace.clock === 'utc' ? 'UTC' : 'local clock'}
                </dd>
              </>
            )}
            <dt>SHA-256</dt>
            <dd>
              <code>{sha256}</code>
            </dd>
          </dl>
        )
      })}
    </section>
  )
}

/** `2024-05-01 10:00:00.123`. */
function stamp(time: string | null): string {
  return (
    time
      ?.replace('T', ' ')
      .replace(/(\.\d{3})\d*Z?$/, '$1')
      .replace(/Z$/, '') ?? ''
  )
}

/** Who negotiated with whom, and how far it came. */
export function Negotiations({ facts: { report, names } }: { facts: HandoutFacts }) {
  const all = report.negotiations
  if (all.length === 0) return null
  const host = (address: string) => withAddress(address, names)
  const came = (one: Negotiation) => howFar(one, seenIn(one, 0) ? 0 : 1, report.pair !== null)
  return (
    <Table name="Negotiations" heads={['', 'Initiator', 'Responder', 'Mode', 'Outcome', 'How far it came']} more={all.length - MOST}>
      {all.slice(0, MOST).map(one => (
        <tr key={one.id}>
          <td>{one.id}</td>
          <td>{host(one.initiator.address)}</td>
          <td>{host(one.responder.address)}</td>
          <td>{[modeName(one), authenticationOf(one)].filter(Boolean).join(', ')}</td>
          <td>{outcomeName(one)}</td>
          <td>{[came(one).says, came(one).again].filter(Boolean).join('; ')}</td>
        </tr>
      ))}
    </Table>
  )
}

/** What somebody wrote beside packets. */
export function ByHand({ facts: { notes, report } }: { facts: HandoutFacts }) {
  const two = report.traces.length > 1
  if (!notes || notes.length === 0) return null
  return (
    <section>
      <h2>Noted by hand</h2>
      <dl>
        {notes.map(({ trace, packet, text }) => (
          <Fragment key={placeOf(trace, packet)}>
            <dt>{two ? placeOf(trace, packet) : `packet ${packet}`}</dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}

/** Every packet that something above rests on. */
export function EvidenceTable({ facts: { evidence, moreEvidence, report, names } }: { facts: HandoutFacts }) {
  const two = report.traces.length > 1
  const clock = secondsOf(report)
  if (evidence.length === 0) return null
  const found = evidence.map(({ findings }) => [...new Set(findings.map(finding => named(finding.title, names)))].slice(0, 4).join('; '))
  return (
    <Table name="Evidence" heads={['Packet', clock.head, 'From', 'To', 'What it is', 'Findings']} more={moreEvidence}>
      {evidence.map(({ trace, row }, i) => (
        <tr key={placeOf(trace, row.number)} id={placeOf(trace, row.number)}>
          <td className="number">{`${two ? 'AB'[trace] : ''}${row.number}`}</td>
          <td className="number">{clock.at(trace, row.time).toFixed(6)}</td>
          <td>{withAddress(row.source, names)}</td>
          <td>{withAddress(row.destination, names)}</td>
          <td className="says">{`${row.protocol}, ${row.info}`}</td>
          {found[i] !== found[i - 1] && (
            <td className="says" rowSpan={alike(found, i)}>
              {found[i]}
            </td>
          )}
        </tr>
      ))}
    </Table>
  )
}

/** How many of the texts from this one on are the same. */
function alike(texts: readonly string[], first: number): number {
  const other = texts.findIndex((text, i) => i > first && text !== texts[first])
  return (other < 0 ? texts.length : other) - first
}

/** What hosts would have logged if they are Windows. */
export function Events({ facts: { report, names } }: { facts: HandoutFacts }) {
  const events = report.expectedEvents ?? []
  const two = report.traces.length > 1
  const clock = secondsOf(report)
  if (events.length === 0) return null
  return (
    <Table
      name="In a Windows host's log"
      says={`What each host would have written, if it is a Windows host; of hosts that say they are something else nothing is told. ${numberedBy(events)} Compare with the security log, and of Windows before Vista with the system log too. ${behindTheEnd(events)}`.trim()}
      heads={['Host', clock.head, 'Event', 'What it says', 'How sure', 'From packets']}
      more={events.length - MOST}
    >
      {events.slice(0, MOST).map(({ trace, time, packets, host, event, says, afterEnd, confidence }) => (
        <tr key={`${trace} ${time} ${host} ${event} ${packets.join()}`}>
          <td>{withAddress(host, names)}</td>
          <td className="number">{clock.at(trace, time).toFixed(3)}</td>
          <td className="number">{event}</td>
          <td>{named(eventSays({ says, ...(afterEnd ? { afterEnd } : {}) }), names)}</td>
          <td>{confidence}</td>
          <td>
            {packets
              .slice(0, 8)
              .map(packet => `${two ? 'AB'[trace] : ''}${packet}`)
              .join(', ')}
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Table(props: { name: string; says?: string; heads: readonly string[]; more: number; children: ReactNode }) {
  const { name, says, heads, more, children } = props
  return (
    <section>
      <h2>{name}</h2>
      {says && <p>{says}</p>}
      <table>
        <thead>
          <tr>
            {heads.map(head =>
              head === '' ? (
                <td key={head} />
              ) : (
                <th key={head} scope="col">
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {more > 0 && <p>and {grouped(more)} more</p>}
    </section>
  )
}

import { useMemo, useRef, useState } from 'react'
import { counted, grouped } from '../../text/figures.ts'
import type { Report, TraceSummary } from '../../trace/report.ts'
import { type App, AppContext, useApp } from '../app.ts'
import { says } from '../Empty.tsx'
import { answered } from '../filter/filter.ts'
import { WhatIsThis } from '../help/WhatIsThis.tsx'
import { type HostPair, negotiationBySpi } from '../ladder/hostPairs.ts'
import { entries, fitting } from './entries.ts'
import { Findings } from './Findings.tsx'
import { Negotiations } from './Negotiations.tsx'

/** The left column: the verdict, the negotiations, and what else the file says about itself. */
export function Case({
  report,
  trace,
  pairs,
  negotiation,
  there,
}: {
  report: Report
  trace: TraceSummary
  pairs: readonly HostPair[]
  negotiation?: string
  /** The app as a router's capture has it, where its ladder is looked at: its own negotiations are listed. */
  there?: App
}) {
  const app = useApp()
  const { state } = there ?? app
  const told = there?.state.opened?.report ?? report
  const scrolled = useRef<HTMLDivElement>(null)
  const [tall, setTall] = useState(0)
  const filter = answered(state.filter)
  const whole = state.opened?.session !== undefined
  const every = useMemo(() => entries(pairs, negotiationBySpi(told)), [pairs, told])
  const all = useMemo(() => (filter ? fitting(every, filter) : every), [every, filter])
  const listed = filter ? all.filter(entry => entry.kind === 'negotiation').length : undefined
  const count = pairs.reduce((sum, pair) => sum + pair.negotiations.length, 0)
  return (
    <aside className="case" aria-label="Case">
      <div className="scroll">
        <Findings report={report} whole={whole} />
        {count === 0 &&
          (report.traces.length === 1 ? (
            <Contents trace={trace} />
          ) : (
            report.traces.map((one, i) => <Contents key={'AB'[i]} trace={one} of={'AB'[i]} />)
          ))}
        <Comments trace={trace} />
      </div>
      {every.length > 0 && (
        <section className="scroll made" ref={scrolled} style={{ flexBasis: `min(${tall + 48 * state.size}px, 42%)` }}>
          <p className="cap">
            <span>
              {count === 0 ? 'Hosts' : 'Negotiations'}
              {there ? ' at R' : ''}
              {whole ? '' : ' so far'} <WhatIsThis pane="negotiations" />
            </span>
            <span>
              {count === 0 ? grouped(pairs.length) : listed === undefined ? grouped(count) : `${grouped(listed)} of ${grouped(count)}`}
            </span>
          </p>
          <AppContext value={there ?? app}>
            <Negotiations all={all} report={told} trace={trace} scrolled={scrolled} negotiation={negotiation} onTall={setTall} />
          </AppContext>
        </section>
      )}
    </aside>
  )
}

/** What is in a capture, counted by kind; only what occurs. @param of its name, where there are two */
function Contents({ trace, of }: { trace: TraceSummary; of?: string }) {
  const { counts, packets } = trace
  const kinds: readonly (readonly [string, number])[] = [
    ['IKE', counts.ike],
    ['ESP', counts.esp],
    ['ESP in UDP', counts.udpEncapsulatedEsp],
    ['AH', counts.ah],
    ['NAT keepalives', counts.natKeepalive],
    ['IP fragments', counts.fragments],
    ['ICMP errors', counts.icmpErrors],
    ['Other packets', counts.other],
    ['Records of the capturing tool', counts.metadata],
  ]
  return (
    <section className="sec">
      <p className="cap">In {of ? `${of}'s` : 'this'} capture</p>
      <dl className="facts">
        {kinds.map(([name, count]) =>
          count === 0 ? null : (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{grouped(count)}</dd>
            </div>
          ),
        )}
      </dl>
      {packets === 0 && <p className="filenote">No packets.</p>}
      {packets > 0 && counts.ike + counts.esp + counts.udpEncapsulatedEsp + counts.ah === 0 && <p className="filenote">{says(trace)}</p>}
    </section>
  )
}

function Comments({ trace }: { trace: TraceSummary }) {
  const texts = (trace.comments ?? []).filter(comment => comment.packet === undefined).map(comment => comment.text)
  const dropped = trace.dropped ?? 0
  if (texts.length === 0 && dropped === 0 && !trace.filters?.length) return null
  return (
    <section className="sec">
      <p className="cap">The file says</p>
      {dropped > 0 && (
        <p className="filenote">
          {counted(dropped, 'packet')} {dropped === 1 ? 'was' : 'were'} dropped while capturing.
        </p>
      )}
      {trace.filters?.map(filter => (
        <p key={filter} className="filenote">
          Captured with the filter <code>{filter}</code>
        </p>
      ))}
      {texts.slice(0, 5).map(text => (
        <p key={text} className="filenote">
          {text}
        </p>
      ))}
    </section>
  )
}

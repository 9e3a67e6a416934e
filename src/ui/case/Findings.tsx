import type { Finding, Report } from '../../trace/report.ts'
import { Cite, Cited } from './Cite.tsx'
import { arranged, faultless, sureness, uncited } from './findings.ts'

/** The verdict: the root cause first and large, its consequences indented, other findings, notes folded. */
export function Findings({ report, whole }: { report: Report; whole: boolean }) {
  const { main, others, notes } = arranged(report.findings)
  const fine = whole && faultless(report)
  if (!main && !fine && notes.length === 0) return null
  return (
    <>
      {fine && (
        <section className="sec" aria-label="Verdict" data-severity="none">
          <p className="cap">Verdict</p>
          <p className="verdict">No fault found</p>
          <p className="says">
            {report.negotiations.length === 1 ? 'The negotiation came about' : 'All negotiations came about'}, as far as this capture shows.
          </p>
        </section>
      )}
      {main && (
        <section className="sec" aria-label="Verdict" data-severity={main.finding.severity}>
          <p className="cap">{main.finding.severity === 'error' ? 'Root cause' : 'Worth knowing'}</p>
          <p className="verdict">{main.finding.title}</p>
          <Sure finding={main.finding} traces={report.traces.length} />
          {main.finding.says && main.finding.says !== main.finding.title && (
            <p className="says">
              <Cited text={main.finding.says} />
            </p>
          )}
          <Because finding={main.finding} consequences={main.consequences} />
        </section>
      )}
      {main && main.finding.otherwise.length > 0 && (
        <section className="sec">
          <p className="cap">It could also be</p>
          <ul className="todo">
            {main.finding.otherwise.map(text => (
              <li key={text}>
                <Cited text={text} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {main && main.finding.tryNext.length > 0 && (
        <section className="sec">
          <p className="cap">Try next</p>
          <ol className="todo">
            {main.finding.tryNext.map(text => (
              <li key={text}>
                <Cited text={text} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {others.length > 0 && (
        <section className="sec">
          <p className="cap">
            Also found <span>{others.length}</span>
          </p>
          {others.map(({ finding, consequences }) => (
            <OtherFinding
              key={`${finding.rule} ${finding.title}`}
              finding={finding}
              consequences={consequences}
              traces={report.traces.length}
            />
          ))}
        </section>
      )}
      {notes.length > 0 && (
        <section className="sec notes">
          <details>
            <summary>{notes.length === 1 ? '1 note' : `${notes.length} notes`}</summary>
            {notes.map(({ finding, consequences }) => (
              <OtherFinding
                key={`${finding.rule} ${finding.title}`}
                finding={finding}
                consequences={consequences}
                traces={report.traces.length}
              />
            ))}
          </details>
        </section>
      )}
    </>
  )
}

function OtherFinding({ finding, consequences, traces }: { finding: Finding; consequences: readonly Finding[]; traces: number }) {
  return (
    <article className="finding" data-severity={finding.severity}>
      <h3>{finding.title}</h3>
      {finding.says && finding.says !== finding.title && (
        <p className="says">
          <Cited text={finding.says} />
        </p>
      )}
      {finding.severity !== 'note' && <Sure finding={finding} traces={traces} />}
      <Because finding={finding} consequences={consequences} />
    </article>
  )
}

/** Confidence as three bars and words. */
function Sure({ finding, traces }: { finding: Finding; traces: number }) {
  const { bars, says } = sureness(finding, traces)
  return (
    <p className="sure">
      <span className="bars" aria-hidden="true">
        {[0, 1, 2].map(bar => (
          <b key={bar} className={bar < bars ? undefined : 'o'} />
        ))}
      </span>
      {says}
    </p>
  )
}

function Because({ finding, consequences }: { finding: Finding; consequences: readonly Finding[] }) {
  const rest = uncited(finding)
  if (finding.because.length === 0 && rest.length === 0 && consequences.length === 0) return null
  return (
    <ul className="then">
      {finding.because.map((text, i) => (
        <li key={text}>
          <Cited text={text} />
          {i === finding.because.length - 1 && rest.map(one => [' ', <Cite key={`${one.trace} ${one.packet}`} {...one} />])}
        </li>
      ))}
      {finding.because.length === 0 && rest.length > 0 && (
        <li>
          {rest.map(one => (
            <Cite key={`${one.trace} ${one.packet}`} {...one} />
          ))}
        </li>
      )}
      {consequences.map(one => (
        <li key={`${one.rule} ${one.title}`}>
          {one.title}{' '}
          {one.evidence.slice(0, 6).map(evidence => (
            <Cite key={`${evidence.trace} ${evidence.packet}`} {...evidence} />
          ))}
        </li>
      ))}
    </ul>
  )
}

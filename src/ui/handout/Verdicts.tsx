import { capturedAt, faultless, saysWhy, verdictWords } from '../../text/verdict.ts'
import { sentence } from '../../trace/findings/wording.ts'
import { firstStopped } from '../../trace/negotiation/stopped.ts'
import type { Finding, Report } from '../../trace/report.ts'
import { type Arranged, arranged, headingOf, sureness } from '../case/findings.ts'
import { useNamed } from '../notes/named.ts'
import { Cited, Packets } from './Cited.tsx'

/** What happened, first and large; what followed from it; what else was found. */
export function Verdict({ report }: { report: Report }) {
  const { main } = arranged(report.findings)
  const named = useNamed()
  const two = report.traces.length > 1
  if (!main)
    return (
      <section className="verdict">
        <h1>{named(verdictWords(report))}</h1>
        <p>
          {faultless(report)
            ? 'All negotiations came about, as far as the captures show.'
            : [`${sentence(saysWhy(report))}.`, firstStopped(report)].filter(Boolean).join(' ')}
        </p>
      </section>
    )
  return (
    <section className={`verdict ${main.finding.severity}`}>
      <p className="cap">{headingOf(main.finding)}</p>
      <h1>{named(main.finding.title)}</h1>
      <Body {...main} two={two} at={capturedAt(report)} />
    </section>
  )
}

/** Findings beside the verdict. */
export function Others({ report }: { report: Report }) {
  const { others, notes } = arranged(report.findings)
  const named = useNamed()
  const two = report.traces.length > 1
  const list = (name: string, all: readonly Arranged[]) =>
    all.length > 0 && (
      <section>
        <h2>{name}</h2>
        {all.slice(0, 100).map(one => (
          <article key={one.index} className={one.finding.severity}>
            <h3>{named(one.finding.title)}</h3>
            <Body {...one} two={two} at={capturedAt(report)} />
          </article>
        ))}
        {all.length > 100 && <p>and {all.length - 100} more</p>}
      </section>
    )
  return (
    <>
      {list('Also found', others)}
      {list('Notes', notes)}
    </>
  )
}

function Body({ finding, consequences, two, at }: Arranged & { two: boolean; at: string }) {
  const { says, title, because, otherwise, tryNext } = finding
  return (
    <>
      <p className="sure">{sureness(finding, at).says}</p>
      {says && says !== title && (
        <p>
          <Cited text={says} />
        </p>
      )}
      <ul>
        {because.map(text => (
          <li key={text}>
            <Cited text={text} />
          </li>
        ))}
        <Packets finding={finding} two={two} />
        {consequences.map(one => (
          <Consequence key={one.index} finding={one.finding} two={two} />
        ))}
      </ul>
      <Listed name="It could also be" texts={otherwise} />
      <Listed name="Try next" texts={tryNext} />
    </>
  )
}

/** What followed, in few lines: how sure it is, what it rests on, what else it could be. */
function Consequence({ finding, two }: { finding: Finding; two: boolean }) {
  const { says, title, because, otherwise, tryNext } = finding
  const rests = [says === title ? '' : says, ...because].filter(Boolean).join(' ')
  return (
    <li className="after">
      Followed by: <Cited text={title} />
      <p>
        {sureness(finding).says}. <Cited text={rests} />
      </p>
      <Packets finding={finding} two={two} as="p" />
      {otherwise.length > 0 && (
        <p>
          It could also be: <Cited text={otherwise.join(' ')} />
        </p>
      )}
      {tryNext.length > 0 && (
        <p>
          Try next: <Cited text={tryNext.join(' ')} />
        </p>
      )}
    </li>
  )
}

function Listed({ name, texts }: { name: string; texts: readonly string[] }) {
  if (texts.length === 0) return null
  return (
    <>
      <p className="cap">{name}</p>
      <ul>
        {texts.map(text => (
          <li key={text}>
            <Cited text={text} />
          </li>
        ))}
      </ul>
    </>
  )
}

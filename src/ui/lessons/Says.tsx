import type { Finding } from '../../trace/report.ts'
import { Cited } from '../case/Cite.tsx'
import { useNamed } from '../notes/named.ts'

/** What the tool says by itself about what the step was about. */
export function Says({ rule, findings }: { rule: string; findings: readonly Finding[] }) {
  const finding = findings.find(one => one.rule === rule)
  const named = useNamed()
  if (!finding) return null
  return (
    <section className="tool-says" data-severity={finding.severity} aria-label="What ikescope says">
      <p className="cap">ikescope says, {finding.confidence}</p>
      <h3>{named(finding.title)}</h3>
      <p>
        <Cited text={finding.says} />
      </p>
    </section>
  )
}

import type { Finding } from '../../trace/report.ts'
import { Cited } from '../case/Cite.tsx'

/** What the tool says by itself about what the step was about. */
export function Says({ rule, findings }: { rule: string; findings: readonly Finding[] }) {
  const finding = findings.find(one => one.rule === rule)
  if (!finding) return null
  return (
    <section className="tool-says" data-severity={finding.severity} aria-label="What ikescope says">
      <p className="cap">ikescope says, {finding.confidence}</p>
      <h3>{finding.title}</h3>
      <p>
        <Cited text={finding.says} />
      </p>
    </section>
  )
}

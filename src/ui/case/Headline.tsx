import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { useNavigate } from '../navigation.ts'
import { useNamed } from '../notes/named.ts'
import { headline } from './findings.ts'

/** The verdict's first sentence in one line, where the inspector has taken the room of the case. @param onCase brings that back */
export function Headline({ report, onCase }: { report: Report; onCase: () => void }) {
  const { state } = useApp()
  const { toFinding } = useNavigate()
  const named = useNamed()
  const told = headline(report, state.opened?.session !== undefined)
  const { finding } = told ?? {}
  return (
    <section className="headline" aria-label="Verdict">
      {told && (
        <p>
          <span className="cap">{told.over}</span>{' '}
          {finding === undefined ? (
            <b>{named(told.says)}</b>
          ) : (
            <button type="button" className="pick" aria-pressed={state.finding === finding} onClick={() => toFinding(finding)}>
              {named(told.says)}
            </button>
          )}
        </p>
      )}
      <button type="button" className="link small" onClick={onCase}>
        Show the case
      </button>
    </section>
  )
}

import type { Negotiation, Report, TraceSummary } from '../trace/report.ts'
import { count, plural } from './figures.ts'
import { progress } from './progress.ts'

/** The one sentence to read: the worst finding, or else how the negotiations ended. */
export function verdict(report: Report): string {
  const worst = report.findings.find(f => f.severity === 'error') ?? report.findings.find(f => f.severity === 'warning')
  if (worst) return `${worst.title}.`.replace(/\.\.$/, '.')
  const { negotiations, traces } = report
  if (negotiations.length === 0) return nothingToDraw(traces[0]!)
  const outcomes = (['established', 'failed', 'unanswered', 'incomplete', NOT_NEEDED] as const)
    .map(outcome => [outcome, negotiations.filter(n => (n.answeredInstead ? NOT_NEEDED : n.outcome) === outcome).length] as const)
    .filter(([, number]) => number > 0)
  if (negotiations.length === 1) return `One negotiation, ${negotiations[0]!.outcome}: ${progress(negotiations[0]!)}.`
  return `${plural(negotiations.length, 'negotiation')}: ${outcomes.map(([outcome, number]) => `${count(number)} ${outcome}`).join(', ')}.`
}

/** Of a negotiation in whose place the peer answered another one. */
const NOT_NEEDED = 'not needed'

/** How a negotiation ended: `established`, `not needed: N1 was answered`. */
export function ending({ outcome, answeredInstead }: Negotiation): string {
  return answeredInstead === undefined ? outcome : `${NOT_NEEDED}: ${answeredInstead} was answered`
}

/** What to say of a capture without IKE. */
export function nothingToDraw({ counts, packets }: TraceSummary): string {
  if (packets === 0) return 'The capture holds no packets.'
  const secured = counts.esp + counts.udpEncapsulatedEsp + counts.ah
  return `No IKE in ${plural(packets, 'packet')}${secured ? `; ${plural(secured, 'ESP or AH packet')}` : ''}.`
}

import type { Report, TraceSummary } from '../trace/report.ts'
import { count, plural } from './figures.ts'
import { progress } from './progress.ts'

/** The one sentence to read: the worst finding, or else how the negotiations ended. */
export function verdict(report: Report): string {
  const worst = report.findings.find(f => f.severity === 'error') ?? report.findings.find(f => f.severity === 'warning')
  if (worst) return `${worst.title}.`.replace(/\.\.$/, '.')
  const { negotiations, traces } = report
  if (negotiations.length === 0) return nothingToDraw(traces[0]!)
  const outcomes = (['established', 'failed', 'unanswered', 'incomplete'] as const)
    .map(outcome => [outcome, negotiations.filter(n => n.outcome === outcome).length] as const)
    .filter(([, number]) => number > 0)
  if (negotiations.length === 1) return `One negotiation, ${negotiations[0]!.outcome}: ${progress(negotiations[0]!)}.`
  return `${plural(negotiations.length, 'negotiation')}: ${outcomes.map(([outcome, number]) => `${count(number)} ${outcome}`).join(', ')}.`
}

/** What to say of a capture without IKE. */
export function nothingToDraw({ counts, packets }: TraceSummary): string {
  if (packets === 0) return 'The capture holds no packets.'
  const secured = counts.esp + counts.udpEncapsulatedEsp + counts.ah
  return `No IKE in ${plural(packets, 'packet')}${secured ? `; ${plural(secured, 'ESP or AH packet')}` : ''}.`
}

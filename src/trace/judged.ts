import type { Negotiation, Report } from './report.ts'

/** As much of a report as its verdict rests on; without what grows with the capture. */
export interface Judged extends Pick<Report, 'traces' | 'pair' | 'findings' | 'icmpErrors'> {
  readonly negotiations: readonly Pick<Negotiation, 'outcome' | 'answeredInstead' | 'notice'>[]
}

/** The same of one capture, to be sent to who asks for the verdict only. */
export function judgedOf({ traces, findings, negotiations }: Report): Judged {
  const ended = negotiations.map(({ outcome, answeredInstead, notice }) => ({
    outcome,
    ...(answeredInstead ? { answeredInstead } : {}),
    ...(notice ? { notice } : {}),
  }))
  return { traces, pair: null, findings, negotiations: ended }
}

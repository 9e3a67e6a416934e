import { faultless, mainOf, verdictWords } from '../../text/verdict.ts'
import { readingOrder } from '../case/findings.ts'
import type { Row } from '../ladder/row.ts'
import { rowName } from '../ladder/rowName.ts'
import { named } from '../notes/named.ts'
import { summary } from '../recent.ts'
import { type State, whoseTimes } from '../state.ts'
import { timeFormatSaid } from '../time.ts'
import type { View } from '../views.ts'

const viewNames: Readonly<Record<View, string>> = {
  ladder: 'Ladder',
  both: 'Both ends',
  side: 'Side by side',
  monitor: 'Monitor',
  packets: 'Packets',
  baseline: 'Baseline',
}

/** How far reading has come, told in quarters: more often would drown everything else. */
export function readingWords({ reading }: Pick<State, 'reading'>): string {
  if (!reading) return ''
  const { names, progress } = reading
  const quarter = progress && progress.size > 0 ? Math.min(3, Math.floor((4 * progress.read) / progress.size)) : 0
  return quarter < 1 ? `Reading ${names.join(' and ')}` : `${25 * quarter} percent read`
}

/** What was opened, and the verdict on it; a lesson keeps its verdict back. */
export function openedWords({ opened, course, peers }: Pick<State, 'opened' | 'course'> & Partial<Pick<State, 'peers'>>): string {
  if (!opened?.session) return ''
  const { names, report } = opened
  const hasOne = mainOf(report.findings) !== undefined || faultless(report)
  const verdict = course || !hasOne ? '' : ` ${named(verdictWords(report), peers)}.`
  return `${names.join(' and ')}: ${summary(report)}.${verdict}`
}

/** How times are written now. */
export function timesWords(state: Pick<State, 'times' | 'opened' | 'view' | 'trace'>): string {
  return `Times: ${timeFormatSaid(state.times, state.opened?.report, whoseTimes(state))}.`
}

/** What is chosen: the finding whose packets are lit, and the row. @param row unless the focus is where the row speaks itself */
export function chosenWords(
  { opened, finding, view, peers }: Pick<State, 'opened' | 'finding' | 'view'> & Partial<Pick<State, 'peers'>>,
  row: Row | undefined,
): string {
  const findings = opened?.report.findings ?? []
  const one = finding === undefined ? undefined : findings[finding]
  const place = one ? `Finding ${readingOrder(findings).indexOf(finding!) + 1} of ${findings.length}: ${named(one.title, peers)}.` : ''
  return [`${viewNames[view]}.`, place, row ? rowName(row) : ''].filter(Boolean).join(' ')
}

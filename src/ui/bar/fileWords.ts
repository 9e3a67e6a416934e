import { counted, grouped } from '../../text/figures.ts'
import type { Report, TraceSummary } from '../../trace/report.ts'
import { spanOf } from '../ladder/pauses.ts'
import { duration } from '../time.ts'
import { isolated } from './shortName.ts'

/** All that the chip of a capture stands for: `a.pcap: pcapng, gzip, 40 packets, 2 min 8 s, UTC, 1 problem`. */
export function fileWords(trace: TraceSummary, backwards = false): string {
  const { name, format, compression, packets, clock, dropped = 0, problems, moreProblems = 0, soFar } = trace
  const span = spanWords(trace, backwards)
  const wrong = problems.length + moreProblems
  const words = [
    formatName(format),
    ...(compression ? [compression] : []),
    `${counted(packets, 'packet')}${soFar ? ' so far' : ''}`,
    ...(span === undefined ? [] : [span]),
    clock === 'utc' ? 'UTC' : 'clock of no known zone',
    ...(dropped > 0 ? [`${grouped(dropped)} dropped by the capturing machine`] : []),
    wrong > 0 ? counted(wrong, 'problem') : 'no problems',
  ]
  return `${isolated(name)}: ${words.join(', ')}`
}

/** How long a capture lasts; where its clock was set back, that. */
export function spanWords(trace: TraceSummary, backwards: boolean): string | undefined {
  if (backwards) return 'clock runs backwards'
  const span = spanOf(trace)
  return span === undefined ? undefined : duration(span)
}

/** Whether a trace's clock was set back in it, and no other capture put it right. */
export function runsBackwards({ findings, traces }: Report, trace: number): boolean {
  const told = findings.some(({ rule, evidence }) => rule === 'clock-step' && evidence.every(one => one.trace === trace))
  return told && !traces[trace]?.clockSets?.length && !traces[trace]?.outOfOrder
}

/** What a capture format is called. */
export function formatName(format: TraceSummary['format']): string {
  return format === 'netmon1' ? 'NetMon 1' : format === 'netmon2' ? 'NetMon 2' : format
}

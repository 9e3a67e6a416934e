import type { TraceSummary } from '../../trace/report.ts'
import { counted, grouped } from '../ladder/label.ts'
import { spanOf } from '../ladder/pauses.ts'
import { duration } from '../time.ts'

/** All that the chip of a capture stands for: `a.pcap: pcapng, gzip, 40 packets, 2 min 8 s, UTC, 1 problem`. */
export function fileWords(trace: TraceSummary): string {
  const { name, format, compression, packets, clock, dropped = 0, problems, moreProblems = 0 } = trace
  const span = spanOf(trace)
  const wrong = problems.length + moreProblems
  const words = [
    formatName(format),
    ...(compression ? [compression] : []),
    counted(packets, 'packet'),
    ...(span === undefined ? [] : [duration(span)]),
    clock === 'utc' ? 'UTC' : 'clock of no known zone',
    ...(dropped > 0 ? [`${grouped(dropped)} dropped by the capturing machine`] : []),
    wrong > 0 ? counted(wrong, 'problem') : 'no problems',
  ]
  return `${name}: ${words.join(', ')}`
}

/** What a capture format is called. */
export function formatName(format: TraceSummary['format']): string {
  return format === 'netmon1' ? 'NetMon 1' : format === 'netmon2' ? 'NetMon 2' : format
}

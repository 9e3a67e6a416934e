import type { Negotiation, Report } from '../../trace/report.ts'
import { type HiddenPacket, MOST_HIDDEN } from '../../workspace/file.ts'
import { packetsIn } from '../ladder/layout.ts'
import type { Row } from '../ladder/row.ts'

/** Marks by which a row is hidden: its packets, so that it is hidden in every view. A negotiation is hidden by its id. */
export function marksOf(row: Row, shown: 0 | 1): string[] {
  const of = (trace: 0 | 1) => packetsIn(row, trace).map(packet => `${row.kind === 'band' ? 'band ' : ''}${trace} ${packet}`)
  return row.seen ? [...of(0), ...of(1)] : of(shown)
}

/** Whether a row is hidden, by itself or with its negotiation. */
export function isHidden(row: Row, shown: 0 | 1, hidden: ReadonlySet<string>): boolean {
  if (row.negotiation !== undefined && hidden.has(row.negotiation)) return true
  const marks = marksOf(row, shown)
  return marks.length > 0 && marks.every(mark => hidden.has(mark))
}

/** What is hidden, as a workspace file has it: negotiations by their first packet, since their ids follow from what is open. */
export function hiddenToKeep(hidden: ReadonlySet<string>, { negotiations }: Report): HiddenPacket[] {
  return [...hidden].slice(0, MOST_HIDDEN).flatMap((mark): HiddenPacket[] => {
    const packet = /^(band )?([01]) (\d+)$/.exec(mark)
    if (packet) return [{ capture: Number(packet[2]), packet: Number(packet[3]), ...(packet[1] ? { of: 'band' as const } : {}) }]
    const first = firstOf(negotiations.find(({ id }) => id === mark))
    return first ? [{ capture: first.trace, packet: first.packet, of: 'negotiation' }] : []
  })
}

/** The marks of what a file hides. @param traceOf the trace that is the file's n-th capture, if it is open */
export function marksIn(
  kept: readonly HiddenPacket[],
  { negotiations }: Report,
  traceOf: (capture: number) => 0 | 1 | undefined,
): string[] {
  const begins = new Map<string, string>()
  for (const negotiation of negotiations)
    for (const { trace, packet } of firstsOf(negotiation)) begins.set(`${trace} ${packet}`, negotiation.id)
  return kept.flatMap(({ capture, packet, of }) => {
    const trace = traceOf(capture)
    if (trace === undefined) return []
    const mark = `${trace} ${packet}`
    return of === 'negotiation' ? (begins.get(mark) ?? []) : of === 'band' ? `band ${mark}` : mark
  })
}

/** The first packet of a negotiation in each trace that has it. */
function firstsOf({ exchanges }: Negotiation): { readonly trace: 0 | 1; readonly packet: number }[] {
  const firsts = new Map<0 | 1, number>()
  for (const { messages } of exchanges)
    for (const { transmissions } of messages)
      for (const { sightings } of transmissions)
        for (const { trace, packets } of sightings)
          for (const packet of packets) firsts.set(trace, Math.min(packet, firsts.get(trace) ?? packet))
  return Array.from(firsts, ([trace, packet]) => ({ trace, packet }))
}

function firstOf(negotiation: Negotiation | undefined) {
  return negotiation && firstsOf(negotiation)[0]
}

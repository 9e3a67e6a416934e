import { counted } from '../../text/figures.ts'
import type { Drop, Report, TraceSummary } from '../../trace/report.ts'
import { duration } from '../time.ts'
import { spanOf } from './pauses.ts'
import type { EdgeRow, Row } from './row.ts'

/** Seconds by which two captures may begin or end apart without a word about it. */
const APART = 0.5

/** Seconds behind the last packet of a capture: its end stands below it. */
const BEHIND = 1e-9

/**
 * What the capturing machine itself dropped, hatched: a row where the file tells between which packets, else one for the whole
 * file, at its end. @param who whose capture: `A's capture`  @param onA that trace's times on the clock of the ladder
 */
export function dropped(trace: TraceSummary | undefined, who = 'the capture', onA = (time: number) => time): EdgeRow[] {
  if (!trace?.dropped) return []
  const places = (trace.drops ?? []).filter(drop => !isAnywhere(drop, trace))
  const rows = places.map((drop): EdgeRow => {
    return edge(`dropped ${who} ${drop.after}`, onA(drop.until), `${who} dropped ${counted(drop.packets, 'packet')} ${whenOf(drop, trace)}`)
  })
  const left = trace.dropped - places.reduce((sum, { packets }) => sum + packets, 0)
  if (left <= 0) return rows
  return [
    ...rows,
    edge(`dropped ${who}`, onA(spanOf(trace) ?? 0) + BEHIND, `${who} dropped ${counted(left, 'packet')}; the file does not say when`),
  ]
}

/** Where a clock was set back; the times below run on. */
function setBack(
  trace: TraceSummary | undefined,
  which: 0 | 1,
  all: readonly Row[],
  onA: (trace: 0 | 1, time: number) => number,
): EdgeRow[] {
  const name = 'AB'[which]
  // A message that came in right behind it left the other end before.
  const behind = (packet: number) => all.find(row => (row.seen?.[which]?.packets[0] ?? 0) >= packet)?.time ?? Infinity
  return (trace?.clockSets ?? []).map(({ packet, time, seconds }) =>
    edge(
      `set ${name} ${packet}`,
      Math.min(onA(which, time), behind(packet)),
      `${name}'s clock is set back by ${duration(seconds)} here; times run on as if it were not`,
    ),
  )
}

function whenOf({ after, before, from, until }: Drop, { packets }: TraceSummary): string {
  if (before - after === 1) return 'here'
  if (after === 0) return `before ${duration(until)}`
  return before > packets ? `after ${duration(from)}` : `between ${duration(from)} and ${duration(until)}`
}

/** Between the first packet and the last, or further apart: no place at all. */
export function isAnywhere({ after, before }: Drop, { packets }: TraceSummary): boolean {
  return after <= 1 && before >= packets
}

/** What one of two captures cannot show of these rows while the other one does: before it begins, after it ends, what it dropped. */
export function unseenOfBoth({ traces }: Report, onA: (trace: 0 | 1, time: number) => number, all: readonly Row[]): EdgeRow[] {
  const both = [0, 1] as const
  const begins = both.map(i => onA(i, 0))
  const ends = both.map(i => onA(i, (traces[i] && spanOf(traces[i])) ?? Number.NaN))
  const [first, last] = [all[0]?.time ?? 0, all.at(-1)?.time ?? 0]
  const rows = both.flatMap(i => {
    const who = `${'AB'[i]}'s capture`
    // What it saw of a row lies within it, also where the clocks say otherwise.
    const from = Math.min(begins[i]!, all.find(row => row.seen?.[i])?.time ?? Infinity)
    const until = Math.max(ends[i]!, all.findLast(row => row.seen?.[i])?.time ?? -Infinity)
    const late = begins[i]! - begins[1 - i]! > APART && first < from ? [{ ...edge(`begins ${i}`, from, `${who} begins here`), of: i }] : []
    const early =
      ends[1 - i]! - ends[i]! > APART && last > until ? [{ ...edge(`ends ${i}`, until + BEHIND, `${who} ends here`), of: i }] : []
    const own = [...dropped(traces[i], who, time => onA(i, time)), ...setBack(traces[i], i, all, onA)]
    return [...late, ...early, ...own.map(row => ({ ...row, of: i }))]
  })
  return rows.sort((one, other) => one.time - other.time || 0)
}

/** Puts them between rows, in the order of time: before the first row that stands behind them. */
export function withUnseen(
  rows: readonly Row[],
  unseen: readonly EdgeRow[],
  window: readonly [number, number] | undefined,
): readonly Row[] {
  const shown = window ? unseen.filter(({ time }) => time >= window[0] && time <= window[1]) : unseen
  if (shown.length === 0 || rows.length === 0) return rows
  const all: Row[] = []
  let next = 0
  for (const row of rows) {
    for (; next < shown.length && shown[next]!.time <= row.time; next++) all.push(shown[next]!)
    all.push(row)
  }
  return [...all, ...shown.slice(next)]
}

function edge(id: string, time: number, says: string): EdgeRow {
  return { kind: 'edge', id, time, packets: [], says }
}

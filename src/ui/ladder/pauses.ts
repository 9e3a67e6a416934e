import { secondsBetween } from '../../trace/instant.ts'
import type { Flow, TraceSummary } from '../../trace/report.ts'
import { each, type Slices } from '../slices.ts'
import { duration } from '../time.ts'
import type { Row } from './row.ts'

/** Nothing for so many seconds breaks the lifelines. */
export const PAUSE_FROM = 1.5

/** Share of a pause that protected traffic must fill to be told of. */
const MOSTLY = 0.3

const firstNames = new Set(['MM1', 'AM1', 'IKE_SA_INIT request', 'QM1'])

/** Puts the pauses between rows, and the ends of the capture around them. */
export function* pausesAndEdges(
  rows: readonly Row[],
  trace: TraceSummary | undefined,
  flows: readonly Flow[],
  window: readonly [number, number] | undefined,
): Slices<Row[]> {
  const all: Row[] = []
  const traffic = spans(flows)
  const name = flows.every(flow => flow.protocol === 'ah') ? 'AH' : 'ESP'
  let before: number | undefined
  let at = 0
  yield* each(rows, row => {
    const gap = before === undefined ? 0 : row.time - before
    if (gap >= PAUSE_FROM && row.kind !== 'due' && row.kind !== 'edge') {
      while (at < traffic.length && traffic[at]!.to < before!) at++
      const { from, to } = traffic[at] ?? { from: Infinity, to: Infinity }
      const busy = (Math.min(to, row.time) - Math.max(from, before!)) / gap
      const pause: Row = {
        kind: 'pause',
        id: `pause ${row.id}`,
        time: before!,
        packets: [],
        seconds: gap,
        ...(busy > MOSTLY ? { meanwhile: busy > 0.999 ? `${name} goes on` : `with ${name}` } : {}),
      }
      all.push(pause)
    }
    all.push(row)
    if (row.kind !== 'edge') before = Math.max(before ?? 0, lastMoment(row))
  })
  if (rows.length === 0) return all
  const first = rows.find(row => row.kind === 'message' || row.kind === 'band')
  const middle = first?.kind === 'band' || (first?.kind === 'message' && !firstNames.has(first.message.name))
  if (window) {
    all.unshift({ kind: 'edge', id: 'edge start', time: window[0], packets: [], says: `showing from ${duration(window[0])} on` })
    all.push({ kind: 'edge', id: 'edge end', time: window[1], packets: [], says: `to ${duration(window[1])}` })
    return all
  }
  if (middle)
    all.unshift({ kind: 'edge', id: 'edge start', time: 0, packets: [], says: 'the capture begins here; what came before is not in it' })
  const end = trace && spanOf(trace)
  if (end !== undefined) all.push({ kind: 'edge', id: 'edge end', time: end, packets: [], says: ending(end - (before ?? 0), end) })
  return all
}

/** The times with protected traffic, as spans that do not touch. */
function spans(flows: readonly Flow[]): { from: number; to: number }[] {
  const all: { from: number; to: number }[] = []
  const sorted = flows.filter(flow => flow.firstTime !== undefined).sort((one, other) => one.firstTime! - other.firstTime!)
  for (const { firstTime, lastTime } of sorted) {
    const last = all.at(-1)
    if (last && firstTime! <= last.to) last.to = Math.max(last.to, lastTime ?? firstTime!)
    else all.push({ from: firstTime!, to: lastTime ?? firstTime! })
  }
  return all
}

/** A fold that is closed stands for all the time its copies took. */
function lastMoment(row: Row): number {
  return row.kind === 'fold' && !row.open
    ? Math.max(row.sent.at(-1)?.time ?? row.time, ...row.errors.slice(-1).map(error => error.time))
    : row.time
}

function ending(silence: number, end: number): string {
  return silence >= PAUSE_FROM
    ? `${duration(silence)} more, then the capture ends, at ${duration(end)}`
    : `the capture ends, at ${duration(end)}`
}

/** Seconds from a trace's first packet to its last. */
export function spanOf(trace: TraceSummary): number | undefined {
  const span = secondsBetween(trace.start, trace.end)
  return span !== undefined && span >= 0 ? span : undefined
}

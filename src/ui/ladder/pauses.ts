import { secondsBetween } from '../../trace/instant.ts'
import type { Flow, TraceSummary } from '../../trace/report.ts'
import { each, type Slices } from '../slices.ts'
import { duration, moment } from '../time.ts'
import type { Row } from './row.ts'

/** Nothing for so many seconds breaks the lifelines. */
const PAUSE_FROM = 1.5

/** Traffic that goes on for so many seconds between two rows is told of. */
const RUNNING_FROM = 10

/** Of a capture that begins in the middle. */
export const BEGINS = 'the capture begins here; what came before is not in it'

const firstNames = new Set(['MM1', 'AM1', 'IKE_SA_INIT request', 'QM1'])

/** Puts the pauses between rows. */
export function* withPauses(rows: readonly Row[], flows: readonly Flow[]): Slices<Row[]> {
  const all: Row[] = []
  const name = flows.every(flow => flow.protocol === 'ah') ? 'AH' : 'ESP'
  let before: number | undefined
  let above = 0
  yield* each(rows, row => {
    if (before !== undefined && row.kind !== 'due' && row.kind !== 'edge') {
      const pause = { kind: 'pause', id: `pause ${row.id}`, packets: [] } as const
      if (row.time - before >= PAUSE_FROM) all.push({ ...pause, time: before, seconds: row.time - before })
      else if (row.time - above >= RUNNING_FROM) all.push({ ...pause, time: above, seconds: row.time - above, meanwhile: name })
    }
    all.push(row)
    if (row.kind === 'edge') return
    before = Math.max(before ?? 0, lastMoment(row))
    above = Math.max(above, row.time, row.kind === 'fold' ? lastMoment(row) : 0)
  })
  return all
}

/** Puts the pauses between rows, and the ends of the capture around them. */
export function* pausesAndEdges(
  rows: readonly Row[],
  trace: TraceSummary | undefined,
  flows: readonly Flow[],
  window: readonly [number, number] | undefined,
): Slices<Row[]> {
  const all = yield* withPauses(rows, flows)
  if (rows.length === 0) return all
  const first = rows.find(row => row.kind === 'message' || row.kind === 'band')
  const middle = first?.kind === 'band' || (first?.kind === 'message' && !firstNames.has(first.message.name))
  if (window) {
    all.unshift({ kind: 'edge', id: 'edge start', time: window[0], packets: [], says: `showing from ${moment(window[0])} on` })
    all.push({ kind: 'edge', id: 'edge end', time: window[1], packets: [], says: `to ${moment(window[1])}` })
    return all
  }
  // Older than the file's first packet: its clock was set back, or it was joined from several.
  const backwards = trace !== undefined && first !== undefined && first.time < -PAUSE_FROM
  if (backwards || middle) {
    const says = backwards ? 'the clock runs backwards in this capture: rows stand by their times, not as they came' : BEGINS
    all.unshift({ kind: 'edge', id: 'edge start', time: 0, packets: [], says })
  }
  const end = trace && spanOf(trace)
  if (end !== undefined) {
    let last = 0
    yield* each(rows, row => {
      if (row.kind !== 'edge') last = Math.max(last, lastMoment(row))
    })
    all.push({ kind: 'edge', id: 'edge end', time: end, packets: [], says: ending(end - last, end, trace?.soFar) })
  }
  return all
}

/** A fold that is closed, and a band, stand for all the time their packets took: nothing pauses before the last of them. */
export function lastMoment(row: Row): number {
  if (row.kind === 'fold' && !row.open) return Math.max(row.sent.at(-1)?.time ?? row.time, ...row.errors.slice(-1).map(error => error.time))
  return row.kind === 'band' ? Math.max(row.time, row.flow.lastTime ?? row.time, row.arrived?.lastTime ?? row.time) : row.time
}

function ending(silence: number, end: number, soFar = false): string {
  if (soFar) return `read up to here, ${duration(end)}; the file goes on`
  return silence >= PAUSE_FROM
    ? `${duration(silence)} more, then the capture ends, at ${duration(end)}`
    : `the capture ends, at ${duration(end)}`
}

/** Seconds from a trace's first packet to its last. */
export function spanOf(trace: TraceSummary): number | undefined {
  const span = secondsBetween(trace.start, trace.end)
  return span !== undefined && span >= 0 ? span : undefined
}

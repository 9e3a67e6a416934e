import type { Report } from '../../trace/report.ts'
import { spanOf } from '../ladder/pauses.ts'
import { isAnywhere } from '../ladder/unseen.ts'
import { bothInView, type State } from '../state.ts'

/** A stretch of time of which a capture cannot tell. */
export interface Unseen {
  readonly from: number
  readonly until: number
  readonly why: string
}

/** Stretches of the line that are hatched: what was dropped while capturing, and with both ends what only one of them covers. @param onA both ends: the traces' times on A's clock @param until the rows told so far go no further */
export function unseen(
  report: Report,
  state: Pick<State, 'view' | 'opened' | 'trace'>,
  onA?: (trace: 0 | 1, time: number) => number,
  until?: number,
): Unseen[] {
  const toCome = until === undefined ? [] : [{ from: until, until: Number.POSITIVE_INFINITY, why: 'not drawn yet' }]
  const both = onA !== undefined && bothInView(state)
  const shown = both ? ([0, 1] as const) : ([state.trace] as const)
  const at = (trace: 0 | 1, time: number) => (both ? onA(trace, time) : time)
  const drops = shown.flatMap(i =>
    (report.traces[i]?.drops ?? [])
      .filter(drop => !isAnywhere(drop, report.traces[i]!))
      .map(({ from, until, packets }) => ({ from: at(i, from), until: at(i, until), why: `${packets} dropped by the capture` })),
  )
  if (!both || report.pair?.clock.found === 'none') return [...drops, ...toCome]
  const beyond = shown.flatMap(i => {
    const name = 'AB'[i]
    const span = report.traces[i] && spanOf(report.traces[i])
    const before = { from: Number.NEGATIVE_INFINITY, until: at(i, 0), why: `before ${name} begins` }
    return span === undefined ? [before] : [before, { from: at(i, span), until: Number.POSITIVE_INFINITY, why: `after ${name} ends` }]
  })
  return [...drops, ...beyond, ...toCome]
}

import { type Ends, Way } from './ends.ts'
import type { Bounds } from './envelope.ts'
import { stepOf } from './resolution.ts'
import { Mark, NONE, type Rows } from './rows.ts'

/** Differences of the clocks, B's time minus A's, thinned: per span of A's packets the lowest of what A sent and the
 *  highest of what B sent. */
export interface Span {
  /** A's seconds. */
  readonly t: number
  readonly above?: { readonly t: number; readonly d: number }
  readonly below?: { readonly t: number; readonly d: number }
}

/** Spans into which a trace is cut at most. */
const SPANS = 1024

/**
 * The bounds that mates give, in A's order. Only packets that are told without looking at the time count. A stamp may be
 * one step of its clock too early (cut) or half a step off (rounded), so each bound is that much wider.
 * @param further rows of A that count although their mates have other content
 */
export function spansOf(a: Rows, b: Rows, ends: Ends, further: ReadonlySet<number> = new Set()): Span[] {
  const [stepOfA, stepOfB] = [stepOf(a.packets), stepOf(b.packets)]
  const counts = (row: number) => isTold(a, row) || further.has(row)
  const per = Math.max(1, Math.ceil(count(a, counts) / SPANS))
  const spans: Span[] = []
  let above: Span['above']
  let below: Span['below']
  let from = Number.NaN
  let taken = 0
  const flush = () => {
    if (above ?? below) spans.push({ t: from, ...(above ? { above } : {}), ...(below ? { below } : {}) })
    above = undefined
    below = undefined
    taken = 0
  }
  for (let row = 0; row < a.mate.length; row++) {
    if (!counts(row)) continue
    const t = a.packets.time(row)
    const way = ends.way[0][a.packets.flow(row)]
    const d = b.packets.time(a.mate[row]!) - t + (way === Way.sentHere ? stepOfB + stepOfA / 2 : -stepOfA - stepOfB / 2)
    if (Number.isNaN(d) || way === Way.none) continue
    if (taken === 0) from = t
    if (way === Way.sentHere) {
      if (!above || d < above.d) above = { t, d }
    } else if (!below || d > below.d) below = { t, d }
    if (++taken >= per) flush()
  }
  flush()
  return spans
}

function count(a: Rows, counts: (row: number) => boolean): number {
  let all = 0
  for (let row = 0; row < a.mate.length; row++) if (counts(row)) all++
  return all
}

/** Whether a row's mate was found without looking at the time. */
export function isTold(a: Rows, row: number): boolean {
  return a.mate[row] !== NONE && (a.marks[row]! & (Mark.copy | Mark.altered | Mark.placed)) === 0
}

/** The same as two clouds of points. */
export function boundsOf(spans: readonly Span[]): Bounds {
  const above = spans.flatMap(span => span.above ?? [])
  const below = spans.flatMap(span => span.below ?? [])
  return {
    above: { t: above.map(p => p.t), d: above.map(p => p.d) },
    below: { t: below.map(p => p.t), d: below.map(p => p.d) },
  }
}

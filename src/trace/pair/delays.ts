import { onA } from './clock.ts'
import { Way } from './ends.ts'
import { Fate, type Fates } from './fate.ts'
import type { Match } from './match.ts'
import { delayOf } from './placed.ts'
import type { Delay, StripSpan, StripWay } from './report.ts'
import { Mark, NONE } from './rows.ts'

/** How long packets took, each way, altogether and over time. Seconds, each off by the clock's error at most. */
export interface Delays {
  readonly delay: { readonly aToB: Delay | null; readonly bToA: Delay | null }
  readonly strip: readonly StripSpan[]
}

/** Spans of the strip chart. */
const SPANS = 240

/** @param refused by sender: packets of which an ICMP error says that they could not go on */
export function delaysOf(
  { rows: [a, b], ends, clock }: Match,
  { of, spans: [inA, inB] }: Fates,
  refused: readonly [ReadonlySet<number>, ReadonlySet<number>] = [new Set(), new Set()],
): Delays {
  const ways = [way(), way()] as const
  const from = Math.min(inA.from, inB?.from ?? inA.from)
  const until = Math.max(inA.until, inB?.until ?? inA.until)
  const width = (until - from) / SPANS || 1
  const spanAt = (time: number) => Math.min(SPANS - 1, Math.max(0, Math.floor((time - from) / width)))
  for (let row = 0; row < a.mate.length; row++) {
    const sent = ends.way[0][a.packets.flow(row)] === Way.sentHere
    const other = a.mate[row]!
    const time = a.packets.time(row)
    if (other === NONE) {
      if (of[0][row] === Fate.lost) ways[0].lose(spanAt(time), refused[0].has(row + 1))
      continue
    }
    const delay = delayOf(clock, a, row, b, other, sent)
    if (delay !== undefined && !Number.isNaN(delay) && ends.way[0][a.packets.flow(row)])
      ways[sent ? 0 : 1].take(delay, spanAt(sent ? time : time - delay), (a.marks[row]! & Mark.altered) !== 0)
  }
  for (let row = 0; row < b.mate.length; row++) {
    if (of[1][row] === Fate.lost) ways[1].lose(spanAt(onA(clock, b.packets.time(row)) ?? from), refused[1].has(row + 1))
  }
  const strip = Number.isFinite(width)
    ? Array.from({ length: SPANS }, (_, i) => ({
        from: from + i * width,
        until: from + (i + 1) * width,
        aToB: ways[0].span(i),
        bToA: ways[1].span(i),
      }))
    : []
  return {
    delay: { aToB: ways[0].summary(), bToA: ways[1].summary() },
    strip: strip.filter(span => span.aToB.sent + span.bToA.sent > 0),
  }
}

/** Delays kept to find the median among: every second one, then every fourth …, once there are too many. */
const KEPT = 65_536

function way() {
  const kept: number[] = []
  let step = 1
  let count = 0
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const least = new Float64Array(SPANS).fill(Number.POSITIVE_INFINITY)
  const most = new Float64Array(SPANS).fill(Number.NEGATIVE_INFINITY)
  const sent = new Uint32Array(SPANS)
  const lost = new Uint32Array(SPANS)
  const refused = new Uint32Array(SPANS)
  const changed = new Uint32Array(SPANS)
  return {
    lose(span: number, isRefused: boolean): void {
      sent[span]!++
      lost[span]!++
      if (isRefused) refused[span]!++
    },
    take(delay: number, span: number, isChanged: boolean): void {
      sent[span]!++
      if (isChanged) changed[span]!++
      if (delay < least[span]!) least[span] = delay
      if (delay > most[span]!) most[span] = delay
      if (delay < min) min = delay
      if (delay > max) max = delay
      if (count++ % step === 0) kept.push(delay)
      if (kept.length < KEPT) return
      for (let i = 0; 2 * i < KEPT; i++) kept[i] = kept[2 * i]!
      kept.length = KEPT / 2
      step *= 2
    },
    summary(): Delay | null {
      if (count === 0) return null
      kept.sort((x, y) => x - y)
      return { min, median: kept[kept.length >> 1]!, max }
    },
    span: (i: number): StripWay => ({
      sent: sent[i]!,
      lost: lost[i]!,
      ...(refused[i]! > 0 ? { refused: refused[i]! } : {}),
      ...(changed[i]! > 0 ? { changed: changed[i]! } : {}),
      delay: least[i]! <= most[i]! ? { min: least[i]!, max: most[i]! } : null,
    }),
  }
}

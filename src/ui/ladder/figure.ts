import { type ScaleLinear, scaleLinear } from 'd3'
import type { FoldRow } from './row.ts'

/** What a fold draws to the scale of time: copies above, ICMP errors below, the errors joined to the copies they quote. */
export interface FoldFigure {
  readonly copies: readonly { readonly x: number; readonly drawnAbove: boolean }[]
  readonly errors: readonly { readonly x: number; readonly copy?: number }[]
  /** Seconds between copies, where there is room to write them. */
  readonly gaps: readonly { readonly x: number; readonly seconds: number }[]
  readonly ticks: readonly { readonly x: number; readonly text: string }[]
}

/** More marks than this say no more. */
const MOST_MARKS = 120
const ROOM_FOR_GAP = 34
const ROOM_FOR_FIRST = 52
const ROOM_FOR_TICK = 36

/** The figure between two heights of x, for a text size of u. */
export function foldFigure(row: FoldRow, from: number, to: number, u: number): FoldFigure {
  const { sent, errors, shown } = row
  const start = row.since ?? sent[0]?.time ?? row.time
  const last = Math.max(sent.at(-1)?.time ?? start, ...errors.slice(-1).map(error => error.time))
  const x = scaleLinear([0, Math.max(last - start, 1e-3)], [from, to])
  const stride = Math.max(1, Math.ceil(sent.length / MOST_MARKS))
  const byPacket = new Map(sent.flatMap(({ time, packets }) => packets.map(packet => [packet, time] as const)))
  return {
    copies: sent.flatMap(({ time }, i) => (i % stride === 0 ? [{ x: x(time - start), drawnAbove: i < shown }] : [])),
    errors: errors.slice(0, MOST_MARKS).map(error => {
      const quoted = byPacket.get(error.quotes?.packet ?? -1)
      return { x: x(error.time - start), ...(quoted === undefined ? {} : { copy: x(quoted - start) }) }
    }),
    gaps: sent.slice(1).flatMap(({ time }, i) => {
      const before = sent[i]!.time
      const [a, b] = [x(before - start), x(time - start)]
      return stride === 1 && b - a > ROOM_FOR_GAP * u ? [{ x: (a + b) / 2, seconds: time - before }] : []
    }),
    ticks: ticksOf(x, u).map((tick, i, all) => ({
      x: x(tick),
      text: i > 0 ? `${tick} s` : x(all[1] ?? last) - x(tick) > ROOM_FOR_FIRST * u ? '1st copy' : '1st',
    })),
  }
}

/** As many round times as can be written beside each other. */
function ticksOf(x: ScaleLinear<number, number>, u: number): number[] {
  const wide = ([one = 0, next]: readonly number[]) => next === undefined || x(next) - x(one) >= ROOM_FOR_TICK * u
  return [5, 4, 3, 2, 1].map(count => x.ticks(count)).find(wide) ?? [0]
}

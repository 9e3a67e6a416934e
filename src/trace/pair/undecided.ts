import { pieceAt } from './onClockOfA.ts'
import type { PairClock } from './report.ts'

/** A sending as both captures have it; times on A's clock. */
export interface Sent {
  /** The trace at whose end it left. */
  readonly from: 0 | 1
  readonly ends: readonly [AtEnd | undefined, AtEnd | undefined]
}

interface AtEnd {
  readonly packets: readonly number[]
  readonly time: number
}

/**
 * Whether nothing tells which of two sendings left first: they left different ends within the error of the clocks, and
 * neither arrived, by the other end's own capture, before the other one left there.
 */
export function isUndecided(one: Sent, next: Sent, clock: Pick<PairClock, 'pieces' | 'found'>): boolean {
  const [first, second] = [one.ends[one.from], next.ends[next.from]]
  if (one.from === next.from || !first || !second) return false
  if (Math.abs(first.time - second.time) > errorAt(clock, first.time)) return false
  return !precedes(one.ends[next.from], second) && !precedes(next.ends[one.from], first)
}

/** In one capture, packets are in their order. */
function precedes(arrival: AtEnd | undefined, sending: AtEnd): boolean {
  return arrival !== undefined && Math.min(...arrival.packets) < Math.min(...sending.packets)
}

/** Seconds; where only one side is bounded, what a packet may well need, and nothing where no packet relates the clocks. */
function errorAt({ pieces, found }: Pick<PairClock, 'pieces' | 'found'>, time: number): number {
  if (found === 'none' || found === 'manual') return 0
  return pieceAt(pieces, time)?.error ?? UNBOUNDED
}

const UNBOUNDED = 0.5

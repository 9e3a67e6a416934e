import type { TraceAbout } from '../summary.ts'
import type { Trace } from '../trace.ts'
import { type Fates, fatesOf } from './fate.ts'
import { type Match, match } from './match.ts'

/** Two traces lined up, and what became of every packet between them. */
export interface Lineup extends Match {
  readonly fates: Fates
  /** Seconds from A's first packet to B's, as the files say. */
  readonly startDifference: number
  /** One of the files may count in local time. */
  readonly mayHaveZone: boolean
}

/** @param offset seconds that B's clock is ahead of A's, set by hand; without it the packets tell */
export function lineUp(traces: readonly Trace[], about: readonly TraceAbout[], offset?: number): Lineup | null {
  const [a, b] = traces
  if (!a?.surviving || !b?.surviving) return null
  const [start, other] = [about[0]?.start ?? null, about[1]?.start ?? null]
  const startDifference = start === null || other === null ? 0 : Number(other - start) / 1e9
  const found = match([a, b], startDifference, offset)
  return { ...found, fates: fatesOf(found), startDifference, mayHaveZone: about.some(one => one.clock === 'local') }
}

import { onlyThis, type WithRouter } from '../trace/pair/everywhere.ts'
import type { Lineup } from '../trace/pair/lineUp.ts'
import { type Twin, twinOf } from '../trace/pair/twin.ts'

/** Where else a packet of the list is. */
export interface Elsewhere {
  /** The numbers that this packet, and no other, has in each capture. */
  readonly numbers: ReturnType<typeof onlyThis>
  /** What became of it between the two ends; not of a packet of a router's capture. */
  readonly fate?: Twin['fate']
}

/** @param number from 1 */
export function elsewhere(lineup: Lineup, router: WithRouter | undefined, trace: 0 | 1 | 2, number: number): Elsewhere {
  const numbers = onlyThis(lineup, router, trace, number)
  return trace === 2 ? { numbers } : { numbers, fate: twinOf(lineup, trace, number).fate }
}

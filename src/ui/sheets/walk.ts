import type { Place } from './hits.ts'

/** Packets that a search found together, and which of them, from 0, is looked at. */
export interface Walk {
  readonly name: string
  readonly places: readonly Place[]
  readonly at: number
}

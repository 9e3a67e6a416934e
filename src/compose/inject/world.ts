import type { Crossing } from './crossings.ts'
import type { Sighting } from './recorded.ts'
import type { Words } from './words.ts'

/** Numbers below the limit, the same for the same seed. */
export type Chance = (limit: number) => number

/** What faults work on: the packets on their way, then both captures as they will be written. */
export interface World {
  readonly crossings: readonly Crossing[]
  /** What stands in one trace only, and what came of the crossings; filled when the path's faults are done. */
  captures: [Sighting[], Sighting[]]
  /** The first packet of A, on the recording's clock. */
  readonly start: bigint
  /** Seconds since then. */
  seconds(one: Crossing): number
  readonly truth: Capturing
}

/** What was done to the captures themselves. */
export interface Capturing {
  /** Clock B minus clock A at the first packet of A, as the files tell time (local time where they keep it); how much faster B's runs. */
  clock: { offset: number; driftPpm: number }
  snapLength: [number | null, number | null]
  capturedTwice: [boolean, boolean]
  /** Packets that a capture could not keep up with, and the filter that it was taken with. */
  dropped: [number, number]
  filters: [string | null, string | null]
  translated: { before: string; after: string; ports: Record<string, number> }[]
}

/** A kind of fault: the first word of its line, and what the rest says. */
export interface FaultKind {
  readonly name: string
  /** One line of help. */
  readonly usage: string
  /** Faults of the path come before those of the captures, whatever the order in the file. */
  readonly where: 'path' | 'capture'
  /** @throws Unclear */
  read(words: Words): (world: World, chance: Chance) => void
}

/** Whole nanoseconds of so many seconds. */
export const nanoseconds = (seconds: number): bigint => BigInt(Math.round(seconds * 1e9))

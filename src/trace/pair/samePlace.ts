import { NONE, type Rows } from './rows.ts'

// Two captures of one place, or one file opened twice, show no path between two ends. Every packet that stands in both has as many hops
// left in one as in the other, and B's time minus A's is the same for all of them, to the microsecond: no network carries packets so evenly.

/** Two traces that were taken at one place. */
export interface SamePlace {
  /** Rows of the first packet that stands in both. */
  readonly first: readonly [number, number]
}

/** @returns what shows that two traces were taken at one place, told from the packets that are mates by their content alone */
export function samePlaceOf(a: Rows, b: Rows): SamePlace | undefined {
  let mates = 0
  let isFine = false
  let shift: number | undefined
  let first: SamePlace['first'] | undefined
  for (let row = 0; row < a.mate.length; row++) {
    const other = a.mate[row]!
    if (other === NONE) continue
    const time = a.packets.time(row)
    const apart = b.packets.time(other) - time
    shift ??= apart
    first ??= [row, other]
    if (a.surviving.ttl(row) !== b.surviving.ttl(other) || !(Math.abs(apart - shift) < ROUNDING)) return undefined
    isFine ||= Math.abs(time * COARSE - Math.round(time * COARSE)) > ROUNDING * COARSE
    mates++
  }
  return first && mates >= LEAST && isFine ? { first } : undefined
}

/** Fewer may have taken equally long by chance. */
const LEAST = 4
/** Stamps are kept to the microsecond. */
const ROUNDING = 1.5e-6
/** Clocks that go in steps of a ten-thousandth of a second or more show no difference where there is one. */
const COARSE = 1e4

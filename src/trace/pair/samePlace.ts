import { NONE, type Rows } from './rows.ts'

// Two captures of one place, or one file opened twice, show no path between two ends. Every packet that stands in both has as many hops
// left in one as in the other, and B's time minus A's is the same for all of them, to the microsecond: no network carries packets so evenly.

/** @returns whether two traces were taken at one place, told from the packets that are mates by their content alone */
export function isSamePlace(a: Rows, b: Rows): boolean {
  let mates = 0
  let isFine = false
  let first: number | undefined
  for (let row = 0; row < a.mate.length; row++) {
    const other = a.mate[row]!
    if (other === NONE) continue
    const time = a.packets.time(row)
    const apart = b.packets.time(other) - time
    first ??= apart
    if (a.surviving.ttl(row) !== b.surviving.ttl(other) || !(Math.abs(apart - first) < ROUNDING)) return false
    isFine ||= Math.abs(time * COARSE - Math.round(time * COARSE)) > ROUNDING * COARSE
    mates++
  }
  return mates >= LEAST && isFine
}

/** Fewer may have taken equally long by chance. */
const LEAST = 4
/** Stamps are kept to the microsecond. */
const ROUNDING = 1.5e-6
/** Clocks that go in steps of a ten-thousandth of a second or more show no difference where there is one. */
const COARSE = 1e4

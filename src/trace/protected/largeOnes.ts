// Large packets that are sent again and again, or regularly, stand at distances that grow or stay. Of nearly all sizes that
// a flow has, the last three packets tell that they are neither.

/** Smaller packets every path has to carry: RFC 8200 §5 says 1280, tunnels inside tunnels get down to some 1000. */
const LARGE = 1000
/** Sendings of one segment from which on it counts as sent again and again. */
export const COPIES = 4
const REGULAR = 3
/** Seconds: the shortest retransmission timeout in use. */
export const SHORTEST_RTO = 0.15

/** Of each size, from the end of a flow on: packets met, when the last of them was sent, how long before the one met before it, and what they may be. */
const count = new Uint8Array(65_536)
const latest = new Float64Array(65_536)
const gapAfter = new Float64Array(65_536)
const maybe = new Uint8Array(65_536)
const GROWS = 1
const STAYS = 2
const OUT = 255

/** Places of large packets by size, of those sizes whose last ones stand at distances that grow, or that stay. */
export function largeOnes(lengths: Uint16Array, times: Float64Array): [size: number, places: number[]][] {
  for (const size of lengths) count[size] = 0
  let candidates = 0
  for (let i = lengths.length - 1; i >= 0; i--) {
    const size = lengths[i]!
    if (size <= LARGE || count[size]! >= COPIES) continue
    const before = count[size]!
    const time = times[i]!
    const isIn = before === 0 || stands(size, before, latest[size]! - time)
    latest[size] = time
    count[size] = isIn ? before + 1 : OUT
    if (before === REGULAR - 1 && isIn) candidates++
    else if (before === REGULAR && !isIn) candidates--
  }
  if (candidates === 0) return []
  const bySize = new Map<number, number[]>()
  for (let i = 0; i < lengths.length; i++) {
    const size = lengths[i]!
    if (size <= LARGE || count[size]! < REGULAR || count[size] === OUT) continue
    const same = bySize.get(size)
    if (same) same.push(i)
    else bySize.set(size, [i])
  }
  return [...bySize]
}

/** Whether the next packet of a size towards the beginning of a flow stands so that those met may still be either. */
function stands(size: number, met: number, gap: number): boolean {
  const after = gapAfter[size]!
  gapAfter[size] = gap
  // A time that is not known compares false.
  if (!(gap >= SHORTEST_RTO)) return false
  if (met === 1) maybe[size] = GROWS | STAYS
  else maybe[size]! &= (grows(gap, after) ? GROWS : 0) | (stays(gap, after) ? STAYS : 0)
  return maybe[size] !== 0
}

/** The distance grows towards the end of a flow, by half at least. RFC 6298 §5.5 says by doubling. */
export function grows(gap: number, next: number): boolean {
  return next >= 1.5 * gap
}

/** As regular as what comes by a timer, on a network that is in no hurry. */
export function stays(one: number, other: number): boolean {
  return Math.max(one, other) <= 1.3 * Math.min(one, other) + 0.1
}

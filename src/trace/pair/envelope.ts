// Clock B minus clock A as a line over A's time: d = a + b·t. What A sends arrives after it left, so its differences lie
// on or above the line (offset plus delay); what B sends lies on or below it (offset minus delay). Every line between
// the two clouds is possible, and nothing else. For one slope b the possible a are an interval whose width is concave in
// b, so all questions (is there a line, which one has most room, how high can it be at t = 0) are searches over one
// concave function; no hull has to be built. Zhang, Liu and Xia, INFOCOM 2002; Cristian 1989.

/** Bounds on the difference of the clocks: `d` at A's time `t`, from above and from below. */
export interface Bounds {
  readonly above: Points
  readonly below: Points
}

interface Points {
  readonly t: readonly number[]
  readonly d: readonly number[]
}

/** The lines that keep all bounds, seen from t = 0. */
export interface Corridor {
  /** The line that is taken: without drift if that is possible, else the one with most room. */
  readonly slope: number
  readonly value: number
  /** The true value at 0 and the true slope are at most so far off, whatever drift the bounds leave possible. */
  readonly valueError: number
  /** The same if neither clock drifts: half the smallest sum of two delays. Undefined where one must. */
  readonly steadyError?: number
  readonly slopeError: number
}

/** Seconds by which timestamps may contradict each other: they are rounded. */
const TICK = 2e-6

/**
 * Share of the widest room from which the room without drift counts as no drift: then the error is half the smallest sum
 * of two delays. A real drift that narrows the room by a quarter moves its middle by far less than it is wide.
 */
const LEVEL = 0.75
/** Bounds in each direction below which more room along a slope is chance. */
const FEW = 6
/** Slope up to which a drift is thought of there. */
const STEEP = 5e-4
/** Slope of two ordinary clocks that short captures cannot tell from none; the error leaves room for it. */
const ORDINARY = 1e-4

/** Highest line of one slope under the points, at t = 0. */
export function ceiling({ t, d }: Points, slope: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < t.length; i++) least = Math.min(least, d[i]! - slope * t[i]!)
  return least
}

/** Lowest line of one slope over the points, at t = 0. */
export function floor({ t, d }: Points, slope: number): number {
  let greatest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < t.length; i++) greatest = Math.max(greatest, d[i]! - slope * t[i]!)
  return greatest
}

/** Whether a line with a slope of at most `steepest` keeps all bounds. */
export function isPossible(bounds: Bounds, steepest: number): boolean {
  return bestSlope(bounds, steepest).room >= -TICK
}

/** All lines with a slope of at most `steepest`; undefined when there is none. Needs points on both sides. */
export function corridor(bounds: Bounds, steepest: number): Corridor | undefined {
  const best = bestSlope(bounds, steepest)
  if (best.room < -TICK) return undefined
  const room = (slope: number) => ceiling(bounds.above, slope) - floor(bounds.below, slope)
  const least = edge(slope => room(slope) >= -TICK, best.slope, -steepest)
  const most = edge(slope => room(slope) >= -TICK, best.slope, steepest)
  const slope = least <= 0 && most >= 0 && room(0) >= -TICK ? 0 : best.slope
  const level = room(0)
  if (slope === 0) {
    const value = (ceiling(bounds.above, 0) + floor(bounds.below, 0)) / 2
    const isLevel = level >= bestSlope(bounds, Math.max(steepest, STEEP)).room * LEVEL
    const [falling, rising] = isLevel ? [Math.max(least, -ORDINARY), Math.min(most, ORDINARY)] : [least, most]
    const [, high] = peak(s => ceiling(bounds.above, s), falling, rising)
    const [, low] = peak(s => -floor(bounds.below, s), falling, rising)
    const valueError = Math.max(level / 2, high - value, value + low, 0) + TICK / 2
    const steadyError = Math.max(level / 2, TICK / 2)
    const isFew = Math.min(bounds.above.t.length, bounds.below.t.length) < FEW
    return { slope, value, valueError, ...(isLevel || isFew ? { steadyError } : {}), slopeError: Math.max(most, -least) }
  }
  const [top] = peak(s => ceiling(bounds.above, s), least, most)
  const [bottom] = peak(s => -floor(bounds.below, s), least, most)
  const [high, low] = [ceiling(bounds.above, top), floor(bounds.below, bottom)]
  const [over, under] = [ceiling(bounds.above, slope), floor(bounds.below, slope)]
  const value = Math.min(Math.max((high + low) / 2, Math.min(under, over)), Math.max(under, over))
  return {
    slope,
    value,
    valueError: Math.max(high - value, value - low, 0) + TICK / 2,
    slopeError: Math.max(most - slope, slope - least),
  }
}

function bestSlope(bounds: Bounds, steepest: number): { readonly slope: number; readonly room: number } {
  const room = (slope: number) => ceiling(bounds.above, slope) - floor(bounds.below, slope)
  const [slope, most] = peak(room, -steepest, steepest)
  const level = room(0)
  return level >= most ? { slope: 0, room: level } : { slope, room: most }
}

/** Where a concave function is largest: golden section. */
function peak(f: (x: number) => number, from: number, to: number): [x: number, value: number] {
  let [low, high] = [from, to]
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
  let [atLeft, atRight] = [f(left), f(right)]
  for (let i = 0; i < STEPS; i++) {
    if (atLeft >= atRight) {
      high = right
      right = left
      atRight = atLeft
      left = high - GOLDEN * (high - low)
      atLeft = f(left)
    } else {
      low = left
      left = right
      atLeft = atRight
      right = low + GOLDEN * (high - low)
      atRight = f(right)
    }
  }
  const middle = (low + high) / 2
  return [middle, f(middle)]
}

/** The last value towards `end` for which something that holds at `inside` still does. */
function edge(holds: (x: number) => boolean, inside: number, end: number): number {
  if (holds(end)) return end
  let [yes, no] = [inside, end]
  for (let i = 0; i < STEPS; i++) {
    const middle = (yes + no) / 2
    if (holds(middle)) yes = middle
    else no = middle
  }
  return yes
}

const GOLDEN = (Math.sqrt(5) - 1) / 2
const STEPS = 48

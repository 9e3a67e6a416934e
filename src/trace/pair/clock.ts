import { type Bounds, ceiling, corridor, floor, isPossible } from './envelope.ts'
import { boundsOf, type Span } from './points.ts'
import { setByHand } from './setByHand.ts'

// How B's clock stands to A's, from packets seen at both ends. See envelope.ts for the mathematics. A clock that was set
// while the captures ran breaks the line: the spans are then cut where no line keeps all bounds any more, and each part
// has its own. One span that contradicts both its neighbours is a wrong match and is left out.

/** One stretch of time in which the difference of the clocks is a line over A's time. */
export interface Stretch {
  /** A's seconds from which it holds; the first one holds before, too. */
  readonly from: number
  /** B's seconds minus A's at `from`, and how it grows per second. */
  readonly value: number
  readonly slope: number
  /** Null: bounded on one side only. */
  readonly error: number | null
  /** The same if neither clock drifts, where nothing shows that one does. */
  readonly steadyError?: number
  readonly slopeError: number
  /** Largest error within the stretch. */
  readonly worst: number | null
}

/** How B's clock stands to A's, in seconds; `bounds` counts the differences that bound it, by direction. */
export interface Clock {
  readonly found: 'both-directions' | 'one-direction' | 'manual' | 'none'
  /** Empty when nothing relates the clocks. */
  readonly stretches: readonly Stretch[]
  readonly bounds: { readonly aToB: number; readonly bToA: number }
  /** B's seconds minus A's at A's first packet as a hand set them against the packets; then the packets' own relation holds. */
  readonly refused?: number
}

/** Two quartz clocks drift apart by 200 ppm at most; beyond, a clock is run fast on purpose, and beyond that it was set. */
const SLOPES = [2e-4, 5e-4, 5e-3]
/** Bounds in each direction from which a slope above that of any quartz is believed. */
const MANY = 6
/** Spans looked at behind one that fits nowhere. */
const AHEAD = 6

/**
 * @param manual B's seconds minus A's at A's first packet, set by hand; packets that would have arrived before they left refuse it
 * @param until A's seconds at which the captures end: the error is known up to there
 */
export function clockOf(spans: readonly Span[], manual?: number, until = 0): Clock {
  const bounds = boundsOf(spans)
  const counted = { aToB: bounds.above.t.length, bToA: bounds.below.t.length }
  if (spans.length === 0 && manual !== undefined) return { found: 'manual', stretches: [level(manual)], bounds: counted }
  if (spans.length === 0) return { found: 'none', stretches: [], bounds: counted }
  const parts = partsOf(spans)
  const stretches = parts.map((part, i) => stretchOf(part, i === 0 ? 0 : (part[0]?.t ?? 0), i === parts.length - 1 ? until : 0))
  const found = stretches.some(one => one.error !== null) ? 'both-directions' : 'one-direction'
  const told: Clock = { found, stretches, bounds: counted }
  if (manual === undefined) return told
  const first = stretches[0] && setByHand(stretches[0], boundsOf(parts[0]!), manual)
  return first ? { found: 'manual', stretches: [first, ...stretches.slice(1)], bounds: counted } : { ...told, refused: manual }
}

function level(value: number): Stretch {
  return { from: 0, value, slope: 0, error: null, slopeError: 0, worst: null }
}

function steepest({ above, below }: Bounds): number[] {
  return above.t.length >= MANY && below.t.length >= MANY ? SLOPES : SLOPES.slice(0, 2)
}

/** Spans that one line can keep, as long as possible each. */
function partsOf(spans: readonly Span[]): Span[][] {
  const all = boundsOf(spans)
  if (steepest(all).some(slope => isPossible(all, slope))) return [[...spans]]
  const parts: Span[][] = []
  let rest = [...spans]
  while (rest.length) {
    const length = longest(rest)
    const beyond = rest.slice(length)
    const [odd, ...after] = beyond
    const part = rest.slice(0, length)
    if (odd && fits([...part, ...after.slice(0, AHEAD)])) {
      rest = [...part, ...after]
      if (after.length === 0) return [...parts, part]
      continue
    }
    const back = odd ? backwards(part, beyond.slice(0, AHEAD)) : part.length
    parts.push(part.slice(0, back))
    rest = [...part.slice(back), ...beyond]
  }
  return parts.filter(part => part.length > 0)
}

function fits(spans: readonly Span[]): boolean {
  return isPossible(boundsOf(spans), SLOPES[0]!)
}

/** How many of the first spans one line keeps. */
function longest(spans: readonly Span[]): number {
  let [fit, no] = [1, spans.length + 1]
  while (no - fit > 1) {
    const middle = (fit + no) >> 1
    if (fits(spans.slice(0, middle))) fit = middle
    else no = middle
  }
  return fit
}

/** Where the next part begins: the last spans of a part that the new line keeps and that bound nothing on the old one's
 *  other side go with it. At least one span stays. */
function backwards(part: readonly Span[], beyond: readonly Span[]): number {
  const isAbove = beyond[0]?.below !== undefined
  let at = part.length
  while (at > 1 && (isAbove ? !part[at - 1]!.below : !part[at - 1]!.above) && fits([...part.slice(at - 1), ...beyond])) at--
  return at
}

function stretchOf(part: readonly Span[], from: number, until: number): Stretch {
  const bounds = shifted(boundsOf(part), from)
  if (bounds.above.t.length === 0 || bounds.below.t.length === 0)
    return { ...level(bounds.above.t.length ? ceiling(bounds.above, 0) : floor(bounds.below, 0)), from }
  const slope = steepest(bounds).find(slope => isPossible(bounds, slope)) ?? SLOPES.at(-1)!
  const fit = corridor(bounds, slope)
  const end = Math.max(part.at(-1)!.t, until)
  const there = corridor(shifted(bounds, end - from), slope)
  if (!fit || !there) return { ...level(ceiling(bounds.above, 0)), from }
  return {
    from,
    value: fit.value,
    slope: fit.slope,
    error: fit.valueError,
    ...(fit.steadyError === undefined ? {} : { steadyError: fit.steadyError }),
    slopeError: fit.slopeError,
    worst: Math.max(fit.valueError, there.valueError),
  }
}

/** The bounds with A's time counted from `by`. */
function shifted({ above, below }: Bounds, by: number): Bounds {
  return { above: { t: above.t.map(t => t - by), d: above.d }, below: { t: below.t.map(t => t - by), d: below.d } }
}

/** B's seconds minus A's at a time of A; undefined when the clocks are not related. */
export function differenceAt({ stretches }: Clock, a: number): number | undefined {
  const stretch = stretches.findLast(one => one.from <= a) ?? stretches[0]
  return stretch && stretch.value + stretch.slope * (a - stretch.from)
}

/** A time of B on A's clock. */
export function onA({ stretches }: Clock, b: number): number | undefined {
  const stretch = stretches.findLast(one => one.from + one.value <= b) ?? stretches[0]
  return stretch && stretch.from + (b - stretch.from - stretch.value) / (1 + stretch.slope)
}

/** A time of either capture on A's clock; undefined where nothing relates the clocks. */
export function onClockOfA(clock: Clock, trace: 0 | 1, time: number): number | undefined {
  return trace === 0 ? time : onA(clock, time)
}

/** How far two events at the two ends have to lie apart to have an order, at any time. */
export function errorOf({ stretches }: Clock): number {
  return Math.max(0, ...stretches.map(one => one.worst ?? UNBOUNDED))
}

/** Seconds taken for the error where nothing bounds it: what a packet may well need. */
const UNBOUNDED = 0.5

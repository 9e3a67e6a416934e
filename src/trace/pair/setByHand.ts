import type { Stretch } from './clock.ts'
import type { Bounds } from './envelope.ts'

// A hand may say more than the packets do, never anything else: within their error it is believed, beyond it some packet
// would have arrived before it left. So no clock set by hand turns the order of two messages over.

/** Seconds: what is typed to the millisecond is meant to be the nearest possible. */
const TYPED = 5e-4

/** Seconds by which clocks can differ at all: those of captures count 32 bits of them from 1970 on. */
export const FURTHEST = 2 ** 32

/**
 * The first stretch with the difference that a hand gives it; undefined where the packets allow none such.
 * @param told what the packets tell, from A's first packet on
 * @param bounds what they were told from
 * @param value B's seconds minus A's at A's first packet
 */
export function setByHand(told: Stretch, bounds: Bounds, value: number): Stretch | undefined {
  const [low, high] = possible(told, bounds)
  const near = Math.min(Math.max(value, low), high)
  if (Math.abs(near - value) > TYPED) return undefined
  return { from: told.from, value: near, slope: slopeThrough(bounds, near), error: null, slopeError: told.slopeError, worst: told.worst }
}

function possible({ value, error }: Stretch, { above, below }: Bounds): readonly [low: number, high: number] {
  if (error !== null) return [value - error, value + error]
  if (below.t.length === 0) return [Number.NEGATIVE_INFINITY, value]
  return above.t.length === 0 ? [value, Number.POSITIVE_INFINITY] : [value, value]
}

/** Of the lines that begin at a value and keep all bounds, the one nearest to no drift. */
function slopeThrough({ above, below }: Bounds, value: number): number {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  above.t.forEach((t, i) => {
    if (t > 0) most = Math.min(most, (above.d[i]! - value) / t)
  })
  below.t.forEach((t, i) => {
    if (t > 0) least = Math.max(least, (below.d[i]! - value) / t)
  })
  if (least > most) return (least + most) / 2
  return Math.min(Math.max(0, least), most)
}

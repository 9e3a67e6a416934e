import type { ClockSet } from '../packets/clockSet.ts'
import type { Clock, Stretch } from './clock.ts'
import type { PairClock } from './report.ts'

/**
 * The relation of the clocks as the report tells it.
 * @param startDifference seconds from A's first packet to B's by the files
 * @param clockSets of A and of B: where its own clock was set back and put right
 */
export function clockReport(
  clock: Clock,
  startDifference: number,
  mayHaveZone: boolean,
  clockSets: readonly (readonly ClockSet[])[] = [],
): PairClock {
  const offset = offsetOf(clock, startDifference)
  const zone = offset === null ? undefined : zoneOf(offset, mayHaveZone)
  return {
    found: clock.found,
    says: `${says(clock, offset, zone)}${refusedText(clock, startDifference)}${clockSets.map((all, trace) => setBack(all, 'AB'[trace]!)).join('')}`,
    startDifference,
    bounds: clock.bounds,
    pieces: clock.stretches.map(({ from, value, slope, worst }) => ({
      from: from + value,
      shift: value,
      driftPpm: (slope / (1 + slope)) * 1e6,
      error: worst,
    })),
    ...(zone ? { zone } : {}),
    ...(clock.refused === undefined ? {} : { refused: startDifference + clock.refused }),
  }
}

function refusedText({ refused, stretches: [first] }: Clock, startDifference: number): string {
  if (refused === undefined) return ''
  const [from] = refused < (first?.value ?? 0) ? 'BA' : 'AB'
  return ` By hand it was set to be ${ahead(startDifference + refused, 3)} A's. Then packets from ${from} would arrive before they left, so it is not used.`
}

/** A clock that was set back in its own capture, and was put right. */
function setBack(all: readonly ClockSet[], name: string): string {
  return all
    .map(
      ({ row, seconds }) =>
        ` ${name}'s own clock was set back by ${seconds.toFixed(3)} s before packet ${name}${row + 1}; its times run on here as if it had not been.`,
    )
    .join('')
}

/** Clock B minus clock A at A's first packet. */
export function offsetOf({ stretches: [first] }: Clock, startDifference: number): number | null {
  return first ? startDifference + first.value - first.slope * first.from : null
}

/** Time zones and daylight saving are multiples of a quarter of an hour. */
const QUARTER = 900
/** Seconds by which a clock set by hand may be off beside its zone. */
const NEAR = 150

function zoneOf(offset: number, mayHaveZone: boolean): number | undefined {
  const zone = Math.round(offset / QUARTER) * QUARTER
  const isWhole = zone % (4 * QUARTER) === 0
  return zone !== 0 && Math.abs(zone) <= 26 * 3600 && Math.abs(offset - zone) <= NEAR && (mayHaveZone || isWhole) ? zone : undefined
}

function says(clock: Clock, offset: number | null, zone: number | undefined): string {
  const [first] = clock.stretches
  if (!first || offset === null) return 'No packet stands in both traces, so nothing relates the two clocks.'
  if (clock.found === 'manual') return `B's clock is taken to be ${ahead(offset, 3)} A's: set by hand, not found from the packets.`
  if (clock.found === 'one-direction') {
    return clock.bounds.aToB
      ? `Only packets from A to B stand in both traces. By them B's clock is at most ${ahead(offset, 3)} A's; how much less, nothing tells.`
      : `Only packets from B to A stand in both traces. By them B's clock is at least ${ahead(offset, 3)} A's; how much more, nothing tells.`
  }
  const steps = clock.stretches.slice(1).map((one, i) => {
    const before = clock.stretches[i]!
    const jump = one.value - before.value - before.slope * (one.from - before.from)
    return ` At ${one.from.toFixed(3)} s of A it is set ${jump > 0 ? 'forward' : 'back'} by ${Math.abs(jump).toFixed(3)} s against A's.`
  })
  const hours = zone
    ? ` ${zone % 3600 === 0 ? `${Math.abs(zone) / 3600} h` : `${Math.abs(zone) / 60} min`} of that may be a time zone.`
    : ''
  return `${relation(first, offset)}.${hours}${steps.join('')}`
}

/** How the clocks stand to each other at first. */
function relation(first: Stretch, offset: number): string {
  if (first.error === null) return `B's clock is about ${ahead(offset, 3)} A's at first, as packets of one direction alone tell`
  const error = first.steadyError ?? first.error
  const drift = first.slope
    ? `, and ${first.slope > 0 ? 'gains' : 'loses'} ${ppm(Math.abs(first.slope))} ± ${ppm(first.slopeError)} ppm`
    : ''
  return Math.abs(offset) <= error && !drift
    ? `The clocks of A and B agree to within ${small(error)}${ifDrifting(first, error)}`
    : `B's clock is ${ahead(offset, error < 0.0005 ? 4 : 3)} A's, ± ${small(error)}${drift || ifDrifting(first, error)}`
}

/** The error with an ordinary drift that so few seconds cannot show, where that is much more. */
function ifDrifting({ steadyError, worst }: Stretch, error: number): string {
  return steadyError === undefined || worst === null || worst < 1.25 * error ? '' : `, or ${small(worst)} if one of them drifts`
}

function ahead(offset: number, digits: number): string {
  return `${Math.abs(offset).toFixed(digits)} s ${offset < 0 ? 'behind' : 'ahead of'}`
}

function small(seconds: number): string {
  return seconds < 0.0095
    ? `${(seconds * 1000).toFixed(2)} ms`
    : seconds < 1
      ? `${(seconds * 1000).toFixed(1)} ms`
      : `${seconds.toFixed(2)} s`
}

function ppm(slope: number): string {
  return (slope * 1e6).toFixed(slope < 1e-5 ? 1 : 0)
}

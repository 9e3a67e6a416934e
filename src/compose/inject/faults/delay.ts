import { DELAY } from '../../limits.ts'
import type { Crossing } from '../crossings.ts'
import { which } from '../which.ts'
import { DURATION, Unclear, within } from '../words.ts'
import { type FaultKind, nanoseconds } from '../world.ts'

/** The packet arrives later, by a time between two at random. */
export const delay: FaultKind = {
  name: 'delay',
  usage: 'delay b>a 0..50 ms',
  where: 'path',
  read(words) {
    const applies = which(words)
    const range = words.matching(/^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)(s|ms)?$/)
    if (!range) throw new Unclear('it says from how much to how much, such as 0..50 ms')
    const unit = range[3] ?? words.next('the unit')
    const factor = unit === 's' || unit === 'ms' ? DURATION[unit] : Number.NaN
    if (Number.isNaN(factor)) throw new Unclear(`${unit} is no unit; there are s and ms`)
    const [least, most] = [1, 2].map(i => within(Number(range[i]) * factor, `the delay is ${range[i]} ${unit}`, DELAY, ' s')) as [
      number,
      number,
    ]
    if (most < least) throw new Unclear('the second number is less than the first')
    return (world, chance) => {
      for (const one of world.crossings)
        if (one.arrived.length && applies(one, world.seconds(one), chance))
          later(one, nanoseconds(least + ((most - least) * chance(1_000_000)) / 1_000_000))
    }
  },
}

/** All that came of a packet comes `by` later. */
export function later(one: Crossing, by: bigint): void {
  for (const came of [...one.arrived, ...one.unpacked]) came.time += by
  one.delayed = (one.delayed ?? 0n) + by
}

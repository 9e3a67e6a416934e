import { which } from '../which.ts'
import type { FaultKind } from '../world.ts'
import { later } from './delay.ts'

/** The packet arrives right behind the one that was sent after it, when that comes within 0.3 s. */
export const reorder: FaultKind = {
  name: 'reorder',
  usage: 'reorder a>b 5%',
  where: 'path',
  read(words) {
    const applies = which(words)
    return (world, chance) => {
      for (const from of [0, 1]) {
        const there = world.crossings.filter(one => one.from === from && one.arrived.length > 0)
        for (const [i, one] of there.entries()) {
          const next = there[i + 1]?.arrived.at(-1)
          const mine = one.arrived[0]!
          if (!next || !applies(one, world.seconds(one), chance)) continue
          const by = next.time - mine.time + 50_000n
          if (by > 0n && by < LONGEST) later(one, by)
        }
      }
    }
  },
}

/** Nanoseconds. */
const LONGEST = 300_000_000n

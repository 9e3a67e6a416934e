import { which } from '../which.ts'
import type { FaultKind } from '../world.ts'

/** The packet stays in the sender's trace and goes from the receiver's. */
export const lose: FaultKind = {
  name: 'lose',
  usage: 'lose a>b later fragments 20% from 5 s',
  where: 'path',
  read(words) {
    const applies = which(words)
    return (world, chance) => {
      for (const one of world.crossings) {
        if (one.arrived.length === 0 || !applies(one, world.seconds(one), chance)) continue
        one.arrived = []
        one.unpacked.length = 0
        one.lost = true
        delete one.changed
        delete one.delayed
        delete one.copies
        delete one.wasCut
      }
    }
  },
}

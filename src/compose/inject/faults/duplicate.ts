import { which } from '../which.ts'
import type { FaultKind } from '../world.ts'

/** The network delivers the packet once more, 0.4 ms later. */
export const duplicate: FaultKind = {
  name: 'duplicate',
  usage: 'duplicate a>b 10%',
  where: 'path',
  read(words) {
    const applies = which(words)
    return (world, chance) => {
      for (const one of world.crossings) {
        const last = one.arrived.at(-1)
        if (!last || !applies(one, world.seconds(one), chance)) continue
        const copies = one.arrived.map(came => ({ ...came, frame: came.frame.slice(), time: came.time + LATER }))
        one.copies = [...(one.copies ?? []), ...copies]
        one.arrived.push(...copies)
      }
    }
  },
}

const LATER = 400_000n

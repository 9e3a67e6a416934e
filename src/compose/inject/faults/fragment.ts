import { LINK_MTU } from '../../limits.ts'
import { cutTo, refusesCutting } from '../../packets/rewrite.ts'
import { ipOf, isV4, isWhole, putIp } from '../recorded.ts'
import { which } from '../which.ts'
import type { FaultKind } from '../world.ts'

/** A router cuts what is larger than its next link; packets with Don't Fragment pass as they are. */
export const fragment: FaultKind = {
  name: 'fragment',
  usage: 'fragment a>b to 1280',
  where: 'path',
  read(words) {
    const applies = which(words)
    words.takes('to')
    const mtu = words.number('the MTU', LINK_MTU)
    return (world, chance) => {
      for (const one of world.crossings) {
        if (one.arrived.length === 0 || one.changed || !applies(one, world.seconds(one), chance)) continue
        one.arrived = one.arrived.flatMap(came => {
          if (!isV4(came) || !isWhole(came)) return [came]
          const packet = ipOf(came)
          if (packet.length <= mtu || refusesCutting(packet)) return [came]
          one.wasCut = true
          return cutTo(packet, mtu).map((piece, i) => {
            const next = { ...came, time: came.time + BigInt(i) * 10_000n }
            next.frame = came.frame.slice(0, came.ipAt)
            next.original = 0
            putIp(next, piece)
            return next
          })
        })
      }
    }
  },
}

import { BITS } from '../../limits.ts'
import { withHeaderChecksum } from '../../packets/rewrite.ts'
import { ipOf, isV4, isWhole, putIp } from '../recorded.ts'
import { which } from '../which.ts'
import type { FaultKind } from '../world.ts'

/** Bits behind the IP header arrive flipped, one by default. What its receiver would have unpacked is gone: the check fails. */
export const change: FaultKind = {
  name: 'change',
  usage: 'change a>b esp 30% 2 bits',
  where: 'path',
  read(words) {
    const applies = which(words)
    const many = words.takes('one', 'bit') || words.isDone ? 1 : words.number('the number of bits', BITS)
    if (!words.takes('bits')) words.takes('bit')
    return (world, chance) => {
      for (const one of world.crossings) {
        const [came] = one.arrived
        if (!came || came.ipAt === undefined || !isWhole(came) || one.wasCut || !applies(one, world.seconds(one), chance)) continue
        const packet = ipOf(came).slice()
        const header = isV4(came) ? (packet[0]! & 15) * 4 : 40
        if (packet.length <= header) continue
        const octets = new Map(one.changed?.map(({ at, from }) => [at, from]))
        for (let bit = 0; bit < many; bit++) {
          const at = header + chance(packet.length - header)
          if (!octets.has(at)) octets.set(at, packet[at]!)
          packet[at]! ^= 1 << chance(8)
        }
        const changed = [...octets].map(([at, from]) => ({ at, from, to: packet[at]! })).filter(({ from, to }) => from !== to)
        for (const each of one.arrived) putIp(each, each === came ? packet : isV4(each) ? withHeaderChecksum(packet.slice()) : packet)
        one.unpacked.length = 0
        if (changed.length) one.changed = changed.sort((x, y) => x.at - y.at)
        else delete one.changed
      }
    }
  },
}

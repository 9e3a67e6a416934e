import { withHeaderChecksum } from '../../packets/rewrite.ts'
import { ipOf, isV4, putIp } from '../recorded.ts'
import { which } from '../which.ts'
import type { FaultKind } from '../world.ts'

/** Behind a later fragment comes another that begins 8 octets before it: with other content, or `alike` with the same. RFC 791 §3.2. */
export const overlap: FaultKind = {
  name: 'overlap',
  usage: 'overlap a>b later fragments',
  where: 'path',
  read(words) {
    const applies = which(words)
    const alike = words.takes('alike')
    return (world, chance) => {
      for (const one of world.crossings) {
        const [came] = one.arrived
        if (!came || !isV4(came) || !applies(one, world.seconds(one), chance)) continue
        const packet = ipOf(came)
        const header = (packet[0]! & 15) * 4
        const offset = ((packet[6]! & 0x1f) << 8) | packet[7]!
        if (offset === 0 || packet.length < header + 16) continue
        const piece = packet.slice(0, header + 16)
        if (!alike) {
          piece.set([(((offset - 1) >> 8) & 0x1f) | 0x20, (offset - 1) & 255], 6)
          for (let at = header; at < piece.length; at++) piece[at]! ^= 0x5a
        } else piece[6]! |= 0x20
        piece.set([0, piece.length], 2)
        const next = { ...came, frame: came.frame.slice(0, came.ipAt), original: 0, time: came.time - BEFORE }
        putIp(next, withHeaderChecksum(piece))
        one.copies = [...(one.copies ?? []), next]
        one.arrived.push(next)
      }
    }
  },
}

/** Nanoseconds; it comes first, so that the true one finds its place taken. */
const BEFORE = 5_000n

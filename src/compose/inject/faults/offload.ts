import { checksum, u16 } from '../../packets/bytes.ts'
import { withHeaderChecksum } from '../../packets/rewrite.ts'
import type { Crossing } from '../crossings.ts'
import { ipOf, isV4, isWhole, putIp } from '../recorded.ts'
import { type FaultKind, nanoseconds } from '../world.ts'
import { end } from './captures.ts'

/** The capture is taken above the network card: what its host sends has no checksums yet, and segments of TCP in a row are one. */
export const offload: FaultKind = {
  name: 'offload',
  usage: 'offload b',
  where: 'capture',
  read(words) {
    const trace = end(words)
    return world => {
      const sent = world.crossings.filter(one => one.from === trace && isV4(one.sent) && isWhole(one.sent))
      sent.sort((x, y) => (x.sent.time < y.sent.time ? -1 : x.sent.time > y.sent.time ? 1 : 0))
      let before: Crossing | undefined
      for (const one of sent) {
        if (before && follows(before, one)) {
          putIp(before.sent, joined(ipOf(before.sent), ipOf(one.sent)))
          before.arrived = [...before.arrived, ...one.arrived]
          before.wasCut = true
          one.arrived = []
          world.captures[trace] = world.captures[trace].filter(each => each !== one.sent)
        } else before = one
      }
      for (const { sent: one } of sent) putIp(one, unsummed(ipOf(one).slice()))
    }
  },
}

/** Data that goes on where the segment before it ended, within a moment. */
function follows(before: Crossing, one: Crossing): boolean {
  const [first, next] = [ipOf(before.sent), ipOf(one.sent)]
  const [a, b] = [segment(first), segment(next)]
  if (!a || !b || a.size === 0 || b.size === 0 || first.length + b.size > MOST) return false
  const sameEnds = [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23].every(at => first[at] === next[at])
  return sameEnds && (a.sequence + a.size) >>> 0 === b.sequence && one.sent.time - before.sent.time < AT_ONCE
}

interface Segment {
  readonly sequence: number
  /** Where its data begins in the IP packet, and how much there is. */
  readonly at: number
  readonly size: number
}

/** Undefined for what is no TCP, and for IP with options. */
function segment(packet: Uint8Array): Segment | undefined {
  if (packet[0] !== 0x45 || packet[9] !== 6) return undefined
  const at = 20 + (packet[32]! >> 4) * 4
  return { sequence: new DataView(packet.buffer, packet.byteOffset).getUint32(24), at, size: packet.length - at }
}

function joined(first: Uint8Array, next: Uint8Array): Uint8Array {
  const data = next.subarray(segment(next)!.at)
  const whole = new Uint8Array(first.length + data.length)
  whole.set(first)
  whole.set(data, first.length)
  whole.set(u16(whole.length), 2)
  return withHeaderChecksum(whole)
}

/** The checksum as the host leaves it to the card: the pseudo header's sum, not complemented. */
function unsummed(packet: Uint8Array): Uint8Array {
  const at = packet[9] === 6 ? 36 : packet[9] === 17 ? 26 : undefined
  if (packet[0] !== 0x45 || at === undefined || ((packet[6]! & 0x3f) | packet[7]!) !== 0) return packet
  const pseudo = Uint8Array.from([...packet.subarray(12, 20), 0, packet[9]!, ...u16(packet.length - 20)])
  packet.set(u16(~checksum(pseudo) & 0xffff), at)
  return packet
}

const MOST = 65_000
const AT_ONCE = nanoseconds(0.002)

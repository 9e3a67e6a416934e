import type { Message, Sighting, Transmission } from '../model.ts'
import { AT_ONCE, NEXT, ON_THE_WAY } from '../packets/rowsOnce.ts'

// Sent again, or captured twice? A capture of all interfaces, a mirror port or a network that duplicates shows one
// packet more than once: with the same IP identification, within milliseconds. A stack that sends again does so after
// half a second at the earliest (libreswan, Solaris: 0.5 s), or at once when it answers a repeated request; then the
// IP packet is a new one with its own identification.
//
// Some senders leave the identification 0 or count nothing (a packet that may not be fragmented needs none, RFC 6864
// §4.1), and IPv6 has none: there two milliseconds have to decide, and that next to nothing else was captured between
// (some files were written without a clock, and all their packets have one time).
//
// A new cookie is a new attempt and never comes here; a NAT keepalive is no message.

/** Takes one more sighting of a message: another capture of a known sending, or a new sending. Returns the sending. */
export function place(message: Message, sighting: Sighting, differs = 0): Transmission {
  const known = message.transmissions.slice(-LOOK_BACK).findLast(t => isSameSending(t.sightings[0]!, sighting))
  if (known) {
    known.sightings.push(sighting)
    if (differs) known.differs = differs
    return known
  }
  const transmission: Transmission = { sightings: [sighting], ...(differs ? { differs } : {}) }
  message.transmissions.push(transmission)
  return transmission
}

/** Whether two sightings of one content are one packet captured twice. */
export function isSameSending(one: Sighting, other: Sighting): boolean {
  const apart = Math.abs(other.time - one.time)
  if (one.identification !== other.identification) return false
  if (one.identification) return apart <= ON_THE_WAY
  return apart <= AT_ONCE && Math.abs(other.packets[0]! - one.packets.at(-1)!) <= NEXT
}

/** Sendings looked back upon: a copy comes right behind its original. */
const LOOK_BACK = 4

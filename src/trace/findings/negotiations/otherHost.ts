import { lastSaid } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import type { NatSide } from '../../path/nat.ts'
import { keepaliveFlows } from '../../path/natMapping.ts'
import type { Scene } from '../finding.ts'

/**
 * Two negotiations from one address are of two hosts behind a NAT: each came from a port of its own, and keepalives from the older
 * one's port go on after the newer came to stand, or the two hashed different addresses of their own.
 */
export function isOtherHost(scene: Scene, old: Course, next: Course): boolean {
  const { packets } = scene.trace
  const [before, after] = [homesOf(old), homesOf(next)]
  const own = before.filter(({ address, port }) => !after.some(e => e.address === address && e.port === port))
  const moved = own.filter(({ address, port }) => after.some(e => e.address === address && e.port !== port))
  if (moved.length === 0) return false
  if (moved.some(({ address }) => areOtherInside(scene, old, next, address))) return true
  const stood = lastSaid(next.negotiation)
  return keepaliveFlows(packets).some(
    k => moved.some(e => e.address === k.source && e.port === k.port) && packets.time(packets.rowsOfFlow(k.index).at(-1)!) > stood,
  )
}

/** Where each side sent from, once it had moved to the port that crosses a NAT. */
function homesOf({ negotiation }: Course) {
  return negotiation.endpoints.flat().filter(e => e.sent && e.port !== 500)
}

/** The hash of one fits an address behind the NAT, and that of the other does not. */
function areOtherInside(scene: Scene, old: Course, next: Course, outside: string): boolean {
  const [one, other] = [old, next].map(course => insideOf(scene, course, outside))
  if (!one || !other) return false
  if (one.believed && other.believed) return one.believed.address !== other.believed.address
  const inside = (one.believed ?? other.believed)?.address
  const unknown = one.believed ? next : old
  return inside !== undefined && wasKnown(scene, inside, outside, unknown)
}

/** How a side that a NAT translates hashed its own address; what is tried and does not fit is none of those found before. */
function insideOf({ nats }: Scene, { negotiation }: Course, outside: string) {
  const side = nats.get(negotiation)?.sides.find(one => one.seen.address === outside)
  return side && hidden(side)
}

/** A side of whose address behind a NAT something is known. */
function hidden(side: NatSide): NatSide | undefined {
  const isTranslated = side.translated === 'before here' || side.translated === 'both'
  return isTranslated && (side.believed || side.tried) ? side : undefined
}

const firsts = new WeakMap<Scene['nats'], ReadonlyMap<string, number>>()

/** An address was found for a negotiation before: it is among those that were tried for later ones. */
function wasKnown({ nats }: Scene, inside: string, outside: string, { negotiation }: Course): boolean {
  const known = firsts.get(nats) ?? firstFound(nats)
  firsts.set(nats, known)
  return (known.get(`${outside} ${inside}`) ?? Number.POSITIVE_INFINITY) < negotiation.number
}

/** By the address outside and that inside: the number of the first negotiation for which it was found. */
function firstFound(nats: Scene['nats']): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  for (const [{ number }, { sides }] of nats) {
    for (const side of sides) {
      const inside = hidden(side)?.believed
      const key = inside && `${side.seen.address} ${inside.address}`
      if (key) first.set(key, Math.min(number, first.get(key) ?? number))
    }
  }
  return first
}

import { lastSaid } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { keepaliveFlows } from '../../path/natMapping.ts'
import type { Scene } from '../finding.ts'

/**
 * Two negotiations from one address are of two hosts behind a NAT: each came from a port of its own, and keepalives from the older
 * one's port go on after the newer came to stand.
 */
export function isOtherHost({ trace: { packets } }: Scene, old: Course, next: Course): boolean {
  const [before, after] = [homesOf(old), homesOf(next)]
  const own = before.filter(({ address, port }) => !after.some(e => e.address === address && e.port === port))
  const moved = own.filter(({ address, port }) => after.some(e => e.address === address && e.port !== port))
  if (moved.length === 0) return false
  const stood = lastSaid(next.negotiation)
  return keepaliveFlows(packets).some(
    k => moved.some(e => e.address === k.source && e.port === k.port) && packets.time(packets.rowsOfFlow(k.index).at(-1)!) > stood,
  )
}

/** Where each side sent from, once it had moved to the port that crosses a NAT. */
function homesOf({ negotiation }: Course) {
  return negotiation.endpoints.flat().filter(e => e.sent && e.port !== 500)
}

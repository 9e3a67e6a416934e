import { Mark, NONE, type Rows } from './rows.ts'

/**
 * Rows of A of which the mate can be no other packet, whatever its content and whatever the clocks say: the same IP
 * identification, protocol and length, and no further packet with that identification in either trace. Where most packets
 * are changed on the way, or encrypted behind a capture, few others can bound the clocks.
 */
export function toldById(a: Rows, b: Rows): ReadonlySet<number> {
  const found = new Set<number>()
  for (let row = 0; row < a.mate.length; row++) {
    const other = a.mate[row]!
    if (other === NONE || a.marks[row]! & Mark.copy || !(a.marks[row]! & (Mark.altered | Mark.placed))) continue
    if (a.packets.identification(row) !== 0 && isSame(a, row, b, other)) found.add(row)
  }
  if (found.size === 0) return found
  const [timesInA, timesInB] = [timesOf(a), timesOf(b)]
  for (const row of found) {
    const id = a.packets.identification(row) & LOW
    if (timesInA[id] !== 1 || timesInB[id] !== 1) found.delete(row)
  }
  return found
}

function isSame(a: Rows, row: number, b: Rows, other: number): boolean {
  return (
    a.packets.identification(row) === b.packets.identification(other) &&
    a.packets.ipLength(row) === b.packets.ipLength(other) &&
    a.flows.protocol(a.packets.flow(row)) === b.flows.protocol(b.packets.flow(other)) &&
    !a.surviving.badHeader(row) &&
    !b.surviving.badHeader(other)
  )
}

const LOW = 0xffff

/** How often each identification stands in a trace; those of IPv6 fragments by their lower half. */
function timesOf({ packets, marks }: Rows): Uint32Array {
  const times = new Uint32Array(LOW + 1)
  for (let row = 0; row < packets.length; row++) if (!(marks[row]! & Mark.copy)) times[packets.identification(row) & LOW]!++
  return times
}

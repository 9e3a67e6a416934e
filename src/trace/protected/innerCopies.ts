import { addressesOf } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import { opposite } from '../negotiation/sides.ts'
import { clearKinds, isClear, protectedKinds } from '../packets/kinds.ts'
import { Marks } from '../packets/marks.ts'
import type { Packets } from '../packets/packets.ts'
import { routesOf } from '../packets/routes.ts'
import { COMES_IN, CopyWalk, DECRYPTED, SAME_TIME, within } from './copyWalk.ts'

// A host that captures its own traffic can see a tunnelled packet twice: protected, and again decrypted. Linux hands the
// inner packet to the capture with the very time stamp of the outer one, or, when its card puts segments of TCP together
// first, some hundred microseconds later and larger. A gateway captured on all interfaces shows it a third time on its way
// on, and what it is about to protect once before. None of these was in the clear on the wire.
//
//   decrypted    the same time as a protected packet to the microsecond; or within a hundredth of a second behind one
//                that came in, which no other copy has been taken for. What goes out is not decrypted: an answer in the clear
//                to a protected question is no copy; and where no tunnel carried anything between the same hosts, it is chance
//   forwarded    the same packet once more within a hundredth of a second
//   to protect   just before a protected packet that is larger by what protection adds; where nearly all of a flow is so, and
//                the same two protect it
//   among copies within a hundredth of a second behind one of its own flow, or behind the beginning of the capture: what held
//                it came before, or the capture dropped it

/** Clear packets that are only copies of what protected ones hold. */
export interface InnerCopies {
  has(row: number): boolean
  /** One of them that came in the clear and is protected next: a gateway's other side is in this capture. */
  isToProtect(row: number): boolean
  readonly count: number
  /** Hands out their rows in order. */
  each(take: (row: number) => void): void
  /** Which protected flows carried packets of which clear flow, as indices of the flow table: clear → protected. */
  readonly carriers: ReadonlyMap<number, ReadonlySet<number>>
}

/** Looks through the whole table; without protected packets there are none. */
export function innerCopiesOf(packets: Packets, courses: readonly Course[]): InnerCopies {
  const covered = sum(packets, protectedKinds)
  if (covered === 0) return { has: () => false, isToProtect: () => false, count: 0, each: () => {}, carriers: new Map() }
  const unprotected = sum(packets, clearKinds)
  const walk = new CopyWalk(packets, directions(packets, courses), unprotected)
  packets.walk((columns, first, from, to) => walk.take(columns, first, from, to))
  const { atOnce, soon, before, beforeOf, protectors } = walk
  const routes = routesOf(packets.flows)
  const settled = walk.carriers.settle({ atOnce: SAME_TIME, soon: DECRYPTED }, unprotected, covered)
  const marks = new Marks(packets.length)
  for (const row of atOnce) marks.add(row)
  const carried = settled.size > 0 ? carriedOf(packets, settled.keys()) : undefined
  if (carried) for (let i = 0; i < soon.length; i++) if (carried[packets.flow(soon.rows[i]!)]) marks.add(soon.rows[i]!)
  const isProtectedNext = beforeOf.map((count, flow) =>
    count > 0 && count >= packets.flows.packets(flow) * NEARLY_ALL && protectors.isNearlyAlone(routes.of(flow)) ? 1 : 0,
  )
  const isToProtect = (row: number) => before.has(row) && isProtectedNext[packets.flow(row)] === 1
  if (isProtectedNext.includes(1)) before.each(row => isToProtect(row) && marks.add(row))
  if (carried) markAmongCopies(packets, marks, carried)
  return { has: row => marks.has(row), isToProtect, count: marks.count, each: take => marks.each(take), carriers: settled }
}

/** By flow, 1 where a tunnel carried something between the same two hosts. */
function carriedOf(packets: Packets, carried: Iterable<number>): Uint8Array {
  const routes = routesOf(packets.flows)
  const inside = new Uint8Array(routes.length)
  for (const flow of carried) inside[routes.of(flow)] = 1
  return Uint8Array.from({ length: packets.flows.length }, (_, flow) => inside[routes.of(flow)]!)
}

/** Between hosts of which a tunnel carried something: a host does not turn from protected to clear and back packet by packet. */
function markAmongCopies(packets: Packets, marks: Marks, carried: Uint8Array): void {
  const among: number[] = []
  for (let flow = 0; flow < packets.flows.length; flow++) {
    if (!carried[flow] || !isClear[packets.flows.kind(flow)]) continue
    let last = packets.begin
    for (const row of packets.rowsOfFlow(flow)) {
      if (marks.has(row)) last = packets.time(row)
      else if (within(packets.time(row) - last, DECRYPTED)) among.push(row)
    }
  }
  for (const row of among) marks.add(row)
}

function sum(packets: Packets, kinds: readonly number[]): number {
  return kinds.reduce((all, kind) => all + packets.counts[kind]!, 0)
}

/** By flow, 0 where it leaves the host that captured, COMES_IN where it comes in there; where hop counts do not tell which host that is, they
 *  all may. */
function directions(packets: Packets, courses: readonly Course[]): Uint8Array {
  const goOut = new Set<string>()
  for (const course of courses) {
    const { vantage } = course
    if (vantage !== 'initiator' && vantage !== 'responder') continue
    const near = vantage === 'initiator' ? course.initiator : opposite(course.initiator)
    const far = addressesOf(course.negotiation, opposite(near))
    for (const one of addressesOf(course.negotiation, near)) for (const other of far) goOut.add(`${one} ${other}`)
  }
  const comesIn = new Uint8Array(packets.flows.length).fill(1)
  if (goOut.size === 0) return comesIn
  const routes = routesOf(packets.flows)
  for (let flow = 0; flow < comesIn.length; flow++) {
    const route = routes.name(routes.of(flow))
    if (goOut.has(route)) comesIn[flow] = 0
    else if (goOut.has(route.split(' ').reverse().join(' '))) comesIn[flow] = COMES_IN
  }
  return comesIn
}

const NEARLY_ALL = 0.9

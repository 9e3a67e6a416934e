import { Kind } from '../../dissectors/sort.ts'
import { addressesOf } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import { opposite } from '../negotiation/sides.ts'
import { Marks } from '../packets/marks.ts'
import { BLOCK, type Packets } from '../packets/packets.ts'
import { routesOf } from '../packets/routes.ts'
import { Waiting } from '../packets/waiting.ts'
import { Carriers } from './carriers.ts'

// A host that captures its own traffic can see a tunnelled packet twice: protected, and again decrypted. Linux hands the
// inner packet to the capture with the very time stamp of the outer one, or, when its card puts segments of TCP together
// first, some hundred microseconds later and larger. A gateway captured on all interfaces shows it a third time on its way
// on, and what it is about to protect once before. None of these was in the clear on the wire.
//
//   decrypted    the same time as a protected packet to the microsecond; or within a hundredth of a second behind one
//                that came in, which no other copy has been taken for. What goes out is not decrypted: an answer in the clear
//                to a protected question is no copy
//   forwarded    the same packet once more within a hundredth of a second
//   to protect   just before a protected packet that is larger by what protection adds; where nearly all of a flow is so
//   among copies within a hundredth of a second behind one of its own flow, or behind the beginning of the capture: what held
//                it came before, or the capture dropped it

/** Clear packets that are only copies of what protected ones hold. */
export interface InnerCopies {
  has(row: number): boolean
  readonly count: number
  /** Hands out their rows in order. */
  each(take: (row: number) => void): void
  /** Which protected flows carried packets of which clear flow, as indices of the flow table: clear → protected. */
  readonly carriers: ReadonlyMap<number, ReadonlySet<number>>
}

export function innerCopiesOf(packets: Packets, courses: readonly Course[]): InnerCopies {
  const marks = new Marks(packets.length)
  const covered = sum(packets, protectedKinds)
  if (covered === 0) return { has: () => false, count: 0, each: () => {}, carriers: new Map() }
  const unprotected = sum(packets, clearKinds)
  const carriers = new Carriers(packets, unprotected)
  const comesIn = directions(packets, courses)
  // Packets that another one may have protected, and how many each flow has of them.
  const before = new Marks(packets.length)
  const beforeOf = new Uint32Array(packets.flows.length)
  const open = new Waiting()
  let [shield, shieldTime] = [-1, 0]
  let [clear, clearTime] = [-1, 0]
  for (let first = 0; first < packets.length; first += BLOCK) {
    const { kind: kinds, flow: flows, time: times } = packets.columns(first)
    const end = Math.min(BLOCK, packets.length - first)
    for (let i = 0; i < end; i++) {
      const row = first + i
      const kind = kinds[i]! & 15
      const flow = flows[i]!
      const time = times[i]!
      if (isProtected[kind] || kind === Kind.fragment) {
        if (clear >= 0 && within(time - clearTime, TO_PROTECT) && fits(packets, row, clear)) {
          before.add(clear)
          beforeOf[packets.flow(clear)]!++
        }
        shield = row
        shieldTime = time
        clear = -1
        if (kind === Kind.fragment) open.push(row, time, NO_FLOW)
        else if (comesIn[flow]) open.push(row, time, flow)
        if (open.length > MOST_OPEN) open.shift(1)
      } else if (isClear[kind]) {
        const isAtOnce = shield >= 0 && within(time - shieldTime, SAME_TIME)
        if (isAtOnce) open.remove(shield)
        else open.letGo(time - DECRYPTED)
        const outer = isAtOnce ? shield : decryptedFrom(packets, row, time, flow, isTcp(kind), open)
        if (outer >= 0) {
          marks.add(row)
          if (isProtected[packets.kind(outer)]) carriers.take(flow, packets.flow(outer), within(time - packets.time(outer), SAME_TIME))
        } else if (isForwarded(packets, row, marks)) marks.add(row)
        else {
          clear = row
          clearTime = time
        }
      }
    }
  }
  const isProtectedNext = beforeOf.map((count, flow) => (count > 0 && count >= packets.flows.packets(flow) * NEARLY_ALL ? 1 : 0))
  if (isProtectedNext.includes(1)) before.each(row => isProtectedNext[packets.flow(row)] && marks.add(row))
  const settled = carriers.settle({ atOnce: SAME_TIME, soon: DECRYPTED }, unprotected, covered)
  markAmongCopies(packets, marks, settled.keys())
  return { has: row => marks.has(row), count: marks.count, each: take => marks.each(take), carriers: settled }
}

/** Between hosts of which a tunnel carried something: a host does not turn from protected to clear and back packet by packet. */
function markAmongCopies(packets: Packets, marks: Marks, carried: Iterable<number>): void {
  const routes = routesOf(packets.flows)
  const inside = new Set(Array.from(carried, flow => routes.of(flow)))
  if (inside.size === 0) return
  const among: number[] = []
  for (let flow = 0; flow < packets.flows.length; flow++) {
    if (!isClear[packets.flows.kind(flow)] || !inside.has(routes.of(flow))) continue
    let last = packets.time(0)
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

/** Of the protected packets that wait, the one that a clear one was taken out of, or -1. It waits no more. */
function decryptedFrom(packets: Packets, row: number, time: number, flow: number, ofTcp: boolean, open: Waiting): number {
  for (let at = 0; at < open.length; at++) {
    const carrier = open.flow(at)
    if (carrier === NO_FLOW || !within(time - open.since(at), DECRYPTED)) continue
    const outer = open.at(at)
    if (!ofTcp && !fits(packets, outer, row)) continue
    if (packets.flows.sameEnds(carrier, flow) || packets.flows.reversedEnds(carrier, flow)) continue
    open.shift(at + 1)
    return outer
  }
  return -1
}

function isTcp(kind: number): boolean {
  return kind === Kind.tcp || kind === Kind.tcpControl
}

/** Of what waits: a fragment, of which it is not known whether it is protected. */
const NO_FLOW = -1

/** By flow, 1 where it comes in at the host that captured; where hop counts do not tell which host that is, they all do. */
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
  for (let flow = 0; flow < comesIn.length; flow++) if (goOut.has(routes.name(routes.of(flow)))) comesIn[flow] = 0
  return comesIn
}

function within(apart: number, most: number): boolean {
  return apart >= 0 && apart <= most
}

/** The outer packet is larger by header, IV, padding and ICV. RFC 4303 §2. */
function fits(packets: Packets, outer: number, inner: number): boolean {
  const more = packets.ipLength(outer) - packets.ipLength(inner)
  return more >= LEAST_OVERHEAD && more <= MOST_OVERHEAD
}

function isForwarded(packets: Packets, row: number, marks: Marks): boolean {
  if (row - marks.last > LOOK_BACK) return false
  for (let earlier = row - 1; earlier >= 0 && earlier >= row - LOOK_BACK; earlier--) {
    if (!marks.has(earlier) || packets.flow(earlier) !== packets.flow(row)) continue
    const same = packets.identification(earlier) === packets.identification(row) && packets.sequence(earlier) === packets.sequence(row)
    if (same && packets.ipLength(earlier) === packets.ipLength(row)) return within(packets.time(row) - packets.time(earlier), DECRYPTED)
  }
  return false
}

const protectedKinds = [Kind.esp, Kind.ah, Kind.udpEncapsulatedEsp]
const clearKinds = [Kind.tcp, Kind.tcpControl, Kind.udp, Kind.ping, Kind.dns, Kind.kerberos, Kind.other]
const isProtected = lookup(protectedKinds)
const isClear = lookup(clearKinds)

function lookup(kinds: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, kind) => (kinds.includes(kind) ? 1 : 0))
}

/** Seconds. */
const SAME_TIME = 0.000005
const DECRYPTED = 0.01
const TO_PROTECT = 0.005
const LOOK_BACK = 8
/** Protected packets that still wait for their copy. */
const MOST_OPEN = 128
const NEARLY_ALL = 0.9
/** Octets: outer header 20, ESP 8, trailer 2 with nothing else less a little; and 40 + 8 + UDP 8 + IV 16 + padding + ICV 32. */
const LEAST_OVERHEAD = 22
const MOST_OVERHEAD = 140

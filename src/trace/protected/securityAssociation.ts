import type { Negotiation, Side } from '../model.ts'
import { addressesOf, type Child, childrenOf, rekeyedFrom } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import { opposite } from '../negotiation/sides.ts'
import { isRenewal } from '../negotiation/standing.ts'
import { countWhile } from '../packets/ascending.ts'
import type { Order } from '../packets/captureOrder.ts'
import type { Flow } from './flow.ts'
import { type IsOneSa, oneSa } from './oneSa.ts'
import { type Pair, paired } from './paired.ts'

// IPsec SAs: which exchange made which SPIs. The SPIs stand inside the encryption, so they are inferred from what comes
// after: a flow of packets between the same two hosts under an SPI not seen before, beginning after the exchange's answer,
// belongs to the latest such exchange that has none yet in that direction; those whose first packet is number 1 choose first,
// for the others may have been under way before. Of two negotiations that cross either may have made it: then both are in doubt. A flow
// that begins with a high number was, unless it begins as an answer does. Flows left over are paired with each other (paired.ts); those
// are SAs whose negotiation the capture does not hold, or SPIs that nobody has agreed on.

/** A pair of IPsec SAs, one each way. */
export interface IpsecSa {
  /** The exchange that made it; undefined when the capture does not hold that. */
  readonly child?: Child
  readonly kind: 'esp' | 'ah' | undefined
  /** Flows by the side that receives them: several where addresses changed under the SA. Without a child, side 0 is
   *  whoever sent first. */
  readonly flows: readonly [readonly Flow[], readonly Flow[]]
  /** 8 hex digits, by the side that receives on it. */
  readonly spis: readonly [string | null, string | null]
  /** The SPIs were not read but worked out from when and where the flows began. */
  readonly inferred: boolean
  /** Another negotiation, that crossed the one that made it, may have made the SPIs of this one, or has those that are of it. */
  readonly mayBeOthers?: true
}

interface Slot {
  readonly child: Child
  readonly flows: [Flow[], Flow[]]
  mayBeOthers?: true
}

/** All IPsec SAs that exchanges or flows show. */
export function ipsecSasOf(courses: readonly Course[], flows: readonly Flow[], order: Order): IpsecSa[] {
  const slots = slotsOf(courses, order)
  const byHosts = indexed(slots)
  const isPlaced = (together: Flow[]) => {
    const place = slotFor(together[0]!, byHosts, order)
    place?.slot.flows[place.receiver].push(...together)
    return place !== undefined
  }
  const all = groups(flows, oneSa(courses.map(course => course.negotiation)))
  const placed = new Set(all.filter(([first]) => first!.firstSequence === 1).filter(isPlaced))
  const rest = all.filter(together => !placed.has(together) && !isPlaced(together))
  return [...slots.map(madeBy), ...paired(rest).map(madeElsewhere)]
}

function slotsOf(courses: readonly Course[], order: Order): Slot[] {
  const next = new Map<Negotiation, Negotiation>()
  for (const { negotiation } of courses) {
    const from = rekeyedFrom(negotiation)
    if (from && !next.has(from)) next.set(from, negotiation)
  }
  return courses
    .filter(course => course.verdict.outcome !== 'failed' && course.verdict.outcome !== 'unanswered')
    .flatMap(course => childrenOf(course, next.get(course.negotiation)))
    .sort((a, b) => order.rank(a.fromPacket) - order.rank(b.fromPacket))
    .map(child => ({ child, flows: [[], []] }))
}

/** Slots by "sender receiver" of each direction, with the receiver's side; in the order of capture. */
type ByHosts = Map<string, { readonly slot: Slot; readonly receiver: Side }[]>

function indexed(slots: readonly Slot[]): ByHosts {
  const index: ByHosts = new Map()
  for (const slot of slots) {
    const { negotiation } = slot.child.course
    const hosts = [addressesOf(negotiation, 0), addressesOf(negotiation, 1)] as const
    for (const a of hosts[0]) {
      for (const b of hosts[1]) {
        for (const [key, receiver] of [
          [`${a} ${b}`, 1],
          [`${b} ${a}`, 0],
        ] as const) {
          const known = index.get(key)
          if (known) known.push({ slot, receiver })
          else index.set(key, [{ slot, receiver }])
        }
      }
    }
  }
  return index
}

function slotFor(flow: Flow, byHosts: ByHosts, order: Order): { readonly slot: Slot; readonly receiver: Side } | undefined {
  const known = byHosts.get(`${flow.source} ${flow.destination}`) ?? []
  const spi = hexSpi(flow.spi)
  const read = known.find(({ slot, receiver }) => slot.child.spis[receiver] === spi)
  if (read) return read
  const isUnderWay = flow.firstSequence > UNDER_WAY
  let at = countUntil(known, flow.firstPacket, order)
  for (let tries = 0; at > 0 && tries < MOST_TRIES; tries++) {
    const place = known[--at]!
    if (!isOpen(place) || (isUnderWay && !answersFirst(flow, place))) continue
    for (const other of known.slice(Math.max(0, at - MOST_TRIES), at))
      if (isOpen(other) && crosses(other.slot, place.slot)) place.slot.mayBeOthers = other.slot.mayBeOthers = true
    return place
  }
  return undefined
}

/** It begins right behind the first packet of a new SA the other way: whatever it counts from, as a cluster does, it is that one's. */
function answersFirst(flow: Flow, { slot: { flows, child }, receiver }: { readonly slot: Slot; readonly receiver: Side }): boolean {
  const [asked] = flows[opposite(receiver)]
  const behind = asked && asked.firstSequence === 1 ? flow.firstTime - asked.firstTime : -1
  return !child.course.negotiation.joined && behind >= 0 && behind < ANSWERED
}

/** It has no SPI this way yet. */
function isOpen({ slot: { child, flows }, receiver }: { readonly slot: Slot; readonly receiver: Side }): boolean {
  return child.spis[receiver] === null && flows[receiver].length === 0
}

/** Of two negotiations, of which the newer one was asked for before the older one stood. */
function crosses({ child: { course: older } }: Slot, { child: { course: newer } }: Slot): boolean {
  return older !== newer && older.verdict.outcome === 'established' && !isRenewal(older, newer) && !isRenewal(newer, older)
}

function countUntil(known: readonly { readonly slot: Slot }[], packet: number, order: Order): number {
  const rank = order.rank(packet)
  return countWhile(known.length, at => order.rank(known[at]!.slot.child.fromPacket) <= rank)
}

/** Flows under one SPI that are one SA. */
function groups(flows: readonly Flow[], isOneSa: IsOneSa): Flow[][] {
  const bySpi = new Map<string, Flow[][]>()
  const all: Flow[][] = []
  for (const flow of flows) {
    const key = `${flow.kind} ${flow.spi}`
    const known = bySpi.get(key) ?? []
    const same = known.find(([first]) => isOneSa(first!, flow))
    if (same) same.push(flow)
    else {
      const group = [flow]
      known.push(group)
      bySpi.set(key, known.slice(-MOST_TRIES))
      all.push(group)
    }
  }
  return all
}

function madeBy({ child, flows, mayBeOthers }: Slot): IpsecSa {
  const spiOf = (side: Side) => child.spis[side] ?? (flows[side][0] ? hexSpi(flows[side][0].spi) : null)
  const kind = flows[0][0]?.kind ?? flows[1][0]?.kind ?? (child.chosen ? (child.chosen.protocol === 2 ? 'ah' : 'esp') : undefined)
  return {
    child,
    kind,
    flows,
    spis: [spiOf(0), spiOf(1)],
    inferred: child.spis[0] === null || child.spis[1] === null,
    ...(mayBeOthers ? { mayBeOthers } : {}),
  }
}

function madeElsewhere({ one, other }: Pair): IpsecSa {
  return {
    kind: one[0]!.kind,
    flows: [other, one],
    spis: [other[0] ? hexSpi(other[0].spi) : null, hexSpi(one[0]!.spi)],
    inferred: true,
  }
}

/** An SPI as 8 hex digits. */
export function hexSpi(spi: number): string {
  return spi.toString(16).padStart(8, '0')
}

/** A first sequence number above this: the flow was under way before its first packet here. */
const UNDER_WAY = 1000
/** Seconds from the first packet of an SA to the first one back. */
const ANSWERED = 1
const MOST_TRIES = 64

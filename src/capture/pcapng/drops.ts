import type { DropPlace, Sink } from '../record.ts'
import { count64, options } from './options.ts'
import type { Section } from './section.ts'

/**
 * Two ways to say the same: packet blocks count what was lost since the last one, statistics blocks what an interface lost
 * in all. Neither contains the other for certain, so the larger total is told, and where its packets were lost.
 */
export interface Drops {
  perPacket: number
  readonly ofPackets: DropPlace[]
  readonly byInterface: Map<number, { readonly lost: number; readonly until: number }>
  readonly ofInterfaces: DropPlace[]
}

/** Places kept; more are told as one. */
const MOST = 1000

/** An account in which nothing is lost yet; one for each file. */
export function noDrops(): Drops {
  return { perPacket: 0, ofPackets: [], byInterface: new Map(), ofInterfaces: [] }
}

/** Packets lost between the record before this one, of the same interface, and this one. */
export function droppedBefore(drops: Drops, packets: number, after: number, before: number): void {
  drops.perPacket += packets
  place(drops.ofPackets, { packets, after, before })
}

/**
 * Reads an Interface Statistics Block's body behind record `number`: 5 dropped by the interface, 7 by the system; they count from
 * the start, so that a second block tells what was lost since the first. draft-ietf-opsawg-pcapng §4.6.
 */
export function statistics(drops: Drops, section: Section, view: DataView, at: number, end: number, number: number): void {
  const le = section.littleEndian
  if (end - at < 12) return
  const index = section.ports[view.getUint32(at, le)]?.index ?? -1
  let lost = 0
  options(view, at + 12, end, le, (code, start, length) => {
    if ((code === 5 || code === 7) && length >= 8) lost += count64(view, start, le)
  })
  const before = drops.byInterface.get(index) ?? { lost: 0, until: 0 }
  place(drops.ofInterfaces, { packets: lost - before.lost, after: before.until, before: number + 1 })
  drops.byInterface.set(index, { lost: Math.max(lost, before.lost), until: number })
}

/** Tells the total, if any, and where. */
export function tellDrops(drops: Drops, sink: Sink): void {
  const inAll = [...drops.byInterface.values()].reduce((sum, { lost }) => sum + lost, 0)
  const lost = Math.max(inAll, drops.perPacket)
  if (lost > 0) sink.dropped?.(lost, drops.perPacket >= inAll ? drops.ofPackets : drops.ofInterfaces)
}

function place(places: DropPlace[], one: DropPlace): void {
  if (one.packets <= 0) return
  const last = places.at(-1)
  if (!last || places.length < MOST) places.push(one)
  else places[places.length - 1] = { packets: last.packets + one.packets, after: Math.min(last.after, one.after), before: one.before }
}

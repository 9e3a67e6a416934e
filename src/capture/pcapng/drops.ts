import type { Sink } from '../record.ts'
import { count64, options } from './options.ts'
import type { Section } from './section.ts'

/**
 * Two ways to say the same: packet blocks count what was lost since the last one, statistics blocks what an interface lost
 * in all. Neither contains the other for certain, so the larger total is told.
 */
export interface Drops {
  perPacket: number
  readonly byInterface: Map<number, number>
}

export function noDrops(): Drops {
  return { perPacket: 0, byInterface: new Map() }
}

/** Reads an Interface Statistics Block's body: 5 dropped by the interface, 7 by the system. draft-ietf-opsawg-pcapng §4.6. */
export function statistics(drops: Drops, section: Section, view: DataView, at: number, end: number): void {
  const le = section.littleEndian
  if (end - at < 12) return
  const index = section.ports[view.getUint32(at, le)]?.index ?? -1
  let lost = 0
  options(view, at + 12, end, le, (code, start, length) => {
    if ((code === 5 || code === 7) && length >= 8) lost += count64(view, start, le)
  })
  drops.byInterface.set(index, Math.max(lost, drops.byInterface.get(index) ?? 0))
}

/** Tells the total, if any. */
export function tellDrops(drops: Drops, sink: Sink): void {
  const inAll = [...drops.byInterface.values()].reduce((sum, lost) => sum + lost, 0)
  const lost = Math.max(inAll, drops.perPacket)
  if (lost > 0) sink.dropped?.(lost)
}

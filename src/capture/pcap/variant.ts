import { longestPacket } from '../format.ts'
import type { Layout } from './header.ts'

// Three longer record headers share the magics of others (libpcap patches of 1999 by Kuznetsov, and Nokia's):
//
//   16  u32 seconds, u32 fraction, u32 captured, u32 original
//   20  + 4 bytes of unknown meaning                                Nokia IPSO, standard magic
//   24  + u32 interface, u16 protocol, u8 packet type, u8 pad       Red Hat 6.1 (standard magic), modified magic
//   28  the same, but u8 cpu, u8 cpu, 3 pad behind packet type       SuSE 6.3, modified magic
//
// The right one is found by walking: with a wrong length the second header already lands inside a packet. So one record
// proves nothing, unless the file ends exactly behind it.

/** Records walked to tell variants apart. */
const WALKED = 64

/**
 * The header length under which the records in [at, end) follow one another; the first of `lengths` if none is better.
 * @param lengths likeliest first
 */
export function headerLength(view: DataView, at: number, end: number, layout: Layout, lengths: readonly number[]): number {
  let best = lengths[0]!
  let most = -1
  for (const length of lengths) {
    const [records, sane, exact] = walk(view, at, end, { ...layout, header: length })
    if (sane && (length === lengths[0] || records > 1 || exact)) return length
    if (records > most) [best, most] = [length, records]
  }
  return best
}

/** Records that follow one another, whether nothing contradicted them, and whether they end where the bytes end. */
function walk(view: DataView, start: number, end: number, layout: Layout): [records: number, sane: boolean, exact: boolean] {
  let at = start
  for (let records = 0; records < WALKED; records++) {
    if (at + layout.header > end) return [records, true, records > 0 && at === end]
    if (!saneHeader(view, at, layout)) return [records, false, false]
    at += layout.header + view.getUint32(at + 8, layout.littleEndian)
  }
  return [WALKED, true, false]
}

function saneHeader(view: DataView, at: number, layout: Layout): boolean {
  const le = layout.littleEndian
  const captured = view.getUint32(at + 8, le)
  return (
    view.getUint32(at + 4, le) < layout.fractions &&
    captured <= longestPacket(layout.snapLength) &&
    captured <= view.getUint32(at + 12, le) &&
    (layout.header < 24 || modified(view, at, le))
  )
}

/** Interface index of a machine of 1999; an Ethertype, a Linux ETH_P_ number or 0; one of Linux' packet types. */
function modified(view: DataView, at: number, le: boolean): boolean {
  const protocol = view.getUint16(at + 20, le)
  const known = protocol >= 0x600 || protocol <= 0x17 || protocol === 0x60 || protocol === 0x200 || protocol === 0x400
  return view.getUint32(at + 16, le) <= 10_000 && known && view.getUint8(at + 22) <= 4
}

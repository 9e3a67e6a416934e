import { longestPacket } from '../format.ts'
import type { Input } from '../input.ts'
import type { Layout } from './header.ts'

// Three longer record headers share the magics of others (libpcap patches of 1999 by Kuznetsov, and Nokia's):
//
//   16  u32 seconds, u32 fraction, u32 captured, u32 original
//   20  + 4 bytes, mostly 9FBFxxxx or BFBFxxxx                       Nokia IPSO, standard magic
//   24  + u32 interface, u16 protocol, u8 packet type, u8 pad       Red Hat 6.1 (standard magic), modified magic
//   28  the same, but u8 cpu, u8 cpu, 3 pad behind packet type       SuSE 6.3, modified magic
//
// The right one is found by walking: with a wrong length the second header already lands inside a packet. Real files hold
// strange records as well, so faults are counted and the length with the fewest is taken; the likeliest one unless another
// is better for two records at least, or for one behind which the file ends.

/** Records walked to tell variants apart. */
const WALKED = 8
/** A length that cannot be weighs more than all that is merely strange. */
const HOPELESS = 100

/**
 * The header length under which the records here follow one another best.
 * @param lengths likeliest first
 */
export function headerLength(input: Input, layout: Layout, lengths: readonly number[]): number {
  let best = lengths[0]!
  let fewest = walk(input, layout, best).faults
  for (const length of lengths.slice(1)) {
    const { faults, records, end } = walk(input, layout, length)
    const fits = end <= input.end || !input.ended
    if (faults < fewest && fits && (records > 1 || end === input.end)) [best, fewest] = [length, faults]
  }
  return best
}

/** How many records were walked, what was strange about them, and where they end. */
function walk({ view, at: start, end }: Input, layout: Layout, header: number): { faults: number; records: number; end: number } {
  const le = layout.littleEndian
  let at = start
  let faults = 0
  let records = 0
  while (records < WALKED && at + header <= end) {
    const captured = view.getUint32(at + 8, le)
    if (view.getUint32(at + 4, le) >= layout.fractions) faults++
    if (captured > view.getUint32(at + 12, le)) faults++
    if (header === 20 && records === 0 && (view.getUint32(at + 16, le) & 0x0fff0000) !== 0x0fbf0000) faults++
    if (header >= 24) faults += modified(view, at, le)
    if (captured > longestPacket(layout.snapLength)) return { faults: faults + HOPELESS, records, end: at }
    at += header + captured
    records++
  }
  return { faults, records, end: at }
}

/** Interface index of a machine of 1999; an Ethertype, a Linux ETH_P_ number or 0; one of Linux' packet types. */
function modified(view: DataView, at: number, le: boolean): number {
  const protocol = view.getUint16(at + 20, le)
  const known = protocol >= 0x600 || protocol <= 0x17 || protocol === 0x60 || protocol === 0x200 || protocol === 0x400
  return (view.getUint32(at + 16, le) > 10_000 ? 1 : 0) + (known ? 0 : 1) + (view.getUint8(at + 22) > 4 ? 1 : 0)
}

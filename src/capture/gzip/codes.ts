import { decodeLong, type Huffman, QUICK } from './huffman.ts'
import { distanceBase, distanceExtra, lengthBase, lengthExtra } from './tables.ts'

/** Where an inflater stands inside a block with codes. */
interface Standing {
  at: number
  to: number
  hold: number
  bits: number
  readonly literal: Huffman
  readonly distance: Huffman
}

/** Matches longer than this are copied by the engine. */
const LONG = 48

/**
 * Literals and matches while the input is at most at `safe` and the output at most at `full`, so that nothing in here need
 * ask for the ends: a symbol takes 12 bytes of input at most and gives 258 of output. RFC 1951 §3.2.5.
 *
 * Bits are taken in four bytes at a time without asking how many fit: `at` moves on by the whole bytes that did, and what was
 * taken beyond is taken again, the same bits at the same place.
 */
export function many(
  s: Standing,
  input: Uint8Array,
  safe: number,
  out: Uint8Array,
  full: number,
  floor: number,
): 'block' | 'corrupt' | undefined {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const { literal, distance } = s
  const quickLiteral = literal.quick
  const quickDistance = distance.quick
  const mask = (1 << QUICK) - 1
  let { at, to, hold, bits } = s
  let next: 'block' | 'corrupt' | undefined
  while (at <= safe && to <= full) {
    hold |= view.getUint32(at, true) << bits
    at += (31 - bits) >> 3
    bits |= 24
    let entry = quickLiteral[hold & mask]!
    if (entry === 0) entry = decodeLong(literal, hold)
    hold >>>= entry & 15
    bits -= entry & 15
    const symbol = entry >> 4
    if (symbol < 256) {
      if (entry < 0) {
        next = 'corrupt'
        break
      }
      out[to++] = symbol
      continue
    }
    if (symbol === 256) {
      next = 'block'
      break
    }
    const extra = lengthExtra[symbol - 257]!
    const length = lengthBase[symbol - 257]! + (hold & ((1 << extra) - 1))
    hold >>>= extra
    bits -= extra
    hold |= view.getUint32(at, true) << bits
    at += (31 - bits) >> 3
    bits |= 24
    entry = quickDistance[hold & mask]!
    if (entry === 0) entry = decodeLong(distance, hold)
    hold >>>= entry & 15
    bits -= entry & 15
    const code = entry >> 4
    if (entry < 0 || code > 29 || symbol > 285) {
      next = 'corrupt'
      break
    }
    hold |= view.getUint32(at, true) << bits
    at += (31 - bits) >> 3
    bits |= 24
    const more = distanceExtra[code]!
    let from = to - distanceBase[code]! - (hold & ((1 << more) - 1))
    hold >>>= more
    bits -= more
    if (from < floor) {
      next = 'corrupt'
      break
    }
    const stop = to + length
    if (length > LONG && from + length <= to) {
      out.copyWithin(to, from, from + length)
      to = stop
    } else if (length > LONG && from === to - 1) {
      out.fill(out[from]!, to, stop)
      to = stop
    } else while (to < stop) out[to++] = out[from++]!
  }
  s.at = at
  s.to = to
  s.hold = hold & ((1 << bits) - 1)
  s.bits = bits
  return next
}

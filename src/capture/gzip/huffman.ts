// A Huffman code of DEFLATE is given by the lengths of its codes alone. Codes up to QUICK bits are looked up at once: the
// next bits of the stream, lowest first, index a table of symbol · 16 + length. Longer ones are rare and go bit by bit.

/** Bits of the longest code that is looked up at once. */
export const QUICK = 10
const LONGEST = 15

/** The tables of one code, filled again in place for every block of the stream. */
export interface Huffman {
  /** By the next QUICK bits: symbol · 16 + length, 0 where the code is longer or none. */
  readonly quick: Uint16Array
  /** Codes of each length, and the symbols in order of their codes. */
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
}

/** Empty tables with room for the largest code of DEFLATE: 288 symbols of up to 15 bits. RFC 1951 §3.2.7. */
export function blankHuffman(): Huffman {
  return { quick: new Uint16Array(1 << QUICK), counts: new Uint16Array(LONGEST + 1), symbols: new Uint16Array(288) }
}

/** Fills the tables from code lengths [from, to); false when no such code can exist. RFC 1951 §3.2.2. */
export function fill({ quick, counts, symbols }: Huffman, lengths: Uint8Array, from: number, to: number): boolean {
  quick.fill(0)
  counts.fill(0)
  for (let i = from; i < to; i++) counts[lengths[i]!]!++
  counts[0] = 0
  const offset = new Uint16Array(LONGEST + 2)
  const next = new Uint16Array(LONGEST + 1)
  let code = 0
  let left = 1
  for (let length = 1; length <= LONGEST; length++) {
    const count = counts[length]!
    left = left * 2 - count
    if (left < 0) return false
    offset[length + 1] = offset[length]! + count
    code = (code + (counts[length - 1] ?? 0)) << 1
    next[length] = code
  }
  for (let i = from; i < to; i++) {
    const length = lengths[i]!
    if (length === 0) continue
    symbols[offset[length]!++] = i - from
    const bits = next[length]!++
    if (length > QUICK) continue
    for (let index = reversed(bits, length); index < 1 << QUICK; index += 1 << length) quick[index] = ((i - from) << 4) | length
  }
  return left === 0 || onlyOne(counts)
}

/** The one incomplete code that is allowed: a single distance (or none). */
function onlyOne(counts: Uint16Array): boolean {
  let codes = 0
  for (const count of counts) codes += count
  return codes <= 1
}

/** Decodes a code longer than QUICK from `hold`, lowest bit first: symbol · 16 + length, -1 when there is none. */
export function decodeLong({ counts, symbols }: Huffman, hold: number): number {
  let code = 0
  let first = 0
  let index = 0
  for (let length = 1; length <= LONGEST; length++) {
    code |= (hold >>> (length - 1)) & 1
    const count = counts[length]!
    if (code - count < first) return (symbols[index + (code - first)]! << 4) | length
    index += count
    first = (first + count) << 1
    code <<= 1
  }
  return -1
}

function reversed(code: number, length: number): number {
  let out = 0
  for (let i = 0; i < length; i++) out |= ((code >>> i) & 1) << (length - 1 - i)
  return out
}

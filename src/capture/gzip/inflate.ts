import { many } from './codes.ts'
import { blankHuffman, decodeLong, fill, type Huffman, QUICK } from './huffman.ts'
import { distanceBase, distanceExtra, fixedLengths, lengthBase, lengthExtra, lengthOrder } from './tables.ts'

// DEFLATE (RFC 1951), written out because the platform's own cannot be entered in the middle: a capture of gigabytes must
// be readable at any place without inflating it from the start each time, and a file that ends or breaks somewhere must
// give everything before that place. DecompressionStream gives neither, nor do the libraries: their state is not theirs to
// give away. Here all state is a bit position, the kind of block with its code lengths, and the last 32 KiB of output.

/** Output that a match may reach back. */
export const HISTORY = 32 * 1024
const LONGEST_MATCH = 258
/** Input bytes that one symbol, and one block's header, may need. */
const SYMBOL = 12
const BLOCK_HEADER = 600

/** Why `run` came back: output full, input too short to go on, the stream's end, bits that are no DEFLATE, input that ends too early. */
export type Stopped = 'full' | 'short' | 'end' | 'corrupt' | 'cut'

/** What is needed to go on inflating from a place. */
export interface State {
  /** Bits left over from the byte before the input position, and how many. */
  readonly hold: number
  readonly bits: number
  readonly kind: number
  readonly last: boolean
  readonly stored: number
  readonly lengths: Uint8Array
  readonly literals: number
  readonly distances: number
}

const NEW_BLOCK = 0
const STORED = 1
const CODES = 2

/** One DEFLATE stream being inflated; the buffers are the caller's, it keeps only what `state` gives out. */
export class Inflate {
  /** The next input byte, and the next output byte, after `run`. */
  at = 0
  to = 0
  /** Bits taken from the input and not yet used, lowest first, and how many. */
  hold = 0
  bits = 0
  private kind = NEW_BLOCK
  private last = false
  private stored = 0
  private readonly lengths = new Uint8Array(320)
  private literals = 0
  private distances = 0
  readonly literal: Huffman = blankHuffman()
  readonly distance: Huffman = blankHuffman()

  state(): State {
    const { hold, bits, kind, last, stored, literals, distances } = this
    return { hold, bits, kind, last, stored, lengths: this.lengths.slice(), literals, distances }
  }

  restore(state: State): void {
    this.hold = state.hold
    this.bits = state.bits
    this.kind = state.kind
    this.last = state.last
    this.stored = state.stored
    this.lengths.set(state.lengths)
    this.literals = state.literals
    this.distances = state.distances
    if (this.kind === CODES) this.fillTables()
  }

  /** Ready for a new stream. */
  reset(): void {
    this.hold = this.bits = this.stored = 0
    this.kind = NEW_BLOCK
    this.last = false
  }

  /**
   * Inflates from `input` [at, end) into `out` [to, limit), whose bytes from `floor` on are the history. Stops when the
   * output is full, the input short (call again with more), or at the stream's end.
   * @param whole nothing lies behind `end`: what is missing is cut off
   */
  run(input: Uint8Array, at: number, end: number, whole: boolean, out: Uint8Array, to: number, limit: number, floor: number): Stopped {
    this.at = at
    this.to = to
    for (;;) {
      if (this.kind === NEW_BLOCK) {
        if (this.last) return this.finish(end)
        if (!whole && end - this.at < BLOCK_HEADER) return 'short'
        if (!this.block(input)) return this.overrun(end) ? 'cut' : 'corrupt'
        if (this.overrun(end)) return 'cut'
      }
      const stopped = this.kind === STORED ? this.copy(input, end, whole, out, limit) : this.codes(input, end, whole, out, limit, floor)
      if (stopped) return stopped
    }
  }

  /** Gives back whole bytes held beyond the stream's end. */
  private finish(end: number): Stopped {
    if (this.overrun(end)) return 'cut'
    this.at -= this.bits >>> 3
    this.hold = this.bits = 0
    return 'end'
  }

  /** More bits were taken than there are. */
  private overrun(end: number): boolean {
    return this.at * 8 - this.bits > end * 8
  }

  private take(input: Uint8Array, count: number): number {
    while (this.bits < count) {
      this.hold |= (input[this.at++] ?? 0) << this.bits
      this.bits += 8
    }
    const value = this.hold & ((1 << count) - 1)
    this.hold >>>= count
    this.bits -= count
    return value
  }

  /** A block's header. RFC 1951 §3.2.3. */
  private block(input: Uint8Array): boolean {
    this.last = this.take(input, 1) === 1
    const type = this.take(input, 2)
    if (type === 0) {
      this.take(input, this.bits & 7)
      this.stored = this.take(input, 16)
      this.kind = STORED
      return (this.take(input, 16) ^ 0xffff) === this.stored
    }
    if (type === 3) return false
    this.kind = CODES
    if (type === 2) return this.dynamic(input)
    this.lengths.set(fixedLengths)
    this.literals = 288
    this.distances = 32
    return this.fillTables()
  }

  /** Code lengths, themselves coded. RFC 1951 §3.2.7. */
  private dynamic(input: Uint8Array): boolean {
    this.literals = this.take(input, 5) + 257
    this.distances = this.take(input, 5) + 1
    const count = this.take(input, 4) + 4
    if (this.literals > 286 || this.distances > 30) return false
    const { lengths } = this
    lengths.fill(0)
    for (let i = 0; i < count; i++) lengths[lengthOrder[i]!] = this.take(input, 3)
    if (!fill(this.literal, lengths, 0, 19)) return false
    lengths.fill(0)
    const all = this.literals + this.distances
    for (let i = 0; i < all; ) {
      const symbol = this.symbol(input, this.literal)
      if (symbol < 0) return false
      if (symbol < 16) {
        lengths[i++] = symbol
        continue
      }
      if (symbol === 16 && i === 0) return false
      const value = symbol === 16 ? lengths[i - 1]! : 0
      const times = symbol === 16 ? 3 + this.take(input, 2) : symbol === 17 ? 3 + this.take(input, 3) : 11 + this.take(input, 7)
      if (i + times > all) return false
      lengths.fill(value, i, i + times)
      i += times
    }
    return lengths[256]! > 0 && this.fillTables()
  }

  private symbol(input: Uint8Array, code: Huffman): number {
    while (this.bits < 15) {
      this.hold |= (input[this.at++] ?? 0) << this.bits
      this.bits += 8
    }
    const entry = code.quick[this.hold & ((1 << QUICK) - 1)] || decodeLong(code, this.hold)
    if (entry < 0) return -1
    this.hold >>>= entry & 15
    this.bits -= entry & 15
    return entry >>> 4
  }

  private fillTables(): boolean {
    const { lengths, literals, distances } = this
    return fill(this.literal, lengths, 0, literals) && fill(this.distance, lengths, literals, literals + distances)
  }

  private copy(input: Uint8Array, end: number, whole: boolean, out: Uint8Array, limit: number): Stopped | undefined {
    while (this.stored > 0 && this.bits >= 8 && this.to < limit) {
      out[this.to++] = this.take(input, 8)
      this.stored--
    }
    const length = Math.min(this.stored, limit - this.to, end - this.at)
    if (length > 0) {
      out.set(input.subarray(this.at, this.at + length), this.to)
      this.at += length
      this.to += length
      this.stored -= length
    }
    if (this.stored === 0) {
      this.kind = NEW_BLOCK
      return undefined
    }
    if (this.to >= limit) return 'full'
    return whole ? 'cut' : 'short'
  }

  /** Literals and matches up to the block's end: many at once, and one by one where the input runs out. RFC 1951 §3.2.5. */
  private codes(input: Uint8Array, end: number, whole: boolean, out: Uint8Array, limit: number, floor: number): Stopped | undefined {
    for (;;) {
      if (this.to > limit - LONGEST_MATCH) return 'full'
      const away = this.at <= end - SYMBOL
      if (!away && !whole) return 'short'
      const next = away ? many(this, input, end - SYMBOL, out, limit - LONGEST_MATCH, floor) : this.one(input, end, out, floor)
      if (next === 'block') this.kind = NEW_BLOCK
      if (next !== undefined) return next === 'block' ? undefined : next
    }
  }

  /** One literal or match close to the end of the input. */
  private one(input: Uint8Array, end: number, out: Uint8Array, floor: number): 'block' | 'corrupt' | 'cut' | undefined {
    const symbol = this.symbol(input, this.literal)
    if (symbol < 256 || symbol > 285) {
      if (this.overrun(end)) return 'cut'
      if (symbol < 0 || symbol > 285) return 'corrupt'
      out[this.to++] = symbol
      return undefined
    }
    if (symbol === 256) return this.overrun(end) ? 'cut' : 'block'
    const length = lengthBase[symbol - 257]! + this.take(input, lengthExtra[symbol - 257]!)
    const code = this.symbol(input, this.distance)
    const from = code < 0 || code > 29 ? -1 : this.to - distanceBase[code]! - this.take(input, distanceExtra[code]!)
    if (this.overrun(end)) return 'cut'
    if (from < floor) return 'corrupt'
    for (let i = from; i < from + length; i++) out[this.to++] = out[i]!
    return undefined
  }
}

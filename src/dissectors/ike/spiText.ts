import { hexOf } from '../text.ts'

// All messages of a negotiation begin with the same two SPIs. The texts of the latest are kept, so that each is spelled once
// and held once, however many messages there are.

/** Places; a power of two. */
const PLACES = 4096
const high = new Int32Array(PLACES)
const low = new Int32Array(PLACES)
const texts: string[] = new Array<string>(PLACES).fill('0000000000000000')

/** The eight octets of an IKE SPI (RFC 2408 calls it a cookie) at `at` as lower-case hex. */
export function spiText(bytes: Uint8Array, at: number): string {
  const h = word(bytes, at)
  const l = word(bytes, at + 4)
  const place = (Math.imul(h, 0x9e3779b1) ^ Math.imul(l, 0x85ebca6b)) >>> SHIFT
  if (high[place] !== h || low[place] !== l) {
    high[place] = h
    low[place] = l
    texts[place] = hexOf(bytes, at, at + 8)
  }
  return texts[place]!
}

/** What is left of 32 bits is a place. */
const SHIFT = 32 - Math.log2(PLACES)

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

/** Big-endian numbers and their concatenation, for packets written out in tests. */

/** Octets, or hex. */
export type Part = Uint8Array | readonly number[] | string

/** Joins parts; a string stands for hex, white space ignored. */
export function bytes(...parts: readonly Part[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(part => [...(typeof part === 'string' ? fromHex(part) : part)]))
}

/** Two octets of each. */
export function u16(...values: number[]): number[] {
  return values.flatMap(value => [(value >>> 8) & 255, value & 255])
}

/** Four octets of each. */
export function u32(...values: number[]): number[] {
  return values.flatMap(value => u16(value >>> 16, value & 0xffff))
}

/** `length` bytes that count up from `first`, so that a piece shows where it came from. */
export function counting(length: number, first = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (first + i) & 255)
}

/** Internet checksum of RFC 1071: ones' complement of the ones' complement sum. */
export function checksum(data: Uint8Array): number {
  let sum = 0
  data.forEach((byte, i) => {
    sum += i % 2 ? byte : byte * 256
  })
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

function fromHex(text: string): number[] {
  return (text.replaceAll(/\s/g, '').match(/../g) ?? []).map(pair => Number.parseInt(pair, 16))
}

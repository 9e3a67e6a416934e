// The tables of RFC 1951 §3.2.5 and §3.2.6, from their rules: every base is the one before plus what its extra bits can add.

/** Extra bits of length codes 257 on; the last two do not exist. */
export const lengthExtra = Uint8Array.from({ length: 31 }, (_, i) => (i < 8 || i >= 28 ? 0 : (i - 4) >> 2))
/** The shortest match of each length code, in bytes; code 285, the last, means 258 and has no extra bits. */
export const lengthBase = bases(3, lengthExtra)
lengthBase[28] = 258

/** Extra bits of the distance codes; the last two do not exist. */
export const distanceExtra = Uint8Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i - 2) >> 1))
/** The shortest distance of each distance code, in bytes back from the output. */
export const distanceBase = bases(1, distanceExtra)

/** The order in which the lengths of the code lengths' own code are given. */
export const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const

/** Code lengths of a block with fixed codes: 288 literals and lengths, 32 distances. */
export const fixedLengths = Uint8Array.from({ length: 320 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : i < 288 ? 8 : 5))

function bases(first: number, extra: Uint8Array): Uint16Array {
  const all = new Uint16Array(extra.length)
  for (let i = 0, base = first; i < extra.length; base += 1 << extra[i++]!) all[i] = base
  return all
}

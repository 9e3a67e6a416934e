// CRC-32 of gzip (RFC 1952 §8), eight bytes at a step: table k holds the CRC of a byte followed by k zeros.

const tables = Array.from({ length: 8 }, () => new Int32Array(256))
for (let n = 0; n < 256; n++) {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  tables[0]![n] = c
}
for (let k = 1; k < 8; k++) {
  for (let n = 0; n < 256; n++) {
    const before = tables[k - 1]![n]!
    tables[k]![n] = (before >>> 8) ^ tables[0]![before & 0xff]!
  }
}
const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
]

/** The CRC of what `crc` stands for (0: nothing) followed by bytes [at, end). */
export function crc32(crc: number, bytes: Uint8Array, at: number, end: number): number {
  let c = ~crc
  for (; end - at >= 8; at += 8) {
    c ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    c =
      t7[c & 0xff]! ^
      t6[(c >>> 8) & 0xff]! ^
      t5[(c >>> 16) & 0xff]! ^
      t4[c >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!
  }
  for (; at < end; at++) c = (c >>> 8) ^ t0[(c ^ bytes[at]!) & 0xff]!
  return ~c >>> 0
}

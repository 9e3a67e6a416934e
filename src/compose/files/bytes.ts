/** Bytes written field by field, in either byte order. */
export interface Writer {
  u8(value: number): Writer
  u16(value: number): Writer
  u32(value: number): Writer
  u64(value: bigint): Writer
  bytes(bytes: Uint8Array): Writer
  zeros(count: number): Writer
  done(): Uint8Array
}

/** A writer of nothing yet; numbers too large lose their upper octets. */
export function writer(littleEndian = true): Writer {
  const all: number[] = []
  const put = (value: bigint, size: number) => {
    const octets = Array.from({ length: size }, (_, i) => Number((BigInt.asUintN(64, value) >> BigInt(8 * i)) & 0xffn))
    all.push(...(littleEndian ? octets : octets.reverse()))
    return self
  }
  const self: Writer = {
    u8: value => put(BigInt(value), 1),
    u16: value => put(BigInt(value), 2),
    u32: value => put(BigInt(value), 4),
    u64: value => put(value, 8),
    bytes: bytes => {
      for (const octet of bytes) all.push(octet)
      return self
    },
    zeros: count => self.bytes(new Uint8Array(count)),
    done: () => Uint8Array.from(all),
  }
  return self
}

/** `length` bytes that differ from one another and from packet to packet. */
export function filler(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + seed * 31 + 1) & 0xff)
}

/** Little-endian, without an end. */
export function utf16(text: string): Uint8Array {
  const bytes = writer()
  for (let i = 0; i < text.length; i++) bytes.u16(text.charCodeAt(i))
  return bytes.done()
}

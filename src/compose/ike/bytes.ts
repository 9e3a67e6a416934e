import { together } from '../../dissectors/joined.ts'
import { unhex } from '../../dissectors/text.ts'
import { address } from '../packets/ip.ts'

/** Hex text, numbers or bytes: whatever reads best in a story. */
export type Bytes = string | readonly number[] | Uint8Array

/** Joins parts; white space in hex is passed over. */
export function bytes(...parts: Bytes[]): Uint8Array {
  return together(parts.map(part => (typeof part === 'string' ? unhex(part) : Uint8Array.from(part))))
}

/** Two octets, big-endian. */
export function u16(value: number): number[] {
  return [(value >> 8) & 255, value & 255]
}

/** Four octets, big-endian. */
export function u32(value: number): number[] {
  return [...u16(value >>> 16), ...u16(value & 0xffff)]
}

/** Octets of a text without an end. */
export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Bytes that look like ciphertext, the same for the same seed. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed >>> 0 || 1
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 255
  })
}

/** An IPv4 address as 4 bytes, one of IPv6 as 16. */
export function addressBytes(text: string): Uint8Array {
  return Uint8Array.from(address(text))
}

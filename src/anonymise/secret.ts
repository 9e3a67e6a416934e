import { sha256 } from '@noble/hashes/sha2.js'
import { joined } from '../dissectors/joined.ts'

/** Octets that follow from a seed, from what they are for and from what they stand in for; nobody without the seed can tell which. */
export type Secret = (purpose: string, input: Uint8Array | string, length: number) => Uint8Array

/** What everything that is made up is drawn from: one seed, the same replacements. */
export function secretOf(seed: string): Secret {
  const text = new TextEncoder()
  const key = sha256(text.encode(`ikescope anonymise ${seed}`))
  return (purpose, input, length) => {
    const data = typeof input === 'string' ? text.encode(input) : input
    const made = new Uint8Array(length)
    const first = sha256(joined(key, text.encode(`${purpose}\n`), data))
    for (let at = 0, block = 0; at < length; at += 32, block++) {
      const octets = block === 0 ? first : sha256(joined(key, first, Uint8Array.of(block >> 16, block >> 8, block)))
      made.set(octets.subarray(0, Math.min(32, length - at)), at)
    }
    return made
  }
}

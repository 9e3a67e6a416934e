import { hex } from '../dissectors/text.ts'
import type { Secret } from './secret.ts'

/**
 * Hardware addresses become locally administered ones without a vendor, 02:00:00 and three octets. Group addresses and
 * zeros stay. IEEE 802 §8.4.
 * @param seen all addresses of the files, in hex
 */
export function macMap(secret: Secret, seen: ReadonlySet<string>): (address: Uint8Array) => Uint8Array {
  const known = new Map<string, Uint8Array>()
  const given = new Set<string>()
  return address => {
    if (address[0]! & 1 || address.every(octet => octet === 0)) return address
    const name = hex(address)
    let made = known.get(name)
    for (let n = 0; made === undefined; n++) {
      const drawn = Uint8Array.of(2, 0, 0, ...secret('MAC', `${n} ${name}`, 3))
      if (!seen.has(hex(drawn)) && !given.has(hex(drawn))) made = drawn
    }
    given.add(hex(made))
    known.set(name, made)
    return made
  }
}

import { hex, unhex } from '../dissectors/text.ts'
import { SOLICITED } from './ipv6.ts'
import type { Secret } from './secret.ts'

const SOLICITED_MAC = '3333ff'

/**
 * Hardware addresses become locally administered ones without a vendor, 02:00:00 and three octets. Group addresses and
 * zeros stay, IEEE 802 §8.4; but the group of those whose IPv6 addresses end alike ends as their replacements do, RFC 2464 §7.
 * @param seen all addresses of the files, in hex
 */
export function macMap(
  secret: Secret,
  seen: ReadonlySet<string>,
  ipv6: (address: Uint8Array) => Uint8Array,
): (address: Uint8Array) => Uint8Array {
  const known = new Map<string, Uint8Array>()
  const given = new Set<string>()
  return address => {
    if (hex(address).startsWith(SOLICITED_MAC)) {
      const group = unhex(SOLICITED + hex(address.subarray(3)))
      return unhex(SOLICITED_MAC + hex(ipv6(group).subarray(13)))
    }
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

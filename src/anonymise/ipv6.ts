import { hex, unhex } from '../dissectors/text.ts'
import type { MapIpv4 } from './ipv4.ts'
import type { Secret } from './secret.ts'

// IPv6 addresses, by the same idea: networks of /48 become networks of 2001:db8::/32 (RFC 3849), what lies below is turned
// bit by bit. Link-local and unique local addresses stay such; addresses that hold an IPv4 address hold its replacement.

const WITH_IPV4 = ['00000000000000000000ffff', '0064ff9b0000000000000000']
/** Solicited-node addresses, but for the three octets that those end with whom they are for. RFC 4291 §2.7.1. */
export const SOLICITED = 'ff0200000000000000000001ff'

/** @param seen all addresses of the files, in hex */
export function ipv6Map(secret: Secret, seen: ReadonlySet<string>, ipv4: MapIpv4): (address: Uint8Array) => Uint8Array {
  const networks = new Map<string, string>()
  const old = new Set([...seen].map(address => address.slice(0, 12)))
  const known = new Map<string, Uint8Array>()
  const lowest = new Map<string, string>()
  const networkOf = (address: string): string => {
    const network = address.slice(0, 12)
    let made = networks.get(network)
    for (let n = 0; made === undefined; n++) {
      const drawn = `20010db8${hex(secret('IPv6 network', `${n} ${network}`, 2))}`
      if (!old.has(drawn) && ![...networks.values()].includes(drawn)) made = drawn
    }
    networks.set(network, made)
    return made
  }
  const turned = (address: string, from: number): string => {
    const made = unhex(address)
    for (let bit = from; bit < 128; bit++) {
      const before = prefix(address, bit)
      if (bit > 64 && /^0*$/.test(before.slice(64))) continue
      made[bit >> 3]! ^= (secret('IPv6', before, 1)[0]! & 1) << (7 - (bit & 7))
    }
    return hex(made)
  }
  const map = (address: string): string => {
    if (address.startsWith(SOLICITED)) return SOLICITED + (lowest.get(address.slice(26)) ?? hex(secret('solicited', address, 3)))
    if (address.startsWith('ff') || /^0{31}[01]$/.test(address)) return address
    if (WITH_IPV4.some(start => address.startsWith(start))) return address.slice(0, 24) + hex(ipv4(unhex(address.slice(24))))
    if (/^fe[89ab]/.test(address)) return turned(address, 64)
    if (/^f[cd]/.test(address)) return turned(address, 8)
    return networkOf(address) + turned(address, 48).slice(12)
  }
  for (const address of [...seen].sort()) if (!address.startsWith('ff')) lowest.set(address.slice(26), map(address).slice(26))
  return address => {
    const name = hex(address)
    const made = known.get(name) ?? unhex(map(name))
    known.set(name, made)
    return made
  }
}

function prefix(address: string, bits: number): string {
  return Array.from(address, digit => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
    .join('')
    .slice(0, bits)
}

import type { Secret } from './secret.ts'

// IPv4 addresses. Inside the private networks, 169.254.0.0/16 and 100.64.0.0/10 a bit is turned or not as the bits before it
// and the seed say, so that two addresses have as many first bits in common as before (the idea of Crypto-PAn). Public
// networks of /24 become documentation networks (RFC 5737), then those for benchmarks (RFC 2544), then reserved ones: which
// addresses are neighbours stays, which /24s are neighbours does not. The first and last address of a /24 stay those.
//
// Nothing is given an address that was in the files, so that whoever finds one knows that it is none of the old.

/** Address and mask length of ranges that stay what they are. RFC 1918, RFC 3927, RFC 6598. */
const INSIDE: readonly (readonly [number, number])[] = [
  [0x0a000000, 8],
  [0xac100000, 12],
  [0xc0a80000, 16],
  [0xa9fe0000, 16],
  [0x64400000, 10],
]
const DOCUMENTATION = [0xc00002, 0xc63364, 0xcb0071]
const BENCHMARK = 0xc61200
const RESERVED = 0xf00000
/** Seeds of a kind that are tried until no address is given twice. */
const TRIES = 64
/** Bits up to which a network that a NAT detection hash was searched in stays among those that are searched. */
const SEARCHED = 22

/** The replacement of an address, 4 octets, in an array of its own; for the same always the same. */
export type MapIpv4 = (address: Uint8Array) => Uint8Array

/**
 * @param seen all addresses of the files, as numbers
 * @param searched those that a reader finds only by trying usual networks: they stay in usual ones
 */
export function ipv4Map(secret: Secret, seen: ReadonlySet<number>, searched: ReadonlySet<number>): MapIpv4 {
  const networks = publicNetworks(secret, seen)
  const changing = [...seen].filter(address => !stays(address))
  let best = mapping(secret, networks, searched, 0)
  for (let salt = 0; salt < TRIES; salt++) {
    const map = mapping(secret, networks, salt < TRIES / 2 ? searched : new Set(), salt)
    if (changing.some(address => seen.has(map(address)))) continue
    best = map
    break
  }
  return address => octets(best(number(address)))
}

/** This network, loopback, multicast and broadcast say nothing of anybody. RFC 6890. */
function stays(address: number): boolean {
  const first = address >>> 24
  return first === 0 || first === 127 || (first >= 224 && first < 240) || address === 0xffffffff
}

function mapping(secret: Secret, networks: ReadonlyMap<number, number>, searched: ReadonlySet<number>, salt: number) {
  const known = new Map<number, number>()
  const usual = new Map<string, number>()
  for (const address of searched) {
    for (let bit = 0; bit < SEARCHED; bit++) if (!usual.has(node(address, bit))) usual.set(node(address, bit), bitOf(address, bit))
  }
  const turned = (address: number, bit: number): number => {
    if (bit >= 24) {
      const before = (address & 0xff) >>> (32 - bit)
      if (before === 0 || before === (1 << (bit - 24)) - 1) return 0
    }
    return usual.get(node(address, bit)) ?? secret(`IPv4 ${salt}`, node(address, bit), 1)[0]! & 1
  }
  return (address: number): number => {
    const before = known.get(address)
    if (before !== undefined) return before
    let made = address
    if (!stays(address)) {
      const range = INSIDE.find(([network, bits]) => address >>> (32 - bits) === network >>> (32 - bits))
      for (let bit = range?.[1] ?? 24; bit < 32; bit++) made ^= turned(address, bit) << (31 - bit)
      if (!range) made = ((networks.get(address >>> 8) ?? 0xf00000) << 8) | (made & 0xff)
      made >>>= 0
    }
    known.set(address, made)
    return made
  }
}

function publicNetworks(secret: Secret, seen: ReadonlySet<number>): ReadonlyMap<number, number> {
  const old = new Set<number>()
  for (const address of seen) {
    const inside = INSIDE.some(([network, bits]) => address >>> (32 - bits) === network >>> (32 - bits))
    if (!inside && !stays(address)) old.add(address >>> 8)
  }
  const draw = (network: number) => [...secret('network', String(network), 6)].map(octet => String.fromCharCode(octet)).join('')
  const inOrder = (all: readonly number[]) =>
    all
      .map(one => [draw(one), one] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, one]) => one)
  const benchmark = Array.from({ length: 512 }, (_, i) => BENCHMARK + i)
  const free = [...inOrder(DOCUMENTATION), ...inOrder(benchmark)].filter(network => !old.has(network))
  let next = RESERVED
  return new Map(
    inOrder([...old]).map((network, i) => {
      while (old.has(next)) next++
      return [network, free[i] ?? next++]
    }),
  )
}

function node(address: number, bit: number): string {
  return `${bit} ${bit === 0 ? 0 : address >>> (32 - bit)}`
}

function bitOf(address: number, bit: number): number {
  return (address >>> (31 - bit)) & 1
}

/** The address as a number. */
export function number(address: Uint8Array): number {
  return ((address[0]! << 24) | (address[1]! << 16) | (address[2]! << 8) | address[3]!) >>> 0
}

function octets(address: number): Uint8Array {
  return Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address)
}

import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { hex } from '../dissectors/text.ts'
import { NatHash } from '../trace/path/natHash.ts'
import { isUsual, searchNetworks } from '../trace/path/natSearch.ts'
import type { Leaf } from './leaves.ts'
import type { Replacements } from './replacements.ts'

// A hash of NAT detection is made anew from the replacements of what it was made from: both SPIs, an address, a port (RFC 3947
// §3.2, RFC 7296 §2.23). What that was is searched among the addresses of the files and, some times, in the usual private
// networks, as the analysis does it; a hash that nobody can explain becomes noise, and is explained no better than before.

/** What one hash was made from. */
interface Origin {
  readonly address: Uint8Array
  readonly port: number
}

const PORTS = [500, 4500, 0]
/** Hashes for which the usual networks are tried; each takes a third of a second at most. */
const MOST_DEEP = 12
const MOST_SHOWN = 2000

/** True for the field that holds such a hash. */
export function isNatHash({ field, inside }: Leaf): boolean {
  return field.name === 'SHA-1 of SPIs, address and port' || (field.name === 'HASH' && inside.includes('NAT-D'))
}

/** The hashes of all files that are anonymised together, and what each was made from. */
export class NatDetection {
  private readonly origins = new Map<string, Origin | undefined>()
  private deep = 0

  /**
   * Finds what a hash was made from; once for each.
   * @param near addresses and ports of the packet that brought it, likely first  @param shown addresses of the files, hex
   * @returns hex of an address that whoever has not all of the files finds only in the usual networks
   */
  search(leaf: Leaf, near: readonly Origin[], shown: ReadonlySet<string>): string | undefined {
    const key = nameOf(leaf)
    const hash = leaf.cookies && NatHash.of(hex(leaf.cookies), hex(leaf.octets))
    if (!hash || hash.isZero) return undefined
    const before = this.origins.get(key)
    if (before) return farFrom(near, before)
    const known = this.origins.has(key)
    const ports = new Set([...near.map(one => one.port), ...PORTS])
    const direct = [...near, ...near.flatMap(({ address }) => [...ports].map(port => ({ address, port })))]
    let found = direct.find(({ address, port }) => hash.fits(address, port))
    if (!found && !known) {
      let tried = 0
      for (const one of shown) {
        if (found || tried++ > MOST_SHOWN) break
        const address = Uint8Array.from(one.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
        for (const port of [500, 4500]) if (hash.fits(address, port)) found = { address, port }
      }
    }
    const first = near[0]
    if (found || known || this.deep >= MOST_DEEP || first?.address.length !== 4) {
      this.origins.set(key, found)
      return found && farFrom(near, found)
    }
    this.deep++
    for (const port of [first.port === 4500 ? 4500 : 500]) {
      const far = searchNetworks(hash, port, [...first.address]).found
      if (far) found = { address: Uint8Array.from(far.address.split('.'), Number), port: far.port }
    }
    this.origins.set(key, found)
    return found && hex(found.address)
  }

  /** The hash of what its origin has become. */
  again(leaf: Leaf, to: Replacements): Uint8Array {
    const { octets, cookies } = leaf
    if (octets.every(octet => octet === 0)) return octets
    const origin = this.origins.get(nameOf(leaf))
    const made = HASHES[octets.length]
    if (!origin || !made || !cookies) return to.noise(octets)
    return made(Uint8Array.of(...to.spi(cookies), ...to.address(origin.address), origin.port >> 8, origin.port & 255))
  }
}

/** The address of an origin that the packet which brought its hash does not show: it is found in the usual networks, or not at all. */
function farFrom(near: readonly Origin[], { address }: Origin): string | undefined {
  const text = hex(address)
  return !near.some(one => hex(one.address) === text) && isUsual(address) ? text : undefined
}

const HASHES: Readonly<Record<number, (data: Uint8Array) => Uint8Array>> = { 16: md5, 20: sha1, 32: sha256, 48: sha384, 64: sha512 }

function nameOf({ octets, cookies }: Leaf): string {
  return `${hex(cookies ?? new Uint8Array(0))} ${hex(octets)}`
}

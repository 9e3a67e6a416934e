import { address, hex, mac, printable } from '../dissectors/text.ts'
import { ipv4Map, type MapIpv4, number } from './ipv4.ts'
import { ipv6Map } from './ipv6.ts'
import { macMap } from './macs.ts'
import { secretOf } from './secret.ts'
import { wordMap } from './words.ts'

/** What replaces what, each of the same length; the same always by the same. */
export interface Replacements {
  /** IPv4 and IPv6. */
  address(octets: Uint8Array): Uint8Array
  mac(octets: Uint8Array): Uint8Array
  text(octets: Uint8Array): Uint8Array
  /** Cookies and SPIs: 4, 8 or 16 octets. Zeros and reserved SPIs stay. */
  spi(octets: Uint8Array): Uint8Array
  /** Octets that nobody can read anything from; equal ones stay equal. */
  noise(octets: Uint8Array): Uint8Array
}

/** What the files hold that has to be known before the first replacement is made. */
export interface Seen {
  /** Addresses in hex, 8 or 32 digits. */
  readonly addresses: Set<string>
  /** Of these, those that were found by trying what a NAT detection hash was made from. */
  readonly searched: Set<string>
  readonly macs: Set<string>
}

/** What was replaced, for those who keep the originals. */
export interface Replaced {
  readonly addresses: Record<string, string>
  readonly macs: Record<string, string>
  readonly words: Record<string, string>
  readonly spis: Record<string, string>
}

/** The replacements; `replaced` fills up as they are asked for. */
export interface Made {
  readonly to: Replacements
  readonly replaced: Replaced
}

/** @param keepSpis cookies and SPIs stay, so that a colleague can find them in a log */
export function replacementsFor(seen: Seen, seed: string, keepSpis: boolean): Made {
  const secret = secretOf(seed)
  const replaced: Replaced = { addresses: {}, macs: {}, words: {}, spis: {} }
  const numbers = (all: ReadonlySet<string>) => new Set([...all].filter(a => a.length === 8).map(a => Number.parseInt(a, 16)))
  const ipv4: MapIpv4 = ipv4Map(secret, numbers(seen.addresses), numbers(seen.searched))
  const ipv6 = ipv6Map(secret, new Set([...seen.addresses].filter(a => a.length === 32)), ipv4)
  const macs = macMap(secret, seen.macs, ipv6)
  const words = wordMap(secret, (word, made) => (replaced.words[printable(new TextEncoder().encode(word))] = made))
  const spi = (octets: Uint8Array): Uint8Array => {
    if (octets.length === 16) return Uint8Array.of(...spi(octets.subarray(0, 8)), ...spi(octets.subarray(8)))
    if (keepSpis || octets.every(octet => octet === 0) || (octets.length === 4 && number(octets) < 256)) return octets
    const made = secret('SPI', octets, octets.length)
    made[0] = made[0]! | 0x80
    replaced.spis[hex(octets)] = hex(made)
    return made
  }
  const note = (list: Record<string, string>, spell: (octets: Uint8Array) => string, map: (octets: Uint8Array) => Uint8Array) => {
    return (octets: Uint8Array) => {
      const made = map(octets)
      if (spell(made) !== spell(octets)) list[spell(octets)] = spell(made)
      return made
    }
  }
  return {
    to: {
      address: note(replaced.addresses, address, octets => (octets.length === 4 ? ipv4(octets) : ipv6(octets))),
      mac: note(replaced.macs, mac, macs),
      text: words,
      spi,
      noise: octets => secret('noise', octets, octets.length),
    },
    replaced,
  }
}

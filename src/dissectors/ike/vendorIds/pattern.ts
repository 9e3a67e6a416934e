/**
 * What a vendor id looks like.
 *
 * A vendor id is whatever its inventor put there. Four habits cover nearly all of them:
 *
 *   the MD5 of a text, whole or cut short        md5('RFC 3947')            16 octets, 8 for XAUTH, 12 for FortiGate
 *   the text itself                              text('CISCO-DELETE-REASON')
 *   letters, then MD5 bent into printable range  swan('OE', 'Linux FreeS/WAN 2.06')   always 12 octets
 *   octets nobody explained                      octets('4d6f…')
 *
 * Version, capability bits or a model often follow. So an id is matched by its beginning, the longest beginning that is known
 * wins, and what is left over goes to the pattern's own reader. Texts are kept as texts and hashed when first needed: some
 * 430 hashes, under 20 ms, once.
 */
import { md5 as digest } from '@noble/hashes/legacy.js'
import { hex } from '../../text.ts'

/** One known vendor id. */
export interface Pattern {
  /** The octets in hex, computed when first asked for. */
  readonly hex: () => string
  readonly label: string
  /** Who made it or what it belongs to: Microsoft, Cisco, NAT traversal, … */
  readonly family: string
  readonly version?: string
  /** Reads the octets that follow the known ones; what it returns is the version. */
  readonly rest?: (rest: Uint8Array) => string | undefined
  /** The id ends where the pattern ends. */
  readonly whole?: boolean
}

/** Everything of a pattern but its octets. */
export type About = Omit<Pattern, 'hex'>

const ascii = (text: string): Uint8Array => Uint8Array.from(text, letter => letter.charCodeAt(0))

/** The first octets of the MD5 of a text. RFC 1321. */
export function md5(text: string, about: About, octets = 16): Pattern {
  return { hex: () => hex(digest(ascii(text)).subarray(0, octets)), ...about }
}

/** The text itself, in ASCII. */
export function text(id: string, about: About): Pattern {
  return { hex: () => hex(ascii(id)), ...about }
}

/** Octets as they are. */
export function octets(id: string, about: About): Pattern {
  return { hex: () => id, ...about }
}

/**
 * FreeS/WAN's way, kept by its descendants: two or three letters, then the MD5 of the version text with bit 7 cleared and bit 6
 * set in each octet, 12 octets in all. Openswan's later builds (OSW) wrote _ for the unprintable 0x7f.
 */
export function swan(letters: 'OE' | 'OEN' | 'OSW', version: string, about: About): Pattern {
  const printable = (octet: number) => {
    const letter = (octet & 0x7f) | 0x40
    return letter === 0x7f && letters === 'OSW' ? 0x5f : letter
  }
  return {
    hex: () =>
      hex(ascii(letters)) +
      hex(
        digest(ascii(version))
          .subarray(0, 12 - letters.length)
          .map(printable),
      ),
    whole: true,
    ...about,
  }
}

/** Big-endian number of up to 4 octets. */
export function number(octets: Uint8Array, start = 0, length = 4): number {
  let value = 0
  for (let i = start; i < start + length; i++) value = value * 256 + (octets[i] ?? 0)
  return value
}

/** Printable ASCII without zeros and spaces around it; undefined when anything else is there, or nothing. */
export function printable(octets: Uint8Array): string | undefined {
  const blank = (octet: number | undefined) => octet === 0 || octet === 0x20
  let from = 0
  let to = octets.length
  while (to > from && blank(octets[to - 1])) to--
  while (from < to && blank(octets[from])) from++
  const part = octets.subarray(from, to)
  return part.length > 0 && part.every(octet => octet >= 0x20 && octet < 0x7f) ? String.fromCharCode(...part.subarray(0, 80)) : undefined
}

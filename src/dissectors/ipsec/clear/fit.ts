import type { EspLayout } from './layout.ts'
import { isCarried, NOT_THIS, payloadBits, strangerBits } from './payload.ts'

// RFC 5879's test of one packet. If it is not encrypted, the octets in front of the ICV are a next header and a pad
// length, in front of them stands padding that counts 1, 2, 3 …, and what the next header names can be recognised. The
// result is counted in bits: how unlikely it is that random octets look so. Some senders pad with zeros, against RFC 4303
// §2.4: that is taken too, and counts half, for zeros also end a payload that has no padding.
//
// A next header that ESP is not known to carry is a stranger. It counts nothing by itself: one octet in forty reads as a
// trailer by chance. Only the same stranger at the same place, packet after packet, tells (RFC 5879 §8.2), so who looks at
// a flow has to ask for strangers and to compare them. 0 is none: hop-by-hop options follow nothing but an IPv6 header, and
// zeros are what a blank check and an empty payload end with.

/** Where the parts of an ESP packet lie that reads well in one layout. */
export interface Fit {
  readonly nextHeader: number
  /** ESP is not known to carry it. */
  readonly stranger: boolean
  /** The payload [start, end). */
  readonly start: number
  readonly end: number
  /** Bits that random octets would have had to hit. */
  readonly bits: number
}

/** A next header that is one of the few. */
const LISTED = 6
/** Octets of SPI and sequence number. */
export const ESP_HEADER = 8

/**
 * Whether the last two octets in front of an ICV can be a trailer's: the quick no to nearly all that is encrypted.
 * @param strangers take next headers that ESP is not known to carry
 */
export function mayEnd(bytes: Uint8Array, start: number, end: number, icv: number, strangers: boolean): boolean {
  const at = end - icv
  if (at - start < ESP_HEADER + 2 || at - 2 - bytes[at - 2]! < start + ESP_HEADER) return false
  if (isCarried(bytes[at - 1]!)) return true
  if (!strangers || bytes[at - 1] === 0) return false
  const padding = bytes[at - 2]!
  return padding === 0 || bytes[at - 3] === padding || bytes[at - 3] === 0
}

/**
 * Reads the ESP packet [start, end) in a layout; undefined when it cannot be that.
 * @param pseudo ones' complement sum of the addresses of the IP header around it, for checksums in transport mode
 */
export function fitting(
  bytes: Uint8Array,
  start: number,
  end: number,
  { iv, icv }: EspLayout,
  pseudo: number,
  strangers: boolean,
): Fit | undefined {
  if (!mayEnd(bytes, start, end, icv, strangers)) return undefined
  const trailer = end - icv - 2
  const padding = bytes[trailer]!
  const nextHeader = bytes[trailer + 1]!
  const payload = start + ESP_HEADER + iv
  const payloadEnd = trailer - padding
  // Pad length and next header end at a multiple of four octets, RFC 4303 §2.4.
  if (payloadEnd < payload || (end - icv - start) % 4 !== 0) return undefined
  const zeros = padding > 0 && bytes[payloadEnd] === 0
  for (let i = 0; i < padding; i++) if (bytes[payloadEnd + i] !== (zeros ? 0 : (i + 1) & 255)) return undefined
  const stranger = !isCarried(nextHeader)
  const inside = stranger
    ? strangerBits(nextHeader, bytes, payload, payloadEnd, pseudo)
    : payloadBits(nextHeader, bytes, payload, payloadEnd, pseudo)
  if (inside === NOT_THIS) return undefined
  const hit = (zeros ? 4 : 8) * Math.min(4, padding + 1)
  return { nextHeader, stranger, start: payload, end: payloadEnd, bits: hit + inside + (stranger ? 0 : LISTED) }
}

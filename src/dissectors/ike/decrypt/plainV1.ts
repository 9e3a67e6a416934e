// Whether decrypted octets are IKEv1 payloads. There is no checksum that an encryption key alone could verify, so the
// chain itself decides: known types, zero where zero belongs, lengths that lead from header to header and end at padding.

/** Most octets of padding that are met: a block or two, and racoon's random twenty. */
const MOST_PADDING = 64

/** HASH payloads have their own header and an MD5, SHA-1, SHA-256, SHA-384 or SHA-512. */
const hashPayloads = [20, 24, 36, 52, 68]

const SA = 1
const ID = 5
const CERT = 6
const HASH = 8
const SIG = 9
const NOTIFY = 11
const DELETE = 12
const ATTR = 14
const GSS = 129

/** First octets of a GSS-API token, or of a hash passed through GSS_Wrap. RFC 2743 §3.1, RFC 4121 §4.2.6, RFC 4178 §4.2. */
const tokens = [0x60, 0x05, 0x6e, 0x6f, 0x7e, 0xa0, 0xa1, 0x4e, 0x14, 0x15, 0x16, 0x17]

/** Where the chain of payloads that begins with `first` ends; undefined when these are none. @param at its start */
export function endOfPayloads(plain: Uint8Array, first: number, at = 0): number | undefined {
  let type = first
  let here = at
  while (type !== 0) {
    if (here + 4 > plain.length || plain[here + 1] !== 0) return undefined
    const length = (plain[here + 2]! << 8) | plain[here + 3]!
    if (length < 4 || here + length > plain.length || !known(type) || !fits(type, plain, here, length)) return undefined
    type = plain[here]!
    here += length
  }
  return plain.length - here <= MOST_PADDING ? here : undefined
}

/** How a message goes on behind a first payload of which the start is not known. */
export interface Rest {
  /** Octets of the first payload. */
  readonly length: number
  /** Type of the payload behind it. */
  readonly next: number
}

/**
 * Finds where the second payload begins when the first block could not be decrypted. A payload that is alone cannot be
 * told from noise, so there must be a second one; its type is lost with the block, the exchange tells what it can be.
 * @param block octets that are not known
 */
export function restOfPayloads(plain: Uint8Array, first: number, exchangeType: number, block: number): Rest | undefined {
  const lengths = first === HASH ? hashPayloads : range(Math.max(8, block), Math.min(plain.length, 2048))
  for (const length of lengths)
    for (const next of behindFirst[exchangeType] ?? [])
      if (length >= block && length + 4 <= plain.length && endOfPayloads(plain, next, length) !== undefined) return { length, next }
  return undefined
}

/** What stands behind the first payload, by exchange type: behind ID in main mode, behind HASH in the others. RFC 2409 §5. */
const behindFirst: Readonly<Record<number, readonly number[]>> = {
  2: [8, 6, 9, 129],
  5: [12, 11],
  6: [14],
  32: [1],
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}

function known(type: number): boolean {
  return type <= 22 || (type >= 128 && type <= 137)
}

/** What a payload must say of itself. */
function fits(type: number, plain: Uint8Array, at: number, length: number): boolean {
  const first = plain[at + 4]!
  if (type === HASH) return hashPayloads.includes(length) || (length > 68 && tokens.includes(first))
  if (type === GSS) return length > 8 && (tokens.includes(first) || plain[at + 8] === 0x60)
  // DSA has 40 octets, RSA and ECDSA from 64 to 512
  if (type === SIG) return (length === 44 || length >= 68) && length <= 516
  if (type === CERT) return length > 20 && first >= 1 && first <= 10
  if (type === ATTR) return length >= 8 && first >= 1 && first <= 4 && plain[at + 5] === 0
  if (type === ID) return length >= 8 && (first <= 13 || first >= 249)
  if (type === DELETE && length !== 12 + plain[at + 9]! * ((plain[at + 10]! << 8) | plain[at + 11]!)) return false
  if (type === SA || type === NOTIFY || type === DELETE)
    return length >= 12 && first === 0 && plain[at + 5] === 0 && plain[at + 6] === 0 && plain[at + 7]! <= 2
  return true
}

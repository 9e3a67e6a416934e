/** How the octets of an ESP packet are shared out: nothing in the packet says it, the SA's algorithms do. RFC 4303 §2. */
export interface EspLayout {
  /** Octets between the sequence number and the payload. */
  readonly iv: number
  /** Octets of the integrity check value at the end. */
  readonly icv: number
}

/** What an SA's packets turned out to be, when they can be read without a key. */
export interface ClearEsp extends EspLayout {
  /** Never encrypted, or captured on the host whose network card encrypts and decrypts. */
  readonly cipher: 'null' | 'offloaded'
  readonly confidence: 'certain' | 'likely'
  /** The next header that all samples had; undefined when they differ. */
  readonly nextHeader?: number
}

/** What the header in front of a packet says of it, for whoever is not told the SA's keys. RFC 5840 §2. */
export type SaidEsp = ClearEsp | 'encrypted'

/** Integrity checks in use: none, 64 bits (GCM and CCM), HMAC-96, 128 bits (SHA-256, GMAC), HMAC-SHA1-160, SHA-384-192,
 *  SHA-512-256. From short to long: a long one read as a short one looks random, the other way round text may pass for
 *  padding. RFC 5879 §8.2. */
const ICV = [0, 8, 12, 16, 20, 24, 32]
/** None with NULL; 8 with GMAC, DES and counter modes; 16 with AES-CBC. */
const IV = [0, 8, 16]

/** Every layout that is tried, without an initialisation vector first. */
export const layouts: readonly EspLayout[] = ICV.flatMap(icv => IV.map(iv => ({ iv, icv })))

/**
 * What it means that packets in this layout can be read. A vector in front of clear text belongs to a cipher that ran
 * elsewhere: in the network card. Only GMAC has one of its own, of 8 octets and with a check of 16. RFC 4543 §3.
 */
export function cipherOf({ iv, icv }: EspLayout): 'null' | 'offloaded' {
  return iv === 0 || (iv === 8 && icv === 16) ? 'null' : 'offloaded'
}

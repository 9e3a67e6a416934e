import { same } from '../../crypto/same.ts'
import type { Ikev2Secret } from '../../keyring.ts'

/** The body of an SK or SKF payload decrypted. */
export interface OpenedV2 {
  /** Payloads and nothing else. */
  readonly plain: Uint8Array
  readonly padding: Uint8Array
  /** Octets of vector and checksum around the ciphertext. */
  readonly iv: number
  readonly icv: number
  /** Whether the checksum was verified: a table may leave out how. */
  readonly checked: boolean
}

/**
 * Checks and decrypts; undefined when the key does not fit. RFC 7296 §3.14, RFC 5282 §5.
 * @param message from the IKE header to the end of the payload  @param at where its vector begins
 * @param first type of the first payload inside, or undefined in a fragment
 */
export function openV2(
  message: Uint8Array,
  at: number,
  fromInitiator: boolean,
  { encryption, integrity, ...keys }: Ikev2Secret,
  first: number | undefined,
): OpenedV2 | undefined {
  const key = fromInitiator ? keys.ei : keys.er
  const { icv } = integrity
  const end = message.length - icv
  if (end < at + encryption.iv + encryption.tag) return undefined
  const check = integrity.mac?.(fromInitiator ? keys.ai : keys.ar, message.subarray(0, end)).subarray(0, icv)
  if (check && !same(check, message.subarray(end))) return undefined
  const iv = message.subarray(at, at + encryption.iv)
  const open = encryption.decrypt(key, iv, message.subarray(at + encryption.iv, end), message.subarray(0, at))
  if (!open || open.length === 0) return undefined
  const length = open.length - 1 - open.at(-1)!
  if (length < 0) return undefined
  const plain = open.subarray(0, length)
  const checked = check !== undefined || encryption.tag > 0
  if (!checked && first !== undefined && !arePayloads(plain, first)) return undefined
  return { plain, padding: open.subarray(length), iv: encryption.iv, icv: icv + encryption.tag, checked }
}

/** Without a checksum the chain of payloads has to tell: known types, and an end where the octets end. */
function arePayloads(plain: Uint8Array, first: number): boolean {
  let type = first
  let at = 0
  while (type !== 0) {
    if (at + 4 > plain.length || (plain[at + 1]! & 0x7f) !== 0) return false
    const length = (plain[at + 2]! << 8) | plain[at + 3]!
    if (length < 4 || !((type >= 33 && type <= 54) || type >= 128)) return false
    type = plain[at]!
    at += length
  }
  return at === plain.length
}

import { same } from '../crypto/same.ts'
import type { Cursor } from '../cursor.ts'
import { joined } from '../joined.ts'
import type { EspSecret } from '../keyring.ts'
import { ESP_HEADER } from './clear/fit.ts'
import { isCarried, NOT_THIS, payloadBits, strangerBits } from './clear/payload.ts'

/** An ESP packet decrypted. */
export interface OpenedEsp {
  /** Payload, padding, pad length, next header. */
  readonly plain: Uint8Array
  /** Octets of the payload in it. */
  readonly length: number
  readonly nextHeader: number
  readonly iv: number
  readonly icv: number
  readonly checked: boolean
  /** The upper half of an extended sequence number, where that belongs to the check. */
  readonly upper?: number
}

type Tried = { readonly opened: OpenedEsp } | { readonly why: string } | undefined

/** Tries keys on the ESP packet ahead; undefined when there are none. */
export function tryEsp(c: Cursor, secrets: readonly EspSecret[]): Tried {
  if (secrets.length === 0 || c.quoted) return undefined
  const packet = c.peek(c.left)
  if (packet.length < c.left) return { why: 'the capture has not all of it, so it cannot be decrypted' }
  let perhaps = false
  for (const secret of secrets) {
    const opened = openEsp(packet, secret)
    if (opened === 'perhaps') perhaps = true
    else if (opened) return { opened }
  }
  if (perhaps) return { why: 'whether the key given fits cannot be told: no check, and too little in what comes out that is known' }
  const checked = secrets.some(({ encryption, integrity }) => integrity.mac || encryption.tag > 0)
  return {
    why: checked
      ? 'the key given does not fit, or the packet was changed: the integrity check fails'
      : 'the key given does not fit: what comes out is no payload',
  }
}

/** Upper halves of an extended sequence number that are tried: every one is four billion packets further. */
const UPPER = [undefined, 0, 1, 2]

/** Checks and decrypts an ESP packet, from its SPI to its end; 'perhaps' where only the trailer speaks for the key. RFC 4303 §2, §3.4.4. */
export function openEsp(packet: Uint8Array, secret: EspSecret): OpenedEsp | 'perhaps' | undefined {
  for (const upper of UPPER) {
    const opened = openWith(packet, secret, upper)
    if (opened) return opened
    if (!secret.integrity.mac && secret.encryption.tag === 0) break
  }
  return undefined
}

function openWith(packet: Uint8Array, secret: EspSecret, upper: number | undefined): OpenedEsp | 'perhaps' | undefined {
  const { encryption, key, integrity, integrityKey } = secret
  const end = packet.length - integrity.icv
  const start = ESP_HEADER + encryption.iv
  if (end < start + encryption.tag) return undefined
  const high = upper === undefined ? new Uint8Array(0) : Uint8Array.of(upper >>> 24, upper >>> 16, upper >>> 8, upper)
  const check = integrity.mac?.(integrityKey, joined(packet.subarray(0, end), high)).subarray(0, integrity.icv)
  if (check && !same(check, packet.subarray(end))) return undefined
  const aad = joined(packet.subarray(0, 4), high, packet.subarray(4, ESP_HEADER))
  const plain = encryption.decrypt(key, packet.subarray(ESP_HEADER, start), packet.subarray(start, end), aad)
  if (!plain || plain.length < 2) return undefined
  const nextHeader = plain.at(-1)!
  const length = plain.length - 2 - plain.at(-2)!
  const checked = check !== undefined || encryption.tag > 0
  if (length < 0) return undefined
  const told = checked ? 'yes' : isPayload(plain, length, nextHeader)
  if (told !== 'yes') return told
  return {
    ...{ plain, length, nextHeader, checked },
    iv: encryption.iv,
    icv: integrity.icv + encryption.tag,
    ...(upper === undefined ? {} : { upper }),
  }
}

/** Bits that octets out of a wrong key would have to hit, beside a next header that is known: once in some hundred thousand packets. */
const ENOUGH = 12
/** The same where the next header can be any. */
const ENOUGH_FOR_ANY = 16

/** Without a check the trailer and the payload have to tell. */
function isPayload(plain: Uint8Array, length: number, nextHeader: number): 'yes' | 'perhaps' | undefined {
  const padding = plain.subarray(length, plain.length - 2)
  const listed = isCarried(nextHeader)
  const inside = (listed ? payloadBits : strangerBits)(nextHeader, plain, 0, length, 0)
  if (inside === NOT_THIS || !padding.every((byte, i) => byte === i + 1)) return undefined
  return 8 * (padding.length + 1) + inside >= (listed ? ENOUGH : ENOUGH_FOR_ANY) ? 'yes' : 'perhaps'
}

/** The parts of the packet behind its sequence number, as they travelled. */
export function encryptedParts(c: Cursor, { iv, icv, checked, upper }: OpenedEsp): void {
  c.means(checked ? 'decrypted, the integrity check is correct' : 'decrypted, without a check of its integrity')
  if (iv > 0) c.opaque('Initialization Vector', iv)
  c.opaque('Encrypted Data', c.left - icv)
  const says = checked ? 'correct' : 'not checked: the key table does not say how'
  if (icv > 0) c.opaque('Integrity Check Value', icv, () => (upper === undefined ? says : `${says}, with an extended sequence number`))
}

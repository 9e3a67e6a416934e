import type { Cursor } from '../../cursor.ts'
import { isAuthIp } from '../encryptedBody.ts'
import type { Payload, PayloadFacts } from '../facts.ts'
import type { Header } from '../header.ts'
import type { Around } from '../payload.ts'

// AuthIP puts a Crypto payload first in every message. While there are no keys it is a mere sequence number and the other
// payloads follow in the clear. Later the Encryption flag is set, the payload still covers only the number and the IV, and
// everything behind it, although counted by no payload's length, is ciphertext as in ESP: payloads, padding, checksum.

const CRYPTO = 133
/** The largest block of a cipher that there is. */
const LONGEST_IV = 16

/** Crypto payload, 0x85. [MS-AIPS] 2.2.3.2. */
export function crypto(c: Cursor, around: Around): PayloadFacts {
  c.u32('seqNUM')
  const all = c.left > LONGEST_IV && isSealed(around.header)
  c.rest(all ? 'Initialization Vector, Encrypted Payloads, Integrity Checksum Data' : 'Initialization Vector')
  return { kind: 'other' }
}

/** Whether no payload can be read behind one of this type: what its Next Payload names is encrypted. */
export function sealsTheRest(type: number, header: Header): boolean {
  return type === CRYPTO && isSealed(header)
}

function isSealed({ exchangeType, flags }: Header): boolean {
  return isAuthIp(exchangeType) && (flags & 1) === 1
}

/** What stands behind the Crypto payload of an encrypted AuthIP message. [MS-AIPS] 2.2.3.2.1. */
export function encryptedByCrypto(c: Cursor, header: Header): Payload[] {
  if (!isSealed(header) || c.here === 0) return []
  const start = c.at
  const length = c.left
  c.rest(
    'Encrypted Payloads',
    () => `${length} bytes with padding and checksum; no key file can open AuthIP, for Windows writes its keys nowhere`,
  )
  return [{ type: 0, name: 'Encrypted', start, end: Math.min(c.at, c.bytes.length), kind: 'encrypted', length }]
}

/** Key Dictation payload, 0x88: Quick Mode keys that the sender chose, sealed like a Crypto payload once more. [MS-AIPS] 2.2.3.7. */
export function keyDictation(c: Cursor): PayloadFacts {
  c.rest('Initialization Vector, Encrypted Keys, Integrity Checksum Data')
  return { kind: 'other' }
}

/** Key Dictation Weight payload, 0x89: the higher weight dictates. [MS-AIPS] 2.2.3.8. */
export function keyDictationWeight(c: Cursor): PayloadFacts {
  c.u32('Key Dictation Weight')
  return { kind: 'other' }
}

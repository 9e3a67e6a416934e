import type { Cursor } from '../../cursor.ts'
import { hex } from '../../text.ts'
import { isAuthIp } from '../encryptedBody.ts'
import type { Payload, PayloadFacts } from '../facts.ts'
import type { Header } from '../header.ts'

// AuthIP puts a Crypto payload first in every message. While there are no keys it is a mere sequence number and the other
// payloads follow in the clear. Later the Encryption flag is set, the payload still covers only the number and the IV, and
// everything behind it, although counted by no payload's length, is ciphertext as in ESP: payloads, padding, checksum.

/** Crypto payload, 0x85. [MS-AIPS] 2.2.3.2. */
export function crypto(c: Cursor): PayloadFacts {
  c.u32('seqNUM')
  c.rest('Initialization Vector')
  return { kind: 'other' }
}

/** What stands behind the Crypto payload of an encrypted AuthIP message. [MS-AIPS] 2.2.3.2.1. */
export function encryptedByCrypto(c: Cursor, header: Header): Payload[] {
  if (!isAuthIp(header.exchangeType) || !(header.flags & 1) || c.here === 0) return []
  const start = c.at
  const length = c.left
  c.rest(
    'Encrypted Payloads',
    () => `${length} bytes with padding and checksum; no key file can open AuthIP, for Windows writes its keys nowhere`,
  )
  return [{ type: 0, name: 'Encrypted', start, end: Math.min(c.at, c.bytes.length), kind: 'encrypted', length }]
}

/** Key Dictation payload, 0x88: Quick Mode keys that the sender chose, encrypted once more. [MS-AIPS] 2.2.3.7. */
export function keyDictation(c: Cursor): PayloadFacts {
  c.rest('Encrypted Key Material')
  return { kind: 'other' }
}

/** Key Dictation Weight payload, 0x89: the higher weight dictates. [MS-AIPS] 2.2.3.8. */
export function keyDictationWeight(c: Cursor): PayloadFacts {
  c.as('Key Dictation Weight', 4, hex)
  return { kind: 'other' }
}

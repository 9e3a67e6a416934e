import type { Cursor } from '../cursor.ts'
import { payloadsV1, tryV1 } from './decrypt/decrypted.ts'
import type { Payload } from './facts.ts'
import { payloadTypeV1 } from './names/payloadTypes.ts'
import type { Around } from './payload.ts'

// Version 1 encrypts everything behind the header. Two things stay readable: the header's Next Payload, which names the
// first payload inside, and the length of the body. Ciphers work in blocks of 8 (DES, 3DES) or 16 octets (AES), and only
// the length of the body tells which: one that is no multiple of 16 cannot be AES.

/** The Encryption flag of the header. RFC 2408 §3.1. */
const ENCRYPTION = 1

/** The encrypted body of a version 1 message as its only payload; undefined when the message is clear. RFC 2409 Appendix B. */
export function encryptedBody(c: Cursor, around: Around): Payload[] | undefined {
  const { header } = around
  if (header.majorVersion !== 1 || !(header.flags & ENCRYPTION) || isAuthIp(header.exchangeType)) return undefined
  const start = c.at
  const length = c.left
  if (length === 0) {
    c.malformed('the Encryption flag is set, but nothing follows')
    return []
  }
  const tried = tryV1(c, around)
  const why = tried && 'why' in tried ? `; ${tried.why}` : ''
  c.rest('Encrypted Payloads', () => `${length} bytes, ${blocks(length)}; the first payload is ${nameOf(header.nextPayload)}${why}`)
  if (length % 8) c.odd(`${length} bytes are not a whole number of cipher blocks`)
  const end = Math.min(c.at, c.bytes.length)
  const inside = tried && 'opened' in tried ? { inside: payloadsV1(c, tried.opened, around) } : {}
  return [{ type: header.nextPayload, name: 'Encrypted', start, end, kind: 'encrypted', length, first: header.nextPayload, ...inside }]
}

/** What a body's length says about the cipher. */
function blocks(length: number): string {
  return length % 16 === 0 ? '8 or 16 byte blocks' : length % 8 === 0 ? '8 byte blocks' : 'no block cipher'
}

/** Exchange types of AuthIP, whose Crypto payload does the encrypting. [MS-AIPS] 2.2.1. */
export function isAuthIp(exchangeType: number): boolean {
  return exchangeType >= 243 && exchangeType <= 246
}

function nameOf(type: number): string {
  return payloadTypeV1(type) ?? `of type ${type}`
}

import type { Cursor } from '../../cursor.ts'
import { fragmentV2, payloadsV2, tryV2 } from '../decrypt/decrypted.ts'
import type { Encrypted, EncryptedFragment } from '../facts.ts'
import { payloadTypeV2 } from '../names/payloadTypes.ts'
import type { Around } from '../payload.ts'

// SK is always the last payload, so its Next Payload is free to name the first payload inside. How IV, ciphertext, padding
// and checksum share its body only the negotiated algorithms tell.

/** Encrypted payload, RFC 7296 §3.14. */
export function encrypted(c: Cursor, around: Around, first: number): Encrypted {
  const length = c.left
  c.means(first === 0 ? 'empty' : `first ${payloadTypeV2(first) ?? `payload ${first}`}`)
  const tried = tryV2(c, around, first)
  if (tried && 'opened' in tried) return { kind: 'encrypted', length, first, inside: payloadsV2(c, tried.opened, first, around) }
  c.rest('Initialization Vector, Encrypted Payloads, Integrity Checksum Data', () => `${length} bytes${tried ? `; ${tried.why}` : ''}`)
  return { kind: 'encrypted', length, first }
}

/** Encrypted Fragment payload, RFC 7383 §2.5: only the first fragment names the first payload inside. */
export function encryptedFragment(c: Cursor, around: Around): EncryptedFragment {
  const number = c.u16('Fragment Number')
  if (number === 0) c.malformed('fragments are counted from 1')
  const total = c.u16('Total Fragments')
  if (number > total) c.malformed(`Fragment Number ${number} of ${total}`)
  const length = c.left
  c.means(`fragment ${number} of ${total}`)
  const tried = tryV2(c, around, undefined)
  if (tried && 'opened' in tried) {
    fragmentV2(c, tried.opened)
    return { kind: 'skf', number, total, length, plain: tried.opened.plain }
  }
  c.rest('Initialization Vector, Encrypted content, Integrity Checksum Data', () => `${length} bytes${tried ? `; ${tried.why}` : ''}`)
  return { kind: 'skf', number, total, length }
}

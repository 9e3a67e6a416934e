import type { Cursor } from '../../cursor.ts'
import type { Identification } from '../facts.ts'
import { identity } from '../identity.ts'
import { idTypeV2 } from '../names/idTypes.ts'

/** Identification payloads IDi and IDr, RFC 7296 §3.5; IDg of RFC 9838 §4.2 has the same layout. */
export function identification(c: Cursor): Identification {
  const idType = c.u8('ID Type', idTypeV2)
  c.u24('RESERVED')
  const text = identity(c, idType)
  c.means(text)
  return { kind: 'id', idType, typeName: idTypeV2(idType), text }
}

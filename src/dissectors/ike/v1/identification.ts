import type { Cursor } from '../../cursor.ts'
import type { Identification } from '../facts.ts'
import { identity } from '../identity.ts'
import { idTypeV1 } from '../names/idTypes.ts'

/** Identification payload as the IPsec DOI lays it out. RFC 2407 §4.6.2. */
export function identification(c: Cursor): Identification {
  const idType = c.u8('ID Type', idTypeV1)
  const protocol = c.u8('Protocol ID')
  const port = c.u16('Port')
  const text = identity(c, idType)
  c.means(text)
  return { kind: 'id', idType, typeName: idTypeV1(idType), protocol, port, text }
}

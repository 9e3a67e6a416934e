import type { Cursor } from '../../cursor.ts'
import { authorityName, certificateData } from '../certificateData.ts'
import type { Certificate } from '../facts.ts'
import { certificateEncodingV1 } from '../names/certificateEncodings.ts'

/** Certificate payload, RFC 2408 §3.9. */
export function certificate(c: Cursor): Certificate {
  return certificateData(c, c.u8('Cert Encoding', certificateEncodingV1))
}

/** Certificate Request payload, RFC 2408 §3.10: which authority's certificates the sender would take. */
export function certificateRequest(c: Cursor): Certificate {
  return authorityName(c, c.u8('Cert. Type', certificateEncodingV1))
}

import type { Cursor } from '../../cursor.ts'
import { certificateData } from '../certificateData.ts'
import type { Certificate } from '../facts.ts'
import { certificateEncodingV2 } from '../names/certificateEncodings.ts'

/** Certificate payload, RFC 7296 §3.6. */
export function certificate(c: Cursor): Certificate {
  return certificateData(c, c.u8('Cert Encoding', certificateEncodingV2))
}

/** Certificate Request payload, RFC 7296 §3.7: SHA-1 hashes of the trusted authorities' public keys. */
export function certificateRequest(c: Cursor): Certificate {
  const encoding = c.u8('Cert Encoding', certificateEncodingV2)
  const count = Math.floor(c.left / 20)
  while (c.here >= 20) c.opaque('Certification Authority', 20)
  c.rest('Certification Authority')
  c.means(`${count} ${count === 1 ? 'authority' : 'authorities'}`)
  return { kind: 'cert', encoding }
}

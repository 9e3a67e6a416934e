import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { elementAhead } from './der.ts'

/** Operations by their application tag. RFC 4511 §4.2 to §4.13. */
const operationName = names({
  0: 'bindRequest',
  1: 'bindResponse',
  2: 'unbindRequest',
  3: 'searchRequest',
  4: 'searchResEntry',
  5: 'searchResDone',
  6: 'modifyRequest',
  7: 'modifyResponse',
  8: 'addRequest',
  9: 'addResponse',
  10: 'delRequest',
  11: 'delResponse',
  12: 'modDNRequest',
  13: 'modDNResponse',
  14: 'compareRequest',
  15: 'compareResponse',
  16: 'abandonRequest',
  19: 'searchResRef',
  23: 'extendedReq',
  24: 'extendedResp',
  25: 'intermediateResponse',
})

/** LDAP: message number and operation of a segment that begins with a message; the rest stays bytes. RFC 4511 §4.1.1. */
export function ldap(c: Cursor, layers: Layer[]): void {
  const sequence = elementAhead(c)
  const ahead = c.peek(16)
  const id = sequence && ahead.subarray(sequence.headerLength)
  if (sequence?.tag !== 0x30 || !id || id[0] !== 2 || id[1] === undefined || id[1] > 4 || id.length < 3 + id[1]) return
  const tag = id[2 + id[1]]!
  const operation = operationName(tag & 31)
  if (tag >> 6 !== 1 || operation === undefined) return
  const number = id.subarray(2, 2 + id[1]).reduce((sum, byte) => sum * 256 + byte, 0)
  const says = `${operation}, message ${number}`
  c.struct('LDAP', c.left, c => {
    c.means(says)
    c.opaque('LDAPMessage', sequence.headerLength)
    c.as('messageID', 2 + id[1]!, () => String(number))
    c.u8('protocolOp', tag => operationName(tag & 31))
    c.rest('Content')
  })
  layers.push({ kind: 'application', name: 'LDAP', says })
}

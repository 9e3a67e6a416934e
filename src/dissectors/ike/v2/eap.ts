import type { Cursor } from '../../cursor.ts'
import type { Eap } from '../facts.ts'
import { eapCode, eapType, erpType } from '../names/eap.ts'
import { eapMethods } from './eapMethods.ts'

/** Initiate and Finish let a user in again, with types of their own. RFC 6696 §5.3. */
const INITIATE = 5

const HEADER = 4

/** EAP payload: one EAP packet, RFC 7296 §3.16, RFC 3748 §4 and §5. */
export function eap(c: Cursor): Eap {
  const found = c.left
  const code = c.u8('Code', eapCode)
  c.u8('Identifier')
  const length = eapLength(c, found)
  const called = eapCode(code) ?? `code ${code}`
  c.means(called)
  const type = c.within(length - HEADER, () => body(c, code, called))
  return { kind: 'eap', code, ...(type === undefined ? {} : { eapType: type }) }
}

/** As long as the payload, says RFC 7296 §3.16; a packet that is longer than what came is discarded, what stands behind it ignored. RFC 3748 §4.1. */
function eapLength(c: Cursor, found: number): number {
  const length = c.u16('Length')
  if (length < HEADER) c.malformed(`Length says ${length} bytes, the header alone has ${HEADER}`)
  else if (length > found) c.malformed(`Length says ${length} bytes, ${found} are here`)
  else if (length < found) c.odd(`Length says ${length} bytes, ${found} are here`)
  return length < HEADER ? found : length
}

/** Type and what it brings; a code without them has none. */
function body(c: Cursor, code: number, called: string): number | undefined {
  if (c.left === 0) return undefined
  const types = code < INITIATE ? eapType : erpType
  const type = c.u8('Type', types)
  const named = `${called} ${types(type) ?? `type ${type}`}`
  c.means(named)
  const says = code < INITIATE && c.left > 0 ? eapMethods[type]?.(c, code) : undefined
  if (typeof says === 'string') c.means(`${named}, ${says}`)
  c.rest('Type-Data')
  return type
}

import type { Cursor } from '../../cursor.ts'
import type { Eap } from '../facts.ts'
import { eapCode, eapType, erpType } from '../names/eap.ts'
import { eapMethods } from './eapMethods.ts'

/** Initiate and Finish let a user in again, with types of their own. RFC 6696 §5.3. */
const INITIATE = 5

/** EAP payload: one EAP packet, RFC 7296 §3.16, RFC 3748 §4 and §5. */
export function eap(c: Cursor): Eap {
  const code = c.u8('Code', eapCode)
  c.u8('Identifier')
  c.u16('Length')
  const called = eapCode(code) ?? `code ${code}`
  c.means(called)
  if (c.left === 0) return { kind: 'eap', code }
  const types = code < INITIATE ? eapType : erpType
  const type = c.u8('Type', types)
  const named = `${called} ${types(type) ?? `type ${type}`}`
  c.means(named)
  const says = code < INITIATE && c.left > 0 ? eapMethods[type]?.(c, code) : undefined
  if (typeof says === 'string') c.means(`${named}, ${says}`)
  c.rest('Type-Data')
  return { kind: 'eap', code, eapType: type }
}

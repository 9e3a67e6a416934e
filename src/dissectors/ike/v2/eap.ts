import type { Cursor } from '../../cursor.ts'
import { printable } from '../../text.ts'
import type { Eap } from '../facts.ts'
import { eapAkaSubtype, eapCode, eapMschapV2Code, eapType } from '../names/eap.ts'

const IDENTITY = 1
const NOTIFICATION = 2
const NAK = 3
const MSCHAP_V2 = 26
const EXPANDED = 254
/** EAP-SIM, EAP-AKA, EAP-AKA'. */
const AKA: ReadonlySet<number> = new Set([18, 23, 50])

/** EAP payload: one EAP packet, RFC 7296 §3.16, RFC 3748 §4 and §5. */
export function eap(c: Cursor): Eap {
  const code = c.u8('Code', eapCode)
  c.u8('Identifier')
  c.u16('Length')
  c.means(eapCode(code))
  if (c.left === 0) return { kind: 'eap', code }
  const type = c.u8('Type', eapType)
  c.means(`${eapCode(code) ?? `code ${code}`} ${eapType(type) ?? `type ${type}`}`)
  if (type === IDENTITY || type === NOTIFICATION) c.rest('Type-Data', printable)
  else if (type === NAK) while (c.here > 0) c.u8('Desired Auth Type', eapType)
  else if (AKA.has(type) && c.left > 0) {
    c.u8('Subtype', eapAkaSubtype)
    c.rest('Type-Data')
  } else if (type === MSCHAP_V2 && c.left > 0) {
    c.u8('OpCode', eapMschapV2Code)
    c.rest('Type-Data')
  } else if (type === EXPANDED) {
    c.u24('Vendor-Id')
    c.u32('Vendor-Type')
    c.rest('Vendor Data')
  } else c.rest('Type-Data')
  return { kind: 'eap', code, eapType: type }
}

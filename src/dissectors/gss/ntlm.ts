import type { Cursor } from '../cursor.ts'
import { names } from '../meaning.ts'
import { printable } from '../text.ts'

const messageType = names({ 1: 'NEGOTIATE', 2: 'CHALLENGE', 3: 'AUTHENTICATE' })

/** `NTLMSSP` and its zero. */
export const NTLM_SIGNATURE = '4e544c4d53535000'

/** An NTLM message: which of the three it is. [MS-NLMP] 2.2.1. */
export function ntlm(c: Cursor): string {
  c.as('Signature', 8, printable)
  const type = messageType(c.u32le('MessageType', messageType))
  c.rest('Message')
  return type === undefined ? 'NTLM' : `NTLM ${type}`
}

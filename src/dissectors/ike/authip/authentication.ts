import type { Cursor } from '../../cursor.ts'
import type { PayloadFacts } from '../facts.ts'
import { authIpMethod } from '../names/authip.ts'
import { gssName } from '../v1/gssId.ts'

/** GSS_ID payload, 0x86: the sender's service principal name. [MS-AIPS] 2.2.3.3. */
export function gssIdPayload(c: Cursor): PayloadFacts {
  c.means(gssName(c.rest('Security Principal Name', gssName)))
  return { kind: 'other' }
}

/** Auth payload, 0x87: the methods its sender would use, in order. [MS-AIPS] 2.2.3.4. */
export function authenticationMethods(c: Cursor): PayloadFacts {
  const methods: string[] = []
  while (c.here > 0) {
    const method = c.u16('Auth_Method', authIpMethod)
    c.u16('Flags')
    methods.push(authIpMethod(method) ?? String(method))
  }
  c.means(methods.join(', '))
  return { kind: 'other' }
}

import type { Cursor } from '../../cursor.ts'
import { algorithmName } from '../../x509/algorithm.ts'
import type { Authentication } from '../facts.ts'
import { authMethodV2 } from '../names/authMethods.ts'

const DIGITAL_SIGNATURE = 14

/** Authentication payload, RFC 7296 §3.8; a digital signature names its algorithm first, RFC 7427 §3. */
export function authentication(c: Cursor): Authentication {
  const method = c.u8('Auth Method', authMethodV2)
  c.u24('RESERVED')
  c.means(authMethodV2(method))
  if (method === DIGITAL_SIGNATURE) {
    const length = c.u8('ASN.1 Length')
    const algorithm = algorithmName(c.opaque('AlgorithmIdentifier', length, algorithmName))
    if (algorithm) c.means(`${authMethodV2(method)}, ${algorithm}`)
    c.rest('Signature Value')
  } else c.rest('Authentication Data')
  return { kind: 'auth', method, methodName: authMethodV2(method) }
}

import type { Cursor } from '../../cursor.ts'
import { hex } from '../../text.ts'
import { isAuthIp } from '../encryptedBody.ts'
import type { GssToken } from '../facts.ts'
import type { Around } from '../payload.ts'

/** Object identifiers of GSS-API mechanisms in DER, hex. RFC 1964 §1, RFC 4178 §3, RFC 2743 §3.1; Microsoft's own spelling of Kerberos 5. */
const mechanisms: Readonly<Record<string, string>> = {
  '2a864886f712010202': 'Kerberos 5',
  '2a864882f712010202': 'Kerberos 5 (Microsoft)',
  '2a864886f71201020203': 'Kerberos 5 user to user',
  '2b0601050502': 'SPNEGO',
  '2b06010401823702020a': 'NTLM',
}

/** Tokens that Kerberos carries behind its mechanism. RFC 1964 §1.1. */
const tokens: Readonly<Record<string, string>> = { '0100': 'AP-REQ', '0200': 'AP-REP', '0300': 'KRB-ERROR' }

/**
 * GSS token payload 129. draft-ietf-ipsec-isakmp-gss-auth-07 §3.3.3; AuthIP puts status and flags in front, [MS-AIPS] 2.2.3.1.
 * The draft is said to have a vendor-encoding field before the token, Windows and racoon are not: the token is looked for.
 */
export function gssToken(c: Cursor, around: Around): GssToken {
  if (isAuthIp(around.header.exchangeType)) {
    c.u32('Status')
    c.flags('Flags', {
      1: 'GSS_NEW_GSS_EXCHANGE',
      2: 'GSS_IMPERSONATION_ACTIVE',
      4: 'GSS_RETRY_CURRENT_AUTHENTICATION',
      8: 'GSS_EXPLICIT_CREDENTIALS',
      16: 'GSS_RESPONDER_AUTH_COMPLETE',
    })
  }
  const before = tokenAhead(c.peek(8), c.left)
  if (before > 0) c.opaque('Vendor Encoding', before)
  const mechanism = mechanismOf(c.peek(32))
  const length = c.left
  c.rest('GSS-API Token', () => mechanism)
  c.means(mechanism)
  return { kind: 'gss', length, ...(mechanism === undefined ? {} : { mechanism }) }
}

/** Where an InitialContextToken with a length that fits begins. RFC 2743 §3.1. */
function tokenAhead(bytes: Uint8Array, left: number): number {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0x60) continue
    const [header, length] = derLength(bytes, at + 1)
    if (length > 0 && at + 1 + header + length <= left) return at
  }
  return 0
}

/** DER length at `at`: octets it takes, and its value; 0 when it is not definite. X.690 §8.1.3. */
function derLength(bytes: Uint8Array, at: number): [header: number, length: number] {
  const first = bytes[at] ?? 0
  if (first < 0x80) return [1, first]
  const size = first & 0x7f
  const digits = bytes.subarray(at + 1, at + 1 + size)
  return size === 0 || size > 3 || digits.length < size ? [1, 0] : [1 + size, digits.reduce((sum, byte) => sum * 256 + byte, 0)]
}

function mechanismOf(token: Uint8Array): string | undefined {
  if (new TextDecoder('latin1').decode(token.subarray(0, 7)) === 'NTLMSSP') return 'NTLM'
  if (token[0] !== 0x60) return undefined
  const [header] = derLength(token, 1)
  const at = 1 + header
  if (token[at] !== 6) return undefined
  const end = at + 2 + token[at + 1]!
  const name = mechanisms[hex(token.subarray(at + 2, end))]
  const inner = tokens[hex(token.subarray(end, end + 2))]
  return name === undefined ? undefined : name.startsWith('Kerberos') && inner ? `${name} ${inner}` : name
}

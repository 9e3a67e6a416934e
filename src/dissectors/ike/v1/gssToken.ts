import { encryptionType, errorText } from '../../application/kerberos/names.ts'
import type { Cursor } from '../../cursor.ts'
import { token } from '../../gss/token.ts'
import type { Kerberos } from '../../layer.ts'
import { isAuthIp } from '../encryptedBody.ts'
import type { GssToken } from '../facts.ts'
import { gssPayloadFlag } from '../names/authip.ts'
import { securityStatus } from '../names/securityStatus.ts'
import { windowsError } from '../names/windowsErrors.ts'
import type { Around } from '../payload.ts'

/**
 * GSS token payload 129. draft-ietf-ipsec-isakmp-gss-auth-07 §3.3.3; AuthIP puts status and flags in front, [MS-AIPS] 2.2.3.1.
 * The draft is said to have a vendor-encoding field before the token, Windows and racoon are not: the token is looked for.
 */
export function gssToken(c: Cursor, around: Around): GssToken {
  const failure = isAuthIp(around.header.exchangeType) ? statusAndFlags(c) : undefined
  const before = tokenAhead(c.peek(8), c.left)
  if (before > 0) c.opaque('Vendor Encoding', before)
  const length = c.left
  const said = (length > 0 ? c.struct('GSS-API Token', length, c => token(c)) : undefined) ?? {}
  c.means([failure, said.mechanism, said.kerberos && kerberosText(said.kerberos)].filter(text => text).join(', ') || undefined)
  return { kind: 'gss', length, ...said }
}

/** What AuthIP puts in front of the token; returns what went wrong. [MS-AIPS] 2.2.3.1. */
function statusAndFlags(c: Cursor): string | undefined {
  const status = c.u32('Status', statusText)
  c.flags('Flags', gssPayloadFlag)
  return status === 0 ? undefined : (statusText(status) ?? `status ${status}`)
}

function statusText(status: number): string | undefined {
  return securityStatus(status) ?? windowsError(status)
}

/** For whom a ticket is and how it is encrypted, or what went wrong. */
function kerberosText({ service, realm, encryptionType: type, keyVersion, errorCode }: Kerberos): string {
  if (errorCode !== undefined) return errorText(errorCode) ?? `error ${errorCode}`
  return [
    service && `for ${service}${realm ? `@${realm}` : ''}`,
    type === undefined ? undefined : (encryptionType(type) ?? `encryption type ${type}`),
    keyVersion === undefined ? undefined : `key version ${keyVersion}`,
  ]
    .filter(text => text)
    .join(', ')
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

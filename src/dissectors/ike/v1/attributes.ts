import type { AttributeTable } from '../attributes.ts'
import { isAuthIp } from '../encryptedBody.ts'
import { attributeTypeIpsec, attributeValueIpsec } from '../names/attributesIpsec.ts'
import { attributeTypeV1, attributeValueV1 } from '../names/attributesV1.ts'
import { groupAuthIp } from '../names/authip.ts'
import { authenticationMethodV1 } from '../names/authMethods.ts'
import type { Around } from '../payload.ts'
import { gssName } from './gssId.ts'

// Two drafts took the same private numbers for authentication methods: 65001 is XAUTH with pre-shared keys for those who
// speak XAUTH, and GSS-API (Kerberos) for Windows and racoon. The number alone cannot tell. What can, in this order: a GSS
// identity attribute in the same transform or AuthIP around it; a vendor id that only one of the two worlds sends.

const AUTHENTICATION_METHOD = 3
const GROUP_DESCRIPTION = 4

/** GSS identity: racoon and the draft's number; the one Windows 2000 was seen with. */
const gssIdentity: ReadonlySet<number> = new Set([16384, 32001])

/** First octets of vendor ids, hex: MS NT5 ISAKMPOAKLEY, GSSAPI, and the GSS-API draft's title without and with newline. */
const gssVendors = [
  '1e2b516905991c7d7c96fcbfb587e461',
  '621b04bb09882ac1e15935fefa24aeee',
  'ad2c0dd0b9c32083ccba25b8861ec455',
  'b46d8914f3aaa3f2fedeb7c7db2943ca',
]

/** draft-ietf-ipsra-isakmp-xauth-06. */
const xauthVendor = '09002689dfd6b712'

/** Attributes of a phase 1 transform, RFC 2409 Appendix A. @param body the transform's attributes, not yet read */
export function phase1Attributes(body: Uint8Array, around: Around): AttributeTable {
  let spoken: Dialect | undefined
  const method = (value: number) => {
    if (authenticationMethodV1(value, false) === authenticationMethodV1(value, true)) return authenticationMethodV1(value, false)
    spoken ??= dialect(body, around)
    return methodIn(spoken, value)
  }
  return {
    name: attributeTypeV1,
    value: type => {
      if (type === AUTHENTICATION_METHOD) return method
      return type === GROUP_DESCRIPTION && isAuthIp(around.header.exchangeType) ? groupAuthIp : attributeValueV1[type]
    },
    bytes: type => (gssIdentity.has(type) ? gssName : undefined),
  }
}

/** Attributes of an IPsec transform, RFC 2407 §4.5. */
export const ipsecAttributes: AttributeTable = { name: attributeTypeIpsec, value: type => attributeValueIpsec[type] }

type Dialect = 'gss' | 'xauth' | 'unknown'

function dialect(body: Uint8Array, around: Around): Dialect {
  if (isAuthIp(around.header.exchangeType) || has(body, gssIdentity)) return 'gss'
  const { vendorIds } = around
  if (vendorIds.some(id => id.startsWith(xauthVendor))) return 'xauth'
  return vendorIds.some(id => gssVendors.some(known => id.startsWith(known))) ? 'gss' : 'unknown'
}

function methodIn(spoken: Dialect, value: number): string | undefined {
  if (spoken !== 'unknown') return authenticationMethodV1(value, spoken === 'gss')
  return [authenticationMethodV1(value, false), authenticationMethodV1(value, true)].filter(name => name !== undefined).join(' or ')
}

/** Whether attributes of a kind are among those ahead. */
function has(body: Uint8Array, types: ReadonlySet<number>): boolean {
  for (let at = 0; at + 4 <= body.length; ) {
    if (types.has(((body[at]! & 0x7f) << 8) | body[at + 1]!)) return true
    at += body[at]! > 0x7f ? 4 : 4 + ((body[at + 2]! << 8) | body[at + 3]!)
  }
  return false
}

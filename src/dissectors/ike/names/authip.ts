/**
 * What only AuthIP has: its authentication methods, the flags of its tokens and notifies, the groups it announces.
 *
 * Source: [MS-AIPS] 2.2.3.1 (GSS-API payload), 2.2.3.4 (Auth payload), 2.2.3.5 (Notify payload); [MS-IKEE] and its product
 * notes for KEY_MODS and AUTHIP_INIT_KE_DH_GROUP. Exchange, payload and notify types are with the others of their kind.
 */
import { type Names, names } from '../../meaning.ts'
import { groupV1 } from './groups.ts'

/** Authentication method of the Auth payload. [MS-AIPS] 2.2.3.4. */
export const authIpMethod: Names = names({ 2: 'Kerberos', 3: 'Anonymous', 4: 'TLS', 5: 'NTLM' })

/** Flags of the GSS-API payload, by mask. [MS-AIPS] 2.2.3.1. */
export const gssPayloadFlag: Readonly<Record<number, string>> = {
  1: 'GSS_NEW_GSS_EXCHANGE',
  2: 'GSS_IMPERSONATION_ACTIVE',
  4: 'GSS_RETRY_CURRENT_AUTHENTICATION',
  8: 'GSS_EXPLICIT_CREDENTIALS',
  16: 'GSS_RESPONDER_AUTH_COMPLETE',
}

/** Protocol-ID of an AuthIP notify. [MS-AIPS] 2.2.3.5. */
export const authIpNotifyProtocol: Names = names({ 1: 'MM/EM notification', 2: 'QM notification' })

/** Group of an AuthIP offer: log ons that bring keys along need no key exchange. [MS-AIPS] 3.2.4. */
export const groupAuthIp: Names = names({ 0: 'no key exchange' }, groupV1)

/** Keying modules of the KEY_MODS vendor id. [MS-IKEE]. */
export const keyModule: Names = names({ 0: 'IKE', 1: 'AuthIP', 2: 'IKEv2' })

/** Groups of the AUTHIP_INIT_KE_DH_GROUP vendor id. [MS-IKEE]. */
export const authIpKeyExchangeGroup: Names = names({
  0: 'none',
  1: 'group 1 (768-bit MODP)',
  2: 'group 2 (1024-bit MODP)',
  3: 'group 14 (2048-bit MODP)',
  4: 'group 19 (ECP 256)',
  5: 'group 20 (ECP 384)',
  6: 'group 24 (2048-bit MODP, 256-bit subgroup)',
  7: 'maximum',
})

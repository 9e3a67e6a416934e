import type { Proposal } from '../../dissectors/ike/facts.ts'
import type { Negotiation } from '../model.ts'
import { Exchanges, has, payloadOf } from './header.ts'
import { attributeOf, type Proposals } from './proposals.ts'

// How the peers prove who they are. IKEv1 names the method in the transform that was chosen; where no choice was seen,
// an offer that names one method only says it too. IKEv2 says it inside the encryption, so nothing is known.
//
// 65001 to 65010 were taken twice: by GSS-API (Kerberos on Windows) and by XAUTH. Evidence from the whole negotiation
// decides, the strongest first: a GSS token in a payload 129, a GSS identity in the transform, the vendor ids of
// Windows or GSS-API; a transaction after phase 1 or XAUTH's vendor id speak for XAUTH. 65005 is also Windows' CGA.

/** The authentication in words; null when nothing readable says it. */
export function authenticationOf(negotiation: Negotiation, { offered, chosen }: Proposals): string | null {
  if (negotiation.version === 2) {
    const auth = negotiation.messages.map(m => payloadOf(m.ike, 'auth')).find(p => p !== undefined)
    if (negotiation.messages.some(m => has(m.ike, 'eap')))
      return auth?.methodName ? `EAP of the initiator, ${auth.methodName} of the responder` : 'EAP'
    return auth?.methodName ?? null
  }
  const methods = new Set((chosen ? [chosen] : offered).flatMap(methodsOf))
  const [method] = methods
  if (method === undefined) return negotiation.messages.some(m => payloadOf(m.ike, 'gss')?.kerberos) ? gss[KERBEROS]! : null
  if (methods.size > 1) return null
  if (method < 65001 || method > 65010) return common[method] ?? `method ${method}`
  return isGss(negotiation, chosen ? [chosen] : offered) ? (gss[method] ?? `method ${method}`) : (xauth[method] ?? `method ${method}`)
}

function methodsOf(proposal: Proposal): number[] {
  return proposal.transforms.flatMap(t => {
    const value = attributeOf(t, AUTHENTICATION_METHOD)?.value
    return typeof value === 'number' ? [value] : []
  })
}

/** Whether the private numbers mean GSS-API here. */
function isGss(negotiation: Negotiation, proposals: readonly Proposal[]): boolean {
  const { messages } = negotiation
  if (messages.some(m => has(m.ike, 'gss'))) return true
  if (proposals.some(p => p.transforms.some(t => t.attributes.some(a => GSS_IDENTITY.has(a.type))))) return true
  if (messages.some(m => m.ike.exchangeType === Exchanges.transaction)) return false
  const ids = messages.flatMap(m => m.ike.payloads.flatMap(p => (p.kind === 'vid' ? [p.id] : [])))
  if (ids.some(id => id.startsWith(XAUTH_ID))) return false
  return ids.some(id => GSS_IDS.some(known => id.startsWith(known)))
}

/** RFC 2409 appendix A. */
const AUTHENTICATION_METHOD = 3
/** AuthIP names no method in its transforms: the token tells. [MS-AIPS] 2.2.3.4. */
const KERBEROS = 65001
/** draft-ietf-ipsec-isakmp-gss-auth-07 §3.2.2, and the number that Windows 2000 was seen to use. */
const GSS_IDENTITY: ReadonlySet<number> = new Set([16384, 32001])
/** draft-beaulieu-ike-xauth-02 §2. */
const XAUTH_ID = '09002689dfd6b712'
/** MS NT5 ISAKMPOAKLEY, GSSAPI, and the two spellings of "A GSS-API Authentication Method for IKE". */
const GSS_IDS = [
  '1e2b516905991c7d7c96fcbfb587e461',
  '621b04bb09882ac1e15935fefa24aeee',
  'ad2c0dd0b9c32083ccba25b8861ec455',
  'b46d8914f3aaa3f2fedeb7c7db2943ca',
]

const common: Readonly<Record<number, string>> = {
  1: 'pre-shared key',
  2: 'DSS signature',
  3: 'RSA signature',
  4: 'RSA encryption',
  5: 'revised RSA encryption',
  9: 'ECDSA signature (SHA-256, P-256)',
  10: 'ECDSA signature (SHA-384, P-384)',
  11: 'ECDSA signature (SHA-512, P-521)',
  64221: 'hybrid: RSA signature of the responder, XAUTH of the initiator',
  64222: 'hybrid: RSA signature of the initiator, XAUTH of the responder',
  64223: 'hybrid: DSS signature of the responder, XAUTH of the initiator',
  64224: 'hybrid: DSS signature of the initiator, XAUTH of the responder',
}

const gss: Readonly<Record<number, string>> = {
  65001: 'Kerberos (GSS-API)',
  65002: 'GSS-API',
  65003: 'SPNEGO (GSS-API)',
  65004: 'SPKM (GSS-API)',
  65005: 'cryptographically generated address',
}

const xauth: Readonly<Record<number, string>> = {
  65001: 'pre-shared key, then XAUTH of the initiator',
  65002: 'pre-shared key, then XAUTH of the responder',
  65003: 'DSS signature, then XAUTH of the initiator',
  65004: 'DSS signature, then XAUTH of the responder',
  65005: 'RSA signature, then XAUTH of the initiator',
  65006: 'RSA signature, then XAUTH of the responder',
  65007: 'RSA encryption, then XAUTH of the initiator',
  65008: 'RSA encryption, then XAUTH of the responder',
  65009: 'revised RSA encryption, then XAUTH of the initiator',
  65010: 'revised RSA encryption, then XAUTH of the responder',
}

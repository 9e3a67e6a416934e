/**
 * How peers authenticate.
 *
 * IKEv1 leaves 65001 and up to private use, and two parties took the same numbers. XAUTH (draft-beaulieu-ike-xauth-02) counts
 * 65001-65010 through its ten combinations; the GSS-API draft (draft-ietf-ipsec-isakmp-gss-auth-07 §3.3.1) puts Kerberos on
 * 65001 and its three relatives behind it; Windows puts cryptographically generated addresses on 65005 ([MS-IKEE] 2.2.4).
 * The number alone cannot tell. A GSS Identity attribute in the transform or the vendor ids of GSS-API can, so the reader of a
 * transform decides and asks for one table or the other.
 *
 * Other sources: IANA ipsec-registry "Authentication Method" (1-11), draft-ietf-ipsec-isakmp-hybrid-auth-05 (64221-64224), IANA
 * ikev2-parameters "Authentication Method", "Hash Algorithms", "Secure Password Methods".
 */
import { type Names, names } from '../../meaning.ts'

/** Phase 1 authentication methods, private numbers read as hybrid and XAUTH. RFC 2409 appendix A. */
export const authenticationMethod: Names = names(
  {
    1: 'pre-shared key',
    2: 'DSS signatures',
    3: 'RSA signatures',
    4: 'Encryption with RSA',
    5: 'Revised encryption with RSA',
    6: 'Reserved (was Encryption with El-Gamal)',
    7: 'Reserved (was Revised encryption with El-Gamal)',
    8: 'Reserved (was ECDSA signatures)',
    9: 'ECDSA with SHA-256 on the P-256 curve',
    10: 'ECDSA with SHA-384 on the P-384 curve',
    11: 'ECDSA with SHA-512 on the P-521 curve',
    64221: 'HybridInitRSA',
    64222: 'HybridRespRSA',
    64223: 'HybridInitDSS',
    64224: 'HybridRespDSS',
    65001: 'XAUTHInitPreShared',
    65002: 'XAUTHRespPreShared',
    65003: 'XAUTHInitDSS',
    65004: 'XAUTHRespDSS',
    65005: 'XAUTHInitRSA',
    65006: 'XAUTHRespRSA',
    65007: 'XAUTHInitRSAEncryption',
    65008: 'XAUTHRespRSAEncryption',
    65009: 'XAUTHInitRSARevisedEncryption',
    65010: 'XAUTHRespRSARevisedEncryption',
  },
  value => (value >= 65001 && value <= 65535 ? 'Private Use' : undefined),
)

/** The private numbers as Windows and the GSS-API draft use them. draft-ietf-ipsec-isakmp-gss-auth-07 §3.3.1, [MS-IKEE] 2.2.4. */
export const authenticationMethodGss: Names = names(
  {
    65001: 'GSS-API using Kerberos',
    65002: 'GSS-API (generic)',
    65003: 'GSS-API using SPNEGO',
    65004: 'GSS-API using SPKM',
    65005: 'Cryptographically Generated Address (CGA)',
  },
  authenticationMethod,
)

/** Names a phase 1 authentication method. `gss`: the vendor ids or the transform's attributes say GSS-API, not XAUTH. */
export function authenticationMethodV1(value: number, gss: boolean): string | undefined {
  return gss ? authenticationMethodGss(value) : authenticationMethod(value)
}

/** IKEv2 authentication methods, AUTH payload and SUPPORTED_AUTH_METHODS notify. RFC 7296 §3.8, RFC 9593. */
export const authMethodV2: Names = names(
  {
    1: 'RSA Digital Signature',
    2: 'Shared Key Message Integrity Code',
    3: 'DSS Digital Signature',
    9: 'ECDSA with SHA-256 on the P-256 curve',
    10: 'ECDSA with SHA-384 on the P-384 curve',
    11: 'ECDSA with SHA-512 on the P-521 curve',
    12: 'Generic Secure Password Authentication Method',
    13: 'NULL Authentication',
    14: 'Digital Signature',
  },
  value => (value >= 201 && value <= 255 ? 'Private Use' : undefined),
)

/** Hash algorithms of the SIGNATURE_HASH_ALGORITHMS notify. RFC 7427 §4, RFC 8420, RFC 9385. */
export const signatureHash: Names = names(
  {
    1: 'SHA1',
    2: 'SHA2-256',
    3: 'SHA2-384',
    4: 'SHA2-512',
    5: 'Identity',
    6: 'STREEBOG_256',
    7: 'STREEBOG_512',
  },
  value => (value >= 1024 && value <= 65535 ? 'Private Use' : undefined),
)

/** Methods of the SECURE_PASSWORD_METHODS notify. RFC 6467 §6. */
export const securePasswordMethod: Names = names({ 1: 'PACE', 2: 'AugPAKE', 3: 'Secure PSK Authentication' }, value =>
  value >= 1024 && value <= 65535 ? 'Private Use' : undefined,
)

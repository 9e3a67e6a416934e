/**
 * Certificate encodings.
 *
 * Sources: RFC 2408 §3.9 (IKEv1 has no registry for them); IANA ikev2-parameters "Certificate Encodings" (RFC 7296 §3.6,
 * RFC 4806, RFC 7670). IKEv2 gave up 5, the key exchange certificate.
 */
import { type Names, names } from '../../meaning.ts'

/** Certificate encodings of IKEv1. RFC 2408 §3.9. */
export const certificateEncodingV1: Names = names({
  0: 'NONE',
  1: 'PKCS #7 wrapped X.509 certificate',
  2: 'PGP Certificate',
  3: 'DNS Signed Key',
  4: 'X.509 Certificate - Signature',
  5: 'X.509 Certificate - Key Exchange',
  6: 'Kerberos Tokens',
  7: 'Certificate Revocation List (CRL)',
  8: 'Authority Revocation List (ARL)',
  9: 'SPKI Certificate',
  10: 'X.509 Certificate - Attribute',
})

/** Certificate encodings of IKEv2. RFC 7296 §3.6. */
export const certificateEncodingV2: Names = names(
  {
    1: 'PKCS #7 wrapped X.509 certificate',
    2: 'PGP Certificate',
    3: 'DNS Signed Key',
    4: 'X.509 Certificate - Signature',
    6: 'Kerberos Token',
    7: 'Certificate Revocation List (CRL)',
    8: 'Authority Revocation List (ARL)',
    9: 'SPKI Certificate',
    10: 'X.509 Certificate - Attribute',
    11: 'Raw RSA Key (DEPRECATED)',
    12: 'Hash and URL of X.509 certificate',
    13: 'Hash and URL of X.509 bundle',
    14: 'OCSP Content',
    15: 'Raw Public Key',
  },
  value => (value >= 201 && value <= 255 ? 'Private Use' : undefined),
)

/**
 * What Windows' log on packages (SSPI, which GSS-API is there) say went wrong. Source: winerror.h, SEC_E_*; the words are ours.
 */
import { type Names, names } from '../../meaning.ts'

/** Status of a GSS-API step. [MS-AIPS] 2.2.3.1. */
export const securityStatus: Names = names({
  0: 'success',
  2148074240: 'SEC_E_INSUFFICIENT_MEMORY',
  2148074242: 'SEC_E_UNSUPPORTED_FUNCTION',
  2148074243: 'SEC_E_TARGET_UNKNOWN: no account has the name that a ticket was asked for',
  2148074244: 'SEC_E_INTERNAL_ERROR: the local security authority cannot be reached',
  2148074245: 'SEC_E_SECPKG_NOT_FOUND',
  2148074248: 'SEC_E_INVALID_TOKEN: the token could not be read',
  2148074252: 'SEC_E_LOGON_DENIED: the log on failed',
  2148074253: 'SEC_E_UNKNOWN_CREDENTIALS: the credentials are not known',
  2148074254: 'SEC_E_NO_CREDENTIALS: there are no credentials to log on with',
  2148074255: 'SEC_E_MESSAGE_ALTERED: the message was changed on its way, or the keys differ',
  2148074256: 'SEC_E_OUT_OF_SEQUENCE',
  2148074257: 'SEC_E_NO_AUTHENTICATING_AUTHORITY: no domain controller could be reached',
  2148074262: 'SEC_E_BAD_PKGID',
  2148074263: 'SEC_E_CONTEXT_EXPIRED: the log on has expired',
  2148074264: 'SEC_E_INCOMPLETE_MESSAGE',
  2148074272: 'SEC_E_INCOMPLETE_CREDENTIALS',
  2148074273: 'SEC_E_BUFFER_TOO_SMALL',
  2148074274: 'SEC_E_WRONG_PRINCIPAL: the peer is not whom the name says',
  2148074276: 'SEC_E_TIME_SKEW: the clocks are too far apart',
  2148074277: 'SEC_E_UNTRUSTED_ROOT: the certificate comes from an authority that is not trusted',
  2148074278: 'SEC_E_ILLEGAL_MESSAGE',
  2148074279: 'SEC_E_CERT_UNKNOWN: the certificate was not accepted',
  2148074280: 'SEC_E_CERT_EXPIRED: the certificate has expired',
  2148074281: 'SEC_E_ENCRYPT_FAILURE',
  2148074288: 'SEC_E_DECRYPT_FAILURE',
  2148074289: 'SEC_E_ALGORITHM_MISMATCH: the two sides share no algorithm',
  2148074290: 'SEC_E_SECURITY_QOS_FAILED',
  2148074296: 'SEC_E_MAX_REFERRALS_EXCEEDED',
  2148074299: 'SEC_E_TOO_MANY_PRINCIPALS',
  2148074306: 'SEC_E_KDC_UNKNOWN_ETYPE: the domain controller does not know the kind of encryption',
  2148074310: 'SEC_E_BAD_BINDINGS',
  2148074312: 'SEC_E_NO_KERB_KEY',
  2148074313: 'SEC_E_CERT_WRONG_USAGE: the certificate is not for this use',
  2148074320: 'SEC_E_DOWNGRADE_DETECTED: the domain controller could not be reached, or somebody weakened the log on',
})

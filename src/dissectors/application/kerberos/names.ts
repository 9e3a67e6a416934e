import { names } from '../../meaning.ts'

/** Application tags of Kerberos messages. RFC 4120 §5.10. */
export const messageName = names({
  1: 'Ticket',
  10: 'AS-REQ',
  11: 'AS-REP',
  12: 'TGS-REQ',
  13: 'TGS-REP',
  14: 'AP-REQ',
  15: 'AP-REP',
  20: 'KRB-SAFE',
  21: 'KRB-PRIV',
  22: 'KRB-CRED',
  30: 'KRB-ERROR',
})

/** How tickets and replies are encrypted. IANA kerberos-parameters; the negative ones are Windows' own. */
export const encryptionType = names({
  1: 'des-cbc-crc',
  2: 'des-cbc-md4',
  3: 'des-cbc-md5',
  5: 'des3-cbc-md5',
  7: 'des3-cbc-sha1',
  16: 'des3-cbc-sha1-kd',
  17: 'aes128-cts-hmac-sha1-96',
  18: 'aes256-cts-hmac-sha1-96',
  19: 'aes128-cts-hmac-sha256-128',
  20: 'aes256-cts-hmac-sha384-192',
  23: 'rc4-hmac',
  24: 'rc4-hmac-exp',
  25: 'camellia128-cts-cmac',
  26: 'camellia256-cts-cmac',
  [-133]: 'rc4-plain',
  [-128]: 'rc4-md4',
})

/** Error codes with what they mean in words, where they explain why a peer could not be authenticated. RFC 4120 §7.5.9, RFC 4556 §3.1.3. */
const errors: Readonly<Record<number, readonly [symbol: string, words?: string]>> = {
  1: ['KDC_ERR_NAME_EXP', 'the client’s account has expired'],
  2: ['KDC_ERR_SERVICE_EXP', 'the service’s account has expired'],
  3: ['KDC_ERR_BAD_PVNO'],
  4: ['KDC_ERR_C_OLD_MAST_KVNO'],
  5: ['KDC_ERR_S_OLD_MAST_KVNO'],
  6: ['KDC_ERR_C_PRINCIPAL_UNKNOWN', 'the domain does not know this client'],
  7: ['KDC_ERR_S_PRINCIPAL_UNKNOWN', 'the domain does not know this service: no such account, or no such service principal name'],
  8: ['KDC_ERR_PRINCIPAL_NOT_UNIQUE', 'more than one account has this service principal name'],
  9: ['KDC_ERR_NULL_KEY'],
  10: ['KDC_ERR_CANNOT_POSTDATE'],
  11: ['KDC_ERR_NEVER_VALID'],
  12: ['KDC_ERR_POLICY', 'the domain’s policy refuses the request'],
  13: ['KDC_ERR_BADOPTION'],
  14: ['KDC_ERR_ETYPE_NOSUPP', 'no kind of encryption that both sides have'],
  15: ['KDC_ERR_SUMTYPE_NOSUPP'],
  16: ['KDC_ERR_PADATA_TYPE_NOSUPP', 'this kind of logon is not supported'],
  17: ['KDC_ERR_TRTYPE_NOSUPP'],
  18: ['KDC_ERR_CLIENT_REVOKED', 'the client’s account is disabled or locked'],
  19: ['KDC_ERR_SERVICE_REVOKED', 'the service’s account is disabled'],
  20: ['KDC_ERR_TGT_REVOKED'],
  21: ['KDC_ERR_CLIENT_NOTYET'],
  22: ['KDC_ERR_SERVICE_NOTYET'],
  23: ['KDC_ERR_KEY_EXPIRED', 'the password has expired'],
  24: ['KDC_ERR_PREAUTH_FAILED', 'wrong password'],
  25: ['KDC_ERR_PREAUTH_REQUIRED', 'asks for proof of the password first, as usual'],
  26: ['KDC_ERR_SERVER_NOMATCH'],
  27: ['KDC_ERR_MUST_USE_USER2USER'],
  28: ['KDC_ERR_PATH_NOT_ACCEPTED'],
  29: ['KDC_ERR_SVC_UNAVAILABLE', 'a service that is needed is not available'],
  31: ['KRB_AP_ERR_BAD_INTEGRITY', 'the ticket does not decrypt to something whole'],
  32: ['KRB_AP_ERR_TKT_EXPIRED', 'the ticket has expired'],
  33: ['KRB_AP_ERR_TKT_NYV', 'the ticket is not valid yet: the clocks may differ'],
  34: ['KRB_AP_ERR_REPEAT', 'the request was seen before'],
  35: ['KRB_AP_ERR_NOT_US', 'the ticket is for somebody else'],
  36: ['KRB_AP_ERR_BADMATCH', 'ticket and authenticator do not belong together'],
  37: ['KRB_AP_ERR_SKEW', 'the clocks of the two sides are too far apart'],
  38: ['KRB_AP_ERR_BADADDR', 'the ticket is for another address'],
  39: ['KRB_AP_ERR_BADVERSION'],
  40: ['KRB_AP_ERR_MSG_TYPE'],
  41: ['KRB_AP_ERR_MODIFIED', 'the ticket is encrypted with another key than the service has: a stale or double account'],
  42: ['KRB_AP_ERR_BADORDER'],
  44: ['KRB_AP_ERR_BADKEYVER', 'the service has no key of this version'],
  45: ['KRB_AP_ERR_NOKEY', 'the service has no key'],
  46: ['KRB_AP_ERR_MUT_FAIL', 'the service could not prove itself'],
  47: ['KRB_AP_ERR_BADDIRECTION'],
  48: ['KRB_AP_ERR_METHOD'],
  49: ['KRB_AP_ERR_BADSEQ'],
  50: ['KRB_AP_ERR_INAPP_CKSUM'],
  51: ['KRB_AP_PATH_NOT_ACCEPTED'],
  52: ['KRB_ERR_RESPONSE_TOO_BIG', 'the answer does not fit UDP: ask again over TCP'],
  60: ['KRB_ERR_GENERIC'],
  61: ['KRB_ERR_FIELD_TOOLONG'],
  62: ['KDC_ERR_CLIENT_NOT_TRUSTED', 'the client’s certificate is not trusted'],
  63: ['KDC_ERR_KDC_NOT_TRUSTED'],
  64: ['KDC_ERR_INVALID_SIG'],
  65: ['KDC_ERR_DH_KEY_PARAMETERS_NOT_ACCEPTED'],
  66: ['KDC_ERR_CERTIFICATE_MISMATCH'],
  67: ['KRB_AP_ERR_NO_TGT'],
  68: ['KDC_ERR_WRONG_REALM', 'another domain is responsible'],
  69: ['KRB_AP_ERR_USER_TO_USER_REQUIRED'],
  70: ['KDC_ERR_CANT_VERIFY_CERTIFICATE'],
  71: ['KDC_ERR_INVALID_CERTIFICATE'],
  72: ['KDC_ERR_REVOKED_CERTIFICATE'],
  73: ['KDC_ERR_REVOCATION_STATUS_UNKNOWN'],
}

/** The symbol of an error. */
export const errorName = names(Object.fromEntries(Object.entries(errors).map(([code, [symbol]]) => [code, symbol])))

/** Symbol and words: `KRB_AP_ERR_SKEW: the clocks of the two sides are too far apart`. */
export function errorText(code: number): string | undefined {
  const [symbol, words] = errors[code] ?? []
  return words ? `${symbol}: ${words}` : symbol
}

/** What a principal's name is. RFC 4120 §6.2, RFC 6111 §3.1. */
export const principalType = names({
  0: 'NT-UNKNOWN',
  1: 'NT-PRINCIPAL',
  2: 'NT-SRV-INST',
  3: 'NT-SRV-HST',
  4: 'NT-SRV-XHST',
  5: 'NT-UID',
  6: 'NT-X500-PRINCIPAL',
  7: 'NT-SMTP-NAME',
  10: 'NT-ENTERPRISE',
  11: 'NT-WELLKNOWN',
})

/**
 * Windows' IPsec errors, as they travel in NOTIFY_STATUS notifies and stand in event 547 (from Vista on 4652 to 4654).
 *
 * Codes and symbols: Microsoft's winerror.h. The words are ours. Windows 2000 numbered the same list from 0xCBAD0320 on:
 * code 13800 + n was 0xCBAD0320 + n there. 13880 was never given a name.
 */

/** One error: its symbol in winerror.h and what it says, in plain words. */
export interface WindowsError {
  readonly symbol: string
  readonly words: string
}

const first = 13800
const firstWindows2000 = 0xcbad0320

/** Finds the error of a NOTIFY_STATUS code, in Windows 2000's numbering too. [MS-IKEE] 2.2.6, 2.2.7. */
export function windowsErrorOf(code: number): WindowsError | undefined {
  const value = code >>> 0
  return windowsErrors[value >= firstWindows2000 && value < firstWindows2000 + 1000 ? value - firstWindows2000 + first : value]
}

/** A NOTIFY_STATUS code as a meaning: the symbol and the words. [MS-IKEE] 2.2.6, 2.2.7. */
export function windowsError(code: number): string | undefined {
  const error = windowsErrorOf(code)
  return error && `${error.symbol}: ${error.words}`
}

const e = (symbol: string, words: string): WindowsError => ({ symbol, words })

/** Error code to symbol and words. winerror.h, 13000-13932. */
export const windowsErrors: Readonly<Record<number, WindowsError>> = {
  13801: e(
    'ERROR_IPSEC_IKE_AUTH_FAIL',
    'The credentials were not accepted: wrong method order, no common CA, or different pre-shared keys',
  ),
  13802: e('ERROR_IPSEC_IKE_ATTRIB_FAIL', 'No proposal suits both sides'),
  13803: e('ERROR_IPSEC_IKE_NEGOTIATION_PENDING', 'The negotiation is still going on'),
  13804: e('ERROR_IPSEC_IKE_GENERAL_PROCESSING_ERROR', 'IKE failed while handling a message'),
  13805: e('ERROR_IPSEC_IKE_TIMED_OUT', 'The negotiation made no progress and timed out'),
  13806: e('ERROR_IPSEC_IKE_NO_CERT', 'No valid machine certificate was found'),
  13807: e('ERROR_IPSEC_IKE_SA_DELETED', 'The peer deleted the SA before it was complete'),
  13808: e('ERROR_IPSEC_IKE_SA_REAPED', 'This side removed the SA before it was complete'),
  13809: e('ERROR_IPSEC_IKE_MM_ACQUIRE_DROP', 'The request waited too long for its Main Mode'),
  13810: e('ERROR_IPSEC_IKE_QM_ACQUIRE_DROP', 'The request waited too long for its Quick Mode'),
  13811: e('ERROR_IPSEC_IKE_QUEUE_DROP_MM', 'The request was dropped from the queue during Main Mode'),
  13812: e('ERROR_IPSEC_IKE_QUEUE_DROP_NO_MM', 'The request was dropped from the queue before Main Mode'),
  13813: e('ERROR_IPSEC_IKE_DROP_NO_RESPONSE', 'The peer did not answer'),
  13814: e('ERROR_IPSEC_IKE_MM_DELAY_DROP', 'Main Mode took too long'),
  13815: e('ERROR_IPSEC_IKE_QM_DELAY_DROP', 'Quick Mode took too long'),
  13816: e('ERROR_IPSEC_IKE_ERROR', 'An unknown error'),
  13817: e('ERROR_IPSEC_IKE_CRL_FAILED', 'A certificate could not be checked for revocation'),
  13818: e('ERROR_IPSEC_IKE_INVALID_KEY_USAGE', 'The certificate does not allow this use of its key'),
  13819: e('ERROR_IPSEC_IKE_INVALID_CERT_TYPE', 'The certificate is of the wrong type'),
  13820: e('ERROR_IPSEC_IKE_NO_PRIVATE_KEY', 'The private key of the machine certificate is missing'),
  13821: e('ERROR_IPSEC_IKE_SIMULTANEOUS_REKEY', 'Both sides rekeyed at the same time'),
  13822: e('ERROR_IPSEC_IKE_DH_FAIL', 'The Diffie-Hellman computation failed'),
  13823: e('ERROR_IPSEC_IKE_CRITICAL_PAYLOAD_NOT_RECOGNIZED', 'A payload marked critical was not recognised'),
  13824: e('ERROR_IPSEC_IKE_INVALID_HEADER', 'The IKE header is not valid'),
  13825: e('ERROR_IPSEC_IKE_NO_POLICY', 'No policy covers this peer'),
  13826: e('ERROR_IPSEC_IKE_INVALID_SIGNATURE', 'The signature did not verify'),
  13827: e('ERROR_IPSEC_IKE_KERBEROS_ERROR', 'Kerberos failed: look for a KRB-ERROR, a clock skew or an unreachable domain controller'),
  13828: e('ERROR_IPSEC_IKE_NO_PUBLIC_KEY', 'The certificate has no public key'),
  13829: e('ERROR_IPSEC_IKE_PROCESS_ERR', 'A payload could not be handled'),
  13830: e('ERROR_IPSEC_IKE_PROCESS_ERR_SA', 'The SA payload could not be handled'),
  13831: e('ERROR_IPSEC_IKE_PROCESS_ERR_PROP', 'The Proposal payload could not be handled'),
  13832: e('ERROR_IPSEC_IKE_PROCESS_ERR_TRANS', 'The Transform payload could not be handled'),
  13833: e('ERROR_IPSEC_IKE_PROCESS_ERR_KE', 'The Key Exchange payload could not be handled'),
  13834: e('ERROR_IPSEC_IKE_PROCESS_ERR_ID', 'The Identification payload could not be handled'),
  13835: e('ERROR_IPSEC_IKE_PROCESS_ERR_CERT', 'The Certificate payload could not be handled'),
  13836: e('ERROR_IPSEC_IKE_PROCESS_ERR_CERT_REQ', 'The Certificate Request payload could not be handled'),
  13837: e('ERROR_IPSEC_IKE_PROCESS_ERR_HASH', 'The Hash payload could not be handled'),
  13838: e('ERROR_IPSEC_IKE_PROCESS_ERR_SIG', 'The Signature payload could not be handled'),
  13839: e('ERROR_IPSEC_IKE_PROCESS_ERR_NONCE', 'The Nonce payload could not be handled'),
  13840: e('ERROR_IPSEC_IKE_PROCESS_ERR_NOTIFY', 'The Notification payload could not be handled'),
  13841: e('ERROR_IPSEC_IKE_PROCESS_ERR_DELETE', 'The Delete payload could not be handled'),
  13842: e('ERROR_IPSEC_IKE_PROCESS_ERR_VENDOR', 'The Vendor ID payload could not be handled'),
  13843: e('ERROR_IPSEC_IKE_INVALID_PAYLOAD', 'A payload is not valid'),
  13844: e('ERROR_IPSEC_IKE_LOAD_SOFT_SA', 'A soft SA was made: the traffic fell back to clear text'),
  13845: e('ERROR_IPSEC_IKE_SOFT_SA_TORN_DOWN', 'The soft SA ended: the traffic no longer goes in clear text'),
  13846: e('ERROR_IPSEC_IKE_INVALID_COOKIE', 'The cookie is unknown: the peer may have restarted'),
  13847: e('ERROR_IPSEC_IKE_NO_PEER_CERT', 'The peer sent no valid machine certificate'),
  13848: e('ERROR_IPSEC_IKE_PEER_CRL_FAILED', "The peer's certificate could not be checked for revocation"),
  13849: e('ERROR_IPSEC_IKE_POLICY_CHANGE', 'A change of policy removed the SA'),
  13850: e('ERROR_IPSEC_IKE_NO_MM_POLICY', 'No Main Mode policy was found'),
  13851: e('ERROR_IPSEC_IKE_NOTCBPRIV', 'The service lacks the TCB privilege'),
  13852: e('ERROR_IPSEC_IKE_SECLOADFAIL', 'The security support library could not be loaded'),
  13853: e('ERROR_IPSEC_IKE_FAILSSPINIT', 'The security package could not be initialised'),
  13854: e('ERROR_IPSEC_IKE_FAILQUERYSSP', 'The security package could not be queried'),
  13855: e('ERROR_IPSEC_IKE_SRVACQFAIL', "The server's credentials could not be acquired"),
  13856: e('ERROR_IPSEC_IKE_SRVQUERYCRED', "The server's credentials could not be queried"),
  13857: e('ERROR_IPSEC_IKE_GETSPIFAIL', 'The driver gave no SPI: it has no matching filter'),
  13858: e('ERROR_IPSEC_IKE_INVALID_FILTER', 'The filter is not valid'),
  13859: e('ERROR_IPSEC_IKE_OUT_OF_MEMORY', 'Out of memory'),
  13860: e('ERROR_IPSEC_IKE_ADD_UPDATE_KEY_FAILED', 'The driver refused the SA: the negotiation may have taken too long'),
  13861: e('ERROR_IPSEC_IKE_INVALID_POLICY', 'The policy is not valid'),
  13862: e('ERROR_IPSEC_IKE_UNKNOWN_DOI', 'The domain of interpretation is not known'),
  13863: e('ERROR_IPSEC_IKE_INVALID_SITUATION', 'The situation is not supported'),
  13864: e('ERROR_IPSEC_IKE_DH_FAILURE', 'Diffie-Hellman failed'),
  13865: e('ERROR_IPSEC_IKE_INVALID_GROUP', 'The Diffie-Hellman group is not valid'),
  13866: e('ERROR_IPSEC_IKE_ENCRYPT', 'A payload could not be encrypted'),
  13867: e('ERROR_IPSEC_IKE_DECRYPT', 'A payload could not be decrypted: the keys differ, as with different pre-shared keys'),
  13868: e('ERROR_IPSEC_IKE_POLICY_MATCH', 'Filters or proposals of the two sides do not match'),
  13869: e('ERROR_IPSEC_IKE_UNSUPPORTED_ID', 'The type of identity is not supported'),
  13870: e('ERROR_IPSEC_IKE_INVALID_HASH', 'The hash did not verify: different pre-shared keys, or a changed message'),
  13871: e('ERROR_IPSEC_IKE_INVALID_HASH_ALG', 'The hash algorithm is not supported'),
  13872: e('ERROR_IPSEC_IKE_INVALID_HASH_SIZE', 'The hash has the wrong length'),
  13873: e('ERROR_IPSEC_IKE_INVALID_ENCRYPT_ALG', 'The encryption algorithm is not supported'),
  13874: e('ERROR_IPSEC_IKE_INVALID_AUTH_ALG', 'The authentication method is not supported'),
  13875: e('ERROR_IPSEC_IKE_INVALID_SIG', 'The signature of the certificate is not valid'),
  13876: e('ERROR_IPSEC_IKE_LOAD_FAILED', 'The IKE service could not be loaded'),
  13877: e('ERROR_IPSEC_IKE_RPC_DELETE', 'An administrator deleted the SA'),
  13878: e('ERROR_IPSEC_IKE_BENIGN_REINIT', 'IKE restarted itself; nothing is wrong'),
  13879: e('ERROR_IPSEC_IKE_INVALID_RESPONDER_LIFETIME_NOTIFY', "The responder's lifetime is below what policy allows"),
  13881: e('ERROR_IPSEC_IKE_INVALID_CERT_KEYLEN', "The certificate's key is too short"),
  13882: e('ERROR_IPSEC_IKE_MM_LIMIT', 'Too many Main Mode SAs with this peer'),
  13883: e('ERROR_IPSEC_IKE_NEGOTIATION_DISABLED', 'Policy turns negotiation with this peer off'),
  13884: e('ERROR_IPSEC_IKE_QM_LIMIT', 'The Main Mode SA has served as many Quick Modes as it may'),
  13885: e('ERROR_IPSEC_IKE_MM_EXPIRED', 'The Main Mode SA expired or was deleted by the peer'),
  13886: e('ERROR_IPSEC_IKE_PEER_MM_ASSUMED_INVALID', 'The peer seems to have lost its Main Mode SA: it restarted or failed over'),
  13887: e('ERROR_IPSEC_IKE_CERT_CHAIN_POLICY_MISMATCH', "The certificate's chain does not satisfy the policy"),
  13888: e('ERROR_IPSEC_IKE_UNEXPECTED_MESSAGE_ID', 'The message ID is not the expected one'),
  13889: e('ERROR_IPSEC_IKE_INVALID_AUTH_PAYLOAD', 'The authentication payload is not valid'),
  13890: e('ERROR_IPSEC_IKE_DOS_COOKIE_SENT', 'A cookie was sent back because of load; the peer has to start again with it'),
  13891: e('ERROR_IPSEC_IKE_SHUTTING_DOWN', 'The IKE service is stopping'),
  13892: e('ERROR_IPSEC_IKE_CGA_AUTH_FAILED', 'The cryptographically generated address did not verify'),
  13893: e('ERROR_IPSEC_IKE_PROCESS_ERR_NATOA', 'The NAT original address payload could not be handled'),
  13894: e('ERROR_IPSEC_IKE_INVALID_MM_FOR_QM', 'The Main Mode SA does not fit this Quick Mode'),
  13895: e('ERROR_IPSEC_IKE_QM_EXPIRED', 'The Quick Mode SA expired'),
  13896: e('ERROR_IPSEC_IKE_TOO_MANY_FILTERS', 'Too many dynamic filters'),
  13898: e('ERROR_IPSEC_IKE_KILL_DUMMY_NAP_TUNNEL', 'The placeholder tunnel of network access protection was removed'),
  13899: e('ERROR_IPSEC_IKE_INNER_IP_ASSIGNMENT_FAILURE', 'No inner address could be assigned'),
  13900: e('ERROR_IPSEC_IKE_REQUIRE_CP_PAYLOAD_MISSING', 'A required configuration payload is missing'),
  13901: e('ERROR_IPSEC_KEY_MODULE_IMPERSONATION_NEGOTIATION_PENDING', "A negotiation in the user's name is still going on"),
  13902: e('ERROR_IPSEC_IKE_COEXISTENCE_SUPPRESS', 'Given up because the other keying module won; nothing is wrong'),
  13903: e('ERROR_IPSEC_IKE_RATELIMIT_DROP', 'Dropped by rate limiting'),
  13904: e('ERROR_IPSEC_IKE_PEER_DOESNT_SUPPORT_MOBIKE', 'The peer does not support MOBIKE'),
  13905: e(
    'ERROR_IPSEC_IKE_AUTHORIZATION_FAILURE',
    'The peer is known but not allowed: it lacks the right to access this computer from the network',
  ),
  13906: e('ERROR_IPSEC_IKE_STRONG_CRED_AUTHORIZATION_FAILURE', 'A stronger credential is required'),
  13907: e('ERROR_IPSEC_IKE_AUTHORIZATION_FAILURE_WITH_OPTIONAL_RETRY', 'Not allowed with these credentials; a stronger one may be tried'),
  13908: e(
    'ERROR_IPSEC_IKE_STRONG_CRED_AUTHORIZATION_AND_CERTMAP_FAILURE',
    'A stronger credential is required, and the certificate maps to no account',
  ),
  13910: e('ERROR_IPSEC_BAD_SPI', 'An IPsec packet carried an SPI that is not known'),
  13911: e('ERROR_IPSEC_SA_LIFETIME_EXPIRED', 'An IPsec packet came after its SA expired'),
  13912: e('ERROR_IPSEC_WRONG_SA', 'An IPsec packet came on an SA that is not meant for it'),
  13913: e('ERROR_IPSEC_REPLAY_CHECK_FAILED', 'An IPsec packet failed the replay check'),
  13914: e('ERROR_IPSEC_INVALID_PACKET', 'An IPsec packet is not valid'),
  13915: e('ERROR_IPSEC_INTEGRITY_CHECK_FAILED', 'An IPsec packet failed its integrity check'),
  13916: e('ERROR_IPSEC_CLEAR_TEXT_DROP', 'Clear text came where IPsec is required'),
  13917: e('ERROR_IPSEC_AUTH_FIREWALL_DROP', 'The firewall dropped a packet that must be authenticated'),
  13918: e('ERROR_IPSEC_THROTTLE_DROP', 'Dropped by throttling'),
  13925: e('ERROR_IPSEC_DOSP_BLOCK', 'Blocked by denial-of-service protection'),
  13926: e('ERROR_IPSEC_DOSP_RECEIVED_MULTICAST', 'Denial-of-service protection dropped a multicast packet'),
  13927: e('ERROR_IPSEC_DOSP_INVALID_PACKET', 'Denial-of-service protection dropped an invalid packet'),
  13928: e('ERROR_IPSEC_DOSP_STATE_LOOKUP_FAILED', 'Denial-of-service protection knows no state for the packet'),
  13929: e('ERROR_IPSEC_DOSP_MAX_ENTRIES', 'Denial-of-service protection is full'),
  13930: e('ERROR_IPSEC_DOSP_KEYMOD_NOT_ALLOWED', 'Denial-of-service protection does not allow this keying module'),
  13931: e('ERROR_IPSEC_DOSP_NOT_INSTALLED', 'Denial-of-service protection is not installed'),
  13932: e('ERROR_IPSEC_DOSP_MAX_PER_IP_RATELIMIT_QUEUES', 'Denial-of-service protection has no more queues for single addresses'),
}

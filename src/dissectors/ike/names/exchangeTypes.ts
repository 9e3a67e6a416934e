/**
 * Exchange types. The ISAKMP header has a single field for them in all versions; 34 and above are IKEv2's only where the
 * header says version 2, for in version 1 they belong to the domain of interpretation.
 *
 * Sources: RFC 2408 §3.1 and IANA ipsec-registry "ISAKMP Exchange Types" (0-5), draft-dukes-ike-mode-cfg-02 (6),
 * RFC 2409 appendix A (32, 33), IANA ikev2-parameters "IKEv2 Exchange Types" (34-44), [MS-AIPS] 2.2.1 (243-246),
 * RFC 6407 §3 and §4, RFC 8263 §3 (what 32, 33 and 35 are called in the GDOI DOI).
 */
import { type Meaning, names } from '../../meaning.ts'

/** Exchange type of any version. RFC 2408 §3.1, RFC 7296 §3.1. */
export const exchangeType = names(
  {
    0: 'NONE',
    1: 'Base',
    2: 'Identity Protection',
    3: 'Authentication Only',
    4: 'Aggressive',
    5: 'Informational',
    6: 'Transaction',
    32: 'Quick Mode',
    33: 'New Group Mode',
    34: 'IKE_SA_INIT',
    35: 'IKE_AUTH',
    36: 'CREATE_CHILD_SA',
    37: 'INFORMATIONAL',
    38: 'IKE_SESSION_RESUME',
    39: 'GSA_AUTH',
    40: 'GSA_REGISTRATION',
    41: 'GSA_REKEY',
    42: 'GSA_INBAND_REKEY',
    43: 'IKE_INTERMEDIATE',
    44: 'IKE_FOLLOWUP_KE',
    243: 'AuthIP Main Mode',
    244: 'AuthIP Quick Mode',
    245: 'AuthIP Extended Mode',
    246: 'AuthIP Notify',
  },
  value => {
    if (value >= 240 && value <= 255) return 'Private Use'
    if (value >= 7 && value <= 31) return 'ISAKMP Future Use'
    return undefined
  },
)

/** Exchange type of version 1: none of IKEv2's. RFC 2408 §3.1. */
export const exchangeTypeV1: Meaning<number> = value => (value >= 34 && value <= 44 ? undefined : exchangeType(value))

/** The exchanges of GDOI, which share the numbers of Quick Mode and New Group Mode. RFC 6407 §3, §4, RFC 8263. */
export const exchangeTypeGdoi = names({ 32: 'GROUPKEY-PULL', 33: 'GROUPKEY-PUSH', 35: 'GROUPKEY-PUSH-ACK' }, exchangeTypeV1)

/**
 * Identification types.
 *
 * Sources: RFC 2407 §4.6.2.1 and IANA isakmp-registry "IPSEC Identification Type" (1-12; 12 from RFC 3554), [MS-IKEE] 2.2.5
 * (250); IANA ikev2-parameters "Identification Payload ID Types" (RFC 7296 §3.5, RFC 4595, RFC 7619).
 */
import { type Names, names } from '../../meaning.ts'

/** ID types of IKEv1. RFC 2407 §4.6.2.1. */
export const idTypeV1: Names = names(
  {
    1: 'ID_IPV4_ADDR',
    2: 'ID_FQDN',
    3: 'ID_USER_FQDN',
    4: 'ID_IPV4_ADDR_SUBNET',
    5: 'ID_IPV6_ADDR',
    6: 'ID_IPV6_ADDR_SUBNET',
    7: 'ID_IPV4_ADDR_RANGE',
    8: 'ID_IPV6_ADDR_RANGE',
    9: 'ID_DER_ASN1_DN',
    10: 'ID_DER_ASN1_GN',
    11: 'ID_KEY_ID',
    12: 'ID_LIST',
    250: 'ID_IPV6_CGA',
  },
  value => (value >= 249 && value <= 255 ? 'Private Use' : undefined),
)

/** ID types of IKEv2. RFC 7296 §3.5. */
export const idTypeV2: Names = names(
  {
    1: 'ID_IPV4_ADDR',
    2: 'ID_FQDN',
    3: 'ID_RFC822_ADDR',
    5: 'ID_IPV6_ADDR',
    9: 'ID_DER_ASN1_DN',
    10: 'ID_DER_ASN1_GN',
    11: 'ID_KEY_ID',
    12: 'ID_FC_NAME',
    13: 'ID_NULL',
  },
  value => (value >= 201 && value <= 255 ? 'Private Use' : undefined),
)

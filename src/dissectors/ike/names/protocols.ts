/**
 * Security protocols of proposals, notifies and deletes.
 *
 * Sources: RFC 2407 §4.4.1, RFC 4705 and IANA isakmp-registry "IPSEC Security Protocol Identifiers"; IANA ikev2-parameters
 * "Security Protocol Identifiers" (RFC 7296 §3.3.1, RFC 4595, RFC 9838).
 */
import { type Names, names } from '../../meaning.ts'

/** Protocol-ID of IKEv1. RFC 2407 §4.4.1. */
export const protocolIdV1: Names = names(
  {
    1: 'PROTO_ISAKMP',
    2: 'PROTO_IPSEC_AH',
    3: 'PROTO_IPSEC_ESP',
    4: 'PROTO_IPCOMP',
    5: 'PROTO_GIGABEAM_RADIO',
  },
  value => (value >= 249 && value <= 255 ? 'Private Use' : undefined),
)

/** Protocol ID of IKEv2. RFC 7296 §3.3.1. */
export const protocolIdV2: Names = names(
  {
    1: 'IKE',
    2: 'AH',
    3: 'ESP',
    4: 'FC_ESP_HEADER',
    5: 'FC_CT_AUTHENTICATION',
    6: 'GIKE_UPDATE',
  },
  value => (value >= 201 && value <= 255 ? 'Private Use' : undefined),
)

/**
 * Attributes of phase 2 (IPsec DOI) transforms and their values.
 *
 * Sources: RFC 2407 §4.5, RFC 3947 §5.1 (UDP encapsulation), RFC 3168 (10), RFC 4304 (11), RFC 4359 (12, 13), RFC 6407 (14, 15);
 * IANA isakmp-registry "IPSEC Security Association Attributes" and its value registries. 61443 and 61444 are the NAT-T drafts',
 * 61440 is Check Point's, 32001 is labelled IPsec's security context.
 */
import { type Names, names } from '../../meaning.ts'
import { groupV1 } from './groups.ts'

/** Attribute types of a phase 2 transform. RFC 2407 §4.5. */
export const attributeTypeIpsec: Names = names(
  {
    1: 'SA Life Type',
    2: 'SA Life Duration',
    3: 'Group Description',
    4: 'Encapsulation Mode',
    5: 'Authentication Algorithm',
    6: 'Key Length',
    7: 'Key Rounds',
    8: 'Compress Dictionary Size',
    9: 'Compress Private Algorithm',
    10: 'ECN Tunnel',
    11: 'Extended (64-bit) Sequence Number',
    12: 'Authentication Key Length',
    13: 'Signature Encoding Algorithm',
    14: 'Address Preservation',
    15: 'SA Direction',
    32001: 'Security Context',
  },
  value => (value >= 32001 && value <= 32767 ? 'Private Use' : undefined),
)

/** Attribute 1. RFC 2407 §4.5. */
export const lifeTypeIpsec: Names = names({ 1: 'seconds', 2: 'kilobytes' })

/** Attribute 4. RFC 2407 §4.5, RFC 3947 §5.1. */
export const encapsulationMode: Names = names(
  {
    1: 'Tunnel',
    2: 'Transport',
    3: 'UDP-Encapsulated-Tunnel',
    4: 'UDP-Encapsulated-Transport',
    61440: 'UDP Encapsulation (Check Point)',
    61443: 'UDP-Encapsulated-Tunnel (draft)',
    61444: 'UDP-Encapsulated-Transport (draft)',
  },
  value => (value >= 61440 && value <= 65535 ? 'Private Use' : undefined),
)

/** Attribute 5. RFC 2407 §4.5, IANA isakmp-registry "Authentication Algorithm". */
export const authenticationAlgorithm: Names = names(
  {
    1: 'HMAC-MD5',
    2: 'HMAC-SHA',
    3: 'DES-MAC',
    4: 'KPDK',
    5: 'HMAC-SHA2-256',
    6: 'HMAC-SHA2-384',
    7: 'HMAC-SHA2-512',
    8: 'HMAC-RIPEMD',
    9: 'AES-XCBC-MAC',
    10: 'SIG-RSA',
    11: 'AES-128-GMAC',
    12: 'AES-192-GMAC',
    13: 'AES-256-GMAC',
  },
  value => (value >= 61440 && value <= 65535 ? 'Private Use' : undefined),
)

/** Attribute 10. RFC 3168 §9.2.1.2. */
export const ecnTunnel: Names = names({ 1: 'Allowed', 2: 'Forbidden' })

/** Attribute 11. RFC 4304 §2. */
export const extendedSequenceNumber: Names = names({ 1: '64-bit Sequence Number' })

/** Attribute 13. RFC 4359 §7. */
export const signatureEncoding: Names = names({ 1: 'RSASSA-PKCS1-v1_5', 2: 'RSASSA-PSS' })

/** Attribute 14. RFC 6407 §5.5.1.1.1. */
export const addressPreservation: Names = names({ 1: 'None', 2: 'Source-Only', 3: 'Destination-Only', 4: 'Source-and-Destination' })

/** Attribute 15. RFC 6407 §5.5.1.1.2. */
export const saDirection: Names = names({ 1: 'Sender-Only', 2: 'Receiver-Only', 3: 'Symmetric' })

/** What the value of a phase 2 attribute means, by attribute type. */
export const attributeValueIpsec: Readonly<Record<number, Names>> = {
  1: lifeTypeIpsec,
  3: groupV1,
  4: encapsulationMode,
  5: authenticationAlgorithm,
  10: ecnTunnel,
  11: extendedSequenceNumber,
  13: signatureEncoding,
  14: addressPreservation,
  15: saDirection,
}

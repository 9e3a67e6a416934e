/**
 * IKEv1 notify message types.
 *
 * Sources: RFC 2408 §3.14.1 and IANA ipsec-registry (1-30, 16384), RFC 2407 §4.6.3 and IANA isakmp-registry (24576-24578),
 * RFC 3706 §5 (36136, 36137), the private numbers that Cisco, Juniper and the Unity clients put on the wire (names as their
 * debug output has them), [MS-IKEE] 2.2.6 (40003-40005) and [MS-AIPS] 2.2.3.5 (40005, 40020-40024).
 */
import { type Names, names } from '../../meaning.ts'

const blocks = (value: number): string | undefined => {
  if (value < 1 || value > 65535) return undefined
  if (value <= 8191) return 'RESERVED (Future Use)'
  if (value <= 16383) return 'Private Use (error)'
  if (value <= 24575) return 'RESERVED (Future Use)'
  if (value <= 32767) return 'DOI-specific codes'
  if (value <= 40959) return 'Private Use (status)'
  return 'RESERVED (Future Use)'
}

/** Notify message types of IKEv1. RFC 2408 §3.14.1, RFC 2407 §4.6.3. */
export const notifyTypeV1: Names = names(
  {
    1: 'INVALID-PAYLOAD-TYPE',
    2: 'DOI-NOT-SUPPORTED',
    3: 'SITUATION-NOT-SUPPORTED',
    4: 'INVALID-COOKIE',
    5: 'INVALID-MAJOR-VERSION',
    6: 'INVALID-MINOR-VERSION',
    7: 'INVALID-EXCHANGE-TYPE',
    8: 'INVALID-FLAGS',
    9: 'INVALID-MESSAGE-ID',
    10: 'INVALID-PROTOCOL-ID',
    11: 'INVALID-SPI',
    12: 'INVALID-TRANSFORM-ID',
    13: 'ATTRIBUTES-NOT-SUPPORTED',
    14: 'NO-PROPOSAL-CHOSEN',
    15: 'BAD-PROPOSAL-SYNTAX',
    16: 'PAYLOAD-MALFORMED',
    17: 'INVALID-KEY-INFORMATION',
    18: 'INVALID-ID-INFORMATION',
    19: 'INVALID-CERT-ENCODING',
    20: 'INVALID-CERTIFICATE',
    21: 'CERT-TYPE-UNSUPPORTED',
    22: 'INVALID-CERT-AUTHORITY',
    23: 'INVALID-HASH-INFORMATION',
    24: 'AUTHENTICATION-FAILED',
    25: 'INVALID-SIGNATURE',
    26: 'ADDRESS-NOTIFICATION',
    27: 'NOTIFY-SA-LIFETIME',
    28: 'CERTIFICATE-UNAVAILABLE',
    29: 'UNSUPPORTED-EXCHANGE-TYPE',
    30: 'UNEQUAL-PAYLOAD-LENGTHS',
    16384: 'CONNECTED',
    24576: 'RESPONDER-LIFETIME',
    24577: 'REPLAY-STATUS',
    24578: 'INITIAL-CONTACT',
    30000: 'CISCO-HELLO',
    30001: 'CISCO-WWTEBR',
    30002: 'CISCO-SHUT-UP',
    32768: 'IOS-KEEP-ALIVE-REQ',
    32769: 'IOS-KEEP-ALIVE-ACK',
    36136: 'R-U-THERE',
    36137: 'R-U-THERE-ACK',
    40001: 'NETSCREEN-NHTB-INFORM',
    40003: 'NOTIFY_STATUS',
    40004: 'NOTIFY_DOS_COOKIE',
    40005: 'EXCHANGE_INFO',
    40501: 'UNITY-LOAD-BALANCE',
    40502: 'UNITY-UNKNOWN',
    40503: 'UNITY-GROUP-HASH',
  },
  blocks,
)

/** Notify message types of AuthIP exchanges, where Microsoft's private numbers differ from its IKEv1. [MS-AIPS] 2.2.3.5. */
export const notifyTypeAuthIp: Names = names(
  {
    40005: 'EXCHANGE_INFO',
    40020: 'NOTIFY_STATUS',
    40021: 'NOTIFY_DOS_COOKIE',
    40022: 'NOTIFY_ACK',
    40023: 'NOTIFY_QM_SYNCHRONIZE',
    40024: 'NOTIFY_ACQUIRE',
  },
  notifyTypeV1,
)

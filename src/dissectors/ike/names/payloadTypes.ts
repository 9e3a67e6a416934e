/**
 * Payload types. 1-22 belong to IKEv1, 33 and up to IKEv2, 128 and up to whoever took them.
 *
 * Sources: RFC 2408 §3.1 (1-13), draft-dukes-ike-mode-cfg-02 (14), RFC 3547 and RFC 6407 (15-19, 22), RFC 3947 (20, 21),
 * draft-ietf-ipsec-isakmp-gss-auth-07 (129), the NAT-T drafts (130, 131; 15 and 16 in drafts 04 to 08),
 * [MS-IKEE] 2.2.3.1 (132), [MS-AIPS] 2.2.3 (133-137); IANA ikev2-parameters "IKEv2 Payload Types" (33-54),
 * [MS-IKEE] 2.2.9 (200).
 */
import { type Names, names } from '../../meaning.ts'

const privateUse = (value: number) => (value >= 128 && value <= 255 ? 'Private Use' : undefined)

/** IKEv1 payload types, AuthIP's included. RFC 2408 §3.1. */
export const payloadTypeV1: Names = names(
  {
    0: 'NONE',
    1: 'Security Association',
    2: 'Proposal',
    3: 'Transform',
    4: 'Key Exchange',
    5: 'Identification',
    6: 'Certificate',
    7: 'Certificate Request',
    8: 'Hash',
    9: 'Signature',
    10: 'Nonce',
    11: 'Notification',
    12: 'Delete',
    13: 'Vendor ID',
    14: 'Attributes',
    15: 'SA KEK Payload',
    16: 'SA TEK Payload',
    17: 'Key Download',
    18: 'Sequence Number',
    19: 'Proof of Possession',
    20: 'NAT Discovery',
    21: 'NAT Original Address',
    22: 'Group Associated Policy',
    129: 'GSS-API Token',
    130: 'NAT Discovery (draft)',
    131: 'NAT Original Address (draft)',
    132: 'Fragment',
    133: 'Crypto',
    134: 'GSS-ID',
    135: 'Auth',
    136: 'Key Dictation',
    137: 'Key Dictation Weight',
  },
  privateUse,
)

/** IKEv1 payload types with 15 and 16 as NAT-T drafts 04 to 08 used them, for peers that announced one of those. */
export const payloadTypeNatTDraft: Names = names({ 15: 'NAT Discovery (draft)', 16: 'NAT Original Address (draft)' }, payloadTypeV1)

/** IKEv2 payload types. RFC 7296 §3.2. */
export const payloadTypeV2: Names = names(
  {
    0: 'No Next Payload',
    33: 'Security Association',
    34: 'Key Exchange',
    35: 'Identification - Initiator',
    36: 'Identification - Responder',
    37: 'Certificate',
    38: 'Certificate Request',
    39: 'Authentication',
    40: 'Nonce',
    41: 'Notify',
    42: 'Delete',
    43: 'Vendor ID',
    44: 'Traffic Selector - Initiator',
    45: 'Traffic Selector - Responder',
    46: 'Encrypted and Authenticated',
    47: 'Configuration',
    48: 'Extensible Authentication',
    49: 'Generic Secure Password Method',
    50: 'Group Identification',
    51: 'Group Security Association',
    52: 'Key Download',
    53: 'Encrypted and Authenticated Fragment',
    54: 'Puzzle Solution',
    200: 'Correlation',
  },
  privateUse,
)

/** Whether a type is in use in IKEv2: a message that begins with another one is none. */
export function isPayloadTypeV2(type: number): boolean {
  return type > 0 && payloadTypeV2.entries[type] !== undefined
}

/** Whether a type is in use in any version. */
export function isPayloadType(type: number): boolean {
  return isPayloadTypeV2(type) || (type > 0 && payloadTypeV1.entries[type] !== undefined)
}

/**
 * Group keys of GDOI, IKEv1's exchanges on port 848. Sources: RFC 6407 §5.3 to §5.7 and IANA gdoi-payloads.
 */
import { type Names, names } from '../../meaning.ts'

/** Attributes of the SA KEK payload. RFC 6407 §5.3; 9: RFC 8263 §2. */
export const kekAttribute: Names = names({
  1: 'KEK_MANAGEMENT_ALGORITHM',
  2: 'KEK_ALGORITHM',
  3: 'KEK_KEY_LENGTH',
  4: 'KEK_KEY_LIFETIME',
  5: 'SIG_HASH_ALGORITHM',
  6: 'SIG_ALGORITHM',
  7: 'SIG_KEY_LENGTH',
  8: 'KE_OAKLEY_GROUP (RFC 3547)',
  9: 'KEK_ACK_REQUESTED',
})

/** What the value of a KEK attribute means, by attribute type. RFC 6407 §5.3.1 to §5.3.6. */
export const kekAttributeValue: Readonly<Record<number, Names>> = {
  1: names({ 1: 'LKH' }),
  2: names({ 1: 'KEK_ALG_DES', 2: 'KEK_ALG_3DES', 3: 'KEK_ALG_AES' }),
  5: names({ 1: 'SIG_HASH_MD5', 2: 'SIG_HASH_SHA1', 3: 'SIG_HASH_SHA256', 4: 'SIG_HASH_SHA384', 5: 'SIG_HASH_SHA512' }),
  6: names({
    1: 'SIG_ALG_RSA',
    2: 'SIG_ALG_DSS',
    3: 'SIG_ALG_ECDSS',
    4: 'SIG_ALG_ECDSA-256',
    5: 'SIG_ALG_ECDSA-384',
    6: 'SIG_ALG_ECDSA-521',
  }),
}

/** Attributes of the Group Associated Policy payload. RFC 6407 §5.4. */
export const gapAttribute: Names = names({ 1: 'ACTIVATION_TIME_DELAY', 2: 'DEACTIVATION_TIME_DELAY', 3: 'SENDER_ID_REQUEST' })

/** Protocol-ID of the SA TEK payload. RFC 6407 §5.5; 3: RFC 8052. */
export const tekProtocol: Names = names({ 1: 'GDOI_PROTO_IPSEC_ESP', 2: 'GDOI_PROTO_IPSEC_AH', 3: 'GDOI_PROTO_IEC_61850' })

/** Key packet types of the Key Download payload. RFC 6407 §5.6. */
export const keyDownloadType: Names = names({ 1: 'TEK', 2: 'KEK', 3: 'LKH', 4: 'SID' })

/** Attributes of a key packet, by its type. RFC 6407 §5.6.1 to §5.6.4. */
export const keyDownloadAttribute: Readonly<Record<number, Names>> = {
  1: names({ 1: 'TEK_ALGORITHM_KEY', 2: 'TEK_INTEGRITY_KEY', 3: 'TEK_SOURCE_AUTH_KEY' }),
  2: names({ 1: 'KEK_ALGORITHM_KEY', 2: 'SIG_ALGORITHM_KEY' }),
  3: names({ 1: 'LKH_DOWNLOAD_ARRAY', 2: 'LKH_UPDATE_ARRAY', 3: 'SIG_ALGORITHM_KEY' }),
  4: names({ 1: 'NUMBER_OF_SID_BITS', 2: 'SID_VALUE' }),
}

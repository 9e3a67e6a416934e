/**
 * Transform types of IKEv2 and their identifiers.
 *
 * Sources: IANA ikev2-parameters "Transform Type Values", "Transform Attribute Types" and "Transform Type 1, 2, 3, 5, 13, 14
 * Transform IDs" (July 2026; type 4 is in groups). RFC 9827 renamed type 5 from Extended Sequence Numbers to Sequence Numbers.
 * Private numbers (1024 and up) are those strongSwan and libreswan document, with the implementation's name beside them.
 */
import { type Names, names } from '../../meaning.ts'
import { keyExchangeMethod } from './groups.ts'

const privateUse = (value: number) => (value >= 1024 && value <= 65535 ? 'Private Use' : undefined)

/** Transform types. RFC 7296 §3.3.2, RFC 9370 §3, RFC 9838. */
export const transformType: Names = names(
  {
    1: 'Encryption Algorithm (ENCR)',
    2: 'Pseudo-random Function (PRF)',
    3: 'Integrity Algorithm (INTEG)',
    4: 'Key Exchange Method (KE)',
    5: 'Sequence Numbers (SN)',
    6: 'Additional Key Exchange 1 (ADDKE1)',
    7: 'Additional Key Exchange 2 (ADDKE2)',
    8: 'Additional Key Exchange 3 (ADDKE3)',
    9: 'Additional Key Exchange 4 (ADDKE4)',
    10: 'Additional Key Exchange 5 (ADDKE5)',
    11: 'Additional Key Exchange 6 (ADDKE6)',
    12: 'Additional Key Exchange 7 (ADDKE7)',
    13: 'Key Wrap Algorithm (KWA)',
    14: 'Group Controller Authentication Method (GCAUTH)',
  },
  value => (value >= 241 && value <= 255 ? 'Private Use' : undefined),
)

/** Transform attributes. RFC 7296 §3.3.5, RFC 9838. */
export const attributeTypeV2: Names = names({ 14: 'Key Length (in bits)', 18: 'Signature Algorithm Identifier' }, value =>
  value >= 16384 && value <= 32767 ? 'Private Use' : undefined,
)

/** Transform type 1. RFC 7296 §3.3.2. */
const encryptionAlgorithm: Names = names(
  {
    1: 'ENCR_DES_IV64',
    2: 'ENCR_DES',
    3: 'ENCR_3DES',
    4: 'ENCR_RC5',
    5: 'ENCR_IDEA',
    6: 'ENCR_CAST',
    7: 'ENCR_BLOWFISH',
    8: 'ENCR_3IDEA',
    9: 'ENCR_DES_IV32',
    11: 'ENCR_NULL',
    12: 'ENCR_AES_CBC',
    13: 'ENCR_AES_CTR',
    14: 'ENCR_AES_CCM_8',
    15: 'ENCR_AES_CCM_12',
    16: 'ENCR_AES_CCM_16',
    18: 'ENCR_AES_GCM_8',
    19: 'ENCR_AES_GCM_12',
    20: 'ENCR_AES_GCM_16',
    21: 'ENCR_NULL_AUTH_AES_GMAC',
    22: 'Reserved for IEEE P1619 XTS-AES',
    23: 'ENCR_CAMELLIA_CBC',
    24: 'ENCR_CAMELLIA_CTR',
    25: 'ENCR_CAMELLIA_CCM_8',
    26: 'ENCR_CAMELLIA_CCM_12',
    27: 'ENCR_CAMELLIA_CCM_16',
    28: 'ENCR_CHACHA20_POLY1305',
    29: 'ENCR_AES_CCM_8_IIV',
    30: 'ENCR_AES_GCM_16_IIV',
    31: 'ENCR_CHACHA20_POLY1305_IIV',
    32: 'ENCR_KUZNYECHIK_MGM_KTREE',
    33: 'ENCR_MAGMA_MGM_KTREE',
    34: 'ENCR_KUZNYECHIK_MGM_MAC_KTREE',
    35: 'ENCR_MAGMA_MGM_MAC_KTREE',
    1026: 'ENCR_SERPENT_CBC (strongSwan)',
    1027: 'ENCR_TWOFISH_CBC (strongSwan)',
    65004: 'SERPENT_CBC (libreswan)',
    65005: 'TWOFISH_CBC (libreswan)',
    65289: 'TWOFISH_CBC_SSH (libreswan)',
  },
  privateUse,
)

/** Transform type 2. RFC 7296 §3.3.2. */
const pseudorandomFunction: Names = names(
  {
    1: 'PRF_HMAC_MD5',
    2: 'PRF_HMAC_SHA1',
    3: 'PRF_HMAC_TIGER',
    4: 'PRF_AES128_XCBC',
    5: 'PRF_HMAC_SHA2_256',
    6: 'PRF_HMAC_SHA2_384',
    7: 'PRF_HMAC_SHA2_512',
    8: 'PRF_AES128_CMAC',
    9: 'PRF_HMAC_STREEBOG_512',
    1028: 'PRF_CAMELLIA128_XCBC (strongSwan)',
  },
  privateUse,
)

/** Transform type 3. RFC 7296 §3.3.2. */
const integrityAlgorithm: Names = names(
  {
    0: 'NONE',
    1: 'AUTH_HMAC_MD5_96',
    2: 'AUTH_HMAC_SHA1_96',
    3: 'AUTH_DES_MAC',
    4: 'AUTH_KPDK_MD5',
    5: 'AUTH_AES_XCBC_96',
    6: 'AUTH_HMAC_MD5_128',
    7: 'AUTH_HMAC_SHA1_160',
    8: 'AUTH_AES_CMAC_96',
    9: 'AUTH_AES_128_GMAC',
    10: 'AUTH_AES_192_GMAC',
    11: 'AUTH_AES_256_GMAC',
    12: 'AUTH_HMAC_SHA2_256_128',
    13: 'AUTH_HMAC_SHA2_384_192',
    14: 'AUTH_HMAC_SHA2_512_256',
    1026: 'AUTH_HMAC_SHA2_256_96 (strongSwan)',
    1030: 'AUTH_CAMELLIA_XCBC_96 (strongSwan)',
  },
  privateUse,
)

/** Transform type 5. RFC 7296 §3.3.2, RFC 9827. */
const sequenceNumbers: Names = names(
  {
    0: '32-bit Sequential Numbers',
    1: 'Partially Transmitted 64-bit Sequential Numbers',
    2: '32-bit Unspecified Numbers',
  },
  privateUse,
)

/** Transform type 13. RFC 9838. */
const keyWrapAlgorithm: Names = names({ 1: 'KW_5649_128', 2: 'KW_5649_192', 3: 'KW_5649_256', 4: 'KW_ARX' }, privateUse)

/** Transform type 14. RFC 9838. */
const groupControllerAuthentication: Names = names({ 1: 'Implicit', 2: 'Digital Signature' }, privateUse)

/** The table of transform identifiers by transform type. */
export const transformId: Readonly<Record<number, Names>> = {
  1: encryptionAlgorithm,
  2: pseudorandomFunction,
  3: integrityAlgorithm,
  4: keyExchangeMethod,
  5: sequenceNumbers,
  6: keyExchangeMethod,
  7: keyExchangeMethod,
  8: keyExchangeMethod,
  9: keyExchangeMethod,
  10: keyExchangeMethod,
  11: keyExchangeMethod,
  12: keyExchangeMethod,
  13: keyWrapAlgorithm,
  14: groupControllerAuthentication,
}

/** Transform identifiers of the IPCOMP_SUPPORTED notify. RFC 7296 §3.10.1. */
export const ipcompTransformV2: Names = names({ 1: 'IPCOMP_OUI', 2: 'IPCOMP_DEFLATE', 3: 'IPCOMP_LZS', 4: 'IPCOMP_LZJH' }, value =>
  value >= 241 && value <= 255 ? 'Private Use' : undefined,
)

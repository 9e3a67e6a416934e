/**
 * Phase 1 (ISAKMP SA) attributes of IKEv1 and their values.
 *
 * Sources: RFC 2409 appendix A and IANA ipsec-registry "Attribute Classes" and the value registries below it (as of December
 * 2024); GM/T 0022-2014 for the Chinese algorithms (127-129, 20) and attributes 17 and 20; draft-ietf-ipsec-isakmp-gss-auth-07
 * for 16384; 32001 is the number Windows 2000 was seen to use for the same. Private ciphers as libreswan documents them.
 */
import { type Names, names } from '../../meaning.ts'
import { authenticationMethod } from './authMethods.ts'
import { groupV1 } from './groups.ts'

/** Attribute types of a phase 1 transform. RFC 2409 appendix A. */
export const attributeTypeV1: Names = names(
  {
    1: 'Encryption Algorithm',
    2: 'Hash Algorithm',
    3: 'Authentication Method',
    4: 'Group Description',
    5: 'Group Type',
    6: 'Group Prime/Irreducible Polynomial',
    7: 'Group Generator One',
    8: 'Group Generator Two',
    9: 'Group Curve A',
    10: 'Group Curve B',
    11: 'Life Type',
    12: 'Life Duration',
    13: 'PRF',
    14: 'Key Length',
    15: 'Field Size',
    16: 'Group Order',
    17: 'Block Size',
    20: 'Asymmetric Cryptographic Algorithm Type',
    16384: 'GSS Identity Name',
    32001: 'GSS Identity Name (Windows 2000)',
  },
  value => (value >= 16384 && value <= 32767 ? 'Private Use' : undefined),
)

/** Attribute 1. IANA ipsec-registry "Encryption Algorithm". */
export const encryptionAlgorithmV1: Names = names(
  {
    1: 'DES-CBC',
    2: 'IDEA-CBC',
    3: 'Blowfish-CBC',
    4: 'RC5-R16-B64-CBC',
    5: '3DES-CBC',
    6: 'CAST-CBC',
    7: 'AES-CBC',
    8: 'CAMELLIA-CBC',
    127: 'SM4-CBC (deprecated number)',
    128: 'SM1-CBC',
    129: 'SM4-CBC',
    65001: 'MARS-CBC',
    65002: 'RC6-CBC',
    65004: 'SERPENT-CBC',
    65005: 'TWOFISH-CBC',
    65289: 'TWOFISH-CBC (SSH)',
  },
  value => (value >= 65001 && value <= 65535 ? 'Private Use' : undefined),
)

/** Attribute 2. IANA ipsec-registry "Hash Algorithm". */
export const hashAlgorithmV1: Names = names(
  {
    1: 'MD5',
    2: 'SHA',
    3: 'Tiger',
    4: 'SHA2-256',
    5: 'SHA2-384',
    6: 'SHA2-512',
    20: 'SM3',
  },
  value => (value >= 65001 && value <= 65535 ? 'Private Use' : undefined),
)

/** Attribute 5. IANA ipsec-registry "Group Type". */
export const groupTypeV1: Names = names({
  1: 'MODP (modular exponentiation group)',
  2: 'ECP (elliptic curve group over GF[P])',
  3: 'EC2N (elliptic curve group over GF[2^N])',
})

/** Attribute 11. IANA ipsec-registry "Life Type". */
export const lifeTypeV1: Names = names({ 1: 'seconds', 2: 'kilobytes' })

/** Attribute 20. GM/T 0022-2014. */
export const asymmetricAlgorithmV1: Names = names({ 1: 'RSA', 2: 'SM2' })

/** What the value of a phase 1 attribute means, by attribute type. 65001 and up of type 3 are read as XAUTH: see authMethods. */
export const attributeValueV1: Readonly<Record<number, Names>> = {
  1: encryptionAlgorithmV1,
  2: hashAlgorithmV1,
  3: authenticationMethod,
  4: groupV1,
  5: groupTypeV1,
  11: lifeTypeV1,
  20: asymmetricAlgorithmV1,
}

/**
 * Diffie-Hellman groups and the key exchange methods that followed them.
 *
 * Sources: IANA ipsec-registry "Group Description" (IKEv1) and IANA ikev2-parameters "Transform Type 4 - Key Exchange Method
 * Transform IDs" (July 2026). IKEv2 left 3, 4 and 6-13 out; IKEv1's registry stops at 30. Data lengths: RFC 2409 §6, RFC 3526,
 * RFC 5114, RFC 5903, RFC 6954, RFC 8031, RFC 9385, FIPS 203 (initiator sends the encapsulation key, responder the ciphertext).
 */
import { type Names, names } from '../../meaning.ts'

/** IKEv1 Group Description. RFC 2409 appendix A. */
export const groupV1: Names = names(
  {
    1: 'default 768-bit MODP group',
    2: 'alternate 1024-bit MODP group',
    3: 'EC2N group on GP[2^155]',
    4: 'EC2N group on GP[2^185]',
    5: '1536-bit MODP group',
    6: 'EC2N group over GF[2^163]',
    7: 'EC2N group over GF[2^163] (second)',
    8: 'EC2N group over GF[2^283]',
    9: 'EC2N group over GF[2^283] (second)',
    10: 'EC2N group over GF[2^409]',
    11: 'EC2N group over GF[2^409] (second)',
    12: 'EC2N group over GF[2^571]',
    13: 'EC2N group over GF[2^571] (second)',
    14: '2048-bit MODP group',
    15: '3072-bit MODP group',
    16: '4096-bit MODP group',
    17: '6144-bit MODP group',
    18: '8192-bit MODP group',
    19: '256-bit random ECP group',
    20: '384-bit random ECP group',
    21: '521-bit random ECP group',
    22: '1024-bit MODP Group with 160-bit Prime Order Subgroup',
    23: '2048-bit MODP Group with 224-bit Prime Order Subgroup',
    24: '2048-bit MODP Group with 256-bit Prime Order Subgroup',
    25: '192-bit Random ECP Group',
    26: '224-bit Random ECP Group',
    27: '224-bit Brainpool ECP group',
    28: '256-bit Brainpool ECP group',
    29: '384-bit Brainpool ECP group',
    30: '512-bit Brainpool ECP group',
    // not in IKEv1's registry; sent by stacks that share the numbers of IKEv2
    31: 'Curve25519',
    32: 'Curve448',
  },
  value => (value >= 32768 && value <= 65535 ? 'Private Use' : undefined),
)

/** IKEv2 Key Exchange Method Transform IDs, for transform types 4 and 6 to 12. RFC 7296 §3.3.2, RFC 9370 §3. */
export const keyExchangeMethod: Names = names(
  {
    0: 'NONE',
    1: '768-bit MODP Group',
    2: '1024-bit MODP Group',
    5: '1536-bit MODP Group',
    14: '2048-bit MODP Group',
    15: '3072-bit MODP Group',
    16: '4096-bit MODP Group',
    17: '6144-bit MODP Group',
    18: '8192-bit MODP Group',
    19: '256-bit random ECP group',
    20: '384-bit random ECP group',
    21: '521-bit random ECP group',
    22: '1024-bit MODP Group with 160-bit Prime Order Subgroup',
    23: '2048-bit MODP Group with 224-bit Prime Order Subgroup',
    24: '2048-bit MODP Group with 256-bit Prime Order Subgroup',
    25: '192-bit Random ECP Group',
    26: '224-bit Random ECP Group',
    27: 'brainpoolP224r1',
    28: 'brainpoolP256r1',
    29: 'brainpoolP384r1',
    30: 'brainpoolP512r1',
    31: 'Curve25519',
    32: 'Curve448',
    33: 'GOST3410_2012_256',
    34: 'GOST3410_2012_512',
    35: 'ml-kem-512',
    36: 'ml-kem-768',
    37: 'ml-kem-1024',
    1024: 'MODP_NULL (strongSwan)',
    1030: 'NTRU_112_BIT (strongSwan)',
    1031: 'NTRU_128_BIT (strongSwan)',
    1032: 'NTRU_192_BIT (strongSwan)',
    1033: 'NTRU_256_BIT (strongSwan)',
    1040: 'NH_128_BIT (strongSwan)',
  },
  value => (value >= 1024 && value <= 65535 ? 'Private Use' : undefined),
)

/** Every group number that has a meaning in one of the two registries or in an implementation. */
export const groupNumbers: readonly number[] = [
  ...new Set([...Object.keys(groupV1.entries), ...Object.keys(keyExchangeMethod.entries)].map(Number)),
].sort((a, b) => a - b)

/** Octets of Key Exchange Data that a group's payload carries: [initiator, responder]. Undefined where no RFC fixes them. */
export const keyExchangeLength: Readonly<Record<number, readonly [number, number]>> = {
  1: [96, 96],
  2: [128, 128],
  5: [192, 192],
  14: [256, 256],
  15: [384, 384],
  16: [512, 512],
  17: [768, 768],
  18: [1024, 1024],
  19: [64, 64],
  20: [96, 96],
  21: [132, 132],
  22: [128, 128],
  23: [256, 256],
  24: [256, 256],
  25: [48, 48],
  26: [56, 56],
  27: [56, 56],
  28: [64, 64],
  29: [96, 96],
  30: [128, 128],
  31: [32, 32],
  32: [56, 56],
  33: [64, 64],
  34: [128, 128],
  35: [800, 768],
  36: [1184, 1088],
  37: [1568, 1568],
}

/**
 * Transform identifiers of IKEv1 proposals, one table for each protocol.
 *
 * Sources: RFC 2407 §4.4 and IANA isakmp-registry "IPSEC ISAKMP/AH/ESP/IPCOMP Transform Identifiers". 249-255 are private:
 * the names there are those of the FreeS/WAN family, which brought them into use. ESP 23 is AES-GMAC here but 21 in IKEv2.
 */
import { type Names, names } from '../../meaning.ts'

const privateUse = (value: number) => (value >= 249 && value <= 255 ? 'Private Use' : undefined)

/** Transform identifiers of protocol ISAKMP. RFC 2407 §4.4.2. */
const isakmpTransform: Names = names({ 1: 'KEY_IKE' }, privateUse)

/** Transform identifiers of protocol AH. RFC 2407 §4.4.3. */
export const ahTransform: Names = names(
  {
    2: 'AH_MD5',
    3: 'AH_SHA',
    4: 'AH_DES',
    5: 'AH_SHA2-256',
    6: 'AH_SHA2-384',
    7: 'AH_SHA2-512',
    8: 'AH_RIPEMD',
    9: 'AH_AES-XCBC-MAC',
    10: 'AH_RSA',
    11: 'AH_AES-128-GMAC',
    12: 'AH_AES-192-GMAC',
    13: 'AH_AES-256-GMAC',
  },
  privateUse,
)

/** Transform identifiers of protocol ESP. RFC 2407 §4.4.4. */
export const espTransform: Names = names(
  {
    1: 'ESP_DES_IV64',
    2: 'ESP_DES',
    3: 'ESP_3DES',
    4: 'ESP_RC5',
    5: 'ESP_IDEA',
    6: 'ESP_CAST',
    7: 'ESP_BLOWFISH',
    8: 'ESP_3IDEA',
    9: 'ESP_DES_IV32',
    10: 'ESP_RC4',
    11: 'ESP_NULL',
    12: 'ESP_AES-CBC',
    13: 'ESP_AES-CTR',
    14: 'ESP_AES-CCM_8',
    15: 'ESP_AES-CCM_12',
    16: 'ESP_AES-CCM_16',
    18: 'ESP_AES-GCM_8',
    19: 'ESP_AES-GCM_12',
    20: 'ESP_AES-GCM_16',
    21: 'ESP_SEED_CBC',
    22: 'ESP_CAMELLIA',
    23: 'ESP_NULL_AUTH_AES-GMAC',
    249: 'ESP_MARS',
    250: 'ESP_RC6',
    252: 'ESP_SERPENT',
    253: 'ESP_TWOFISH',
  },
  privateUse,
)

/** Transform identifiers of protocol IPCOMP. RFC 2407 §4.4.5. */
export const ipcompTransform: Names = names({ 1: 'IPCOMP_OUI', 2: 'IPCOMP_DEFLATE', 3: 'IPCOMP_LZS', 4: 'IPCOMP_LZJH' }, value =>
  value >= 48 && value <= 63 ? 'Private Use' : undefined,
)

/** The table of transform identifiers by protocol: 1 ISAKMP, 2 AH, 3 ESP, 4 IPCOMP. */
export const transformIdV1: Readonly<Record<number, Names>> = {
  1: isakmpTransform,
  2: ahTransform,
  3: espTransform,
  4: ipcompTransform,
}

/**
 * Numbers inside the data of IKEv2 notifies.
 *
 * Source: IANA ikev2-parameters, registries "Gateway Identity Types" (RFC 5685 §12), "ROHC Attribute Types" (RFC 5857 §3.1.2),
 * "PPK_ID Types" (RFC 8784 §5.1).
 */
import { type Names, names } from '../../meaning.ts'

/** GW Ident Type of REDIRECT and REDIRECTED_FROM. RFC 5685 §9. */
export const gatewayIdentityType: Names = names({
  1: 'IPv4 address of the VPN gateway',
  2: 'IPv6 address of the VPN gateway',
  3: 'FQDN of the VPN gateway',
})

/** Attribute types of ROHC_SUPPORTED. RFC 5857 §3.1.2. */
export const rohcAttributeType: Names = names(
  {
    1: 'Maximum Context Identifier (MAX_CID)',
    2: 'ROHC Profile (ROHC_PROFILE)',
    3: 'ROHC Integrity Algorithm (ROHC_INTEG)',
    4: 'ROHC ICV Length in bytes (ROHC_ICV_LEN)',
    5: 'Maximum Reconstructed Reception Unit (MRRU)',
  },
  value => (value >= 16384 && value <= 32767 ? 'Private Use' : undefined),
)

/** PPK_ID type of PPK_IDENTITY. RFC 8784 §5.1. */
export const ppkIdType: Names = names({ 1: 'PPK_ID_OPAQUE', 2: 'PPK_ID_FIXED' }, value =>
  value >= 128 && value <= 255 ? 'Private Use' : undefined,
)

/** Identity type of 3GPP's DEVICE_IDENTITY. TS 24.302 §8.2.9.2. */
export const deviceIdentityType: Names = names({ 1: 'IMEI', 2: 'IMEISV' })

/**
 * Configuration: IKEv1's mode config and XAUTH, IKEv2's CP payload.
 *
 * Sources: draft-dukes-ike-mode-cfg-02 (types, 1-15), draft-beaulieu-ike-xauth-02 §6 (16520-16529), the numbers Check Point
 * (16387-16402) and Cisco Unity clients (28672-28682) send; IANA ikev2-parameters "Configuration Payload CFG Types" and
 * "Attribute Types" (RFC 7296 §3.15.1, RFC 5739, RFC 7651, RFC 8598, RFC 9464, 3GPP TS 24.302), [MS-IKEE] 3.11 (23456, 23457).
 */
import { type Names, names } from '../../meaning.ts'

/** Message types of IKEv1's Attributes payload. draft-dukes-ike-mode-cfg-02 §3.2. */
export const configTypeV1: Names = names(
  { 1: 'ISAKMP_CFG_REQUEST', 2: 'ISAKMP_CFG_REPLY', 3: 'ISAKMP_CFG_SET', 4: 'ISAKMP_CFG_ACK' },
  value => (value >= 128 && value <= 255 ? 'Private Use' : undefined),
)

/** CFG Type of IKEv2's CP payload. RFC 7296 §3.15. */
export const configTypeV2: Names = names({ 1: 'CFG_REQUEST', 2: 'CFG_REPLY', 3: 'CFG_SET', 4: 'CFG_ACK' }, value =>
  value >= 128 && value <= 255 ? 'Private Use' : undefined,
)

/** Attributes of mode config, XAUTH, Check Point and Unity. draft-dukes-ike-mode-cfg-02 §3.4, draft-beaulieu-ike-xauth-02 §6.1. */
export const configAttributeV1: Names = names(
  {
    1: 'INTERNAL_IP4_ADDRESS',
    2: 'INTERNAL_IP4_NETMASK',
    3: 'INTERNAL_IP4_DNS',
    4: 'INTERNAL_IP4_NBNS',
    5: 'INTERNAL_ADDRESS_EXPIRY',
    6: 'INTERNAL_IP4_DHCP',
    7: 'APPLICATION_VERSION',
    8: 'INTERNAL_IP6_ADDRESS',
    9: 'INTERNAL_IP6_NETMASK',
    10: 'INTERNAL_IP6_DNS',
    11: 'INTERNAL_IP6_NBNS',
    12: 'INTERNAL_IP6_DHCP',
    13: 'INTERNAL_IP4_SUBNET',
    14: 'SUPPORTED_ATTRIBUTES',
    15: 'INTERNAL_IP6_SUBNET',
    16387: 'CHKPT_DEF_DOMAIN',
    16388: 'CHKPT_MAC_ADDRESS',
    16389: 'CHKPT_MARCIPAN_REASON_CODE',
    16400: 'CHKPT_16400',
    16401: 'CHKPT_16401',
    16402: 'CHKPT_16402',
    16520: 'XAUTH-TYPE',
    16521: 'XAUTH-USER-NAME',
    16522: 'XAUTH-USER-PASSWORD',
    16523: 'XAUTH-PASSCODE',
    16524: 'XAUTH-MESSAGE',
    16525: 'XAUTH-CHALLENGE',
    16526: 'XAUTH-DOMAIN',
    16527: 'XAUTH-STATUS',
    16528: 'XAUTH-NEXT-PIN',
    16529: 'XAUTH-ANSWER',
    28672: 'UNITY_BANNER',
    28673: 'UNITY_SAVE_PASSWD',
    28674: 'UNITY_DEF_DOMAIN',
    28675: 'UNITY_SPLITDNS_NAME',
    28676: 'UNITY_SPLIT_INCLUDE',
    28677: 'UNITY_NATT_PORT',
    28678: 'UNITY_LOCAL_LAN',
    28679: 'UNITY_PFS',
    28680: 'UNITY_FW_TYPE',
    28681: 'UNITY_BACKUP_SERVERS',
    28682: 'UNITY_DDNS_HOSTNAME',
  },
  value => (value >= 16384 && value <= 32767 ? 'Private Use' : undefined),
)

/** Attributes of the CP payload. RFC 7296 §3.15.1. */
export const configAttributeV2: Names = names(
  {
    1: 'INTERNAL_IP4_ADDRESS',
    2: 'INTERNAL_IP4_NETMASK',
    3: 'INTERNAL_IP4_DNS',
    4: 'INTERNAL_IP4_NBNS',
    5: 'INTERNAL_ADDRESS_EXPIRY (RFC 4306)',
    6: 'INTERNAL_IP4_DHCP',
    7: 'APPLICATION_VERSION',
    8: 'INTERNAL_IP6_ADDRESS',
    10: 'INTERNAL_IP6_DNS',
    11: 'INTERNAL_IP6_NBNS (RFC 4306)',
    12: 'INTERNAL_IP6_DHCP',
    13: 'INTERNAL_IP4_SUBNET',
    14: 'SUPPORTED_ATTRIBUTES',
    15: 'INTERNAL_IP6_SUBNET',
    16: 'MIP6_HOME_PREFIX',
    17: 'INTERNAL_IP6_LINK',
    18: 'INTERNAL_IP6_PREFIX',
    19: 'HOME_AGENT_ADDRESS',
    20: 'P_CSCF_IP4_ADDRESS',
    21: 'P_CSCF_IP6_ADDRESS',
    22: 'FTT_KAT',
    23: 'EXTERNAL_SOURCE_IP4_NAT_INFO',
    24: 'TIMEOUT_PERIOD_FOR_LIVENESS_CHECK',
    25: 'INTERNAL_DNS_DOMAIN',
    26: 'INTERNAL_DNSSEC_TA',
    27: 'ENCDNS_IP4',
    28: 'ENCDNS_IP6',
    29: 'ENCDNS_DIGEST_INFO',
    23456: 'INTERNAL_IP4_SERVER',
    23457: 'INTERNAL_IP6_SERVER',
  },
  value => (value >= 16384 && value <= 32767 ? 'Private Use' : undefined),
)

/** Octets of the attributes that have a fixed number; none asks for one. RFC 7296 §3.15.1, RFC 4306 §3.15.1, RFC 5739 §4, RFC 7651 §3, RFC 5026 §8.2. */
export const configLengthV2: Readonly<Record<number, number>> = {
  1: 4,
  2: 4,
  3: 4,
  4: 4,
  5: 4,
  6: 4,
  8: 17,
  10: 16,
  11: 16,
  12: 16,
  13: 8,
  15: 17,
  16: 21,
  18: 17,
  20: 4,
  21: 16,
}

/** Value of XAUTH-TYPE. draft-beaulieu-ike-xauth-02 §6.2. */
export const xauthType: Names = names({ 0: 'Generic', 1: 'RADIUS-CHAP', 2: 'OTP', 3: 'S/KEY' }, value =>
  value >= 32768 && value <= 65535 ? 'Private Use' : undefined,
)

/** Value of XAUTH-STATUS. draft-beaulieu-ike-xauth-02 §6.2. */
export const xauthStatus: Names = names({ 0: 'FAIL', 1: 'OK' })

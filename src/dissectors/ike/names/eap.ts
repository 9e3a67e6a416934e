/**
 * EAP inside IKEv2.
 *
 * Sources: RFC 3748 §4 and §5, IANA eap-numbers "Packet Codes", "Method Types"; RFC 4186 §11 and RFC 4187 §11 for the subtypes
 * of SIM and AKA; draft-kamath-pppext-eap-mschapv2-02 §2 for MS-CHAP-V2's codes.
 */
import { type Names, names } from '../../meaning.ts'

/** EAP Code. RFC 3748 §4, RFC 6696 §5.3. */
export const eapCode: Names = names({ 1: 'Request', 2: 'Response', 3: 'Success', 4: 'Failure', 5: 'Initiate', 6: 'Finish' })

/** EAP method type. RFC 3748 §5, IANA eap-numbers. */
export const eapType: Names = names({
  1: 'Identity',
  2: 'Notification',
  3: 'Legacy Nak',
  4: 'MD5-Challenge',
  5: 'One-Time Password (OTP)',
  6: 'Generic Token Card (GTC)',
  9: 'RSA Public Key Authentication',
  10: 'DSS Unilateral',
  11: 'KEA',
  12: 'KEA-VALIDATE',
  13: 'EAP-TLS',
  14: 'Defender Token (AXENT)',
  15: 'RSA Security SecurID EAP',
  16: 'Arcot Systems EAP',
  17: 'EAP-Cisco Wireless',
  18: 'EAP-SIM',
  19: 'SRP-SHA1',
  21: 'EAP-TTLS',
  22: 'Remote Access Service',
  23: 'EAP-AKA Authentication',
  24: 'EAP-3Com Wireless',
  25: 'PEAP',
  26: 'MS-EAP-Authentication',
  27: 'Mutual Authentication w/Key Exchange (MAKE)',
  28: 'CRYPTOCard',
  29: 'EAP-MSCHAP-V2',
  30: 'DynamID',
  31: 'Rob EAP',
  32: 'Protected One-Time Password',
  33: 'MS-Authentication-TLV',
  34: 'SentriNET',
  35: 'EAP-Actiontec Wireless',
  36: 'Cogent Systems Biometrics Authentication EAP',
  37: 'AirFortress EAP',
  38: 'EAP-HTTP Digest',
  39: 'SecureSuite EAP',
  40: 'DeviceConnect EAP',
  41: 'EAP-SPEKE',
  42: 'EAP-MOBAC',
  43: 'EAP-FAST',
  44: 'ZoneLabs EAP (ZLXEAP)',
  45: 'EAP-Link',
  46: 'EAP-PAX',
  47: 'EAP-PSK',
  48: 'EAP-SAKE',
  49: 'EAP-IKEv2',
  50: "EAP-AKA'",
  51: 'EAP-GPSK',
  52: 'EAP-pwd',
  53: 'EAP-EKE Version 1',
  54: 'EAP Method Type for PT-EAP',
  55: 'TEAP',
  56: 'EAP-NOOB',
  254: 'Reserved for the Expanded Type',
  255: 'Experimental',
})

/** Type of an Initiate or a Finish. RFC 6696 §5.3. */
export const erpType: Names = names({ 1: 'Re-auth-Start', 2: 'Re-auth' })

/** Subtype of EAP-SIM, EAP-AKA and EAP-AKA'. RFC 4186 §11, RFC 4187 §11. */
export const eapAkaSubtype: Names = names({
  1: 'AKA-Challenge',
  2: 'AKA-Authentication-Reject',
  4: 'AKA-Synchronization-Failure',
  5: 'AKA-Identity',
  10: 'SIM-Start',
  11: 'SIM-Challenge',
  12: 'Notification',
  13: 'Re-authentication',
  14: 'Client-Error',
})

/** Attributes of the same methods. RFC 4186 §11, RFC 4187 §11, RFC 9048 §9, RFC 9678 §8, 3GPP TS 24.302 §8.2. */
export const eapAkaAttribute: Names = names({
  1: 'AT_RAND',
  2: 'AT_AUTN',
  3: 'AT_RES',
  4: 'AT_AUTS',
  6: 'AT_PADDING',
  7: 'AT_NONCE_MT',
  10: 'AT_PERMANENT_ID_REQ',
  11: 'AT_MAC',
  12: 'AT_NOTIFICATION',
  13: 'AT_ANY_ID_REQ',
  14: 'AT_IDENTITY',
  15: 'AT_VERSION_LIST',
  16: 'AT_SELECTED_VERSION',
  17: 'AT_FULLAUTH_ID_REQ',
  19: 'AT_COUNTER',
  20: 'AT_COUNTER_TOO_SMALL',
  21: 'AT_NONCE_S',
  22: 'AT_CLIENT_ERROR_CODE',
  23: 'AT_KDF_INPUT',
  24: 'AT_KDF',
  129: 'AT_IV',
  130: 'AT_ENCR_DATA',
  132: 'AT_NEXT_PSEUDONYM',
  133: 'AT_NEXT_REAUTH_ID',
  134: 'AT_CHECKCODE',
  135: 'AT_RESULT_IND',
  136: 'AT_BIDDING',
  137: 'AT_IPMS_IND',
  138: 'AT_IPMS_RES',
  139: 'AT_TRUST_IND',
  140: 'AT_SHORT_NAME_FOR_NETWORK',
  141: 'AT_FULL_NAME_FOR_NETWORK',
  142: 'AT_RQSI_IND',
  143: 'AT_RQSI_RES',
  144: 'AT_TWAN_CONN_MODE',
  145: 'AT_VIRTUAL_NETWORK_ID',
  146: 'AT_VIRTUAL_NETWORK_REQ',
  147: 'AT_CONNECTIVITY_TYPE',
  148: 'AT_HANDOVER_INDICATION',
  149: 'AT_HANDOVER_SESSION_ID',
  150: 'AT_MN_SERIAL_ID',
  151: 'AT_DEVICE_IDENTITY',
  152: 'AT_PUB_ECDHE',
  153: 'AT_KDF_FS',
})

/** OpCode of EAP-MSCHAP-V2. draft-kamath-pppext-eap-mschapv2-02 §2. */
export const eapMschapV2Code: Names = names({ 1: 'Challenge', 2: 'Response', 3: 'Success', 4: 'Failure', 7: 'Change-Password' })

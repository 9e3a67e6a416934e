import { describe, expect, test } from 'vitest'
import * as ipsec from '../../../../src/dissectors/ike/names/attributesIpsec.ts'
import * as v1 from '../../../../src/dissectors/ike/names/attributesV1.ts'
import { authenticationMethod, authMethodV2, signatureHash } from '../../../../src/dissectors/ike/names/authMethods.ts'
import { certificateEncodingV1, certificateEncodingV2 } from '../../../../src/dissectors/ike/names/certificateEncodings.ts'
import * as config from '../../../../src/dissectors/ike/names/config.ts'
import { doi } from '../../../../src/dissectors/ike/names/doi.ts'
import { eapCode } from '../../../../src/dissectors/ike/names/eap.ts'
import { exchangeType } from '../../../../src/dissectors/ike/names/exchangeTypes.ts'
import { keyDownloadType, tekProtocol } from '../../../../src/dissectors/ike/names/gdoi.ts'
import { groupV1, keyExchangeMethod } from '../../../../src/dissectors/ike/names/groups.ts'
import { idTypeV1, idTypeV2 } from '../../../../src/dissectors/ike/names/idTypes.ts'
import * as notifyData from '../../../../src/dissectors/ike/names/notifyData.ts'
import { notifyTypeV1 } from '../../../../src/dissectors/ike/names/notifyV1.ts'
import { notifyTypeV2 } from '../../../../src/dissectors/ike/names/notifyV2.ts'
import { payloadTypeV1, payloadTypeV2 } from '../../../../src/dissectors/ike/names/payloadTypes.ts'
import { protocolIdV1, protocolIdV2 } from '../../../../src/dissectors/ike/names/protocols.ts'
import { trafficSelectorType } from '../../../../src/dissectors/ike/names/trafficSelectors.ts'
import { ipcompTransformV2, transformId, transformType } from '../../../../src/dissectors/ike/names/transformsV2.ts'
import type { Names } from '../../../../src/dissectors/meaning.ts'
import { tsharkNames } from './tsharkNames.ts'

/** Another dissector's tables, as an oracle: each number it names we name, and alike but for the differences that are listed. */
const tshark = tsharkNames()

/** Where we differ on purpose: our name, and why. tshark 4.0.17. */
const differs: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  // the mode is our words elsewhere; IANA has only the exchange
  'isakmp.exchangetype 0': { 2: 'Identity Protection', 6: 'Transaction' },
  // titles of RFC 3947 and its drafts; payload 132 is Microsoft's as much as Cisco's
  'isakmp.nextpayload 0': {
    0: 'NONE',
    20: 'NAT Discovery',
    21: 'NAT Original Address',
    130: 'NAT Discovery (draft)',
    131: 'NAT Original Address (draft)',
    132: 'Fragment',
  },
  // RFC 3554 calls it ID_LIST; RFC 4595 gave IKEv2's 12 to Fibre Channel
  'isakmp.id.type 0': { 12: 'ID_LIST' },
  'isakmp.id.type 1': { 12: 'ID_FC_NAME' },
  // RFC 7296 has one token; RFC 7670 deprecated 11
  'isakmp.cert.encoding 1': { 6: 'Kerberos Token', 11: 'Raw RSA Key (DEPRECATED)' },
  // tshark repeats 44's name for 46; RFC 9838 renamed 16429
  'isakmp.notify.msgtype 1': { 46: 'AUTHORIZATION_FAILED', 16429: 'GROUP_SENDER' },
  // a spelling; Unity's names as the clients document them; Check Point's three that no document names have their numbers
  'isakmp.cfg.attr.type 0': {
    16400: 'CHKPT_16400',
    16401: 'CHKPT_16401',
    16402: 'CHKPT_16402',
    16525: 'XAUTH-CHALLENGE',
    28675: 'UNITY_SPLITDNS_NAME',
    28678: 'UNITY_LOCAL_LAN',
  },
  // RFC 7296 dropped both
  'isakmp.cfg.attr.type 1': { 5: 'INTERNAL_ADDRESS_EXPIRY (RFC 4306)', 11: 'INTERNAL_IP6_NBNS (RFC 4306)' },
  // renamed by RFC 9370 and RFC 9827
  'isakmp.tf.type 0': { 4: 'Key Exchange Method (KE)', 5: 'Sequence Numbers (SN)' },
  'isakmp.tf.id.esn 0': { 0: '32-bit Sequential Numbers', 1: 'Partially Transmitted 64-bit Sequential Numbers' },
  // IANA's symbols
  'isakmp.tf.id.encr 0': {
    18: 'ENCR_AES_GCM_8',
    19: 'ENCR_AES_GCM_12',
    20: 'ENCR_AES_GCM_16',
    25: 'ENCR_CAMELLIA_CCM_8',
    26: 'ENCR_CAMELLIA_CCM_12',
    27: 'ENCR_CAMELLIA_CCM_16',
  },
  'isakmp.tf.id.prf 0': { 4: 'PRF_AES128_XCBC', 8: 'PRF_AES128_CMAC' },
  'isakmp.ike.attr.encryption_algorithm 0': { 127: 'SM4-CBC (deprecated number)' },
  'isakmp.ike.attr.type 0': { 6: 'Group Prime/Irreducible Polynomial' },
  'isakmp.ike.attr.group_type 0': {
    1: 'MODP (modular exponentiation group)',
    2: 'ECP (elliptic curve group over GF[P])',
    3: 'EC2N (elliptic curve group over GF[2^N])',
  },
  // IKEv1 tells the pairs of groups of one size apart; tshark gives both one name
  'isakmp.ike.attr.group_description 0': {
    3: 'EC2N group on GP[2^155]',
    4: 'EC2N group on GP[2^185]',
    7: 'EC2N group over GF[2^163] (second)',
    9: 'EC2N group over GF[2^283] (second)',
    11: 'EC2N group over GF[2^409] (second)',
    13: 'EC2N group over GF[2^571] (second)',
  },
  // IANA's IKEv2 names: no default, no alternate, curves by their name
  'isakmp.tf.id.dh 0': {
    1: '768-bit MODP Group',
    2: '1024-bit MODP Group',
    27: 'brainpoolP224r1',
    28: 'brainpoolP256r1',
    29: 'brainpoolP384r1',
    30: 'brainpoolP512r1',
  },
  'isakmp.ipsec.attr.encap_mode 0': { 61440: 'UDP Encapsulation (Check Point)' },
  'isakmp.notify.data.ipcomp.transform_id 0': { 1: 'IPCOMP_OUI', 2: 'IPCOMP_DEFLATE', 3: 'IPCOMP_LZS', 4: 'IPCOMP_LZJH' },
  'isakmp.notify.data.redirect.gw_ident.type 0': {
    1: 'IPv4 address of the VPN gateway',
    2: 'IPv6 address of the VPN gateway',
    3: 'FQDN of the VPN gateway',
  },
  'isakmp.cfg.attr.xauth.status 0': { 0: 'FAIL', 1: 'OK' },
}

/** Numbers tshark names in a table where they have no place. */
const notOurs: Readonly<Record<string, readonly number[]>> = {
  // a marker of its own, not a notify type
  'isakmp.notify.msgtype 0': [0],
  // IKEv2 left these groups out; GOST has no number in IKEv1
  'isakmp.tf.id.dh 0': [3, 4, 6, 7, 8, 9, 10, 11, 12, 13],
  'isakmp.ike.attr.group_description 0': [33, 34],
  // "undefined by any document"
  'isakmp.cert.encoding 1': [5],
}

const payloadType: Names = Object.assign((n: number) => (n < 33 || n > 127 ? payloadTypeV1(n) : payloadTypeV2(n)), { entries: {} })

const tables: readonly (readonly [field: string, table: number, ours: Names])[] = [
  ['isakmp.exchangetype', 0, exchangeType],
  ['isakmp.nextpayload', 0, payloadType],
  ['isakmp.id.type', 0, idTypeV1],
  ['isakmp.id.type', 1, idTypeV2],
  ['isakmp.cert.encoding', 0, certificateEncodingV1],
  ['isakmp.cert.encoding', 1, certificateEncodingV2],
  ['isakmp.notify.msgtype', 0, notifyTypeV1],
  ['isakmp.notify.msgtype', 1, notifyTypeV2],
  ['isakmp.cfg.type', 0, config.configTypeV1],
  ['isakmp.cfg.type', 1, config.configTypeV2],
  ['isakmp.cfg.attr.type', 0, config.configAttributeV1],
  ['isakmp.cfg.attr.type', 1, config.configAttributeV2],
  ['isakmp.cfg.attr.xauth.type', 0, config.xauthType],
  ['isakmp.cfg.attr.xauth.status', 0, config.xauthStatus],
  ['isakmp.prop.protoid', 0, protocolIdV1],
  ['isakmp.prop.protoid', 1, protocolIdV2],
  ['isakmp.sa.doi', 0, doi],
  ['isakmp.auth.method', 0, authMethodV2],
  ['isakmp.ts.type', 0, trafficSelectorType],
  ['isakmp.tf.type', 0, transformType],
  ['isakmp.tf.id.encr', 0, transformId[1]!],
  ['isakmp.tf.id.prf', 0, transformId[2]!],
  ['isakmp.tf.id.integ', 0, transformId[3]!],
  ['isakmp.tf.id.dh', 0, keyExchangeMethod],
  ['isakmp.tf.id.esn', 0, transformId[5]!],
  ['isakmp.ike.attr.type', 0, v1.attributeTypeV1],
  ['isakmp.ike.attr.encryption_algorithm', 0, v1.encryptionAlgorithmV1],
  ['isakmp.ike.attr.hash_algorithm', 0, v1.hashAlgorithmV1],
  ['isakmp.ike.attr.authentication_method', 0, authenticationMethod],
  ['isakmp.ike.attr.group_description', 0, groupV1],
  ['isakmp.ike.attr.group_type', 0, v1.groupTypeV1],
  ['isakmp.ike.attr.life_type', 0, v1.lifeTypeV1],
  ['isakmp.ipsec.attr.type', 0, ipsec.attributeTypeIpsec],
  ['isakmp.ipsec.attr.life_type', 0, ipsec.lifeTypeIpsec],
  ['isakmp.ipsec.attr.encap_mode', 0, ipsec.encapsulationMode],
  ['isakmp.ipsec.attr.auth_algorithm', 0, ipsec.authenticationAlgorithm],
  ['isakmp.ipsec.attr.ecn_tunnel', 0, ipsec.ecnTunnel],
  ['isakmp.ipsec.attr.ext_seq_nbr', 0, ipsec.extendedSequenceNumber],
  ['isakmp.ipsec.attr.addr_preservation', 0, ipsec.addressPreservation],
  ['isakmp.ipsec.attr.sa_direction', 0, ipsec.saDirection],
  ['isakmp.kd.payload.type', 0, keyDownloadType],
  ['isakmp.sat.protocol_id', 0, tekProtocol],
  ['isakmp.notify.data.signature_hash_algorithms', 0, signatureHash],
  ['isakmp.notify.data.ipcomp.transform_id', 0, ipcompTransformV2],
  ['isakmp.notify.data.redirect.gw_ident.type', 0, notifyData.gatewayIdentityType],
  ['isakmp.notify.data.rohc.attr.type', 0, notifyData.rohcAttributeType],
  ['isakmp.notify.priv.3gpp.device_identity_type', 0, notifyData.deviceIdentityType],
  ['eap.code', 0, eapCode],
]

/** Case, dashes, prefixes: the same name to a reader. */
const alike = (name: string) =>
  name
    .toLowerCase()
    .replace(/^(id_|proto_|encr[_-]|gdoi_proto_)/, '')
    .replace(/[^a-z0-9]/g, '')

describe.skipIf(!tshark)('names that tshark has too', () => {
  test.each(tables)('%s, its table %i', (field, table, ours) => {
    const theirs = tshark?.get(field)?.[table]
    expect(theirs?.size).toBeGreaterThan(0)
    const key = `${field} ${table}`
    const expected: Record<number, string> = {}
    const got: Record<number, string> = {}
    for (const [value, name] of theirs ?? []) {
      if (notOurs[key]?.includes(value)) continue
      const deliberate = differs[key]?.[value]
      expected[value] = deliberate ?? alike(name)
      got[value] = deliberate === undefined ? alike(ours(value) ?? '') : (ours(value) ?? '')
    }
    expect(got).toEqual(expected)
  })
})

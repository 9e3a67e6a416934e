import { expect, test } from 'vitest'
import { attributeTypeIpsec, authenticationAlgorithm, encapsulationMode } from '../../../../src/dissectors/ike/names/attributesIpsec.ts'
import {
  attributeTypeV1,
  encryptionAlgorithmV1,
  groupTypeV1,
  hashAlgorithmV1,
  lifeTypeV1,
} from '../../../../src/dissectors/ike/names/attributesV1.ts'
import { authIpMethod, gssPayloadFlag } from '../../../../src/dissectors/ike/names/authip.ts'
import {
  authenticationMethod,
  authenticationMethodGss,
  authMethodV2,
  signatureHash,
} from '../../../../src/dissectors/ike/names/authMethods.ts'
import { certificateEncodingV1, certificateEncodingV2 } from '../../../../src/dissectors/ike/names/certificateEncodings.ts'
import { configAttributeV1, configAttributeV2, configTypeV1, configTypeV2 } from '../../../../src/dissectors/ike/names/config.ts'
import { doi } from '../../../../src/dissectors/ike/names/doi.ts'
import { exchangeType } from '../../../../src/dissectors/ike/names/exchangeTypes.ts'
import { groupNumbers, groupV1, keyExchangeLength, keyExchangeMethod } from '../../../../src/dissectors/ike/names/groups.ts'
import { idTypeV1, idTypeV2 } from '../../../../src/dissectors/ike/names/idTypes.ts'
import { notifyTypeAuthIp, notifyTypeV1 } from '../../../../src/dissectors/ike/names/notifyV1.ts'
import { notifyType3gpp, notifyTypeV2 } from '../../../../src/dissectors/ike/names/notifyV2.ts'
import { payloadTypeV1, payloadTypeV2 } from '../../../../src/dissectors/ike/names/payloadTypes.ts'
import { protocolIdV1, protocolIdV2 } from '../../../../src/dissectors/ike/names/protocols.ts'
import { trafficSelectorType } from '../../../../src/dissectors/ike/names/trafficSelectors.ts'
import { ahTransform, espTransform, ipcompTransform } from '../../../../src/dissectors/ike/names/transformsV1.ts'
import { transformId, transformType } from '../../../../src/dissectors/ike/names/transformsV2.ts'
import { windowsErrors } from '../../../../src/dissectors/ike/names/windowsErrors.ts'
import { payloadsV1 } from '../../../../src/dissectors/ike/v1/index.ts'
import { payloadsV2 } from '../../../../src/dissectors/ike/v2/index.ts'
import { windowsVersions } from '../../../../src/dissectors/ike/vendorIds/microsoft.ts'
import { vendorIdPatterns } from '../../../../src/dissectors/ike/vendorIds.ts'
import type { Names } from '../../../../src/dissectors/meaning.ts'

/** Named values: without NONE and its kind, and without what a registry only reserves. */
const named = (table: Names, from = 0, to = Number.POSITIVE_INFINITY) =>
  Object.entries(table.entries).filter(
    ([n, name]) => Number(n) >= from && Number(n) <= to && !/^(none|no next payload)$/i.test(name) && !/^reserved\b/i.test(name),
  ).length

const own3gpp = named(notifyType3gpp)
const gss = Object.entries(authenticationMethodGss.entries).filter(([n]) => n === '65001' || n === '65005').length

test.each([
  ['IKEv1 payload types', named(payloadTypeV1), 31],
  ['IKEv2 payload types', named(payloadTypeV2), 22],
  ['IKEv1 exchange types, AuthIP included', named(exchangeType, 0, 33) + named(exchangeType, 240), 12],
  ['IKEv2 exchange types', named(exchangeType, 34, 239), 10],
  ['IKEv1 notify types and AuthIP notify types', named(notifyTypeV1) + named(notifyTypeAuthIp), 54],
  ['IKEv2 notify types without 3GPP', named(notifyTypeV2) - own3gpp + 1, 98],
  ['3GPP notify types', own3gpp, 43],
  ['phase 1 attribute types', named(attributeTypeV1), 19],
  ['IPsec DOI attribute types', named(attributeTypeIpsec), 15],
  ['phase 1 ciphers', named(encryptionAlgorithmV1), 11],
  ['phase 1 hashes', named(hashAlgorithmV1), 7],
  ['phase 1 authentication methods', named(authenticationMethod) + gss, 24],
  ['phase 1 group types', named(groupTypeV1), 3],
  ['phase 1 life types', named(lifeTypeV1), 2],
  ['groups', groupNumbers.filter(n => n > 0).length, 40],
  ['AH transforms', named(ahTransform), 6],
  ['ESP transforms', named(espTransform), 12],
  ['IPCOMP transforms', named(ipcompTransform), 4],
  ['encapsulation modes', named(encapsulationMode), 7],
  ['authentication algorithms', named(authenticationAlgorithm), 13],
  ['IKEv1 ID types', named(idTypeV1), 13],
  ['IKEv2 ID types', named(idTypeV2), 8],
  ['IKEv1 certificate encodings', named(certificateEncodingV1), 10],
  ['IKEv2 certificate encodings', named(certificateEncodingV2), 13],
  ['DOIs', named(doi), 3],
  ['IKEv1 protocols', named(protocolIdV1), 5],
  ['IKEv2 protocols', named(protocolIdV2), 5],
  ['IKEv1 configuration types', named(configTypeV1), 4],
  ['IKEv2 configuration types', named(configTypeV2), 4],
  ['IKEv1 configuration attributes', named(configAttributeV1), 42],
  ['IKEv2 configuration attributes', named(configAttributeV2), 23],
  ['IKEv2 transform types', named(transformType), 14],
  ['ENCR transforms', named(transformId[1]!), 37],
  ['PRF transforms', named(transformId[2]!), 10],
  ['INTEG transforms', named(transformId[3]!), 16],
  ['SN transforms', named(transformId[5]!), 2],
  ['transform identifiers of all types', [1, 2, 3, 4, 5, 13, 14].reduce((sum, type) => sum + named(transformId[type]!), 0), 105],
  // ten with the reserved 0, as libreswan counts them
  ['IKEv2 authentication methods', named(authMethodV2), 9],
  ['signature hashes', named(signatureHash), 5],
  ['traffic selector types', named(trafficSelectorType), 3],
  ['vendor ids', new Set(vendorIdPatterns.map(pattern => pattern.hex())).size, 500],
  ['Windows versions', Object.keys(windowsVersions).length, 9],
  ['AuthIP authentication methods', named(authIpMethod), 4],
  ['AuthIP GSS flags', Object.keys(gssPayloadFlag).length, 5],
  ['AuthIP notify types', named(notifyTypeAuthIp), 6],
  ['Windows errors', Object.keys(windowsErrors).length, 110],
])('%s: %i, at least %i', (_, count, goal) => {
  expect(count).toBeGreaterThanOrEqual(goal)
})

test('no vendor id is listed twice, none is empty', () => {
  const all = vendorIdPatterns.map(pattern => pattern.hex())
  expect(all.filter((id, i) => all.indexOf(id) !== i)).toEqual([])
  expect(all.filter(id => !/^([0-9a-f]{2}){3,}$/.test(id))).toEqual([])
})

test('every payload type is dissected, not only named', () => {
  const unread = (types: Names, readers: object) => Object.keys(types.entries).filter(type => type !== '0' && !(type in readers))
  expect(unread(payloadTypeV1, payloadsV1)).toEqual([])
  expect(unread(payloadTypeV2, payloadsV2)).toEqual([])
})

test('key exchange lengths belong to groups that have a name', () => {
  for (const group of Object.keys(keyExchangeLength)) expect(keyExchangeMethod(Number(group)) ?? groupV1(Number(group))).toBeDefined()
})

import { expect, test } from 'vitest'
import { authenticationMethodV1 } from '../../../../src/dissectors/ike/names/authMethods.ts'
import { exchangeType, exchangeTypeGdoi } from '../../../../src/dissectors/ike/names/exchangeTypes.ts'
import { keyExchangeLength } from '../../../../src/dissectors/ike/names/groups.ts'
import { notifyTypeAuthIp, notifyTypeV1 } from '../../../../src/dissectors/ike/names/notifyV1.ts'
import { notifyType3gpp, notifyTypeSwan, notifyTypeV2 } from '../../../../src/dissectors/ike/names/notifyV2.ts'
import { payloadTypeNatTDraft, payloadTypeV1, payloadTypeV2 } from '../../../../src/dissectors/ike/names/payloadTypes.ts'
import { transformId } from '../../../../src/dissectors/ike/names/transformsV2.ts'
import { windowsError, windowsErrorOf } from '../../../../src/dissectors/ike/names/windowsErrors.ts'

test.each([
  [1, false, 'pre-shared key'],
  [1, true, 'pre-shared key'],
  [65001, false, 'XAUTHInitPreShared'],
  [65001, true, 'GSS-API using Kerberos'],
  [65005, false, 'XAUTHInitRSA'],
  [65005, true, 'Cryptographically Generated Address (CGA)'],
  [65010, true, 'XAUTHRespRSARevisedEncryption'],
  [64221, false, 'HybridInitRSA'],
  [65400, false, 'Private Use'],
  [77, false, undefined],
])('phase 1 authentication method %i, GSS %s', (value, gss, name) => {
  expect(authenticationMethodV1(value, gss)).toBe(name)
})

test.each([
  [13801, 'ERROR_IPSEC_IKE_AUTH_FAIL'],
  [13868, 'ERROR_IPSEC_IKE_POLICY_MATCH'],
  [13905, 'ERROR_IPSEC_IKE_AUTHORIZATION_FAILURE'],
  [0xcbad0321, 'ERROR_IPSEC_IKE_AUTH_FAIL'],
  [0xcbad0321 | 0, 'ERROR_IPSEC_IKE_AUTH_FAIL'],
  [0xcbad0320 + 68, 'ERROR_IPSEC_IKE_POLICY_MATCH'],
  [13880, undefined],
  [0, undefined],
  [0xffffffff, undefined],
])('Windows error %i', (code, symbol) => {
  expect(windowsErrorOf(code)?.symbol).toBe(symbol)
  expect(windowsError(code)?.startsWith(`${symbol}: `)).toBe(symbol === undefined ? undefined : true)
})

test('numbers mean what their neighbourhood makes them', () => {
  expect(exchangeType(32)).toBe('Quick Mode')
  expect(exchangeTypeGdoi(32)).toBe('GROUPKEY-PULL')
  expect(exchangeTypeGdoi(5)).toBe('Informational')
  expect(payloadTypeV1(15)).toBe('SA KEK Payload')
  expect(payloadTypeNatTDraft(15)).toBe('NAT Discovery (draft)')
  expect(payloadTypeNatTDraft(13)).toBe('Vendor ID')
  expect(notifyTypeV1(40003)).toBe('NOTIFY_STATUS')
  expect(notifyTypeAuthIp(40020)).toBe('NOTIFY_STATUS')
  expect(notifyTypeV1(40020)).toBe('Private Use (status)')
  expect(notifyTypeAuthIp(14)).toBe('NO-PROPOSAL-CHOSEN')
  expect(notifyType3gpp(40961)).toBe('REACTIVATION_REQUESTED_CAUSE')
  expect(notifyTypeSwan(40961)).toBe('USE_BEET_MODE')
  expect(notifyType3gpp(8192)).toBe('PDN_CONNECTION_REJECTION')
  expect(notifyTypeV2(8192)).toBe('PDN_CONNECTION_REJECTION (3GPP) or ME_CONNECT_FAILED (strongSwan)')
  expect(notifyTypeV2(40961)).toContain('REACTIVATION_REQUESTED_CAUSE')
  expect(notifyTypeV2(40961)).toContain('USE_BEET_MODE')
})

test('private and reserved numbers say so, unassigned ones say nothing', () => {
  expect(exchangeType(250)).toBe('Private Use')
  expect(exchangeType(20)).toBe('ISAKMP Future Use')
  expect(exchangeType(100)).toBeUndefined()
  expect(payloadTypeV1(200)).toBe('Private Use')
  expect(payloadTypeV2(200)).toBe('Correlation')
  expect(payloadTypeV2(60)).toBeUndefined()
  expect(notifyTypeV1(31)).toBe('RESERVED (Future Use)')
  expect(notifyTypeV2(9999)).toBe('Private Use (error)')
  expect(notifyTypeV2(50000)).toBe('Private Use (status)')
  expect(notifyTypeV2(50)).toBeUndefined()
  expect(transformId[4]?.(36)).toBe('ml-kem-768')
  expect(transformId[6]?.(36)).toBe('ml-kem-768')
  expect(transformId[1]?.(2000)).toBe('Private Use')
  expect(transformId[1]?.(100)).toBeUndefined()
})

test('key exchange data of a MODP group is as long as its prime, of ML-KEM as FIPS 203 says', () => {
  const bits = { 1: 768, 2: 1024, 5: 1536, 14: 2048, 15: 3072, 16: 4096, 17: 6144, 18: 8192 }
  for (const [group, size] of Object.entries(bits)) expect(keyExchangeLength[Number(group)]).toEqual([size / 8, size / 8])
  expect([35, 36, 37].map(group => keyExchangeLength[group])).toEqual([
    [800, 768],
    [1184, 1088],
    [1568, 1568],
  ])
})

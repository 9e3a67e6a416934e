import { expect, test } from 'vitest'
import { offerMatrix } from '../../src/trace/negotiation/offerMatrix.ts'
import type { Offer } from '../../src/trace/report.ts'

const suite = (cipher: string, length: string, hash: string, group: string, life = '3600') => ({
  name: 'KEY_IKE',
  attributes: {
    'Encryption Algorithm': cipher,
    'Key Length': length,
    'Hash Algorithm': hash,
    'Group Description': group,
    'Authentication Method': 'pre-shared key',
    'Life Type': 'seconds',
    'Life Duration': life,
  },
})
const v1 = (...transforms: Offer['transforms']): Offer => ({ number: 1, protocol: 'ISAKMP', transforms })
/** A transform by its name, a group where that says nothing; or `6 ml-kem-768`. */
const typed = (symbol: string) => {
  const [, type, name = symbol] = /^(\d+) (.*)/.exec(symbol) ?? []
  return { type: Number(type ?? 1 + ['ENCR_', 'PRF_', 'AUTH_', ''].findIndex(start => symbol.startsWith(start))), name }
}
const v2 = (number: number, ...names: string[]): Offer => ({
  number,
  protocol: 'ISAKMP',
  transforms: names.map(name => {
    const [symbol = '', length] = name.split('/')
    return { ...typed(symbol), attributes: (length ? { 'Key Length (in bits)': length } : {}) as Record<string, string> }
  }),
})

test('IKEv1: the suite that was chosen, and where the others differ', () => {
  const offered = v1(
    suite('AES-CBC', '256', 'SHA', 'group 2'),
    suite('AES-CBC', '128', 'SHA', 'group 2'),
    suite('AES-CBC', '128', 'SHA', 'group 5'),
  )
  const { columns, rows } = offerMatrix([offered], v1(suite('AES-CBC', '128', 'SHA', 'group 2', '60')))
  expect(columns).toEqual(['Encryption Algorithm', 'Hash Algorithm', 'Group Description', 'Authentication Method'])
  expect(rows.map(row => [row.transform, row.chosen, row.differs])).toEqual([
    [1, false, 'Encryption Algorithm'],
    [2, true, null],
    [3, false, 'Group Description'],
  ])
})

test('IKEv1: nothing chosen, held against what the other side offers itself', () => {
  const offered = v1(suite('3DES', '', 'MD5', 'group 1'), suite('AES-CBC', '128', 'SHA', 'group 2'))
  const { nearest, rows } = offerMatrix([offered], null, [v1(suite('AES-CBC', '128', 'SHA', 'group 14'))])
  expect(nearest).toEqual({ attribute: 'Group Description', offered: 'group 2', wants: 'group 14' })
  expect(rows.map(row => row.differs)).toEqual(['Encryption Algorithm', 'Group Description'])
})

test('IKEv2: alternatives of each kind, one is taken', () => {
  const offered = [
    v2(1, 'ENCR_AES_GCM_16/256', 'PRF_HMAC_SHA2_256', 'Curve25519'),
    v2(2, 'ENCR_AES_CBC/128', 'ENCR_AES_CBC/256', 'AUTH_HMAC_SHA1_96', 'PRF_HMAC_SHA1', 'Curve25519', '2048-bit MODP Group'),
  ]
  const { rows, nearest } = offerMatrix(offered, v2(2, 'ENCR_AES_CBC/256', 'AUTH_HMAC_SHA1_96', 'PRF_HMAC_SHA1', '2048-bit MODP Group'))
  expect(rows.map(row => [row.proposal, row.chosen, row.differs])).toEqual([
    [1, false, 'encryption'],
    [2, true, null],
  ])
  expect(nearest).toBeNull()
})

test('IKEv2: the group alone does not fit', () => {
  const { nearest } = offerMatrix([v2(1, 'ENCR_AES_CBC/128', 'PRF_HMAC_SHA1', 'AUTH_HMAC_SHA1_96', '1024-bit MODP Group')], null, [
    v2(1, 'ENCR_AES_CBC/128', 'PRF_HMAC_SHA1', 'AUTH_HMAC_SHA1_96', 'Curve25519', '2048-bit MODP Group'),
  ])
  expect(nearest).toEqual({ attribute: 'group', offered: '1024-bit MODP Group', wants: 'Curve25519 or 2048-bit MODP Group' })
})

test('IKEv2: each additional key exchange stands for itself', () => {
  const { nearest, rows } = offerMatrix([v2(1, 'ENCR_AES_GCM_16/256', 'Curve25519', '6 ml-kem-768', '7 NONE')], null, [
    v2(1, 'ENCR_AES_GCM_16/256', 'Curve25519', '6 ml-kem-1024'),
  ])
  expect(nearest).toEqual({ attribute: 'additional key exchange 1', offered: 'ml-kem-768', wants: 'ml-kem-1024' })
  expect(rows[0]!.unlike).toEqual(['additional key exchange 1'])
})

test('IKEv2: no group offered and NONE offered are the same, and no integrity algorithm', () => {
  const against = (...wanted: string[]) =>
    offerMatrix([v2(1, 'ENCR_AES_CBC/128', 'AUTH_HMAC_SHA1_96', '4 NONE')], null, [v2(1, ...wanted)]).nearest
  expect(against('ENCR_AES_CBC/128', 'AUTH_HMAC_SHA1_96')).toBeNull()
  expect(against('ENCR_AES_CBC/128', 'AUTH_HMAC_SHA1_96', 'Curve25519')).toEqual({
    attribute: 'group',
    offered: 'NONE',
    wants: 'Curve25519',
  })
})

test('IKEv1: the key length counts wherever it stands', () => {
  const first = (length: string) => {
    const { name, attributes } = suite('AES-CBC', length, 'SHA', 'group 2')
    const { 'Key Length': _, ...others } = attributes
    return v1({ name, attributes: { 'Key Length': length, ...others } })
  }
  expect(offerMatrix([first('128')], null, [first('256')]).nearest).toEqual({
    attribute: 'Encryption Algorithm',
    offered: 'AES-CBC 128',
    wants: 'AES-CBC 256',
  })
})

test('nothing known of the other side', () => {
  const { nearest, against, rows } = offerMatrix([v1(suite('AES-CBC', '128', 'SHA', 'group 2'))], null)
  expect([nearest, against, rows[0]?.differs]).toEqual([null, null, null])
})

test('names of a stranger do no harm', () => {
  const { columns, rows } = offerMatrix([v2(1, '__proto__', 'constructor')], null)
  expect(columns).toEqual(['group'])
  expect(rows[0]?.values).toEqual({ group: ['__proto__', 'constructor'] })
})

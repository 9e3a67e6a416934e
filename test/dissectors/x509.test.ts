import { describe, expect, test } from 'vitest'
import { noise } from '../../src/compose/ike/bytes.ts'
import { ikev1, ikev2 } from '../../src/compose/ike/message.ts'
import * as v1 from '../../src/compose/ike/v1.ts'
import { Cursor } from '../../src/dissectors/cursor.ts'
import { type Field, fieldAt } from '../../src/dissectors/field.ts'
import { unhex } from '../../src/dissectors/text.ts'
import { algorithmName } from '../../src/dissectors/x509/algorithm.ts'
import { certificate, distinguishedName, generalNameText, wrappedCertificates } from '../../src/dissectors/x509.ts'
import { gateCertificate, wrappedCertificate } from '../support/ike/certificate.ts'
import { facts, read } from '../support/ike/read.ts'
import { untiled } from '../support/tree/tiling.ts'

const expected = {
  subject: 'CN=gate.example.com, OU=Netz, O=Example\\, Ltd., C=DE',
  issuer: 'CN=gate.example.com, OU=Netz, O=Example\\, Ltd., C=DE',
  notBefore: '2026-11-24T02:14:31Z',
  notAfter: '2036-11-21T02:14:31Z',
}

function dissected(bytes: Uint8Array, wire = bytes.length) {
  const tree: Field = { name: 'Root', start: 0, end: bytes.length, children: [] }
  const facts = new Cursor(bytes, wire, tree).all(certificate)
  return { tree, facts }
}

test('what openssl says of it', () => {
  const { tree, facts } = dissected(gateCertificate)
  expect(facts).toEqual({
    ...expected,
    serialNumber: '1234567890',
    alternativeNames: ['gate.example.com', '192.0.2.7', 'a@example.com'],
  })
  expect(fieldAt(tree, 'Certificate/tbsCertificate/validity')?.meaning).toBe('2026-11-24T02:14:31Z to 2036-11-21T02:14:31Z')
  expect(fieldAt(tree, 'Certificate/signatureAlgorithm')?.meaning).toBe('ecdsa-with-SHA256')
  expect(fieldAt(tree, 'Certificate/tbsCertificate/subjectPublicKeyInfo')?.meaning).toBe('id-ecPublicKey')
  expect(untiled(tree)).toEqual([])
})

describe('in CERT payloads', () => {
  test.each([4, 5])('encoding %i is the certificate', encoding => {
    const { message, says, problems } = read(ikev1({ exchange: 2 }, v1.cert(gateCertificate, encoding)))
    expect(facts(message.payloads[0])).toEqual({ type: 6, name: 'CERT', kind: 'cert', encoding, ...expected })
    expect(says('CERT')).toBe(expected.subject)
    expect(problems).toEqual([])
  })

  test('PKCS #7 wraps it', () => {
    expect(wrappedCertificates(wrappedCertificate)).toHaveLength(1)
    const { message } = read(ikev2({ exchange: 35 }, { type: 37, body: Uint8Array.from([1, ...wrappedCertificate]) }))
    expect(facts(message.payloads[0])).toMatchObject({ encoding: 1, ...expected })
  })

  test('a request names an authority', () => {
    const name = unhex('301b3119301706035504030c10676174652e6578616d706c652e636f6d')
    expect(distinguishedName(name)).toBe('CN=gate.example.com')
    const { message } = read(ikev1({ exchange: 2 }, v1.certificateRequest(name)))
    expect(facts(message.payloads[0])).toEqual({ type: 7, name: 'CR', kind: 'cert', encoding: 4, issuer: 'CN=gate.example.com' })
  })

  test('an empty request takes any', () => {
    expect(read(ikev1({ exchange: 2 }, v1.certificateRequest())).says('CR')).toBe('any authority')
  })

  test('a request whose authority cannot be read takes not any', () => {
    const name = unhex('301b3119301706035504030c10676174652e6578616d706c652e636f6d')
    const whole = ikev1({ exchange: 2 }, v1.certificateRequest(name))
    expect(read(whole.subarray(0, -6), { wire: whole.length }).says('CR')).toBe('')
    expect(read(ikev1({ exchange: 2 }, v1.certificateRequest('300568656c6c6f'))).says('CR')).toBe('')
  })

  test('bytes that are no certificate stay bytes', () => {
    const { message, problems } = read(ikev1({ exchange: 2 }, v1.cert(noise(200))))
    expect(facts(message.payloads[0])).toEqual({ type: 6, name: 'CERT', kind: 'cert', encoding: 4 })
    expect(problems).toEqual(['CERT/Certificate Data: odd these bytes are no X.509 certificate'])
  })

  test('a certificate that the capture cut is not blamed', () => {
    const whole = ikev1({ exchange: 2 }, v1.cert(gateCertificate))
    const { problems } = read(whole.subarray(0, 200), { wire: whole.length })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('cut')
  })
})

test('names that would break the line are escaped', () => {
  expect(generalNameText(unhex('8203 61 0a 62'))).toBe('a\\x0ab')
})

test('bent certificates return, and still tile', () => {
  for (let i = 0; i < gateCertificate.length; i += 7) {
    const bent = gateCertificate.slice()
    bent[i]! ^= 1 << (i % 8)
    expect(untiled(dissected(bent).tree)).toEqual([])
    expect(untiled(dissected(gateCertificate.subarray(0, i)).tree)).toEqual([])
  }
})

test('an identifier where a sequence is due has no parts', () => {
  expect(algorithmName(unhex('0d0906072a86481c3d0401'))).toBeUndefined()
  expect(algorithmName(unhex('300906072a8648ce3d0401'))).toBe('ecdsa-with-SHA1')
})

test.each([
  ['SHA-256', 'a00d300b0609608648016503040201a11a301806092a864886f70d010108300b0609608648016503040201a203020120'],
  ['SHA-512', 'a00d300b0609608648016503040203a11a301806092a864886f70d010108300b0609608648016503040203a203020140'],
  ['SHA-1', ''],
])('a signature of RSASSA-PSS names its hash: %s', (hash, parameters) => {
  const size = (hex: string) => (hex.length / 2).toString(16).padStart(2, '0')
  const inner = `06092a864886f70d01010a30${size(parameters)}${parameters}`
  expect(algorithmName(unhex(`30${size(inner)}${inner}`))).toBe(`id-RSASSA-PSS with ${hash}`)
  expect(algorithmName(unhex('300b06092a864886f70d01010a'))).toBe('id-RSASSA-PSS')
})

test('DER nested without end is refused in no time', () => {
  const deep = new Uint8Array(60_000).fill(0x30)
  for (let i = 1; i < deep.length; i += 2) deep[i] = 0x80
  const start = performance.now()
  expect(dissected(deep).facts).toBeUndefined()
  expect(distinguishedName(deep)).toBeUndefined()
  expect(performance.now() - start).toBeLessThan(500)
})

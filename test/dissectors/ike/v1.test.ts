import { describe, expect, test } from 'vitest'
import { ascii, bytes, noise, u32 } from '../../../src/compose/ike/bytes.ts'
import { encryptedV1, ikev1, type Part } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import { apRequest, initialToken, KERBEROS, krbError } from '../../../src/compose/packets/kerberos.ts'
import { udp848 } from '../../../src/dissectors/ike/ports.ts'
import { unhex } from '../../../src/dissectors/text.ts'
import { facts, read } from '../../support/ike/read.ts'

const MAIN_MODE = 2
const AGGRESSIVE = 4
const QUICK_MODE = 32

function only(part: Part, exchange = MAIN_MODE) {
  const one = read(ikev1({ exchange }, part))
  return { ...one, facts: facts(one.message.payloads[0]) }
}

test('15 and 16 are called what they are: pieces of NAT traversal in phase 1 and quick mode, group keys in GDOI', () => {
  const drafts = ikev1({ exchange: 2 }, v1.natd(noise(20), 20), v1.natd(noise(20), 15), v1.natoa('10.0.0.1', 16))
  expect(read(drafts).says('NAT-D/Next Payload')).toBe('15 = NAT Discovery (draft)')
  expect(read(drafts).says('NAT-D[1]/Next Payload')).toBe('16 = NAT Original Address (draft)')
  const keys = ikev1({ exchange: 32 }, { type: 1, body: bytes('00000002 00000000 0010 0000') }, { type: 15, body: noise(20) })
  expect(read(keys).says('SA/Next Payload')).toBe('15 = SA KEK Payload')
})

test('XAUTH: a name is shown, a password and what stands for one only by its length', () => {
  const answer = ikev1(
    { exchange: 6 },
    {
      type: 14,
      body: bytes('02000001', v1.attribute(16521, '616e6e61'), v1.attribute(16522, '736563726574'), v1.attribute(16523, '3132')),
    },
  )
  const one = read(answer)
  expect(one.problems).toEqual([])
  expect(one.says('ATTR/XAUTH-USER-NAME')).toBe('anna')
  expect(one.says('ATTR/XAUTH-USER-PASSWORD')).toBe('6 bytes, not shown')
  expect(one.says('ATTR/XAUTH-USER-PASSWORD/Attribute Value')).toBe('6 bytes, not shown')
  expect(JSON.stringify(one.message.payloads)).not.toContain('736563726574')
  expect(one.says('ATTR/XAUTH-PASSCODE')).toBe('2 bytes, not shown')
})

describe('the SA payload', () => {
  const offer = ikev1(
    { exchange: MAIN_MODE },
    v1.sa(
      {},
      v1.proposal(
        { protocol: 1 },
        v1.suite({ number: 1, encryption: 7, keyLength: 256, hash: 2, group: 14 }),
        v1.suite({ number: 2, encryption: 5, hash: 1, authentication: 3 }),
      ),
    ),
  )

  test('phase 1: a suite a transform', () => {
    const { message, problems } = read(offer)
    expect(problems).toEqual([])
    expect(message.payloads.map(p => p.name)).toEqual(['SA'])
    expect(facts(message.payloads[0])).toMatchObject({
      kind: 'sa',
      doi: 1,
      proposals: [
        {
          number: 1,
          protocol: 1,
          spi: '',
          transforms: [
            {
              number: 1,
              id: 1,
              name: 'KEY_IKE',
              attributes: [
                { type: 1, name: 'Encryption Algorithm', value: 7, meaning: 'AES-CBC' },
                { type: 14, name: 'Key Length', value: 256 },
                { type: 2, name: 'Hash Algorithm', value: 2, meaning: 'SHA' },
                { type: 4, value: 14 },
                { type: 3, value: 1, meaning: 'pre-shared key' },
                { type: 11, value: 1, meaning: 'seconds' },
                { type: 12, name: 'Life Duration', value: 28800 },
              ],
            },
            { number: 2, attributes: [{ meaning: '3DES-CBC' }, { meaning: 'MD5' }, {}, { meaning: 'RSA signatures' }, {}, {}] },
          ],
        },
      ],
    })
  })

  test('fields are reached by path', () => {
    const { says } = read(offer)
    expect(says('SA/Proposal/Transform[1]/Transform-Id')).toBe('1 = KEY_IKE')
    expect(says('SA/Proposal/Transform/Life Duration/Attribute Value')).toBe('28800')
    expect(says('SA/Proposal/Transform[1]')).toContain('3DES-CBC')
  })

  test('Quick Mode: protocol, SPI, encapsulation', () => {
    const esp = v1.proposal(
      { number: 1, protocol: 3, spi: 'c0ffee01' },
      v1.transform({ number: 1, id: 3 }, v1.attribute(4, 61443), v1.attribute(5, 2), v1.attribute(1, 1), v1.attribute(2, '00000e10')),
    )
    const ah = v1.proposal({ number: 1, protocol: 2, spi: 'c0ffee02' }, v1.transform({ id: 3 }, v1.attribute(5, 2)))
    expect(only(v1.sa({}, esp, ah), QUICK_MODE).facts).toMatchObject({
      proposals: [
        {
          protocol: 3,
          spi: 'c0ffee01',
          transforms: [{ name: 'ESP_3DES', attributes: [{ name: 'Encapsulation Mode', value: 61443 }, { value: 2 }, {}, { value: 3600 }] }],
        },
        { protocol: 2, spi: 'c0ffee02', transforms: [{ name: 'AH_SHA' }] },
      ],
    })
  })

  test.each([
    ['an attribute nobody knows keeps its number', v1.attribute(99, 7), { type: 99, name: 'Attribute 99', value: 7 }],
    ['one octet', v1.attribute(12, 'ff'), { value: 255 }],
    ['three octets', v1.attribute(12, '010000'), { value: 65536 }],
    ['six octets', v1.attribute(12, '000000000e10'), { value: 3600 }],
    ['seven octets stay hex', v1.attribute(12, '00000000000e10'), { value: '00000000000e10' }],
  ])('%s', (_, attribute, expected) => {
    const { facts, problems } = only(v1.sa({}, v1.proposal({}, v1.transform({}, attribute))))
    expect(facts).toMatchObject({ proposals: [{ transforms: [{ attributes: [expected] }] }] })
    expect(problems).toEqual([])
  })

  test.each([
    [
      'a transform that says more than is there',
      bytes('01010001', '00000040', '01010000', '80010005'),
      'SA/Proposal/Transform: malformed Transform says 64 bytes, 12 are here',
    ],
    [
      'a transform shorter than itself',
      bytes('01010001', '00000004', '01010000'),
      'SA/Proposal/Transform: malformed Payload Length says 4 bytes, its own fields have 8',
    ],
    [
      'an attribute that says more than is there',
      v1.proposal({}, v1.transform({}, unhex('000c00ff00'))),
      'SA/Proposal/Transform/Life Duration: malformed Life Duration says 259 bytes, 5 are here',
    ],
    [
      'a wrong number of transforms',
      bytes('01010003', '00000008', '01010000'),
      'SA/Proposal/Transform: odd # of Transforms says 3, 1 are here',
    ],
  ])('%s', (_, proposal, problem) => expect(only(v1.sa({}, proposal)).problems).toContain(problem))

  test('0 as Next Payload says that nothing follows', () => {
    const { body } = v1.sa({}, v1.proposal({ protocol: 1 }, v1.suite({ number: 1 }), v1.suite({ number: 2 })))
    const ended = Uint8Array.from(body, (octet, i) => (i === 16 ? 0 : octet))
    expect(only({ type: 1, body: ended }).problems).toEqual([
      'SA/Proposal/Transform/Next Payload: odd 0 says that this is the last, but more follows',
    ])
  })

  test('secrecy and integrity bring labels', () => {
    const { facts, says, problems } = only({
      type: 1,
      body: bytes(u32(1), u32(7), u32(5), '0003 0000 aabbcc00', '0009 0000 ff800000', '0000 0000', '0000 0000', '00000008 01010000'),
    })
    expect(problems.filter(p => !p.includes('# of Transforms'))).toEqual([])
    expect(says('SA/Labeled Domain Identifier')).toBe('5')
    expect(facts).toMatchObject({ proposals: [{ number: 1 }] })
  })

  test('GDOI has payloads in place of proposals', () => {
    const sat = bytes('0000001b', '01', '11', '0101f4', '04c0000201', '010000', '00', '03', 'c0ffee03', '80050002')
    const offer = ikev1({ exchange: 32 }, { type: 1, body: bytes(u32(2), u32(0), '0010 0000', sat) })
    const { message, says, problems } = read(offer, { by: udp848 })
    expect(facts(message.payloads[0])).toMatchObject({ doi: 2, proposals: [] })
    expect(says('SA/SAT/SRC Identification Data')).toBe('192.0.2.1')
    expect(says('SA/SAT/Authentication Algorithm/Attribute Value')).toBe('2 = HMAC-SHA')
    expect(says('ISAKMP Header')).toBe('GROUPKEY-PULL')
    expect(problems).toEqual([])
  })
})

describe('authentication method 65001', () => {
  const windows = v1.vid('1e2b516905991c7d7c96fcbfb587e461 00000004')
  const xauth = v1.vid('09002689dfd6b712')
  const gssId = v1.attribute(16384, '68006f0073007400')
  const method = (authentication: number, ...more: Uint8Array[]) => v1.sa({}, v1.proposal({}, bytes(v1.suite({ authentication }), ...more)))

  test.each([
    ['Windows says Kerberos', [method(65001), windows], 'GSS-API using Kerberos'],
    ['XAUTH', [method(65001), xauth], 'XAUTHInitPreShared'],
    ['both vendor ids and no name in the transform', [method(65001), windows, xauth], 'XAUTHInitPreShared'],
    ['both vendor ids and a name in the transform', [method(65001, gssId), xauth, windows], 'GSS-API using Kerberos'],
    ['no vendor id, but a name in the transform', [method(65001, gssId)], 'GSS-API using Kerberos'],
    ['nothing that tells', [method(65001)], 'XAUTHInitPreShared or GSS-API using Kerberos'],
    ['a number that only XAUTH has', [method(65007)], 'XAUTHInitRSAEncryption'],
  ] as [string, Part[], string][])('%s', (_, parts, expected) => {
    const { says } = read(ikev1({ exchange: MAIN_MODE }, ...parts))
    expect(says('SA/Proposal/Transform/Authentication Method')).toBe(expected)
  })

  test('the answer has no vendor id, the negotiation had', () => {
    const answer = ikev1({ exchange: MAIN_MODE }, method(65001))
    const context = { vendorIds: new Set(['621b04bb09882ac1e15935fefa24aeee']) }
    expect(read(answer, { context }).says('SA/Proposal/Transform/Authentication Method')).toBe('GSS-API using Kerberos')
  })

  test('AuthIP never means XAUTH', () => {
    const { says } = read(ikev1({ exchange: 243 }, method(65001)))
    expect(says('SA/Proposal/Transform/Authentication Method')).toBe('GSS-API using Kerberos')
  })

  test('a GSS identity is UTF-16', () => {
    const { message } = read(ikev1({ exchange: MAIN_MODE }, method(65001, gssId)))
    expect(JSON.stringify(message.payloads[0])).toContain('"meaning":"host"')
  })
})

describe('identification', () => {
  test.each([
    ['an address', v1.idAddress('192.0.2.7'), '192.0.2.7', 'ID_IPV4_ADDR'],
    ['a host name', v1.idName(2, 'gate.example.com'), 'gate.example.com', 'ID_FQDN'],
    ['a user', v1.idName(3, 'anna@example.com'), 'anna@example.com', 'ID_USER_FQDN'],
    ['a subnet', { type: 5, body: bytes('04000000', 'c0000200', 'ffffff00') }, '192.0.2.0/24', 'ID_IPV4_ADDR_SUBNET'],
    ['a mask with holes', { type: 5, body: bytes('04000000', 'c0000200', 'ff00ff00') }, '192.0.2.0/255.0.255.0', 'ID_IPV4_ADDR_SUBNET'],
    ['a range', { type: 5, body: bytes('07000000', 'c0000201', 'c0000209') }, '192.0.2.1-192.0.2.9', 'ID_IPV4_ADDR_RANGE'],
    ['IPv6', { type: 5, body: bytes('05000000', '20010db8000000000000000000000001') }, '2001:db8::1', 'ID_IPV6_ADDR'],
    ['a key id in words', v1.idName(11, 'branch-7'), 'branch-7', 'ID_KEY_ID'],
    ['a key id in bytes', { type: 5, body: bytes('0b000000', '00ff') }, '00ff', 'ID_KEY_ID'],
  ] as [string, Part, string, string | undefined][])('%s', (_, part, text, typeName) => {
    const { facts } = only(part)
    expect(facts).toMatchObject({ kind: 'id', ...(typeName ? { typeName } : {}) })
    expect((facts as { text: string }).text.startsWith(text)).toBe(true)
  })

  test('a distinguished name', () => {
    const cn = bytes('310d300b0603550403', '0c04', ascii('gate'))
    const country = bytes('310b3009060355040613024445')
    const body = bytes('09000000', [0x30, country.length + cn.length], country, cn)
    expect(only({ type: 5, body }).facts).toMatchObject({ text: 'CN=gate, C=DE' })
  })

  test('an address of three octets is malformed, and still an identification', () => {
    const { facts, problems } = only({ type: 5, body: bytes('01110000', 'c00002') })
    expect(problems).toEqual(['ID/Identification Data: malformed ID type 1 has 4 bytes, 3 are here'])
    expect(facts).toMatchObject({ kind: 'id', idType: 1, text: 'c00002' })
  })
})

describe('notifications', () => {
  test.each([
    ['no proposal', v1.notify(14), { symbol: 'NO-PROPOSAL-CHOSEN', spi: '' }, {}],
    [
      'dead peer detection',
      v1.notify(36136, { spi: '11'.repeat(16), data: '00000007' }),
      { symbol: 'R-U-THERE', spi: '11'.repeat(16) },
      { 'N/Notification Data/Sequence Number': '7' },
    ],
    [
      'a lifetime',
      v1.notify(24576, { data: bytes(v1.attribute(11, 1), v1.attribute(12, '00000e10')) }),
      { symbol: 'RESPONDER-LIFETIME' },
      { 'N/Notification Data/Life Duration/Attribute Value': '3600' },
    ],
    ['replay status', v1.notify(24577, { data: '00000001' }), {}, { 'N/Notification Data/Replay Status': '1 = replay detection enabled' }],
    [
      'a cookie of a busy Windows',
      v1.notify(40004, { data: 'a1a2a3a4a5a6a7a8' }),
      {},
      { 'N/Notification Data/Cookie': 'a1a2a3a4a5a6a7a8' },
    ],
    ['words', v1.notify(16384, { data: ascii('connected') }), {}, { 'N/Notification Data': '"connected"' }],
  ] as [string, Part, object, Record<string, string>][])('%s', (_, part, expected, fields) => {
    const { facts, says, problems } = only(part, 5)
    expect(problems).toEqual([])
    expect(facts).toMatchObject({ kind: 'notify', ...expected })
    for (const [path, text] of Object.entries(fields)) expect(says(path)).toBe(text)
  })

  test('what went wrong at a Windows peer', () => {
    expect(only(v1.notify(40003, { data: u32(13801) }), 5).says('N')).toContain('ERROR_IPSEC_IKE_AUTH_FAIL')
  })

  test('about a Quick Mode, its message id comes first', () => {
    const { says } = only(v1.notify(40003, { spi: 'aabbccdd11223344', data: bytes('deadbeef', u32(13868)) }), 5)
    expect(says('N/Notification Data/Message ID')).toBe('deadbeef')
    expect(says('N/Notification Data/Error Code')).toContain('ERROR_IPSEC_IKE_POLICY_MATCH')
  })

  test('delete: an ISAKMP SA by its cookies, others by SPI', () => {
    expect(only(v1.remove(1, '11'.repeat(16)), 5).facts).toMatchObject({ kind: 'delete', protocol: 1, spis: ['11'.repeat(16)] })
    expect(only(v1.remove(3, 'c0ffee01', 'c0ffee02'), 5).facts).toMatchObject({ protocol: 3, spis: ['c0ffee01', 'c0ffee02'] })
  })

  test('a delete that promises more SPIs than it has', () => {
    const { problems, facts } = only({ type: 12, body: bytes(u32(1), '0304 ffff', 'c0ffee01') }, 5)
    expect(problems).toEqual(['D/Security Parameter Index: malformed 65535 SPIs of 4 bytes were announced, 1 are here'])
    expect(facts).toMatchObject({ kind: 'delete', spis: ['c0ffee01'] })
  })

  test('a notify whose SPI is longer than itself', () => {
    const { problems, facts } = only({ type: 11, body: bytes(u32(1), '03 ff 0018', 'c0ffee01') }, 5)
    expect(problems).toEqual(['N/SPI: malformed SPI Size says 255 bytes, 4 are here'])
    expect(facts).toMatchObject({ kind: 'notify', symbol: 'AUTHENTICATION-FAILED', spi: 'c0ffee01' })
  })
})

describe('NAT traversal in all its numbers', () => {
  const hash = 'ab'.repeat(20)
  test.each([
    [20, MAIN_MODE],
    [130, MAIN_MODE],
    [15, MAIN_MODE],
    [15, AGGRESSIVE],
  ])('NAT-D as payload %i', (type, exchange) => {
    expect(only(v1.natd(hash, type), exchange).facts).toEqual({ type, name: 'NAT-D', kind: 'natd', hash })
  })

  test.each([21, 131, 16])('NAT-OA as payload %i', type => {
    expect(only(v1.natoa('10.0.0.5', type), QUICK_MODE).facts).toEqual({ type, name: 'NAT-OA', kind: 'natoa', address: '10.0.0.5' })
  })

  test('payload 15 of another length is what GDOI has', () => {
    expect(only({ type: 15, body: bytes('11', '01000000', '01000000', '00'.repeat(16), '00000000') }).message.payloads[0]?.name).toBe('SAK')
  })

  test.each([
    ['04000000 0a000001', ['NAT-OA/ID Type: odd only ID_IPV4_ADDR and ID_IPV6_ADDR may stand here']],
    [`01000000 ${'41'.repeat(16)}`, ['NAT-OA/IPv4 Address: malformed the address has 4 bytes, 16 are here']],
  ])('NAT-OA that is not one address: %s', (body, says) => {
    expect(only({ type: 21, body: bytes(body) }, QUICK_MODE).problems).toEqual(says)
  })

  test('NAT-OA of IPv6', () => {
    expect(only(v1.natoa('2001:0db8:0000:0000:0000:0000:0000:0001')).facts).toMatchObject({ address: '2001:db8::1' })
  })
})

describe('the rest', () => {
  test.each([
    [v1.ke(96), { name: 'KE', kind: 'ke', length: 96 }],
    [
      { type: 8, body: bytes('aabb') },
      { name: 'HASH', kind: 'other' },
    ],
    [
      { type: 9, body: bytes('aabb') },
      { name: 'SIG', kind: 'other' },
    ],
    [
      { type: 10, body: bytes('0102') },
      { name: 'Nonce', kind: 'nonce', data: '0102' },
    ],
    [
      { type: 17, body: bytes('00010000', '0100000d', '04c0ffee01', '80010003') },
      { name: 'KD', kind: 'other' },
    ],
    [
      { type: 18, body: bytes('00000009') },
      { name: 'SEQ', kind: 'other' },
    ],
    [
      { type: 19, body: bytes('00') },
      { name: 'POP', kind: 'other' },
    ],
    [
      { type: 22, body: bytes('80010005') },
      { name: 'GAP', kind: 'other' },
    ],
    [
      { type: 200, body: bytes('00') },
      { name: 'Payload 200', kind: 'other' },
    ],
    [
      v1.vid('4a131c81070358455c5728f20e95452f'),
      { name: 'VID', kind: 'vid', id: '4a131c81070358455c5728f20e95452f', label: 'RFC 3947 NAT-T' },
    ],
    [v1.vid(ascii('Some Firewall 9')), { label: '"Some Firewall 9"' }],
    [v1.vid('00ff00ff'), { id: '00ff00ff' }],
    [
      { type: 132, body: bytes('0007 02 01', 'aabb') },
      { name: 'Fragment', kind: 'fragment', id: 7, number: 2, last: true },
    ],
  ] as [Part, object][])('%#', (part, expected) => {
    const { facts, problems } = only(part)
    expect(facts).toMatchObject(expected)
    expect(problems).toEqual([])
  })

  test('a request of mode config with XAUTH', () => {
    const { facts } = only({ type: 14, body: bytes('01 00 0001', v1.attribute(16520, 0), v1.attribute(16521, '616e6e61')) }, 6)
    expect(facts).toMatchObject({
      kind: 'config',
      configType: 1,
      identifier: 1,
      attributes: [
        { name: 'XAUTH-TYPE', value: 0, meaning: 'Generic' },
        { name: 'XAUTH-USER-NAME', value: '616e6e61', meaning: 'anna' },
      ],
    })
  })

  test('what the capture kept of a user name is shown, of an address nothing is guessed', () => {
    const name = ikev1({ exchange: 6 }, { type: 14, body: bytes('01000001', v1.attribute(16521, '616e6e612e6578')) })
    const cut = read(name.subarray(0, -3), { wire: name.length })
    expect(cut.says('ATTR/XAUTH-USER-NAME')).toBe('anna…')
    const address = ikev1({ exchange: 6 }, { type: 14, body: bytes('01000001', v1.attribute(8, `${'20010db8'.repeat(4)}40`)) })
    expect(read(address.subarray(0, -1), { wire: address.length }).says('ATTR/INTERNAL_IP6_ADDRESS')).toBe('')
  })

  test('a Kerberos ticket: for whom, and how it is encrypted', () => {
    const token = initialToken(KERBEROS, '0100', apRequest)
    const { facts, says } = only(v1.gss(token))
    expect(facts).toMatchObject({
      kind: 'gss',
      length: token.length,
      mechanism: 'Kerberos 5 AP-REQ',
      kerberos: { messageType: 14, realm: 'EXAMPLE.COM', service: 'host/b', encryptionType: 18, keyVersion: 3 },
    })
    expect(says('GSS')).toBe('Kerberos 5 AP-REQ, for host/b@EXAMPLE.COM, aes256-cts-hmac-sha1-96, key version 3')
    expect(says('GSS/GSS-API Token/Kerberos/ticket/realm')).toBe('EXAMPLE.COM')
    const behind = only(v1.gss(bytes('00000001', token)))
    expect(behind.facts).toMatchObject({ length: token.length, mechanism: 'Kerberos 5 AP-REQ' })
    expect(behind.says('GSS/Vendor Encoding')).toBe('')
  })

  test('a refusal by Kerberos, in words, with the clock of who refuses', () => {
    const { says } = only(v1.gss(initialToken(KERBEROS, '0300', krbError(37))))
    expect(says('GSS')).toBe('Kerberos 5 KRB-ERROR, KRB_AP_ERR_SKEW: the clocks of the two sides are too far apart')
    expect(says('GSS/GSS-API Token/Kerberos/stime')).toBe('2026-01-02 03:04:05 UTC')
  })

  test('encrypted: nothing but the first type and the length', () => {
    const { message, says } = read(encryptedV1({ exchange: MAIN_MODE, responder: '2222222222222222', first: 5, body: 40 }))
    expect(message.encrypted).toBe(true)
    expect(facts(message.payloads[0])).toEqual({ type: 5, name: 'Encrypted', kind: 'encrypted', length: 40, first: 5 })
    expect(says('Encrypted Payloads')).toBe('40 bytes, 8 byte blocks; the first payload is Identification')
  })

  test('a body that is no whole number of blocks is odd', () => {
    expect(read(encryptedV1({ exchange: 5, first: 8, body: 43 })).problems).toEqual([
      'Encrypted Payloads: odd 43 bytes are not a whole number of cipher blocks',
    ])
  })
})

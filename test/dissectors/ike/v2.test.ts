import { describe, expect, test } from 'vitest'
import { ascii, bytes, noise, u16, u32 } from '../../../src/compose/ike/bytes.ts'
import { ikev2, type Part } from '../../../src/compose/ike/message.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'
import { facts, read } from '../../support/ike/read.ts'

const IKE_SA_INIT = 34
const IKE_AUTH = 35

function only(part: Part, exchange = IKE_SA_INIT) {
  const one = read(ikev2({ exchange, flags: 8 }, part))
  return { ...one, facts: facts(one.message.payloads[0]) }
}

test.each([
  ['the answer to a token card is not shown', '0201000b 06 736563726574', '6 bytes, not shown'],
  ['its question is', '0101000b 06 736563726574', '"secret"'],
])('EAP: %s', (_, data, says) => {
  expect(read(ikev2({ exchange: 35, flags: 8 }, { type: 48, body: bytes(data) })).says('EAP/Type-Data')).toBe(says)
})

describe('the SA payload', () => {
  const offer = v2.sa(
    v2.proposal({ number: 1 }, v2.transform(1, 12, 256), v2.transform(2, 5), v2.transform(3, 12), v2.transform(4, 14), v2.transform(4, 19)),
    v2.proposal({ number: 2, protocol: 3, spi: 'c0ffee01' }, v2.transform(1, 20, 128), v2.transform(5, 0)),
  )

  test('algorithms by type', () => {
    const { facts, problems } = only(offer)
    expect(problems).toEqual([])
    expect(facts).toEqual({
      type: 33,
      name: 'SA',
      kind: 'sa',
      proposals: [
        {
          number: 1,
          protocol: 1,
          spi: '',
          transforms: [
            { type: 1, id: 12, name: 'ENCR_AES_CBC', attributes: [{ type: 14, name: 'Key Length (in bits)', value: 256 }] },
            { type: 2, id: 5, name: 'PRF_HMAC_SHA2_256', attributes: [] },
            { type: 3, id: 12, name: 'AUTH_HMAC_SHA2_256_128', attributes: [] },
            { type: 4, id: 14, name: '2048-bit MODP Group', attributes: [] },
            { type: 4, id: 19, name: '256-bit random ECP group', attributes: [] },
          ],
        },
        {
          number: 2,
          protocol: 3,
          spi: 'c0ffee01',
          transforms: [
            { type: 1, id: 20, name: expect.stringContaining('GCM'), attributes: [{ type: 14, name: 'Key Length (in bits)', value: 128 }] },
            { type: 5, id: 0, name: expect.any(String), attributes: [] },
          ],
        },
      ],
    })
  })

  test('the path of the brief', () => {
    expect(only(offer).says('SA/Proposal/Transform[1]/Transform ID')).toBe('5 = PRF_HMAC_SHA2_256')
    expect(only(offer).says('SA/Proposal[1]')).toBe('2, ESP')
  })

  test('0 as Last Substruc says that nothing follows', () => {
    const ended = (at: number) => {
      const { body } = v2.sa(
        v2.proposal({ number: 1 }, v2.transform(1, 12, 256), v2.transform(2, 5)),
        v2.proposal({ number: 2 }, v2.transform(4, 14)),
      )
      return only({ type: 33, body: Uint8Array.from(body, (octet, i) => (i === at ? 0 : octet)) })
    }
    const says = 'Last Substruc: odd 0 says that this is the last, but more follows'
    expect(ended(0).problems).toEqual([`SA/Proposal/${says}`])
    expect(ended(8).problems).toEqual([`SA/Proposal/Transform/${says}`])
    expect(ended(0).facts).toMatchObject({ proposals: [{ number: 1 }, { number: 2 }] })
  })

  test('an algorithm nobody knows keeps its number', () => {
    const { facts, says } = only(v2.sa(v2.proposal({}, v2.transform(1, 999))))
    expect(facts).toMatchObject({ proposals: [{ transforms: [{ id: 999, attributes: [] }] }] })
    expect(says('SA/Proposal/Transform')).toContain('999')
  })
})

describe('notifies', () => {
  test.each([
    ['the group that the responder wants', v2.notify(17, { data: u16(19) }), 'N', 'INVALID_KE_PAYLOAD, wants 256-bit random ECP group'],
    ['cookie', v2.notify(16390, { data: 'aabbccdd' }), 'N/Notification Data/Cookie', ''],
    ['NAT detection', v2.notify(16388, { data: noise(20) }), 'N', 'NAT_DETECTION_SOURCE_IP'],
    ['an unknown critical payload', v2.notify(1, { data: [51] }), 'N/Notification Data/Payload Type', '51 = Group Security Association'],
    ['hash algorithms', v2.notify(16431, { data: bytes(u16(2), u16(5)) }), 'N/Notification Data/Hash Algorithm[1]', '5 = Identity'],
    ['window', v2.notify(16385, { data: u32(16) }), 'N/Notification Data/Window Size', '16'],
    ['another address', v2.notify(16397, { data: [192, 0, 2, 9] }), 'N/Notification Data/IPv4 Address', '192.0.2.9'],
    ['redirect', v2.notify(16407, { data: bytes([1, 4, 192, 0, 2, 9], noise(16)) }), 'N', 'REDIRECT, to 192.0.2.9'],
    [
      'redirect to a name',
      v2.notify(16408, { data: bytes([3, 4], ascii('gw.x')) }),
      'N/Notification Data/New Responder GW Identity',
      'gw.x',
    ],
    ['ticket', v2.notify(16409, { data: bytes(u32(600), 'abcd') }), 'N/Notification Data/Lifetime', '600 = 600 s'],
    [
      'message id synchronisation',
      v2.notify(16422, { data: bytes('01020304', u32(7), u32(9)) }),
      'N/Notification Data/EXPECTED_RECV_REQ_MESSAGE_ID',
      '9',
    ],
    ['puzzle', v2.notify(16434, { data: bytes(u16(5), [18]) }), 'N/Notification Data/Difficulty', '18'],
    ['PPK', v2.notify(16436, { data: bytes([2], ascii('ppk-1')) }), 'N/Notification Data/PPK_ID', 'ppk-1'],
    ['IPComp', v2.notify(16387, { data: bytes('abcd', [2]) }), 'N/Notification Data/CPI', 'abcd'],
    [
      'ways to authenticate',
      v2.notify(16443, { data: bytes([2, 14, 3, 0, 1]) }),
      'N/Notification Data/Announcement[1]',
      'RSA Digital Signature',
    ],
    ['header compression', v2.notify(16416, { data: '8001000f' }), 'N/Notification Data/Maximum Context Identifier (MAX_CID)', '15'],
    ['the phone', v2.notify(41101, { data: '000901 1122334455667788' }), 'N/Notification Data/Identity Type', '1 = IMEI'],
    ['the phone, in digits', v2.notify(41101, { data: '000901 53021000456789f1' }), 'N', 'DEVICE_IDENTITY, IMEI 352001005476981'],
    ['the phone, asked for', v2.notify(41101, { data: '000101' }), 'N', 'DEVICE_IDENTITY, asks for the IMEI'],
    ['a time to wait', v2.notify(41041, { data: '0123' }), 'N', 'BACKOFF_TIMER, 3 × 1 h'],
    ['no time to wait', v2.notify(55507, { data: '01e0' }), 'N', 'N3GPP_BACKOFF_TIMER, no time set'],
    ['an emergency number', v2.notify(41134, { data: '05 04 01 11f2 ff' }), 'N/Notification Data/Emergency Number', '112'],
    ['a session of 5G', v2.notify(51015, { data: '0105' }), 'N', 'N1_MODE_CAPABILITY, session 5'],
    ['a slice', v2.notify(51115, { data: '04 01 aabbcc' }), 'N', 'N1_MODE_INFORMATION, slice 1-aabbcc'],
    ['a provider', v2.notify(52216, { data: '03 62f210' }), 'N', 'N1_MODE_S_NSSAI_PLMN_ID, 262-01'],
    ['a provider with three digits', v2.notify(52216, { data: '03 131084' }), 'N', 'N1_MODE_S_NSSAI_PLMN_ID, 310-481'],
    ['flows', v2.notify(55501, { data: '06 05 02 0109 02 2e' }), 'N', '5G_QOS_INFO, session 5, flows 1, 9'],
    ['signalling', v2.notify(55502, { data: '0a000001' }), 'N', 'NAS_IP4_ADDRESS, 10.0.0.1'],
    ['user traffic', v2.notify(55505, { data: '20010db8000000000000000000000002' }), 'N', 'UP_IP6_ADDRESS, 2001:db8::2'],
    ['a port', v2.notify(55506, { data: '4e20' }), 'N', 'NAS_TCP_PORT, port 20000'],
    ['plain words', v2.notify(40000, { data: ascii('Not today') }), 'N/Notification Data', '"Not today"'],
    ['rekey', v2.notify(16393, { protocol: 3, spi: 'c0ffee01' }), 'N/SPI', 'c0ffee01'],
  ] as [string, Part, string, string][])('%s', (_, part, path, text) => {
    const { says, problems } = only(part)
    expect(says(path)).toBe(text)
    expect(problems).toEqual([])
  })

  test("Windows' error", () => {
    expect(only(v2.notify(12345, { data: u32(13801) })).says('N/Notification Data/Error Code')).toContain('ERROR_IPSEC_IKE_AUTH_FAIL')
  })

  test('data shorter than its type needs is malformed and costs only the notify', () => {
    const { message, problems } = read(ikev2({ exchange: IKE_SA_INIT }, v2.notify(16388, { data: 'aabb' }), v2.nonce()))
    expect(problems).toEqual(['N/Notification Data: malformed SHA-1 of SPIs, address and port needs 20 bytes, 2 are here'])
    expect(message.payloads.map(p => [p.name, p.kind])).toEqual([
      ['N', 'notify'],
      ['Nonce', 'nonce'],
    ])
  })
})

describe('the other payloads', () => {
  const selector = bytes([7, 6], u16(16), u16(80), u16(80), 'c0000200', 'c00002ff')
  test.each([
    [v2.ke(19, 64), { name: 'KE', kind: 'ke', group: 19, length: 64 }],
    [v2.idInitiator(2, ascii('a.example')), { name: 'IDi', kind: 'id', text: 'a.example', typeName: 'ID_FQDN' }],
    [v2.idResponder(3, ascii('b@example')), { name: 'IDr', text: 'b@example', typeName: 'ID_RFC822_ADDR' }],
    [v2.idInitiator(13, ''), { text: 'nobody (ID_NULL)' }],
    [
      { type: 37, body: bytes([12], noise(20), ascii('http://x/c.der')) },
      { name: 'CERT', kind: 'cert', encoding: 12 },
    ],
    [
      { type: 38, body: bytes([4], noise(40)) },
      { name: 'CERTREQ', kind: 'cert', encoding: 4 },
    ],
    [
      { type: 39, body: bytes('02000000', noise(20)) },
      { name: 'AUTH', kind: 'auth', method: 2, methodName: 'Shared Key Message Integrity Code' },
    ],
    [
      { type: 39, body: bytes('0e000000', '02 3000', noise(64)) },
      { kind: 'auth', method: 14 },
    ],
    [v2.nonce(1, 16), { name: 'Nonce', kind: 'nonce' }],
    [v2.remove(3, 'c0ffee01', 'c0ffee02'), { name: 'D', kind: 'delete', protocol: 3, spis: ['c0ffee01', 'c0ffee02'] }],
    [v2.remove(1), { kind: 'delete', protocol: 1, spis: [] }],
    [v2.vid(ascii('strongSwan')), { name: 'VID', kind: 'vid' }],
    [
      v2.trafficSelector('10.0.0.0', '10.0.255.255'),
      { name: 'TSi', kind: 'ts', selectors: [{ type: 7, protocol: 0, text: '10.0.0.0/16' }] },
    ],
    [
      { type: 45, body: bytes('02000000', selector, selector) },
      { name: 'TSr', selectors: [{ protocol: 6, text: '192.0.2.0/24 protocol 6 port 80' }, {}] },
    ],
    [{ type: 45, body: bytes('01000000', [10, 0], u16(8), 'abcdabcd') }, { selectors: [{ type: 10, text: 'TS_SECLABEL' }] }],
    [
      { type: 45, body: bytes('01000000', [10, 0], u16(12), ascii('secret_t')) },
      { selectors: [{ type: 10, text: 'TS_SECLABEL "secret_t"' }] },
    ],
    [
      { type: 45, body: bytes('01000000', [10, 0], u16(13), ascii('secret_t'), '00') },
      { selectors: [{ type: 10, text: 'TS_SECLABEL "secret_t"' }] },
    ],
    [
      { type: 47, body: bytes('01000000', '00010000', '00030004', '08080808', '00190004', ascii('corp')) },
      {
        name: 'CP',
        kind: 'config',
        configType: 1,
        attributes: [
          { name: 'INTERNAL_IP4_ADDRESS', value: '' },
          { name: 'INTERNAL_IP4_DNS', value: '08080808', meaning: '8.8.8.8' },
          { name: 'INTERNAL_DNS_DOMAIN', meaning: 'corp' },
        ],
      },
    ],
    [
      { type: 47, body: bytes('02000000', '00110008', 'fe80010203040506', '00110011', 'fe80010203040506', '010203040506070809') },
      {
        attributes: [
          { name: 'INTERNAL_IP6_LINK', meaning: 'interface ID fe80010203040506' },
          { name: 'INTERNAL_IP6_LINK', meaning: 'interface ID fe80010203040506, link ID 010203040506070809' },
        ],
      },
    ],
    [
      { type: 47, body: bytes('01000000', '001d0006', '02000002 0003', '001d000f', '0105', ascii('a.b.c'), '0002', 'd1d2d3d4d5d6') },
      {
        attributes: [
          { name: 'ENCDNS_DIGEST_INFO', meaning: 'SHA2-256, SHA2-384' },
          { name: 'ENCDNS_DIGEST_INFO', meaning: 'a.b.c, SHA2-256, digest d1d2d3d4d5d6' },
        ],
      },
    ],
    [
      { type: 48, body: bytes('0201000b', [1], ascii('anna@x')) },
      { name: 'EAP', kind: 'eap', code: 2, eapType: 1 },
    ],
    [
      { type: 48, body: bytes('03020004') },
      { kind: 'eap', code: 3 },
    ],
    [
      { type: 49, body: noise(8) },
      { name: 'GSPM', kind: 'other' },
    ],
    [
      { type: 50, body: bytes('0b000000', ascii('group-1')) },
      { name: 'IDg', text: 'group-1' },
    ],
    [
      { type: 54, body: noise(8) },
      { name: 'PS', kind: 'other' },
    ],
    [
      { type: 200, body: noise(36) },
      { name: 'Correlation', kind: 'other' },
    ],
  ] as [Part, object][])('%#', (part, expected) => {
    const { facts, problems } = only(part, IKE_AUTH)
    expect(facts).toMatchObject(expected)
    expect(problems).toEqual([])
  })

  test('one that nobody has defined', () => {
    expect(only({ type: 99, body: noise(3) }).facts).toMatchObject({ name: 'Payload 99', kind: 'other' })
  })

  test.each([
    ['300a06082a8648ce3d040302', 'Digital Signature, ecdsa-with-SHA256'],
    ['300b0609608648016503040312', 'Digital Signature, id-ml-dsa-65'],
    ['0500', 'Digital Signature'],
  ])('a signature names its algorithm: %s', (identifier, says) => {
    const body = bytes('0e000000', [identifier.length / 2], identifier, noise(64))
    expect(only({ type: 39, body }, IKE_AUTH).says('AUTH')).toBe(says)
  })

  test.each([
    ['0300', '0300', 'type 3 code 0'],
    ['0300', '03ff', 'type 3'],
    ['0304', '0304', 'type 3 code 4'],
    ['0300', '0bff', 'types 3-11'],
    ['0300', '0800', 'types 3 code 0-8 code 0'],
    ['0000', 'ffff', ''],
  ])('ICMP from %s to %s', (start, end, says) => {
    const body = bytes('01000000', [7, 1], u16(16), start, end, '0a000001', '0a000001')
    expect(only({ type: 44, body }, IKE_AUTH).says('TSi')).toBe(`10.0.0.1 protocol 1 ${says}`.trim())
  })

  test('EAP methods say where they are', () => {
    expect(only({ type: 48, body: bytes('01020009 1a 01020004') }, IKE_AUTH).says('EAP/OpCode')).toBe('1 = Challenge')
    expect(only({ type: 48, body: bytes('01020008 17 010000') }, IKE_AUTH).says('EAP/Subtype')).toContain('AKA-Challenge')
  })

  test('attributes that 3GPP and forward secrecy added are named', () => {
    const says = (type: number) => only({ type: 48, body: bytes('0101000c 32 01 0000', [type, 1, 0, 0]) }, IKE_AUTH).says('EAP/Attribute')
    expect(says(140)).toBe('AT_SHORT_NAME_FOR_NETWORK')
    expect(says(152)).toBe('AT_PUB_ECDHE')
  })

  test.each([
    ['010500c8 01', ascii('hi'), 'EAP/Length: malformed Length says 200 bytes, 7 are here', 'hi'],
    ['02050007 01', ascii('hithere'), 'EAP/Length: odd Length says 7 bytes, 12 are here', 'hi'],
    ['02050003 01', ascii('hi'), 'EAP/Length: malformed Length says 3 bytes, the header alone has 4', 'hi'],
  ])('EAP of a length that is not the payload’s: %s', (head, rest, says, name) => {
    const one = only({ type: 48, body: bytes(head, rest) }, IKE_AUTH)
    expect(one.problems).toEqual([says])
    expect(one.says('EAP/Type-Data')).toBe(name)
  })

  test.each([
    ['00010003 0a0000', 'CP/INTERNAL_IP4_ADDRESS/Value: malformed INTERNAL_IP4_ADDRESS has 4 bytes, 3 are here'],
    [`00080010 ${'20010db8'.repeat(4)}`, 'CP/INTERNAL_IP6_ADDRESS/Value: odd INTERNAL_IP6_ADDRESS has 17 bytes, 16 are here'],
    ['00080000', undefined],
    ['001900050102030405', undefined],
  ])('a configuration attribute of another length than it has: %s', (attribute, says) => {
    expect(only({ type: 47, body: bytes('02000000', attribute) }, IKE_AUTH).problems).toEqual(says === undefined ? [] : [says])
  })

  test('a public value that is not as long as its group wants', () => {
    expect(only(v2.ke(14, 128)).problems).toEqual(['KE/Key Exchange Data: odd group 14 has 256 bytes, 128 are here'])
    expect(only(v2.ke(36, 1088)).problems).toEqual([])
  })

  test.each([
    [v2.idInitiator(1, ''), 'IDi/Identification Data: malformed ID type 1 has 4 bytes, 0 are here'],
    [v2.ke(14, 0), 'KE/Key Exchange Data: odd group 14 has 256 bytes, 0 are here'],
    [{ type: 41, body: bytes('03044009') }, 'N/SPI: malformed SPI Size says 4 bytes, 0 are here'],
  ] as [Part, string][])('what is missing is said of itself: %#', (part, says) => {
    expect(only(part, IKE_AUTH).problems).toEqual([says])
  })

  test.each([
    [v2.idInitiator(2, ascii('gate.example.com')), 'IDi/Identification Data', 'gate.exampl…'],
    [v2.notify(16436, { data: bytes('01', ascii('ppk-identity-long')) }), 'N/Notification Data/PPK_ID', 'ppk-identity…'],
    [v2.notify(16407, { data: bytes('0310', ascii('gw17.example.com')) }), 'N/Notification Data/New Responder GW Identity', 'gw17.exampl…'],
    [{ type: 37, body: bytes('0c', noise(20), ascii('http://certs.example')) }, 'CERT/URL', 'http://certs.ex…'],
    [{ type: 47, body: bytes('02000000', '00190010', ascii('corp.example.com')) }, 'CP/INTERNAL_DNS_DOMAIN/Value', 'corp.exampl…'],
  ] as [Part, string, string][])('what the capture kept of a text is shown: %#', (part, path, says) => {
    const whole = ikev2({ exchange: IKE_AUTH, flags: 8 }, part)
    const one = read(whole.subarray(0, -5), { wire: whole.length })
    expect(one.says(path)).toBe(says)
    expect(one.problems).toEqual([`${path}: cut 5 more bytes were not captured`])
    expect(one.message.payloads).toHaveLength(1)
  })

  test('SK ends the chain: its Next Payload is inside', () => {
    const { message, problems } = read(
      ikev2({ exchange: IKE_AUTH, messageId: 1 }, v2.notify(16390, { data: 'aa' }), v2.sk({ inner: 35, length: 200 })),
    )
    expect(problems).toEqual([])
    expect(message.encrypted).toBe(true)
    expect(message.payloads.map(facts)).toMatchObject([{ name: 'N' }, { type: 46, name: 'SK', kind: 'encrypted', length: 200, first: 35 }])
  })

  test('SKF says which piece it is', () => {
    const { message, says, problems } = read(ikev2({ exchange: IKE_AUTH, messageId: 1 }, v2.skf({ number: 2, total: 3, length: 80 })))
    expect(facts(message.payloads[0])).toEqual({ type: 53, name: 'SKF', kind: 'skf', number: 2, total: 3, length: 80 })
    expect(says('SKF')).toBe('fragment 2 of 3')
    expect(problems).toEqual([])
  })

  test('the fourth of three cannot be', () => {
    expect(read(ikev2({ exchange: IKE_AUTH }, v2.skf({ number: 4, total: 3 }))).problems).toEqual([
      'SKF/Total Fragments: malformed Fragment Number 4 of 3',
    ])
  })
})

describe('group keys', () => {
  const selector = (from: string, to: string) => bytes('07 11 0010 0350 0350', from, to)
  const transform = (last: number, type: number, id: number) => bytes([last, 0], u16(8), [type, 0], u16(id))
  const attribute = (type: number, value: string) => bytes(u16(type), u16(bytes(value).length), value)
  const sized = (head: string, ...parts: Uint8Array[]) => {
    const all = bytes(head, '0000', ...parts)
    all.set(u16(all.length), 2)
    return all
  }
  const policy = sized(
    '03 04',
    bytes('c0ffee01'),
    selector('0a000001', '0a000001'),
    selector('ef010101', 'ef010101'),
    transform(3, 1, 20),
    transform(0, 5, 2),
    attribute(1, '00000e10'),
  )

  test('the policy of an SA and of the group', () => {
    const { says, problems, facts } = only({ type: 51, body: bytes(policy, sized('00 00', bytes('8001 001e'))) }, 39)
    expect(problems).toEqual([])
    expect(facts).toMatchObject({ kind: 'other', name: 'GSA' })
    expect(says('GSA/Group Policy')).toBe('ESP c0ffee01')
    expect(says('GSA/Group Policy/Destination Traffic Selector')).toBe('239.1.1.1 protocol 17 port 848')
    expect(says('GSA/Group Policy/Transform')).toBe('ENCR_AES_GCM_16')
    expect(says('GSA/Group Policy/GSA_KEY_LIFETIME')).toBe('3600 s')
    expect(says('GSA/Group Policy[1]')).toBe('for the whole group')
    expect(says('GSA/Group Policy[1]/GWP_ATD')).toBe('30 s')
  })

  test('the keys of an SA and of a member', () => {
    const bag = sized('03 04', bytes('c0ffee01'), attribute(1, `00000000 00000000 ${'ab'.repeat(24)}`))
    const { says, problems } = only({ type: 52, body: bytes(bag, sized('00 00', attribute(3, '0007'))) }, 39)
    expect(problems).toEqual([])
    expect(says('KD/Key Bag')).toBe('ESP c0ffee01')
    expect(says('KD/Key Bag/SA_KEY/Attribute Length')).toBe('32')
    expect(says('KD/Key Bag[1]')).toBe('for this member')
    expect(says('KD/Key Bag[1]/GM_SENDER_ID')).toBe('7')
  })

  test('a policy that ends too soon costs only itself', () => {
    const { problems, says } = only({ type: 51, body: bytes(policy.subarray(0, 20), '00') }, 39)
    expect(problems.length).toBeGreaterThan(0)
    expect(says('GSA/Group Policy/SPI')).toBe('c0ffee01')
  })
})

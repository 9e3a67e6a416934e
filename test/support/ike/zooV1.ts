import { ascii, bytes, noise, u16, u32 } from '../../../src/compose/ike/bytes.ts'
import { ikev1, type Part } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import {
  apReply,
  apRequest,
  der,
  initialToken,
  KERBEROS,
  KERBEROS_MICROSOFT,
  krbError,
  NTLM,
  negTokenInit,
  negTokenResp,
  numbered,
  sequence,
} from '../../../src/compose/packets/kerberos.ts'
import { notifyTypeAuthIp, notifyTypeV1 } from '../../../src/dissectors/ike/names/notifyV1.ts'
import type { Names } from '../../../src/dissectors/meaning.ts'
import { gateCertificate } from './certificate.ts'
import { ntlmAuthenticate, ntlmChallenge, ntlmNegotiate, ntlmOld } from './ntlm.ts'

const both = { responder: '99aabbccddeeff00' }
const spi = 'c0ffee01'
/** Hex of UTF-16, the lower octet first. */
const utf16 = (text: string) => [...text].map(c => `${c.charCodeAt(0).toString(16).padStart(2, '0')}00`).join('')
const numbersOf = ({ entries }: Names) => Object.keys(entries).map(Number)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

const windows = [
  '1e2b516905991c7d7c96fcbfb587e461 00000009',
  '621b04bb09882ac1e15935fefa24aeee',
  '4a131c81070358455c5728f20e95452f',
  '90cb80913ebb696e086381b5ec427b1f',
  '4048b7d56ebce88525e7de7f00d6c2d3',
  'fb1de3cdf341b7ea16b7e5be0855f120',
  '26244d38eddb61b3172a36e3d0cfb819',
  'e3a5966a76379fe707228231e5ce8652',
  '214ca4faffa7f32d6748e5303395ae83',
  '01528bbbc00696121849ab9a1c5b2a51 00000002',
  '7bb93867d76c8d80df0f40fae8fc3b19 00000004',
  '72872b95fcda2eb708efe322119b4971',
  '8aa394cf8a5577dc3110c113b027a4f2',
  '660822b3a73a244149578d62e0eb46a0',
].map(v1.vid)

const kerberosOffer = v1.sa(
  {},
  v1.proposal({}, bytes(v1.suite({ authentication: 65001 }), v1.attribute(16384, utf16('host/dc1.corp.example')))),
  v1.proposal({}, v1.suite({ authentication: 65005 })),
)

const phase1: readonly Part[] = [
  v1.sa(
    {},
    v1.proposal(
      {},
      ...[1, 2, 3, 4, 5, 6, 7, 8].map(n => v1.suite({ number: n, encryption: n, keyLength: 128 })),
      ...[1, 2, 3, 4, 5, 6].map(n => v1.suite({ number: n, hash: n })),
      ...range(1, 32).map(group => v1.suite({ group })),
      ...[1, 2, 3, 4, 5, 9, 10, 11, 64221, 64222, 65002, 65003, 65004, 65006, 65007, 65008, 65009, 65010].map(authentication =>
        v1.suite({ authentication }),
      ),
    ),
  ),
  v1.vid('09002689dfd6b712'),
  v1.vid('afcad71368a1f1c96b8696fc77570100'),
  v1.vid('12f5f28c457168a9702d9fe274cc0100'),
]

const quick = v1.sa(
  {},
  ...range(2, 7).map(id => v1.proposal({ protocol: 2, spi }, v1.transform({ id }, v1.attribute(5, id - 1), v1.attribute(4, 1)))),
  ...[...range(1, 16), ...range(18, 23)].map(id =>
    v1.proposal(
      { protocol: 3, spi },
      v1.transform(
        { id },
        v1.attribute(1, 1),
        v1.attribute(2, '00000e10'),
        v1.attribute(4, [1, 2, 3, 4, 61443, 61444][id % 6]!),
        v1.attribute(5, 1 + (id % 13)),
      ),
    ),
  ),
  ...range(1, 4).map(id => v1.proposal({ protocol: 4, spi: '0002' }, v1.transform({ id }, v1.attribute(4, 2)))),
)

const identities: readonly (readonly [type: number, data: Uint8Array])[] = [
  [1, bytes([10, 0, 0, 1])],
  [2, ascii('gate.example')],
  [3, ascii('anna@gate.example')],
  [4, bytes('0a000000 ffffff00')],
  [5, bytes('20010db8 00000000 00000000 00000001')],
  [6, bytes('20010db8 00000000 00000000 00000000', 'ffffffff ffffffff 00000000 00000000')],
  [7, bytes('0a000001 0a000009')],
  [8, bytes('20010db8 00000000 00000000 00000001', '20010db8 00000000 00000000 00000009')],
  [
    9,
    der(
      0x30,
      der(
        0x31,
        der(
          0x30,
          '0603550403',
          der(
            12,
            [...'gate'].map(c => c.charCodeAt(0)),
          ),
        ),
      ),
    ),
  ],
  [11, ascii('branch-7')],
]

const crypto = (number: number, iv = ''): Part => ({ type: 133, body: bytes(u32(number), iv) })
const authIpToken = (flags: number, token: Uint8Array): Part => ({ type: 129, body: bytes(u32(0), [flags], token) })
const krb = (id: string, message: Uint8Array) => initialToken(KERBEROS, id, message)

const notifyDataV1: Readonly<Record<number, string>> = {
  24576: '800b0001 000c0004 00000e10',
  24577: '00000001',
  36136: '00000007',
  36137: '00000007',
  40003: '000035e9',
  40004: '0102030405060708',
  40005: '00000001',
}
const notifyDataAuthIp: Readonly<Record<number, string>> = {
  40005: '00000002',
  40020: '000035e9',
  40021: '0102030405060708',
  40022: '00000004',
  40024: '00000002 00000001',
}
const hints = initialToken(
  '06 06 2b0601050502',
  numbered(
    0,
    sequence(numbered(0, sequence(KERBEROS_MICROSOFT, KERBEROS, NTLM)), numbered(3, sequence(numbered(0, der(0x1b, '6e6f6e65'))))),
  ),
)
const tls = bytes('160303', u16(44), [1, 0, 0, 40], noise(40))

/** Messages of version 1 by name: see zoo.ts. */
export const zooV1: readonly (readonly [name: string, message: Uint8Array])[] = [
  ['Windows offers Kerberos', ikev1({ exchange: 2 }, kerberosOffer, ...windows)],
  ['phase 1, every number', ikev1({ exchange: 2 }, ...phase1)],
  [
    'quick mode, every number',
    ikev1(
      { ...both, exchange: 32, messageId: 7 },
      v1.hash(),
      quick,
      v1.nonce(),
      v1.ke(128),
      ...identities.map(([type, data]) => ({ type: 5, body: bytes([type, 17], u16(500), data) })),
    ),
  ],
  ['AP-REQ', ikev1({ ...both, exchange: 2 }, v1.ke(), v1.nonce(), v1.gss(krb('0100', apRequest)), v1.natd('ab'.repeat(20), 130))],
  ['AP-REP', ikev1({ ...both, exchange: 2 }, v1.gss(krb('0200', apReply)))],
  ['KRB-ERROR', ikev1({ ...both, exchange: 2 }, v1.gss(krb('0300', krbError(37))))],
  ['SPNEGO offers', ikev1({ ...both, exchange: 2 }, v1.gss(negTokenInit([KERBEROS_MICROSOFT, KERBEROS, NTLM], krb('0100', apRequest))))],
  ['SPNEGO answers', ikev1({ ...both, exchange: 2 }, v1.gss(negTokenResp(0, KERBEROS_MICROSOFT, krb('0200', apReply))))],
  ['SPNEGO hints', ikev1({ ...both, exchange: 2 }, v1.gss(hints))],
  ['certificates', ikev1({ ...both, exchange: 4 }, v1.cert(gateCertificate), v1.certificateRequest(), { type: 9, body: noise(128) })],
  [
    'notifies of IKEv1',
    ikev1(
      { ...both, exchange: 5, messageId: 7 },
      ...numbersOf(notifyTypeV1).map(type => v1.notify(type, { data: notifyDataV1[type] ?? '' })),
    ),
  ],
  [
    'deletes',
    ikev1({ ...both, exchange: 5, messageId: 7 }, v1.hash(), v1.nonce(3, 32), v1.remove(3, spi, 'c0ffee02'), v1.remove(1, '11'.repeat(16))),
  ],
  [
    'XAUTH',
    ikev1({ ...both, exchange: 6, messageId: 7 }, v1.hash(), {
      type: 14,
      body: bytes('01 00 0007', v1.attribute(16520, 0), v1.attribute(16521, '616e6e61'), v1.attribute(16527, 1)),
    }),
  ],
  [
    'NAT traversal',
    ikev1(
      { ...both, exchange: 2 },
      ...[20, 130, 15].map(type => v1.natd('ab'.repeat(20), type)),
      ...[21, 131, 16].map(type => v1.natoa('10.0.0.5', type)),
    ),
  ],
  ['an IKE fragment', ikev1({ ...both, exchange: 2 }, { type: 132, body: bytes('0007 01 00', noise(500)) })],
  ...[243, 244, 245, 246].map(
    exchange =>
      [
        `AuthIP ${exchange}`,
        ikev1(
          { ...both, exchange },
          crypto(1, exchange === 243 ? '' : '0102030405060708'),
          v1.sa({}, v1.proposal({}, v1.suite({ authentication: 65001 }))),
          { type: 135, body: bytes([2, 3, 4, 5].flatMap(method => [...u16(method), ...u16(0)])) },
          { type: 134, body: bytes(utf16('host/dc1.corp.example')) },
          authIpToken(1, krb('0100', apRequest)),
          authIpToken(16, apReply),
          authIpToken(0, tls),
          authIpToken(4, ntlmNegotiate),
          authIpToken(4, ntlmChallenge),
          authIpToken(4, ntlmAuthenticate),
          authIpToken(4, ntlmOld),
          { type: 136, body: noise(40) },
          { type: 137, body: bytes(u32(7)) },
          ...numbersOf(notifyTypeAuthIp).map(type => ({ type: 11, body: bytes(u32(1), [1, 1], u16(type), notifyDataAuthIp[type] ?? '') })),
        ),
      ] as const,
  ),
]

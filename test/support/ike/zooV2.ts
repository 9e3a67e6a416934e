import { ascii, bytes, noise, u16 } from '../../../src/compose/ike/bytes.ts'
import { ikev2 } from '../../../src/compose/ike/message.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'
import { groupNumbers } from '../../../src/dissectors/ike/names/groups.ts'
import { notifyTypeV2 } from '../../../src/dissectors/ike/names/notifyV2.ts'
import { transformId } from '../../../src/dissectors/ike/names/transformsV2.ts'
import type { Names } from '../../../src/dissectors/meaning.ts'
import { gateCertificate } from './certificate.ts'

const both = { responder: '99aabbccddeeff00' }
const numbersOf = ({ entries }: Names) => Object.keys(entries).map(Number)

const notifyDataV2: Readonly<Record<number, string>> = {
  1: '33',
  5: '20',
  9: '00000007',
  17: '0013',
  12345: '000035e9',
  16385: '00000010',
  16387: 'abcd02',
  16388: 'ab'.repeat(20),
  16389: 'cd'.repeat(20),
  16390: '00000001',
  16397: 'c0000209',
  16398: `20010db8${'00'.repeat(12)}`,
  16401: '0102030405060708',
  11: 'c0ffee01',
  16402: 'c000020a c6336414 01f4 01f4',
  16403: '00000e10',
  16407: '0104c0000209',
  16408: '0104c0000209',
  16409: '00000e10 aabbccdd',
  16416: '8001000f',
  16422: '01020304 00000007 00000009',
  16423: '00000400',
  16424: '0001',
  16431: '0002 0005',
  16434: '0005 12',
  16436: '02 70706b2d31',
  16442: '02',
  16443: '020e 030001',
  16446: '02 70706b2d31 0102030405060708',
  41041: '0123',
  41101: '000901 53021000456789f1',
  41134: '05 04 01 11f2 ff',
  41501: '0105',
  41288: '17 01 01 01 02 01 02 03 01 00 04 09 08 05 41 0a 80 00 0000 06 08 01 05',
  42014: '0d 01 40 80 40 40 01 4a 00 00 3d 00 00 00',
  42015: '0a 03 0064 00c8 02 0001 0001',
  42017: '29 32 31 0a 11 10 0a000000 ffffff00 30 11 50 1388 70 b8fc 12 0b 0e 11 c0000201 ffffffff 51 0050 005a 03 01 07',
  42094: '06 fe fe 4a ba 02 00',
  42095: '06 03 0064 02 0032',
  51015: '0105',
  51115: '0401aabbcc',
  52216: '0362f210',
  55501: '0505020109 02 2e'.replace('0505', '0605'),
  55502: '0a000001',
  55503: `20010db8${'00'.repeat(12)}`,
  55504: '0a000001',
  55505: `20010db8${'00'.repeat(12)}`,
  55506: '4e20',
  55507: '0123',
}

const additional = [6, 7, 8, 9, 10, 11, 12].map(type => v2.transform(type, 29 + type))
const transforms = [1, 2, 3, 4, 5, 13, 14].flatMap(type => {
  const numbers = type === 4 ? groupNumbers.filter(n => n > 0) : numbersOf(transformId[type]!)
  return numbers.filter(id => !/reserved/i.test(transformId[type]?.(id) ?? '')).map(id => v2.transform(type, id))
})
const selectors = bytes(
  '04 000000',
  bytes('07 06', u16(16), u16(80), u16(80), '0a000000 0a0000ff'),
  bytes('08 00', u16(40), u16(0), u16(65535), `20010db8${'00'.repeat(12)}`, `20010db8${'ff'.repeat(12)}`),
  bytes('0a 00', u16(12), ascii('secret_t')),
  bytes('09 00', u16(16), noise(12)),
)
const configured = bytes(
  '02 000000',
  ...[1, 2, 3, 4, 6, 20].map(type => bytes(u16(type), u16(4), '0a000001')),
  ...[10, 12, 21].map(type => bytes(u16(type), u16(16), `20010db8${'00'.repeat(12)}`)),
  bytes(u16(8), u16(17), `20010db8${'00'.repeat(12)}`, '40'),
  bytes(u16(13), u16(8), '0a000000 ffffff00'),
  bytes(u16(7), u16(4), ascii('gw 1')),
  bytes(u16(25), u16(12), ascii('corp.example')),
  bytes(u16(23456), u16(4), '0a000001'),
  bytes(u16(23457), u16(16), `20010db8${'00'.repeat(12)}`),
)

/** Messages of version 2 by name: see zoo.ts. */
export const zooV2: readonly (readonly [name: string, message: Uint8Array])[] = [
  [
    'IKE_SA_INIT, every transform',
    ikev2(
      { exchange: 34, flags: 8 },
      v2.sa(v2.proposal({}, ...transforms), v2.proposal({ number: 2 }, ...additional)),
      v2.ke(19, 64),
      v2.nonce(),
    ),
  ],
  [
    'ML-KEM asks',
    ikev2(
      { exchange: 34, flags: 8 },
      v2.sa(v2.proposal({}, ...[35, 36, 37].map(id => v2.transform(4, id)), ...additional)),
      v2.ke(35, 800),
      v2.ke(36, 1184),
      v2.ke(37, 1568),
      v2.nonce(),
    ),
  ],
  ['ML-KEM answers', ikev2({ ...both, exchange: 43, flags: 0x20, messageId: 1 }, v2.ke(35, 768), v2.ke(36, 1088), v2.ke(37, 1568))],
  [
    'notifies of IKEv2',
    ikev2(
      { ...both, exchange: 35, flags: 8, messageId: 1 },
      ...numbersOf(notifyTypeV2).map(type => v2.notify(type, { data: notifyDataV2[type] ?? '' })),
    ),
  ],
  [
    'IKE_AUTH',
    ikev2(
      { ...both, exchange: 35, flags: 8, messageId: 1 },
      v2.fqdn('gate.example'),
      v2.idResponder(13, ''),
      { type: 37, body: bytes([4], gateCertificate) },
      { type: 39, body: bytes('02000000', noise(20)) },
      { type: 44, body: selectors },
      { type: 45, body: selectors },
      { type: 47, body: configured },
      v2.vid(ascii('strongSwan')),
    ),
  ],
  [
    'EAP',
    ikev2(
      { ...both, exchange: 35, flags: 8, messageId: 2 },
      { type: 48, body: bytes('0201000b', [1], ascii('anna@x')) },
      { type: 48, body: bytes('0102001c 1a 01020017 10', noise(16), ascii('gw')) },
      { type: 48, body: bytes('03020004') },
    ),
  ],
  ['resumption', ikev2({ exchange: 38, flags: 8 }, v2.nonce(), v2.notify(16413, { data: noise(60) }))],
  ['a further key exchange', ikev2({ ...both, exchange: 44, flags: 8, messageId: 5 }, v2.sk({ inner: 34 }))],
  ...[39, 40, 41].map(
    exchange => [`group exchange ${exchange}`, ikev2({ ...both, exchange, flags: 8, messageId: 1 }, v2.sk({ inner: 50 }))] as const,
  ),
  [
    'a puzzle, a password, a group',
    ikev2(
      { ...both, exchange: 35, flags: 8, messageId: 3 },
      { type: 54, body: noise(8) },
      { type: 49, body: noise(8) },
      { type: 50, body: bytes('0b000000', ascii('group-1')) },
      { type: 200, body: noise(36) },
    ),
  ],
]

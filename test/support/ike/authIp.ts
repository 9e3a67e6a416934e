import { ascii, bytes, noise, u16, u32 } from '../../../src/compose/ike/bytes.ts'
import { ikev1, type Part } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import { apReply, apRequest, initialToken, KERBEROS } from '../../../src/compose/packets/kerberos.ts'
import { ntlmChallenge } from './ntlm.ts'

// A whole AuthIP conversation as [MS-AIPS] tells it: two hosts log on by Kerberos, the user then by TLS and NTLM, and a quick mode
// follows. While there are no keys every message begins with a Crypto payload that seals nothing; then everything behind it is sealed.

const responder = '99aabbccddeeff00'
const MAIN = 243
const QUICK = 244
const EXTENDED = 245
const NOTIFY = 246

const utf16 = (text: string) => bytes(Array.from(ascii(text), octet => [octet, 0]).flat())

/** The Crypto payload that only counts. [MS-AIPS] 2.2.3.2.2. @param iv the responder's, once the log on is through */
const count = (number: number, iv = ''): Part => ({ type: 133, body: bytes(u32(number), iv) })
/** [MS-AIPS] 2.2.3.1. */
const token = (flags: number, body: Uint8Array, status = 0): Part => ({ type: 129, body: bytes(u32(status), [flags], body) })
/** [MS-AIPS] 2.2.3.4. */
const methods = (...numbers: number[]): Part => ({ type: 135, body: bytes(numbers.flatMap(number => [...u16(number), ...u16(0)])) })
const principal = (name: string): Part => ({ type: 134, body: utf16(name) })
/** [MS-AIPS] 2.2.3.5: flags where the SPI's size is, and no SPI. */
const notify = (protocol: number, flags: number, type: number, data: string): Part => ({
  type: 11,
  body: bytes(u32(1), [protocol, flags], u16(type), data),
})

/** A message whose Crypto payload seals what follows: only its number and vector are counted by its length. [MS-AIPS] 2.2.3.2.1. */
export function sealed(exchange: number, messageId: number, number: number, { iv = 16, next = 0, length = 80, counted = 0 } = {}) {
  const body = bytes([next, 0], u16(8 + (counted || iv)), u32(number), noise(iv + length, number))
  return bytes('1111111111111111', responder, [133, 0x10, exchange, 1], u32(messageId), u32(28 + body.length), body)
}

const vendors = ['1e2b516905991c7d7c96fcbfb587e461 00000009', '7bb93867d76c8d80df0f40fae8fc3b19 00000000'].map(v1.vid)
const offer = v1.sa({}, v1.proposal({}, v1.suite({ encryption: 7, keyLength: 128, group: 0, authentication: 65001 })))
const anonymous = v1.sa({}, v1.proposal({}, v1.suite({ encryption: 7, keyLength: 256, group: 14, authentication: 65001 })))
const clientHello = bytes('160301', u16(50), [1, 0, 0, 46, 3, 1], noise(44))

const known = { exchange: MAIN, responder }

/** Messages of the conversation in their order, by what they are. */
export const authIp: readonly (readonly [name: string, message: Uint8Array])[] = [
  [
    'main mode, the offer',
    ikev1(
      { exchange: MAIN },
      count(1),
      offer,
      v1.nonce(1, 32),
      methods(2, 3, 4, 5),
      principal('host/client.corp.example'),
      v1.natd(noise(20)),
      v1.natd(noise(20, 2)),
      ...vendors,
    ),
  ],
  [
    'main mode, the choice',
    ikev1(known, count(2), offer, v1.nonce(2, 32), methods(2), principal('host/server.corp.example'), v1.natd(noise(20)), ...vendors),
  ],
  ['main mode, a ticket', ikev1(known, count(3), token(0x01, initialToken(KERBEROS, '0100', apRequest)))],
  ['main mode, its answer', ikev1(known, count(4, '0102030405060708'), token(0x10, initialToken(KERBEROS, '0200', apReply)))],
  ['main mode with a key exchange', ikev1({ exchange: MAIN }, count(1), anonymous, v1.ke(256), v1.nonce(1, 32), methods(3, 5))],
  ['main mode, the proof', sealed(MAIN, 0, 5)],
  ['main mode, a log on refused', ikev1(known, count(4), token(0x10, new Uint8Array(0), 0x8009030c))],
  ['main mode, a cookie wanted', ikev1({ exchange: MAIN }, notify(1, 0, 40021, '0102030405060708'))],
  ['extended mode, sealed', sealed(EXTENDED, 1, 1, { iv: 8 })],
  ['extended mode, with its first payload named', sealed(EXTENDED, 1, 2, { next: 135 })],
  [
    'extended mode in the clear',
    ikev1({ exchange: EXTENDED, responder, messageId: 1 }, count(3), methods(4, 5), token(0x03, clientHello), token(0x04, ntlmChallenge)),
  ],
  ['quick mode, counted whole', sealed(QUICK, 0x7a5b3c1d, 1, { counted: 96 })],
  ['quick mode, sealed', sealed(QUICK, 0x7a5b3c1d, 2, { length: 172 })],
  [
    'quick mode in the clear',
    ikev1(
      { exchange: QUICK, responder, messageId: 7 },
      count(1, '0102030405060708'),
      v1.hash(),
      v1.sa(
        {},
        v1.proposal(
          { protocol: 3, spi: 'c0ffee01' },
          v1.transform({ id: 12 }, v1.attribute(4, 2), v1.attribute(5, 2), v1.attribute(6, 128)),
        ),
      ),
      v1.nonce(3, 32),
      v1.idAddress('192.0.2.10', { protocol: 6, port: 445 }),
      v1.idAddress('198.51.100.20', { protocol: 6, port: 0 }),
      { type: 136, body: noise(64) },
      { type: 137, body: bytes(u32(7)) },
    ),
  ],
  [
    'notifies',
    ikev1(
      { exchange: NOTIFY, responder, messageId: 9 },
      count(1),
      notify(1, 1, 40020, '000035e9'),
      notify(1, 0, 40020, '00000000'),
      notify(2, 0, 40022, '00000005'),
      notify(2, 1, 40023, ''),
      notify(2, 0, 40024, '00000002 00000002'),
      notify(2, 0, 40005, '00000003'),
    ),
  ],
  ['a notify, sealed', sealed(NOTIFY, 9, 6, { length: 48 })],
]

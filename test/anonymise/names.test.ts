/** What names somebody, place by place: a packet that says it, and the octets that may not be left of it. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { ascii } from '../../src/compose/ike/bytes.ts'
import { fragmentsV1, ikev1, ikev2 } from '../../src/compose/ike/message.ts'
import * as v1 from '../../src/compose/ike/v1.ts'
import * as v2 from '../../src/compose/ike/v2.ts'
import { apRequest, initialToken, KERBEROS, krbError } from '../../src/compose/packets/kerberos.ts'
import { problems } from '../../src/dissectors/field.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { collected } from '../support/anonymise/packets.ts'
import { made, reportOf } from '../support/anonymise/sets.ts'
import { memory } from '../support/capture/collect.ts'
import { gateCertificate } from '../support/ike/certificate.ts'
import { initAnswerWithNat, initWithNat, withNatD } from '../support/ike/natd.ts'
import { ntlmAuthenticate, ntlmChallenge } from '../support/ike/ntlm.ts'
import {
  bytes,
  carried,
  ethernet,
  fragmentationNeeded,
  fragments,
  icmp,
  icmpv6,
  ipv4,
  ipv6,
  tcp,
  u16,
  udp,
} from '../support/packets/index.ts'

const HOST = '93.184.216.34'
const PEER = '151.101.1.69'
const aggressive = { exchange: 4, responder: '2222222222222222' }
const ike = (message: Uint8Array) => ethernet(ipv4(HOST, PEER, udp(500, 500, message)))
const wide = (text: string) => Buffer.from(text, 'utf16le')
const inHex = (text: string) => Buffer.from(text).toString('hex')
const label = (name: string) => bytes(...name.split('.').map(part => bytes([part.length], ascii(part))), [0])

function answer(): Uint8Array {
  const question = bytes(label('gate.secretcorp.example'), u16(1, 1))
  const record = bytes([0xc0, 12], u16(1, 1, 0, 60, 4), [93, 184, 216, 34])
  const alias = bytes(
    label('www.secretcorp.example'),
    u16(5, 1, 0, 60),
    u16(label('far.otherplace.example').length),
    label('far.otherplace.example'),
  )
  return bytes(u16(7, 0x8180, 1, 2, 0, 0), question, record, alias)
}

const big = ikev1(aggressive, v1.idName(2, 'gate.secretcorp.example'), v1.cert(gateCertificate), v1.certificateRequest(gateCertificate))

const places: readonly [what: string, packets: readonly Uint8Array[], gone: readonly (string | Uint8Array)[]][] = [
  ['identity', [ike(ikev1(aggressive, v1.idName(2, 'gate.secretcorp.example')))], ['secretcorp', Uint8Array.of(93, 184, 216, 34)]],
  ['identity, an address', [ike(ikev1(aggressive, v1.idAddress('10.20.30.40')))], [Uint8Array.of(10, 20, 30, 40)]],
  ['identity of version 2', [ike(ikev2({ exchange: 35, flags: 8 }, v2.fqdn('gate.secretcorp.example')))], ['secretcorp']],
  ['NAT-OA', [ike(ikev1(aggressive, v1.natoa('10.20.30.40')))], [Uint8Array.of(10, 20, 30, 40)]],
  [
    'certificate',
    [ike(ikev1(aggressive, v1.cert(gateCertificate)))],
    ['gate.example', 'Example', 'Netz', gateCertificate.subarray(10, 30), gateCertificate.subarray(200, 240)],
  ],
  [
    'GSS identity',
    [
      ike(
        ikev1(
          { exchange: 2 },
          v1.sa(
            {},
            v1.proposal({}, v1.transform({}, v1.attribute(3, 65001), v1.attribute(16384, wide('gate$@SECRETCORP').toString('hex')))),
          ),
        ),
      ),
    ],
    ['secretcorp', wide('secretcorp')],
  ],
  ['GSS token', [ike(ikev1({ exchange: 2 }, v1.gss(initialToken(KERBEROS, '0100', apRequest))))], ['EXAMPLE']],
  [
    'GSS name in Cyrillic',
    [ike(ikev1({ exchange: 243 }, { type: 134, body: wide('host/секрет.corp') }))],
    [wide('секрет'), wide('corp'), Uint8Array.of(0x41, 4, 0x35, 4)],
  ],
  [
    'NTLM',
    [
      ike(ikev1({ exchange: 243 }, v1.gss(bytes('00000000 01', ntlmChallenge)))),
      ike(ikev1({ exchange: 243 }, v1.gss(bytes('00000000 01', ntlmAuthenticate)))),
    ],
    [wide('SECRETCORP'), wide('secretcorp'), wide('alice'), wide('LAPTOP7')],
  ],
  ['Kerberos error', [ethernet(ipv4(HOST, PEER, udp(88, 1025, krbError(41))))], ['EXAMPLE']],
  ['DNS answer', [ethernet(ipv4(PEER, HOST, udp(53, 1025, answer())))], ['secretcorp', 'otherplace', Uint8Array.of(93, 184, 216, 34)]],
  [
    'clear payload',
    [
      ethernet(ipv4(HOST, PEER, tcp(1025, 80, ascii('GET /secretcorp HTTP/1.1\r\n')))),
      ethernet(ipv4(HOST, PEER, udp(1025, 9999, ascii('secretcorp')))),
    ],
    ['secretcorp'],
  ],
  ['echo', [ethernet(ipv4(HOST, PEER, icmp(8, 0, u16(1, 1), ascii('secretcorp'))))], ['secretcorp']],
  [
    'quote of a clear packet',
    [ethernet(ipv4(PEER, HOST, fragmentationNeeded(1400, ipv4(HOST, PEER, udp(1025, 9999, ascii('secretcorp'))), 60)))],
    ['secretcorp', Uint8Array.of(93, 184, 216, 34)],
  ],
  [
    'quote of a fragment',
    [ethernet(ipv4(PEER, HOST, fragmentationNeeded(1400, fragments(ipv4(HOST, PEER, udp(500, 500, big)), 400)[0]!, 400)))],
    ['secretcorp', 'Example'],
  ],
  [
    'IP fragments',
    fragments(ipv4(HOST, PEER, udp(500, 500, big)), 256).map(piece => ethernet(piece)),
    ['secretcorp', 'gate.example', 'Netz'],
  ],
  [
    'a fragment alone',
    fragments(ipv4(HOST, PEER, udp(500, 500, big)), 256)
      .slice(2, 3)
      .map(piece => ethernet(piece)),
    ['gate.example', 'Example'],
  ],
  ['IKE fragments', fragmentsV1(big, { size: 200 }).map(ike), ['secretcorp', 'gate.example', 'Netz']],
  [
    'IPv6',
    [ethernet(ipv6('2a02:1234::5', '2a02:1234::6', udp(500, 500, ikev1(aggressive, v1.idName(2, 'gate.secretcorp.example')))))],
    ['secretcorp', bytes('2a021234')],
  ],
  [
    'neighbour',
    [
      ethernet(
        ipv6(
          'fe80::1234:5678:9abc:def0',
          '2a02:1234::6',
          icmpv6(135, 0, '00000000', bytes('2a0212340000000000000000000000aa', '01010a0b0c0d0e0f')),
        ),
      ),
    ],
    [bytes('12345678'), bytes('2a021234'), bytes('0a0b0c0d0e0f')],
  ],
  [
    'XAUTH',
    [
      ike(
        ikev1({ exchange: 6, responder: '2222222222222222', messageId: 7 }, v1.hash(), {
          type: 14,
          body: bytes(
            '02000007',
            v1.attribute(16521, inHex('secretcorp')),
            v1.attribute(16522, '7377306726'),
            v1.attribute(16523, inHex('passcode99')),
            v1.attribute(1, '5db8d822'),
          ),
        }),
      ),
    ],
    ['secretcorp', 'sw0g&', 'passcode99', Uint8Array.of(93, 184, 216, 34)],
  ],
  [
    'EAP',
    [
      ike(
        ikev2(
          { exchange: 35, flags: 8 },
          { type: 48, body: bytes('0101000f01', ascii('secretcorp')) },
          { type: 48, body: bytes('01010024 1a 0101 001f 10', ascii('sixteen-octets!!'), ascii('secretcorp')) },
          { type: 48, body: bytes('01010019 17 05 0000 0e04 000a', ascii('secretcorp'), '0000') },
          { type: 47, body: bytes('02000000 0001 0004 5db8d822 0019 000a', ascii('secretcorp')) },
          v2.notify(42017, { data: '0d 21 31 0a 09 10 5db8d822 ffffffff' }),
        ),
      ),
    ],
    ['secretcorp', 'sixteen-octets', Uint8Array.of(93, 184, 216, 34)],
  ],
  [
    'ESP-NULL in TCP',
    [1, 2, 3, 4].map(i => {
      const inside = ipv4('10.20.30.40', '10.20.30.41', udp(5000, 5001, ascii('secretcorp')))
      const esp = bytes([0xc0, 0xff, 0xee, 1, 0, 0, 0, i], inside, [0, 4], new Uint8Array(12).fill(0x90 + i))
      return ethernet(ipv4(HOST, PEER, tcp(1025, 4500, bytes(u16(esp.length + 2), esp), { sequence: 1000 + (esp.length + 2) * i })))
    }),
    ['secretcorp', Uint8Array.of(10, 20, 30, 40), Uint8Array.of(93, 184, 216, 34)],
  ],
  ['a protocol nobody reads', [ethernet(ipv4(HOST, PEER, carried(253, ascii('secretcorp'))))], ['secretcorp']],
  ['bytes behind the packet', [bytes(ethernet(ipv4(HOST, PEER, udp(500, 500, big))), ascii('secretcorp'))], ['secretcorp']],
]

const file = (packets: readonly Uint8Array[]) =>
  memory(pcapFile(packets.map((data, i) => ({ data, seconds: 1_700_000_000 + i, nanoseconds: 0 }))))

describe('nothing is left', () => {
  test.each(places)('%s', async (_what, packets, gone) => {
    const { bytes: files } = await made([file(packets)])
    const out = files[0]!
    const lower = out.toString('latin1').toLowerCase()
    for (const one of gone) {
      if (typeof one === 'string') expect([one, lower.includes(one.toLowerCase())]).toEqual([one, false])
      else expect(out.includes(Buffer.from(one))).toBe(false)
    }
  })

  test.each(places)('%s: lengths, checksums and structure stay', async (_what, packets) => {
    const { bytes: files } = await made([file(packets)])
    const said = (data: Uint8Array) => problems(packet(data, data.length, 1).tree)
    const after = await collected(files[0]!)
    expect(after.map(data => data.length)).toEqual(packets.map(data => data.length))
    expect(after.map(said)).toEqual(packets.map(said))
    const sums = (data: Uint8Array) =>
      packet(data, data.length, 1)
        .layers.filter(({ kind }) => kind !== 'application')
        .map(layer => [layer.kind, 'checksumGood' in layer && layer.checksumGood])
    expect(after.map(sums)).toEqual(packets.map(sums))
  })
})

describe('NAT detection says the same', () => {
  const hosts = { inside: '192.168.1.23 500', outside: '93.184.216.34 500', peer: '151.101.1.69 500' }
  const v1Talk = (from: string) => [withNatD(3, hosts.peer, from), withNatD(4, hosts.outside, hosts.peer)]
  const v2Talk = (from: string) => [initWithNat(hosts.peer, from), initAnswerWithNat(hosts.outside, hosts.peer)]
  const forced = '00112233445566778899aabbccddeeff00112233'
  test.each([
    ['nobody translated', v1Talk(hosts.outside)],
    ['behind a NAT', v1Talk(hosts.inside)],
    ['behind a NAT, version 2', v2Talk(hosts.inside)],
    ['forced with the port 0', v2Talk('93.184.216.34 0')],
    ['forced with random octets', v2Talk(forced)],
    ['nobody translated, version 2', v2Talk(hosts.outside)],
  ])('%s', async (_what, messages) => {
    const packets = messages.map((message, i) =>
      ethernet(i ? ipv4(PEER, HOST, udp(500, 500, message)) : ipv4(HOST, PEER, udp(500, 500, message))),
    )
    const before = await reportOf([file(packets)])
    const result = await made([file(packets)])
    const after = await reportOf([memory(result.bytes[0]!)])
    const nat = (report: typeof before) => report.findings.map(({ rule, confidence, because }) => [rule, confidence, because.length])
    expect(nat(after)).toEqual(nat(before))
    const believed = before.findings.flatMap(one => one.because).some(text => text.includes('192.168.1.23'))
    if (believed) expect(after.findings.flatMap(one => one.because).join(' ')).toContain(result.replaced.addresses['192.168.1.23'])
  })
})

test('a longer text in both files is the same in both', async () => {
  const packets = [ike(ikev1(aggressive, v1.idName(2, 'gate.secretcorp.example'))), ethernet(ipv4(PEER, HOST, udp(53, 1025, answer())))]
  const { bytes: files, replaced } = await made([file(packets.slice(0, 1)), file(packets.slice(1))])
  const corp = replaced.words.secretcorp!
  expect(files.map(one => one.includes(corp))).toEqual([true, true])
})

import { describe, expect, test } from 'vitest'
import { ascii } from '../../src/compose/ike/bytes.ts'
import { ikev1, ikev2 } from '../../src/compose/ike/message.ts'
import * as v1 from '../../src/compose/ike/v1.ts'
import * as v2 from '../../src/compose/ike/v2.ts'
import { der, initialToken, KERBEROS, NTLM, negTokenInit, sequence } from '../../src/compose/packets/kerberos.ts'
import type { Field } from '../../src/dissectors/field.ts'
import { MAX_LAYERS, packet } from '../../src/dissectors/packet.ts'
import { bytes, type Carried, carried, ethernet, ipv4, ipv6, tcp, u16, u32, udp } from '../support/packets/index.ts'
import { untiled } from '../support/tree/tiling.ts'

// What somebody would send who wants the reader to run out of stack, time or memory: things within things, counts that promise
// far more than is there, parts of no length. What is read stays in proportion to the bytes, and every one of them has its place.

const [A, B] = ['192.0.2.10', '198.51.100.20']
const MOST = 65_000
const repeated = (times: number, part: string) => {
  const one = bytes(part)
  const all = new Uint8Array(times * one.length)
  for (let i = 0; i < times; i++) all.set(one, i * one.length)
  return all
}
const onUdp = (port: number, payload: Uint8Array) => ethernet(ipv4(A, B, udp(port, port, payload, { sum: 0 })))
const ike1 = (type: number, body: Uint8Array) => onUdp(500, ikev1({ exchange: 5, responder: '22'.repeat(8) }, { type, body }))
const ike2 = (type: number, body: Uint8Array) => onUdp(500, ikev2({ exchange: 35, flags: 8 }, { type, body }))

/** `start` around itself as often as fits into a packet. */
function nested(start: Uint8Array, around: (inside: Uint8Array) => Uint8Array, times = 300): Uint8Array {
  let all = start
  for (let i = 0; i < times; i++) {
    const next = around(all)
    if (next.length > MOST) break
    all = next
  }
  return all
}

const inIp = (protocol: number, inside: Uint8Array): Carried => carried(protocol, inside)
const ping = ipv4(A, B, carried(1, '0800 f7ff 0000 0000'))
const gre = bytes('0000 0800')
const vxlan = bytes('0800 0000 0000 0100')

const hostile: readonly (readonly [name: string, frame: Uint8Array])[] = [
  ['IP in IP without end', ethernet(nested(ping, inside => ipv4(A, B, inIp(4, inside))))],
  ['IPv6 in IPv6 without end', ethernet(nested(ipv6('::1', '::2', carried(59, '')), inside => ipv6('::1', '::2', inIp(41, inside))))],
  ['GRE in GRE', ethernet(nested(ping, inside => ipv4(A, B, inIp(47, bytes(gre, inside)))))],
  ['VXLAN in VXLAN', nested(ethernet(ping), inside => ethernet(ipv4(A, B, udp(4789, 4789, bytes(vxlan, inside), { sum: 0 }))))],
  ['AH in AH', ethernet(ipv4(A, B, inIp(51, repeated(2600, '33 04 0000 00000101 00000001 000000000000000000000000'))))],
  ['errors that quote errors', ethernet(nested(ping, inside => ipv4(A, B, carried(1, '0301 0000 0000 0000', inside))))],
  ['MPLS labels', bytes('000102030405 0a0b0c0d0e0f 8847', repeated(16_000, '00001040'))],
  ['VLAN tags', bytes('000102030405 0a0b0c0d0e0f', repeated(16_000, '8100 0001'), '0800')],
  ['IPv6 extension headers', ethernet(ipv6('::1', '::2', inIp(0, repeated(8000, '00 00 0104 00000000'))))],
  ['IPv4 options of no length', ethernet(bytes('4f', ipv4(A, B, carried(17, '')).subarray(1, 20), repeated(20, '07 00')))],
  ['TCP options of no length', ethernet(ipv4(A, B, tcp(1, 2, [], { options: repeated(20, '08 00') })))],
  [
    '16,000 empty payloads',
    onUdp(500, bytes(ikev1({ exchange: 5, length: 28 + 64_000 }).fill(10, 16, 17), repeated(16_000, '0a 00 0004'))),
  ],
  [
    '16,000 empty payloads of IKEv2',
    onUdp(500, bytes(ikev2({ exchange: 34, length: 28 + 64_000 }).fill(40, 16, 17), repeated(16_000, '28 00 0004'))),
  ],
  ['8,000 proposals', ike1(1, bytes(u32(1), u32(1), repeated(8000, '02 00 0008 01 01 00 00')))],
  ['8,000 proposals of IKEv2', ike2(33, repeated(8000, '02 00 0008 01 01 00 00'))],
  ['8,000 transforms', ike1(1, bytes(u32(1), u32(1), '00 00', u16(64_008), '01 01 00 ff', repeated(8000, '03 00 0008 01 01 0000')))],
  [
    '16,000 attributes',
    ike1(1, bytes(u32(1), u32(1), '00 00', u16(64_016), '01 01 00 01', '00 00', u16(64_008), '01 01 0000', repeated(16_000, '8001 0007'))),
  ],
  ['a delete of 65,535 SPIs of no length', ike1(12, bytes(u32(1), '03 00 ffff'))],
  ['a delete of 65,535 SPIs of no length, IKEv2', ike2(42, bytes('03 00 ffff'))],
  ['16,000 SPIs', ike1(12, bytes(u32(1), '03 04 3e80', repeated(16_000, 'c0ffee01')))],
  ['255 traffic selectors that are not there', ike2(44, bytes('ff 000000'))],
  ['4,000 traffic selectors', ike2(44, bytes('ff 000000', repeated(4000, '07 00 0010 0000 ffff 00000000 ffffffff')))],
  ['16,000 configuration attributes', ike2(47, bytes('01 000000', repeated(16_000, '0001 0000')))],
  ['hash algorithms', ike2(41, bytes('00 00', u16(16431), repeated(30_000, '0002')))],
  ['announcements of no length', ike2(41, bytes('00 00', u16(16443), repeated(30_000, '00')))],
  ['emergency numbers of no length', ike2(41, bytes('00 00', u16(41134), 'ff', repeated(255, '00')))],
  [
    'group payloads in group payloads',
    onUdp(
      848,
      ikev1(
        { exchange: 32 },
        {
          type: 1,
          body: nested(bytes(u32(2), u32(0), '0000 0000'), inside =>
            bytes(u32(2), u32(0), '0001 0000', '01 00', u16(4 + inside.length), inside),
          ),
        },
      ),
    ),
  ],
  [
    'GSS tokens in GSS tokens',
    onUdp(500, ikev1({ exchange: 2 }, v1.gss(nested(bytes('4e544c4d53535000 01000000'), inside => negTokenInit([NTLM], inside))))),
  ],
  [
    'DER in DER',
    onUdp(
      500,
      ikev1(
        { exchange: 2 },
        v1.gss(
          initialToken(
            KERBEROS,
            '0100',
            der(
              0x6e,
              nested(der(2, [1]), inside => sequence(inside)),
            ),
          ),
        ),
      ),
    ),
  ],
  ['a certificate of DER in DER', onUdp(500, ikev1({ exchange: 4 }, v1.cert(nested(der(2, [1]), inside => sequence(inside)))))],
  [
    'a name of DER in DER',
    onUdp(
      500,
      ikev1(
        { exchange: 4 },
        {
          type: 5,
          body: bytes(
            '09 000000',
            nested(der(2, [1]), inside => sequence(inside)),
          ),
        },
      ),
    ),
  ],
  ['DNS that points to itself', onUdp(53, bytes('1234 8180 ffff ffff ffff ffff', repeated(20_000, 'c00c')))],
  ['DNS with a name of 60,000 labels', onUdp(53, bytes('1234 0100 0001 0000 0000 0000', repeated(30_000, '01 61'), '00 0001 0001'))],
  [
    'an LDAP message in itself',
    onUdp(
      389,
      nested(der(2, [1]), inside => sequence(inside)),
    ),
  ],
  ['TLS records', onUdp(500, ikev1({ exchange: 243 }, { type: 129, body: bytes(u32(0), '00', repeated(12_000, '16 0303 0000')) }))],
  ['a text of 60,000 control characters', onUdp(500, ikev2({ exchange: 35, flags: 8 }, v2.idInitiator(2, ascii('\u0001'.repeat(60_000)))))],
]

function count({ children = [] }: Field): number {
  return 1 + children.reduce((sum, child) => sum + count(child), 0)
}

describe('what is made to hurt', () => {
  test.each(hostile)('%s', (_, frame) => {
    const start = process.cpuUsage()
    const { tree, layers } = packet(frame, frame.length, 1)
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(2500)
    expect(untiled(tree, frame.length)).toEqual([])
    expect(layers.length).toBeLessThanOrEqual(2 * MAX_LAYERS)
    expect(count(tree)).toBeLessThan(4 * frame.length + 200)
    expect(
      JSON.stringify(tree, (_key, value) => (typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? undefined : value))
        .length,
    ).toBeLessThan(600 * frame.length + 50_000)
  })
})

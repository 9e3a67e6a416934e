import { describe, expect, test } from 'vitest'
import { noise } from '../../src/compose/ike/bytes.ts'
import { problems } from '../../src/dissectors/field.ts'
import { bytes, type Carried, carried, ethernet, icmp, ipv4, ipv6, tcp, u16, u32, udp } from '../support/packets/index.ts'
import { sessionOf } from '../support/trace/session.ts'
import { untiled } from '../support/tree/tiling.ts'

// RFC 5879's question, asked of every length of an integrity check, over both versions of IP, in transport and tunnel mode, bare, in
// UDP and in a TCP connection.

const [a4, b4] = ['192.0.2.10', '198.51.100.20']
const [a6, b6] = ['2001:db8::a', '2001:db8::b']
const [net, far] = ['10.1.0.1', '10.2.0.1']
const ICVS = [0, 8, 12, 16, 20, 24, 32]

function espNull(sequence: number, inside: Uint8Array, nextHeader: number, icv: number): Uint8Array {
  const pad = (4 - ((inside.length + 2) % 4)) % 4
  return bytes(u32(0xc0ffee01, sequence), inside, [1, 2, 3].slice(0, pad), [pad, nextHeader], noise(icv, 77 + sequence))
}

interface Outer {
  readonly ip: (what: Carried) => Uint8Array
  /** What the payload of a packet in transport mode is, its checksum made with the outer addresses. */
  readonly transport: (what: Carried) => Uint8Array
}
const outers: readonly (readonly [name: string, outer: Outer])[] = [
  ['IPv4', { ip: what => ipv4(a4, b4, what), transport: what => ipv4(a4, b4, what).subarray(20) }],
  ['IPv6', { ip: what => ipv6(a6, b6, what), transport: what => ipv6(a6, b6, what).subarray(40) }],
]
const insides: readonly (readonly [name: string, nextHeader: number, make: (outer: Outer, i: number) => Uint8Array, says: string])[] = [
  ['a tunnel with IPv4', 4, (_, i) => ipv4(net, far, icmp(8, 0, u16(7, i), noise(20 + i))), `${net} → ${far} ICMP echo id 7 seq 2`],
  [
    'a tunnel with IPv6',
    41,
    (_, i) => ipv6('2001:db8:1::1', '2001:db8:2::1', udp(5000, 5001, noise(20 + i))),
    '2001:db8:1::1 → 2001:db8:2::1 UDP 5000 → 5001, 22 bytes',
  ],
  [
    'TCP in transport mode',
    6,
    ({ transport }, i) => transport(tcp(40000, 445, noise(i), { sequence: i })),
    'TCP 40000 → 445 ACK seq 2, 2 bytes',
  ],
  ['UDP in transport mode', 17, ({ transport }, i) => transport(udp(5060, 5061, noise(10 + i))), 'UDP 5060 → 5061, 12 bytes'],
]
const ways: readonly (readonly [name: string, make: (outer: Outer, esp: Uint8Array, at: number) => Uint8Array, says: string])[] = [
  ['bare', ({ ip }, esp) => ip(carried(50, esp)), 'ESP'],
  ['in UDP', ({ ip }, esp) => ip(udp(4500, 4500, esp)), 'UDP-ESP'],
  ['in TCP', ({ ip }, esp, at) => ip(tcp(40000, 4500, [...u16(esp.length + 2), ...esp], { sequence: at })), 'TCP-ESP'],
]

describe.each(ways)('ESP-NULL %s', (_way, frame, protocol) => {
  describe.each(outers)('over %s', (_outer, outer) => {
    describe.each(insides)('%s', (_inside, nextHeader, inside, says) => {
      test.each(ICVS)('an integrity check of %i octets', async icv => {
        let at = 1000
        const frames = [1, 2, 3, 4, 5, 6].map(i => {
          const esp = espNull(i, inside(outer, i), nextHeader, icv)
          at += esp.length + 2
          return ethernet(frame(outer, esp, at - esp.length - 2))
        })
        const session = await sessionOf(frames)
        expect((await session.report()).flows).toMatchObject([{ packets: 6, cipher: 'null', confidence: 'certain' }])
        const [row] = await session.rows(0, 1, 2)
        expect(row).toMatchObject({ protocol, info: `ESP c0ffee01 seq 2: ${says}` })
        const [root] = (await session.packet(0, 2)).roots
        expect(untiled(root!.tree)).toEqual([])
        expect(problems(root!.tree)).toEqual([])
      })
    })
  })
})

import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../src/dissectors/field.ts'
import type { Session } from '../../src/host/protocol.ts'
import {
  ah,
  bytes,
  type Carried,
  carried,
  counting,
  ethernet,
  fragments,
  icmp,
  ipv4,
  ipv6,
  tcp,
  u16,
  u32,
  udp,
} from '../support/packets/index.ts'
import { sessionOf } from '../support/trace/session.ts'
import { untiled } from '../support/tree/tiling.ts'

const [a, b] = ['192.0.2.10', '198.51.100.20']
const [net, far] = ['10.1.0.1', '10.2.0.1']
const text = (says: string) => new TextEncoder().encode(says)

/** ESP with NULL encryption and an ICV of 12. RFC 4303 §2, RFC 2410. */
function espNull(sequence: number, inside: Uint8Array, nextHeader: number): Uint8Array {
  const pad = (4 - ((inside.length + 2) % 4)) % 4
  return bytes(u32(0xc0ffee01, sequence), inside, [1, 2, 3].slice(0, pad), [pad, nextHeader], counting(12, 0x90 + sequence))
}
const ping = (i: number) => ipv4(net, far, icmp(8, 0, u16(7, i), counting(24)))
const page = ipv4(net, far, tcp(40000, 80, text('GET /secret HTTP/1.1\r\n\r\n')))
const question = ipv4(net, far, udp(40000, 53, '1234 0100 0001 0000 0000 0000 03 677734 00 0001 0001'))

const infos = async (session: Session) => (await session.rows(0, 0, 100)).map(({ protocol, info }) => `${protocol} ${info}`)

describe.each<[string, (what: Carried) => Uint8Array, string]>([
  ['IPv4', what => ethernet(ipv4(a, b, what)), 'ESP'],
  ['IPv6', what => ethernet(ipv6('2001:db8::a', '2001:db8::b', what)), 'ESP'],
  [
    'UDP',
    what =>
      ethernet(
        ipv4(
          a,
          b,
          udp(
            4500,
            4500,
            what.build(() => new Uint8Array(0)),
            { sum: 0 },
          ),
        ),
      ),
    'UDP-ESP',
  ],
])('ESP-NULL over %s', (_, frame, protocol) => {
  const packets = [ping(1), ping(2), page, question].map((inside, i) => frame(carried(50, espNull(i + 1, inside, 4))))

  test('is read to the inside, and told with what it carries', async () => {
    const session = await sessionOf(packets)
    expect((await session.report()).flows).toMatchObject([{ cipher: 'null', confidence: 'certain', packets: 4 }])
    expect(await infos(session)).toEqual([
      `${protocol} ESP c0ffee01 seq 1: ${net} → ${far} ICMP echo id 7 seq 1`,
      `${protocol} ESP c0ffee01 seq 2: ${net} → ${far} ICMP echo id 7 seq 2`,
      `${protocol} ESP c0ffee01 seq 3: ${net} → ${far} HTTP GET /secret HTTP/1.1`,
      `${protocol} ESP c0ffee01 seq 4: ${net} → ${far} DNS query gw4`,
    ])
    const { roots } = await session.packet(0, 3)
    expect(roots).toHaveLength(1)
    expect(untiled(roots[0]!.tree)).toEqual([])
    expect(fieldAt(roots[0]!.tree, 'ESP')?.meaning).toBe('not encrypted')
    expect(fieldAt(roots[0]!.tree, 'TCP/Checksum')?.meaning).toBe('correct')
    expect(fieldAt(roots[0]!.tree, 'ESP Trailer/Next Header')?.meaning).toBe('IPv4')
    expect(fieldAt(roots[0]!.tree, 'Integrity Check Value')).toBeDefined()
  })
})

test('ESP-NULL in a TCP connection is read to the inside, without any IKE in the capture', async () => {
  let at = 1000
  const frames = [ping(1), ping(2), page, question].map((inside, i) => {
    const esp = espNull(i + 1, inside, 4)
    const frame = ethernet(ipv4(a, b, tcp(40000, 4500, [...u16(esp.length + 2), ...esp], { sequence: at })))
    at += esp.length + 2
    return frame
  })
  const session = await sessionOf(frames)
  expect((await session.report()).flows).toMatchObject([
    { tcpEncapsulated: true, packets: 4, missing: 0, cipher: 'null', confidence: 'certain' },
  ])
  expect((await infos(session))[2]).toBe(`TCP-ESP ESP c0ffee01 seq 3: ${net} → ${far} HTTP GET /secret HTTP/1.1`)
  const { roots } = await session.packet(0, 3)
  expect(untiled(roots[0]!.tree)).toEqual([])
  expect(fieldAt(roots[0]!.tree, 'TCP Encapsulation/ESP')?.meaning).toBe('not encrypted')
})

test('ESP-NULL of which every packet came in IP fragments is found out too', async () => {
  const whole = (i: number) => ipv4(a, b, carried(50, espNull(i, ipv4(net, far, udp(5000, 5001, counting(900 + i))), 4)), { id: i })
  const session = await sessionOf([1, 2, 3].flatMap(i => fragments(whole(i), 512).map(piece => ethernet(piece))))
  expect((await session.report()).flows).toMatchObject([{ packets: 3, cipher: 'null', confidence: 'certain' }])
})

test('a packet of the SA that reads otherwise stays bytes, a cut one is read as far as it goes', async () => {
  const frames = [1, 2, 3].map(i => ethernet(ipv4(a, b, carried(50, espNull(i, ping(i), 4)))))
  const odd = ethernet(ipv4(a, b, carried(50, bytes(u32(0xc0ffee01, 4), new Uint8Array(40).fill(0xfe)))))
  const large = ethernet(ipv4(a, b, carried(50, espNull(5, ipv4(net, far, udp(5000, 5001, counting(400))), 4))))
  const session = await sessionOf([...frames, odd, large], 120)
  const rows = await infos(session)
  expect(rows[3]).toBe('ESP ESP c0ffee01 seq 4')
  expect(rows[4]).toBe(`ESP ESP c0ffee01 seq 5: ${net} → ${far} UDP 5000 → 5001, 400 bytes`)
  for (const number of [4, 5]) expect(untiled((await session.packet(0, number)).roots[0]!.tree)).toEqual([])
})

test('after a rekeying one packet that fits is enough, between other hosts it is not', async () => {
  const short = bytes(
    u32(0xc0ffee02, 1),
    tcp(40000, 80).build(() => new Uint8Array(0)),
    [1, 2, 2, 6],
    counting(12),
  )
  const before = [1, 2, 3].map(i => ethernet(ipv4(a, b, carried(50, espNull(i, ping(i), 4)))))
  const flows = async (frames: readonly Uint8Array[]) =>
    (await (await sessionOf(frames)).report()).flows.map(f => `${f.cipher} ${f.confidence}`)
  expect(await flows([...before, ethernet(ipv4(b, a, carried(50, short)))])).toEqual(['null certain', 'null likely'])
  expect(await flows([...before, ethernet(ipv4('192.0.2.77', a, carried(50, short)))])).toEqual(['null certain', 'undecided possible'])
})

test('one that came in IP fragments is opened when it is whole', async () => {
  const small = [1, 2, 3].map(i => ethernet(ipv4(a, b, carried(50, espNull(i, ping(i), 4)))))
  const whole = ipv4(a, b, carried(50, espNull(4, ipv4(net, far, tcp(40000, 80, counting(900))), 4)), { id: 9 })
  const session = await sessionOf([...small, ...fragments(whole, 512).map(piece => ethernet(piece))])
  const reassembled = (await session.packet(0, 5)).roots.find(root => root.title === 'Reassembled')
  expect(reassembled?.tree.children?.map(({ name }) => name)).toEqual([
    'ESP',
    'IPv4',
    'TCP',
    'Data',
    'ESP Trailer',
    'Integrity Check Value',
  ])
})

describe('AH', () => {
  test.each<[string, Uint8Array, string]>([
    ['transport', ethernet(ipv4(a, b, ah(0xabc, 1, tcp(40000, 80, text('GET / HTTP/1.1\r\n'))))), 'AH 00000abc seq 1: HTTP GET / HTTP/1.1'],
    ['tunnel', ethernet(ipv4(a, b, ah(0xabc, 1, carried(4, ping(3))))), `AH 00000abc seq 1: ${net} → ${far} ICMP echo id 7 seq 3`],
    [
      'IPv6, tunnel',
      ethernet(ipv6('2001:db8::a', '2001:db8::b', ah(0xabc, 1, carried(4, ping(3)), new Uint8Array(20)))),
      `AH 00000abc seq 1: ${net} → ${far} ICMP echo id 7 seq 3`,
    ],
    ['what is not read is named', ethernet(ipv4(a, b, ah(0xabc, 1, carried(89, counting(40))))), 'AH 00000abc seq 1: OSPFIGP'],
  ])('%s', async (_, frame, says) => {
    const session = await sessionOf([frame])
    expect((await session.rows(0, 0, 1))[0]?.info).toBe(says)
    expect((await session.report()).flows).toMatchObject([{ protocol: 'ah', cipher: 'null', confidence: 'certain' }])
  })

  test('with ESP-NULL inside it is read to the end, with encrypted ESP it is not', async () => {
    const clear = [1, 2, 3].map(i => ethernet(ipv4(a, b, ah(0xabc, i, carried(50, espNull(i, ping(i), 4))))))
    expect((await infos(await sessionOf(clear)))[0]).toBe(`AH AH 00000abc seq 1: ESP c0ffee01 seq 1: ${net} → ${far} ICMP echo id 7 seq 1`)
    const noise = [1, 2, 3].map(i => ethernet(ipv4(a, b, ah(0xabc, i, carried(50, u32(0xc0ffee01, i), counting(64, 100 + 77 * i))))))
    const session = await sessionOf(noise)
    expect((await infos(session))[0]).toBe('AH AH 00000abc seq 1: ESP c0ffee01 seq 1')
    expect((await session.report()).flows).toMatchObject([{ cipher: 'encrypted' }])
  })
})

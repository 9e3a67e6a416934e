import { describe, expect, test } from 'vitest'
import { random as seeded } from '../../src/compose/random.ts'
import { sum } from '../../src/dissectors/network/checksum.ts'
import { sort, sorted } from '../../src/dissectors/sort.ts'
import { historyOf } from '../../src/trace/history.ts'
import { Ciphers, type CipherVerdict } from '../../src/trace/protected/ciphers.ts'
import { ah, bytes, type Carried, carried, ethernet, icmp, ipv4, ipv6, tcp, u16, u32, udp } from '../support/packets/index.ts'
import { recordings } from '../support/recordings/index.ts'
import { readFile } from '../support/trace/read.ts'

const a = '192.0.2.10'
const b = '198.51.100.20'
const random = seeded(7)
const noise = (length: number) => Uint8Array.from({ length }, () => random(256))

/** ESP around something: IV, payload, padding 1, 2, 3 …, its length, the next header, ICV. RFC 4303 §2. */
function espAround(inside: Uint8Array, nextHeader: number, iv: number, icv: number, sequence: number, check = noise(icv)): Uint8Array {
  const pad = (4 - ((iv + inside.length + 2) % 4)) % 4
  return bytes(u32(0xc0ffee01, sequence), noise(iv), inside, [1, 2, 3].slice(0, pad), [pad, nextHeader], check)
}

/** What packets of one flow are found to be. */
function verdict(packets: readonly Uint8Array[]): CipherVerdict {
  const ciphers = new Ciphers()
  const numbers = sorted()
  for (const packet of packets) {
    sort(packet, 0, packet.length, 1, numbers)
    if (numbers.securityStart > 0) ciphers.take(0, numbers, packet, packet.length)
  }
  return ciphers.of(0, numbers.kind)
}

/** Octets with their checksum filled in at `at`. */
function summedAt(at: number, octets: Uint8Array): Uint8Array {
  const fits = ~sum(octets, 0, octets.length) & 0xffff
  return bytes(octets.subarray(0, at), u16(fits), octets.subarray(at + 2))
}

const inTransport = (what: Carried, source = a, destination = b) => ipv4(source, destination, what).subarray(20)
const conversation: readonly (readonly [name: string, number, (i: number) => Uint8Array])[] = [
  ['a tunnel with IPv4', 4, i => ipv4('10.1.0.1', '10.2.0.1', icmp(8, 0, u16(7, i), noise(30 + i)))],
  ['a tunnel with IPv6', 41, i => ipv6('2001:db8:1::1', '2001:db8:2::1', udp(5000, 53, noise(20 + i)))],
  ['TCP in transport mode', 6, i => inTransport(tcp(40000, 80, noise(i), { sequence: i }))],
  ['TCP of a host behind a NAT', 6, i => inTransport(tcp(40000, 80, noise(i), { sequence: i }), '10.0.0.1')],
  ['UDP in transport mode', 17, i => inTransport(udp(5060, 5060, noise(10 + i)))],
  ['ICMP in transport mode', 1, i => inTransport(icmp(8, 0, u16(7, i), noise(30 + i)))],
]

describe('ESP that is not encrypted', () => {
  for (const [name, nextHeader, inside] of conversation)
    for (const icv of [0, 8, 12, 16, 20, 24, 32])
      test(`${name}, an ICV of ${icv}`, () => {
        const packets = [1, 2, 3, 4, 5, 6].map(i => ethernet(ipv4(a, b, carried(50, espAround(inside(i), nextHeader, 0, icv, i)))))
        expect(verdict(packets)).toEqual({ cipher: 'null', confidence: 'certain', iv: 0, icv, nextHeader })
      })

  test('behind UDP, over IPv6, behind AH', () => {
    const inner = (i: number) => espAround(conversation[0]![2](i), 4, 0, 12, i)
    const behindUdp = [1, 2, 3].map(i => ethernet(ipv4(a, b, udp(4500, 4500, inner(i), { sum: 0 }))))
    const over6 = [1, 2, 3].map(i => ethernet(ipv6('2001:db8::a', '2001:db8::b', carried(50, inner(i)))))
    const behindAh = [1, 2, 3].map(i => ethernet(ipv4(a, b, ah(5, i, carried(50, inner(i))))))
    for (const packets of [behindUdp, over6, behindAh]) expect(verdict(packets)).toMatchObject({ cipher: 'null', icv: 12 })
  })

  test.each(conversation)('%s, padded with zeros', (_, nextHeader, inside) => {
    const zeros = (i: number) => {
      const payload = inside(i)
      const pad = (4 - ((payload.length + 2) % 4)) % 4
      return bytes(u32(0xc0ffee01, i), payload, new Uint8Array(pad), [pad, nextHeader], noise(12))
    }
    const packets = [1, 2, 3, 4, 5, 6].map(i => ethernet(ipv4(a, b, carried(50, zeros(i)))))
    expect(verdict(packets)).toEqual({ cipher: 'null', confidence: 'certain', iv: 0, icv: 12, nextHeader })
  })

  test.each([2, 4])('AH inside, %i packets', count => {
    const inside = (i: number) => inTransport(ah(5, i, tcp(40000, 80, noise(20 + i), { sequence: i })))
    const packets = Array.from({ length: count }, (_, i) => ethernet(ipv4(a, b, carried(50, espAround(inside(i), 51, 0, 12, i)))))
    expect(verdict(packets)).toEqual({ cipher: 'null', confidence: 'certain', iv: 0, icv: 12, nextHeader: 51 })
  })

  // Next headers that ESP is not known to carry. RFC 5879 §8.2.
  const strangers: readonly (readonly [name: string, number, (i: number) => Uint8Array])[] = [
    ['Mobility Header', 135, i => summedAt(4, bytes([59, 1, 5, 0], u16(0, i), u32(0x80000078), noise(i)))],
    ['IGMP', 2, () => summedAt(2, bytes([0x16, 0], u16(0), [224, 0, 1, 1]))],
    ['EIGRP', 88, i => summedAt(2, bytes([2, 5], u16(0), new Uint8Array(12), u32(1), noise(i)))],
    ['Ethernet', 143, i => ethernet(ipv4('10.1.0.1', '10.2.0.1', icmp(8, 0, u16(7, i), noise(30 + i))))],
    ['AGGFRAG', 144, i => bytes(u16(0, 0), ipv4('10.1.0.1', '10.2.0.1', icmp(8, 0, u16(7, i), noise(30 + i))), new Uint8Array(40))],
  ]
  const nextHeaders = (nextHeader: number, count: number, inside: (i: number) => Uint8Array, iv = 0) =>
    Array.from({ length: count }, (_, i) => ethernet(ipv4(a, b, carried(50, espAround(inside(i), nextHeader, iv, 12, i)))))

  test.each(strangers)('%s, whose payload can be recognised', (_, nextHeader, inside) => {
    const clear = { confidence: 'certain', icv: 12, nextHeader }
    expect(verdict(nextHeaders(nextHeader, 30, inside))).toEqual({ ...clear, cipher: 'null', iv: 0 })
    expect(verdict(nextHeaders(nextHeader, 30, inside, 8))).toEqual({ ...clear, cipher: 'offloaded', iv: 8 })
  })

  test('a protocol that nobody knows: the same at the same place in every packet; a vector may stand before it', () => {
    const packets = nextHeaders(201, 30, i => noise(40 + i))
    expect(verdict(packets)).toEqual({ cipher: 'null', confidence: 'likely', iv: 0, icv: 12, nextHeader: 201 })
    expect(verdict(packets.slice(0, 3))).toMatchObject({ cipher: 'null', confidence: 'likely' })
    expect(verdict(packets.slice(0, 1))).toMatchObject({ cipher: 'undecided' })
  })

  test('one among packets that can be recognised, and one that is another each time', () => {
    const mixed = (i: number) => (i % 3 === 0 ? 135 : 1)
    const packets = Array.from({ length: 12 }, (_, i) =>
      ethernet(ipv4(a, b, carried(50, espAround(conversation[5]![2](i), mixed(i), 0, 12, i)))),
    )
    expect(verdict(packets)).toEqual({ cipher: 'null', confidence: 'certain', iv: 0, icv: 12 })
    const changing = Array.from({ length: 12 }, (_, i) => ethernet(ipv4(a, b, carried(50, espAround(noise(40), 200 + i, 0, 12, i)))))
    expect(verdict(changing)).toMatchObject({ cipher: 'encrypted' })
  })

  test('a tunnel with IPv6 that carries what ESP is not known to carry', () => {
    const packets = nextHeaders(41, 6, i => ipv6('2001:db8:1::1', '2001:db8:2::1', carried(136, noise(20 + i))))
    expect(verdict(packets)).toEqual({ cipher: 'null', confidence: 'certain', iv: 0, icv: 12, nextHeader: 41 })
  })

  test('a WESP header is believed, in what it says of the layout and in what it says is encrypted', () => {
    const wrapped = (header: readonly number[], esp: Uint8Array) => ethernet(ipv4(a, b, carried(141, bytes(header, esp))))
    const inside = espAround(noise(9), 201, 4, 20, 1)
    const clear = { cipher: 'null', confidence: 'certain', iv: 4, icv: 20, nextHeader: 201 }
    expect(verdict([wrapped([201, 16, 20, 0], inside)])).toEqual(clear)
    const other = espAround(noise(9), 4, 4, 20, 2)
    const both = [wrapped([201, 16, 20, 0], inside), wrapped([4, 16, 20, 0], other)]
    expect(verdict(both)).toEqual({ ...clear, nextHeader: undefined })
    const sealed = [1, 2, 3, 4].map(i => wrapped([0, 0, 0, 0x20], espAround(conversation[0]![2](i), 4, 0, 12, i)))
    expect(verdict(sealed)).toEqual({ cipher: 'encrypted', confidence: 'certain' })
  })

  test('one packet is enough where much speaks for it, and is not certain', () => {
    const packet = ethernet(ipv4(a, b, carried(50, espAround(conversation[0]![2](3), 4, 0, 12, 1))))
    expect(verdict([packet])).toMatchObject({ cipher: 'null', confidence: 'likely' })
  })

  test('GMAC has a vector of its own, and looks like a card that opened AES-GCM', () => {
    const packets = [1, 2, 3, 4].map(i => ethernet(ipv4(a, b, carried(50, espAround(conversation[0]![2](i), 4, 8, 16, i)))))
    expect(verdict(packets)).toMatchObject({ cipher: 'null', confidence: 'likely', iv: 8, icv: 16 })
  })

  test.each([
    [8, 12],
    [16, 12],
    [16, 16],
  ])('a vector of %i octets in front of clear text is the network card at work', (iv, icv) => {
    const packets = [1, 2, 3, 4].map(i => ethernet(ipv4(a, b, carried(50, espAround(conversation[2]![2](i), 6, iv, icv, i)))))
    expect(verdict(packets)).toMatchObject({ cipher: 'offloaded', confidence: 'certain', iv, icv })
  })

  test('a check of zeros is still to be filled in by the network card', () => {
    const blank = new Uint8Array(12)
    const packets = [1, 2, 3, 4].map(i => ethernet(ipv4(a, b, carried(50, espAround(conversation[2]![2](i), 6, 0, 12, i, blank)))))
    expect(verdict(packets)).toMatchObject({ cipher: 'offloaded', icv: 12 })
  })
})

describe('ESP that is encrypted', () => {
  test('no packet of random octets reads as anything, in a hundred thousand flows', () => {
    const ciphers = new Ciphers()
    const numbers = sorted()
    const found = new Map<string, number>()
    const packets = Array.from({ length: 40 }, (_, i) => ethernet(ipv4(a, b, carried(50, new Uint8Array(36 + 4 * i)))))
    for (let flow = 0; flow < 100_000; flow++) {
      const packet = packets[flow % packets.length]!
      for (let i = 34; i < packet.length; i++) packet[i] = random(256)
      sort(packet, 0, packet.length, 1, numbers)
      ciphers.take(flow, numbers, packet, packet.length)
      const { cipher } = ciphers.of(flow, numbers.kind)
      found.set(cipher, (found.get(cipher) ?? 0) + 1)
    }
    expect(found.get('null')).toBeUndefined()
    expect(found.get('offloaded')).toBeUndefined()
    // One packet in forty ends like a trailer whose next header ESP is not known to carry.
    expect(found.get('encrypted')).toBeGreaterThan(96_500)
  })

  test('and none of 100,000 flows of one to twenty packets; from two packets on nearly all are encrypted', () => {
    const ciphers = new Ciphers()
    const numbers = sorted()
    const packets = Array.from({ length: 40 }, (_, i) => ethernet(ipv4(a, b, carried(50, new Uint8Array(36 + 4 * i)))))
    const found = new Map<string, number>()
    for (let flow = 0; flow < 100_000; flow++) {
      const count = 1 + (flow % 20)
      for (let k = 0; k < count; k++) {
        const packet = packets[(flow + 7 * k) % packets.length]!
        for (let i = 34; i < packet.length; i++) packet[i] = random(256)
        sort(packet, 0, packet.length, 1, numbers)
        ciphers.take(flow, numbers, packet, packet.length)
      }
      const { cipher, confidence } = ciphers.of(flow, numbers.kind)
      const says = `${count === 1 ? 'one, ' : ''}${cipher} ${confidence}`
      found.set(says, (found.get(says) ?? 0) + 1)
    }
    expect(found.get('null likely') ?? found.get('null certain') ?? found.get('offloaded likely')).toBeUndefined()
    expect(found.get('undecided possible') ?? 0).toBeLessThan(20)
    expect(found.get('encrypted certain')).toBe(65_000)
  }, 60_000)

  test('many packets make it certain', () => {
    const packets = Array.from({ length: 20 }, (_, i) => ethernet(ipv4(a, b, carried(50, u32(0xc0ffee01, i), noise(88)))))
    expect(verdict(packets)).toEqual({ cipher: 'encrypted', confidence: 'certain' })
    expect(verdict(packets.slice(0, 2))).toEqual({ cipher: 'encrypted', confidence: 'likely' })
  })

  test('a cut packet tells nothing', () => {
    const packet = ethernet(ipv4(a, b, carried(50, espAround(conversation[0]![2](40), 4, 0, 12, 1))))
    expect(verdict([packet.subarray(0, 90)])).toEqual({ cipher: 'undecided', confidence: 'possible' })
  })
})

/** Recordings whose ESP is known to be clear; no other one may be taken for it. */
const CLEAR = /open5gs|v1_esp_null_tcp|v1_pmtu_blackhole|v1_pmtu_icmp/

describe.skipIf(recordings().length === 0)('in recordings', () => {
  test('nothing that is encrypted is called clear, and what is clear is found', async () => {
    const wrong: string[] = []
    const clear = new Set<string>()
    for (const { name, path } of recordings()) {
      const read = await readFile(path).catch(() => undefined)
      for (const flow of read ? historyOf(read.trace).flows : []) {
        if (flow.kind === 'ah' || (flow.cipher.cipher !== 'null' && flow.cipher.cipher !== 'offloaded')) continue
        if (CLEAR.test(name)) clear.add(`${/open5gs|v1_\w+/.exec(name)![0]} ${flow.cipher.cipher} ${flow.cipher.confidence}`)
        else wrong.push(`${name} ${flow.spi.toString(16)}`)
      }
    }
    expect(wrong).toEqual([])
    expect([...clear].sort()).toEqual([
      'open5gs null certain',
      'v1_esp_null_tcp null certain',
      'v1_pmtu_blackhole null certain',
      'v1_pmtu_icmp null certain',
    ])
  }, 60_000)
})

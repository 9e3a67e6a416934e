import { describe, expect, test } from 'vitest'
import { overheads } from '../../src/cli/overheads.ts'
import { random as seeded } from '../../src/compose/random.ts'
import type { Proposal, Transform } from '../../src/dissectors/ike/facts.ts'
import { otherCheck } from '../../src/trace/protected/checkLength.ts'
import { boundsOutside, type Layout, largestInside, overheadOf, sizeOutside } from '../../src/trace/protected/overhead.ts'
import { carried, icmp, ipv4, u16, u32 } from '../support/packets/index.ts'
import { decrypted } from '../support/trace/clear.ts'
import { sayV1 } from '../support/trace/phrases.ts'
import { A, B, story } from '../support/trace/story.ts'

const random = seeded(11)
const noise = (length: number) => Uint8Array.from({ length }, () => random(256))

const flow = { kind: 'esp', udpEncapsulated: false, source: '192.0.2.10' } as const
const inUdp = { ...flow, udpEncapsulated: true }
const proposal = (name: string, integrity = '') =>
  ({
    number: 1,
    protocol: 3,
    spi: '',
    transforms: [
      { id: 1, name, attributes: integrity ? [{ type: 5, name: 'Authentication Algorithm', value: 2, meaning: integrity }] : [] },
    ],
  }) as const

describe('the length of the check value that sizes show, against the agreed one', () => {
  const one = { ...flow, tcpEncapsulated: false }
  const transform = (type: number, name: string): Transform => ({ type, id: 12, name, attributes: [] })
  const cbc: Proposal = { ...proposal(''), transforms: [transform(1, 'ENCR_AES_CBC'), transform(3, 'AUTH_HMAC_SHA2_256_128')] }
  const gcm: Proposal = { ...proposal(''), transforms: [transform(1, 'ENCR_AES_GCM_16')] }
  // 20 + 8 + 16 + whole blocks + 12 or 16.
  test('96 bits where 128 were agreed', () => expect(otherCheck(one, [200, 152, 200], cbc)).toEqual({ agreed: 16, sent: [12] }))
  test.each<[string, readonly number[], Proposal | null]>([
    ['as agreed', [156, 204, 156], cbc],
    ['of both lengths', [156, 200, 152], cbc],
    ['of no length', [151, 150, 149], cbc],
    ['too few', [200, 152], cbc],
    ['a cipher that fills up to 4 octets tells nothing', [200, 152, 200], gcm],
    ['nothing is known of the algorithms', [200, 152, 200], null],
  ])('near miss: %s', (_, sizes, chosen) => expect(otherCheck(one, sizes, chosen)).toBe(undefined))
})

describe('sizes of protected packets, worked out by hand', () => {
  const cbc: Layout = { tunnel: true, iv: 16, block: 16, icv: 12 }
  test.each<[string, Layout, Parameters<typeof sizeOutside>[1], number, number]>([
    // 20 outer + 8 + 16 + (84 + 2 → 96) + 12
    ['AES-CBC with SHA-1-96, ping of 84', cbc, flow, 84, 152],
    ['the same inside UDP', cbc, inUdp, 84, 160],
    // 20 + 8 + 8 + (1400 + 2 → 1404) + 16
    ['AES-GCM, 1400', { tunnel: true, iv: 8, block: 4, icv: 16 }, flow, 1400, 1456],
    // 20 + 8 + 8 + (1480 + 2 → 1488) + 12, the packet's own header
    ['3DES in transport mode, 1500', { tunnel: false, iv: 8, block: 8, icv: 12 }, flow, 1500, 1536],
    ['AH with SHA-1 in transport mode', { tunnel: false, iv: 0, block: 4, icv: 12 }, { ...flow, kind: 'ah' }, 1000, 1024],
    [
      'AH with SHA-256 in IPv6: filled up to 8',
      { tunnel: false, iv: 0, block: 4, icv: 16 },
      { ...flow, kind: 'ah', source: '2001:db8::1' },
      1000,
      1032,
    ],
  ])('%s', (_, layout, of, inside, outside) => expect(sizeOutside(layout, of, inside)).toBe(outside))
})

describe('what an SA adds', () => {
  test('from algorithms that can be read', () => {
    const known = overheadOf(flow, [], [], proposal('ESP_3DES', 'HMAC-SHA'))
    expect(known.from).toBe('algorithms')
    // Transport: 20 + 8 + 8 + (1382 → 1384) + 12; tunnel: 20 + 8 + 8 + (1402 → 1408) + 12
    expect(boundsOutside(known, flow, 1400)).toEqual({ least: 1432, most: 1456 })
  })

  const chosen = (...transforms: Transform[]): Proposal => ({ number: 1, protocol: 3, spi: '', transforms })
  const v2 = (type: number, name: string): Transform => ({ type, id: 1, name, attributes: [] })
  const v1 = (name: string, check?: number): Transform => ({
    id: 1,
    name,
    attributes: [
      { type: 3, name: 'Group Description', value: 20, meaning: '384-bit random ECP group' },
      ...(check === undefined ? [] : [{ type: 5, name: 'Authentication Algorithm', value: check }]),
    ],
  })
  const sha256 = v2(3, 'AUTH_HMAC_SHA2_256_128')
  test.each<[string, Proposal, iv: number, block: number, icvs: readonly number[]]>([
    ['the group of PFS', chosen(v2(1, 'ENCR_AES_CBC'), sha256, v2(4, '384-bit random ECP group')), 16, 16, [16]],
    ['the curve of PFS', chosen(v2(1, 'ENCR_AES_CBC'), sha256, v2(4, 'brainpoolP512r1')), 16, 16, [16]],
    ['the group of PFS, in IKEv1', chosen(v1('ESP_AES-CBC', 5)), 16, 16, [16]],
    ['Camellia, in IKEv1', chosen(v1('ESP_CAMELLIA', 2)), 16, 16, [12]],
    ['nothing that is said of the check', chosen(v1('ESP_3DES')), 8, 8, [12, 16]],
    ['3DES with a long check', chosen(v2(1, 'ENCR_3DES'), v2(3, 'AUTH_HMAC_SHA2_512_256')), 8, 8, [32]],
    ["a check of strongSwan's own", chosen(v2(1, 'ENCR_AES_CBC'), v2(3, 'AUTH_HMAC_SHA2_256_96 (strongSwan)')), 16, 16, [12]],
    ['CCM, RFC 4309', chosen(v2(1, 'ENCR_AES_CCM_8')), 8, 4, [8]],
    ['CCM, RFC 4309', chosen(v2(1, 'ENCR_AES_CCM_12')), 8, 4, [12]],
    ['CCM, in IKEv1', chosen(v1('ESP_AES-CCM_16')), 8, 4, [16]],
    ['GMAC, RFC 4543', chosen(v2(1, 'ENCR_NULL_AUTH_AES_GMAC')), 8, 4, [16]],
    ['GMAC, in IKEv1', chosen(v1('ESP_NULL_AUTH_AES-GMAC')), 8, 4, [16]],
    ['vectors that do not travel, RFC 8750', chosen(v2(1, 'ENCR_AES_CCM_8_IIV')), 0, 4, [8]],
    ['vectors that do not travel, RFC 8750', chosen(v2(1, 'ENCR_AES_GCM_16_IIV')), 0, 4, [16]],
    ['vectors that do not travel, RFC 8750', chosen(v2(1, 'ENCR_CHACHA20_POLY1305_IIV')), 0, 4, [16]],
    ['no encryption', chosen(v2(1, 'ENCR_NULL'), sha256), 0, 4, [16]],
  ])('by algorithms with %s', (_, proposal, iv, block, icvs) => {
    const { layouts, from } = overheadOf(flow, [], [], proposal)
    expect(from).toBe('algorithms')
    expect(layouts.filter(l => l.tunnel)).toEqual(icvs.map(icv => ({ tunnel: true, iv, block, icv })))
  })

  test('from packets seen outside and inside', () => {
    const known = overheadOf(
      flow,
      [128, 1280],
      [
        { outside: 128, inside: 84 },
        { outside: 1280, inside: 1238 },
      ],
      null,
    )
    expect(known.from).toBe('packets')
    expect(boundsOutside(known, flow, 1500)).toEqual({ least: 1544, most: 1544 })
    expect(largestInside(known, flow, 1280)).toBe(1238)
  })

  test('bounded by the sizes of packets when nothing can be read', () => {
    const known = overheadOf(flow, [152, 168, 1496], [], null)
    expect(known.from).toBe('sizes')
    const { least, most } = boundsOutside(known, flow, 84)
    expect(least).toBeLessThanOrEqual(152)
    expect(most).toBeGreaterThanOrEqual(152)
  })

  test('other addresses inside than outside are a tunnel', () => {
    // 20 + 8 + (84 + 2 → 88) + 12, or in transport mode 8 + 16 + 16 + (66 → 80): both make 128 of 84.
    const pair = { outside: 128, inside: 84 }
    expect(overheadOf(flow, [128], [pair], null).layouts.map(l => l.tunnel)).toContain(false)
    expect(overheadOf(flow, [128], [{ ...pair, isTunnel: true }], null).layouts.every(l => l.tunnel)).toBe(true)
  })

  test('pairs that fit no layout say nothing', () => {
    expect(overheadOf(flow, [152], [{ outside: 152, inside: 151 }], null).from).toBe('sizes')
  })
})

describe('in the report', () => {
  const v1 = sayV1()
  /** ESP around a ping, without encryption, ICV of 12. */
  const clear = (from: 'a' | 'b', sequence: number) => {
    const inside = ipv4(
      from === 'a' ? '10.1.0.1' : '10.2.0.1',
      from === 'a' ? '10.2.0.1' : '10.1.0.1',
      icmp(8, 0, u16(7, sequence), noise(56)),
    )
    const [source, destination] = from === 'a' ? [A.address, B.address] : [B.address, A.address]
    return ipv4(source, destination, carried(50, u32(from === 'a' ? 0xa1 : 0xb1, sequence), inside, [1, 2, 2, 4], noise(12)))
  }
  const up = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
  const ofEsp = (told: ReturnType<typeof story>) => told.report.securityAssociations.find(sa => sa.kind === 'ipsec')

  test('of an SA whose packets can be read: each part', () => {
    const told = up()
    for (const n of [1, 2, 3, 4]) told.put(clear('a', n)).put(clear('b', n))
    const sa = ofEsp(told)!
    expect(sa.overhead).toEqual({
      from: 'clear',
      least: 42,
      most: 45,
      parts: { mode: 'tunnel', ip: 20, udp: 0, header: 8, iv: 0, padding: 3, trailer: 2, icv: 12 },
      fits: [{ mtu: 1500, inside: 1458 }],
    })
    expect(overheads([sa]).join(' ')).toMatch(
      /^What IPsec adds to each packet +SA 2: 42 to 45 bytes \(tunnel mode: outer IP header 20, ESP 8,/,
    )
  })

  test('of an SA that is encrypted: bounds', () => {
    const told = up()
    for (const n of [1, 2, 3, 4]) told.esp('a', 0xa1, n, 100 + 16 * n).esp('b', 0xb1, n, 100 + 16 * n)
    const { overhead } = ofEsp(told)!
    expect(overhead).toMatchObject({ from: 'sizes' })
    expect(overhead!.least).toBeLessThan(overhead!.most)
    expect(overhead!.parts).toBeUndefined()
  })

  test('of an SA whose packets stand here decrypted too, but not from packets in one more tunnel, nor where all have one time', () => {
    const ping = (data: number) => ipv4('10.2.0.1', '10.1.0.1', icmp(0, 0, u16(7, 1), noise(data)))
    const inGre = ipv4('10.9.0.2', '10.9.0.1', carried(47, [0, 0, 8, 0], ping(32)))
    expect([ping(56).length, inGre.length]).toEqual([84, 84])
    const from = (inside: Uint8Array, seconds: number) => {
      const told = up()
      for (const n of [1, 2, 3, 4]) decrypted(told.wait(seconds), 'b', 0xb1, n, inside, 124)
      return ofEsp(told)!.overhead!.from
    }
    expect([from(ping(56), 1), from(inGre, 1)]).toEqual(['packets', 'sizes'])
    const still = story()
    for (const n of [1, 2, 3, 4]) decrypted(still.wait(-0.02), 'b', 0xb1, n, ping(56), 124)
    expect(ofEsp(still)!.overhead!.from).toBe('sizes')
  })

  test('of AH, whose header says what it is: mode and length', () => {
    const ah =
      (nextHeader: number, icv: number, inside: Uint8Array | number[], length = (12 + icv) / 4 - 2) =>
      (sequence: number) =>
        ipv4(A.address, B.address, carried(51, [nextHeader, length, 0, 0], u32(0xa1, sequence), noise(icv), inside))
    const inside = ipv4('10.1.0.1', '10.2.0.1', icmp(8, 0, u16(7, 1), noise(56)))
    const told = (packet: (sequence: number) => Uint8Array) => ofEsp(story().put(packet(1)).put(packet(2)))!.overhead
    expect(told(ah(1, 12, noise(64)))).toMatchObject({ from: 'clear', least: 24, most: 24, parts: { mode: 'transport', ip: 0, icv: 12 } })
    expect(told(ah(4, 16, inside))).toMatchObject({ from: 'clear', least: 48, most: 48, parts: { mode: 'tunnel', ip: 20, icv: 16 } })
    // With ESP behind it both add, and what ESP adds only sizes tell: at least 24 + 8 + 2 + 12.
    const both = told(ah(50, 12, [...u32(0xb1, 1), ...noise(72)]))!
    expect(both).toMatchObject({ from: 'sizes' })
    expect(both.least).toBeGreaterThanOrEqual(46)
    expect(both.fits[0]!.inside).toBeLessThan(1500 - 46)
    // A length with no room for the sequence number, or longer than the packet, tells nothing.
    for (const length of [0, 255]) expect(told(ah(1, 12, noise(64), length))).toMatchObject({ from: 'sizes' })
  })

  test('of an SA that carried nothing: none', () => expect(ofEsp(up())?.overhead).toBeUndefined())
})

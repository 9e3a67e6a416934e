import { describe, expect, test } from 'vitest'
import { random as seeded } from '../../../src/compose/random.ts'
import {
  bytes,
  carried,
  espBytes,
  fragmentationNeeded,
  fragments,
  ipv4,
  ipv6,
  packetTooBig,
  tcp,
  u32,
  udp,
} from '../../support/packets/index.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, B, story } from '../../support/trace/story.ts'

// Large packets and small links, as seen next to A (its packets have passed no router, those of B one).

const v1 = sayV1()
const v2 = sayV2()
type Told = ReturnType<typeof story>
const ROUTER = '192.0.2.1'
const random = seeded(7)
const noise = (length: number) => Uint8Array.from({ length }, () => random(256))

const established = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
/** ESP of `size` bytes as an IP packet. */
const fromA = (sequence: number, size: number, dontFragment = true) =>
  ipv4(A.address, B.address, carried(50, u32(0xe5a, sequence), new Uint8Array(size - 28).fill(sequence)), { id: sequence, dontFragment })
const fromB = (sequence: number, size = 128) =>
  ipv4(B.address, A.address, carried(50, u32(0xe5b, sequence), new Uint8Array(size - 28).fill(sequence)), { id: sequence, ttl: 63 })
const tooBig = (packet: Uint8Array, mtu: number) => ipv4(ROUTER, A.address, fragmentationNeeded(mtu, packet))

/** Two small packets, each answered. */
const talking = () => established().wait(1).put(fromA(1, 128)).put(fromB(1)).wait(0.5).put(fromA(2, 128)).put(fromB(2)).wait(1)
const verdicts = ({ report }: Told) => report.findings.filter(f => f.severity !== 'note').map(f => f.rule)
const found = ({ report }: Told, rule: string) => report.findings.find(f => f.rule === rule)
const pathTo = ({ report }: Told, to: string) => report.paths?.find(p => p.to === to)

describe('the router says it', () => {
  test('and the sender obeys', () => {
    const told = talking()
      .put(fromA(3, 1500))
      .put(tooBig(fromA(3, 1500), 1280))
      .wait(0.5)
    for (const i of [4, 5, 6, 7]) told.wait(2).put(fromA(i, 1280)).put(fromB(i))
    expect(verdicts(told)).toEqual([])
    expect(found(told, 'pmtu-reported')).toMatchObject({
      severity: 'note',
      negotiation: 'N1',
      title: `The path to ${B.address} carries 1,280 bytes`,
      because: ['ICMP "fragmentation needed" quotes the packet: number 14 of this capture.'],
    })
    expect(pathTo(told, B.address)).toMatchObject({
      steps: [{ packet: 15, router: ROUTER, mtu: 1280, guessed: false, refused: 1500 }],
      refused: { size: 1500 },
    })
    expect(told.report.icmpErrors).toMatchObject([{ quotes: { packet: 14, negotiation: 'N1', spi: '00000e5a' } }])
  })

  test('without a number: the plateau below', () => {
    const told = talking()
      .put(fromA(3, 1500))
      .put(tooBig(fromA(3, 1500), 0))
    expect(pathTo(told, B.address)?.steps).toMatchObject([{ mtu: 1492, guessed: true, refused: 1500 }])
    expect(found(told, 'pmtu-reported')?.title).toBe(`The path to ${B.address} carries fewer than 1,500 bytes`)
  })

  test('in IPv6', () => {
    const packet = ipv6('2001:db8::a', '2001:db8::b', carried(50, u32(0xe6, 1), new Uint8Array(1400)))
    const told = story()
      .put(packet)
      .put(ipv6('2001:db8::1', '2001:db8::a', packetTooBig(1280, packet)))
    expect(pathTo(told, '2001:db8::b')?.steps).toMatchObject([{ mtu: 1280, refused: 1448 }])
  })

  test('and the sender goes on with large packets', () => {
    const told = talking()
    for (const i of [3, 4, 5, 6, 7])
      told
        .wait(i)
        .put(fromA(i, 1500))
        .put(tooBig(fromA(i, 1500), 1280))
    expect(verdicts(told)).toEqual(['pmtu-ignored'])
    expect(found(told, 'pmtu-ignored')?.says).toContain('4 more packets of up to 1,500 bytes')
  })

  test.each([
    ['with numbers', (n: number) => n],
    ['without, as Linux does', () => 0],
  ])('of ESP in UDP, quoted too shortly to be seen as such: %s', (_, id) => {
    const inUdp = (n: number, size: number) =>
      ipv4(A.address, B.address, udp(4500, 4500, espBytes(0xe5c, n, new Uint8Array(size - 36))), { id: id(500 + n), dontFragment: true })
    const told = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).via({ port: 4500 }).a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    told
      .put(inUdp(1, 128))
      .put(inUdp(2, 1500))
      .put(inUdp(3, 128))
      .wait(0.01)
      .put(tooBig(inUdp(2, 1500), 1280))
    expect(told.report.icmpErrors).toMatchObject([{ quotes: { packet: 11, negotiation: 'N1', spi: '00000e5c' } }])
    expect(found(told, 'pmtu-reported')?.because).toEqual(['ICMP "fragmentation needed" quotes the packet: number 11 of this capture.'])
  })

  test.each([
    ['alone', () => story()],
    ['beside a negotiation of other hosts', established],
  ])('of ESP in UDP whose negotiation is older than the capture, %s', (_, before) => {
    const [from, to] = ['10.1.0.1', '10.9.0.9']
    const told = before()
    for (const n of [1, 2, 3, 4, 5]) {
      const large = ipv4(from, to, udp(4500, 4500, espBytes(0xe5d, n, noise(1464))), { id: n, dontFragment: true })
      told
        .wait(2)
        .put(large)
        .put(ipv4('10.1.0.254', from, fragmentationNeeded(1400, large)))
    }
    expect(verdicts(told)).toEqual(['pmtu-ignored'])
  })

  test('silent: later large packets may be cut', () => {
    const told = talking()
      .put(fromA(3, 1500))
      .put(tooBig(fromA(3, 1500), 1280))
    for (const i of [4, 5, 6, 7])
      told
        .wait(2)
        .put(fromA(i, 1500, false))
        .put(fromB(i))
    expect(verdicts(told)).toEqual([])
  })

  test('silent: what was under way when it was said', () => {
    const told = talking()
    for (const i of [3, 4, 5, 6]) told.put(fromA(i, 1500))
    told.put(tooBig(fromA(3, 1500), 1280))
    for (const i of [7, 8]) told.put(fromA(i, 1500))
    expect(verdicts(told.wait(2).put(fromA(9, 1280)).put(fromB(3)))).toEqual([])
  })
})

describe('nobody says it', () => {
  const resent = (told: Told, size: number) => {
    for (const [i, gap] of [0, 0.3, 0.6, 1.2, 2.4, 4.8].entries()) told.wait(gap).put(fromA(3 + i, size))
    return told
  }

  test('one large segment again and again, small packets answered before', () => {
    const told = resent(talking(), 1500)
    expect(verdicts(told)).toEqual(['pmtu-black-hole'])
    expect(found(told, 'nat-t-timeouts')).toBeUndefined()
    expect(found(told, 'pmtu-black-hole')?.because[1]).toBe('The limit lies between 128 and 1,500 bytes (IP packet, IPsec included).')
  })

  /** Between the copies, so long after the last: a smaller packet, and what comes back. */
  const meanwhile = (after: number, back: (told: Told) => Told) => {
    const told = resent(talking(), 1500).wait(after)
    return back(told)
      .wait(9.6 - after)
      .put(fromA(12, 1500))
  }
  test('small packets are answered meanwhile, and go on being answered', () => {
    const answered = (told: Told) => told.put(fromA(10, 128)).put(fromB(3)).wait(0.5).put(fromA(11, 128)).put(fromB(4))
    expect(verdicts(meanwhile(5, answered))).toEqual(['pmtu-black-hole'])
    expect(verdicts(meanwhile(0.3, answered))).toEqual([])
  })
  test('near miss: what comes meanwhile answers no smaller packet', () => {
    expect(verdicts(meanwhile(5, told => told.put(fromB(3))))).not.toContain('pmtu-black-hole')
    expect(verdicts(meanwhile(5, told => told.put(fromA(10, 128)).wait(2).put(fromB(3))))).not.toContain('pmtu-black-hole')
  })

  test('large pings at even distances are not answered, small ones are', () => {
    const told = talking()
    for (const i of [3, 4, 5, 6]) told.wait(0.5).put(fromA(i, 1400))
    told.wait(3).put(fromA(7, 128)).put(fromB(3)).wait(0.5).put(fromA(8, 128)).put(fromB(4))
    expect(found(told, 'pmtu-black-hole')).toMatchObject({ severity: 'warning', confidence: 'possible' })
  })

  test('near miss: large answers to what came in fragments; nobody answers an answer', () => {
    const answering = (asked: boolean) => {
      const told = talking()
      for (const i of [3, 4, 5, 6]) {
        told.wait(0.5)
        if (asked) for (const piece of fragments(fromA(i, 1400, false), 1256)) told.put(piece)
        told.put(fromB(i, 1400))
      }
      return told.wait(3).put(fromA(7, 128)).put(fromB(7)).wait(0.5).put(fromA(8, 128)).put(fromB(8)).wait(0.5).put(fromA(9, 128))
    }
    expect(found(answering(false), 'pmtu-black-hole')).toMatchObject({ confidence: 'possible' })
    expect(found(answering(true), 'pmtu-black-hole')).toBeUndefined()
  })

  test('inside UDP: the large transfers that Windows XP stalls', () => {
    const told = established()
    const encapsulated = (sequence: number, size: number) =>
      ipv4(A.address, B.address, udp(4500, 4500, espBytes(0xe5c, sequence, new Uint8Array(size - 36))), {
        id: sequence,
        dontFragment: true,
      })
    const back = (n: number) => ipv4(B.address, A.address, udp(4500, 4500, espBytes(0xe5d, n)), { id: n, ttl: 63 })
    for (const i of [1, 2]) told.wait(1).put(encapsulated(i, 128)).put(back(i))
    for (const [i, gap] of [0, 0.3, 0.6, 1.2, 2.4].entries()) told.wait(gap).put(encapsulated(3 + i, 1400))
    expect(verdicts(told)).toEqual(['pmtu-black-hole'])
    expect(found(told, 'nat-t-timeouts')).toMatchObject({ severity: 'note' })
  })

  test('silent: small packets are sent again as well', () => expect(verdicts(resent(talking(), 300))).not.toContain('pmtu-black-hole'))

  test('silent: large ones are answered', () => {
    const told = talking()
    for (const i of [3, 4, 5, 6]) told.wait(0.5).put(fromA(i, 1400)).put(fromB(i))
    expect(verdicts(told)).toEqual([])
  })

  test('silent: a bulk transfer one way, with an acknowledgment now and then', () => {
    const told = talking()
    for (let i = 3; i < 40; i++) {
      told.put(fromA(i, 1500))
      if (i % 4 === 0) told.put(fromB(i / 4 + 2, 96))
    }
    expect(verdicts(told)).not.toContain('pmtu-black-hole')
  })
})

describe('what passed', () => {
  test('a packet that came from afar has passed', () => {
    expect(pathTo(talking().put(fromB(3, 1400)), A.address)?.passed).toMatchObject({ size: 1400 })
  })
})

describe('protected packets in fragments', () => {
  test('the sender itself cuts them', () => {
    const told = talking()
    for (const piece of fragments(fromA(3, 1500, false), 1256)) told.put(piece)
    expect(found(told, 'host-fragments-protected-packets')).toMatchObject({ severity: 'note', negotiation: 'N1', otherwise: [] })
  })

  test.each([
    [1500, 'with the bytes that IPsec adds they were too large', 'lower the MTU or the MSS'],
    [3000, 'they were too large for a link, even without the bytes that IPsec adds', 'smaller packets'],
  ])('of %d bytes each', (size, says, step) => {
    const told = talking()
    for (const piece of fragments(fromA(3, size, false), 1456)) told.put(piece)
    const { says: said, tryNext } = found(told, 'host-fragments-protected-packets')!
    expect(said).toContain(says)
    expect(tryNext[0]).toContain(step)
  })

  test('silent: IKE in fragments', () => {
    expect(found(established().a(v1.largeMm5, { cut: 1480 }), 'host-fragments-protected-packets')).toBeUndefined()
  })
})

describe('mss-ignores-ipsec', () => {
  /** A connection from the net of A to that of B, as A's host sees it: SYN inside only, the answer also decrypted. */
  const connecting = (mss: number) => {
    const told = talking().put(fromA(3, 104))
    const answer = tcp(8080, 40000, [], { flags: 18, options: [2, 4, mss >> 8, mss & 255] })
    return told
      .put(fromB(3, 88))
      .wait(-0.02)
      .put(ipv4('10.20.0.1', '10.10.0.1', answer, { ttl: 63 }))
      .wait(0.02)
      .put(fromA(4, 84))
  }
  const tooLarge = (told: Told) =>
    told
      .put(fromA(5, 1500))
      .put(tooBig(fromA(5, 1500), 1280))
      .wait(2)
      .put(fromA(6, 1280))
      .put(fromB(4))

  test('the SYN allows more than fits the path', () => {
    expect(found(tooLarge(connecting(1460)), 'mss-ignores-ipsec')).toMatchObject({
      severity: 'note',
      title: 'TCP agreed on segments of 1,460 bytes, too large for IPsec on this path',
      evidence: [{ packet: 16 }, { packet: 19 }],
    })
  })

  /** ESP without encryption around an IP packet, ICV of 12; or the same octets where the rest of the flow is noise. */
  const nullEsp = (from: 'a' | 'b', sequence: number, inside: Uint8Array) => {
    const pad = (4 - ((inside.length + 2) % 4)) % 4
    const body = bytes(inside, [1, 2, 3].slice(0, pad), [pad, 4], noise(12))
    const [source, destination, ttl] = from === 'a' ? [A.address, B.address, 64] : [B.address, A.address, 63]
    const spi = from === 'a' ? 0xe5a : 0xe5b
    return ipv4(source, destination, carried(50, u32(spi, sequence), body), { id: sequence, ttl, dontFragment: true })
  }
  const inner = (way: 'a' | 'b', flags: number, data: number, options: number[] = []) => {
    const [source, destination, ports] = way === 'a' ? ['10.10.0.1', '10.20.0.1', [40000, 8080]] : ['10.20.0.1', '10.10.0.1', [8080, 40000]]
    return ipv4(source!, destination!, tcp(ports![0]!, ports![1]!, noise(data), { flags, options }))
  }
  const MSS = [2, 4, 1460 >> 8, 1460 & 255]
  const insideEsp = (mss: number[], wrap = nullEsp) => {
    const told = established()
      .put(wrap('a', 1, inner('a', 2, 0, mss)))
      .put(wrap('b', 1, inner('b', 18, 0, mss)))
    for (const i of [2, 3, 4, 5]) told.put(wrap('a', i, inner('a', 16, 20))).put(wrap('b', i, inner('b', 16, 20)))
    const large = nullEsp('a', 6, inner('a', 16, 1500 - 100))
    return told
      .put(large)
      .put(tooBig(large, 1280))
      .put(nullEsp('a', 7, inner('a', 16, 1100)))
  }

  test('the SYN can be read inside ESP that is not encrypted', () => {
    const told = insideEsp(MSS)
    expect(told.report.flows[0]).toMatchObject({ cipher: 'null' })
    expect(found(told, 'mss-ignores-ipsec')).toMatchObject({
      title: 'TCP agreed on segments of 1,460 bytes, too large for IPsec on this path',
      evidence: [{ packet: 11 }, { packet: 21 }],
    })
  })

  test('silent: without the option, and where the octets that look like a SYN are encrypted', () => {
    expect(found(insideEsp([]), 'mss-ignores-ipsec')).toBeUndefined()
    const amongNoise = (way: 'a' | 'b', n: number, inside: Uint8Array) =>
      n === 1 ? nullEsp(way, n, inside) : nullEsp(way, n, noise(inside.length))
    expect(found(insideEsp(MSS, amongNoise), 'mss-ignores-ipsec')).toBeUndefined()
  })

  test('silent: the MSS leaves room', () => expect(found(tooLarge(connecting(1160)), 'mss-ignores-ipsec')).toBeUndefined())

  test('silent: no packet was too large', () => expect(found(connecting(1460).put(fromA(5, 1400)), 'mss-ignores-ipsec')).toBeUndefined())
})

describe('ike-fragmentation', () => {
  test('pieces that IKE made, as a note', () => {
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.authPiece(1)).a(v2.authPiece(2)).a(v2.authPiece(3)).b(v2.authAnswer)
    expect(verdicts(told)).toEqual([])
    expect(found(told, 'ike-fragmentation')?.says).toContain('3 of 3 seen')
  })

  test('silent: one piece for each message', () => expect(found(established(), 'ike-fragmentation')).toBeUndefined())
})

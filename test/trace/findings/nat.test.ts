import { describe, expect, test } from 'vitest'
import { withNatD } from '../../support/ike/natd.ts'
import { ah, espBytes, icmp, ipv4, udp } from '../../support/packets/index.ts'
import { sayV1 } from '../../support/trace/phrases.ts'
import { type Host, story } from '../../support/trace/story.ts'

// A at 192.168.1.27 behind a NAT whose outside is 203.0.113.7, seen next to B at 198.51.100.20.

const v1 = sayV1()
type Told = ReturnType<typeof story>

const PEER = '198.51.100.20'
const NAT = '203.0.113.7'
const way: { from: Host; to: Host } = { from: { address: NAT, ttl: 60 }, to: { address: PEER, ttl: 64 } }
const mm3 = withNatD(3, `${PEER} 500`, '192.168.1.27 500')
const mm4 = withNatD(4, `${NAT} 500`, `${PEER} 500`)
/** Up to quick mode, on port 4500 from the NAT's port 61000. */
const natted = () => {
  const told = story()
    .via(way)
    .a(v1.mm1)
    .b(v1.mm2)
    .a(mm3)
    .b(mm4)
    .via({ port: 4500, from: { ...way.from, port: 61000 } })
  return told.a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
}
const plain = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
const keepalive = (from: string, port: number) => ipv4(from, PEER, udp(port, 4500, [255]), { ttl: 60 })
const espOut = (sequence: number) => ipv4(PEER, NAT, udp(4500, 61000, espBytes(0xc0ffee01, sequence)), { id: sequence })
const espIn = (sequence: number) => ipv4(NAT, PEER, udp(61000, 4500, espBytes(0xbeef0001, sequence)), { id: sequence, ttl: 60 })
/** What the NAT says itself has a hop less behind it than what the peer sends through it. */
const refusal = (packet: Uint8Array, ttl = 61) => ipv4(NAT, PEER, icmp(3, 3, [0, 0, 0, 0], packet.slice(0, 48)), { ttl })

const rules = ({ report }: Told) => report.findings.map(f => f.rule)
const found = ({ report }: Told, rule: string) => report.findings.find(f => f.rule === rule)

describe('nat-detected', () => {
  test('names the peer, its own address and the move to port 4500', () => {
    expect(found(natted(), 'nat-detected')).toMatchObject({
      severity: 'note',
      confidence: 'certain',
      title: `The peer at ${NAT} is behind a NAT`,
      says: `A NAT has put ${NAT} in place of the peer's own address 192.168.1.27 before its packets come by here. That is no fault: ESP travels inside UDP port 4500. The negotiation uses port 4500 from packet 5 on.`,
    })
  })

  test('as long as nothing has moved to port 4500 it only says what ESP would do', () => {
    const told = story().via(way).a(v1.mm1).b(v1.mm2).a(mm3).b(mm4)
    expect(found(told, 'nat-detected')?.says).toMatch(
      /By itself that is no fault: ESP would travel inside UDP port 4500\. The negotiation has not moved to port 4500 in this capture\.$/,
    )
  })

  test('to capture at the peer is to capture at the host behind the NAT, where its own address is known', () => {
    const begun = (own: string) =>
      story()
        .via({ from: { address: NAT, ttl: 60 }, to: { address: PEER, ttl: 64 } })
        .a(v1.mm1)
        .b(v1.mm2)
        .a(withNatD(3, `${PEER} 500`, own))
        .b(mm4)
        .wait(4)
        .again()
        .wait(8)
        .again()
    const advice = (told: ReturnType<typeof story>) =>
      told.report.findings.flatMap(f => f.tryNext).filter(one => one.startsWith('Capture at'))
    expect(advice(begun('192.168.1.27 500'))).toEqual([expect.stringContaining(`at the host behind ${NAT}`)])
    expect(advice(begun('07'.repeat(20))).join()).not.toContain('behind')
  })

  test('only the port is another: a NAT or the software, which nobody can tell', () => {
    const told = story()
      .via({ from: { address: NAT, port: 1524, ttl: 60 }, to: { address: PEER, ttl: 64 } })
      .a(v1.mm1)
      .b(v1.mm2)
      .a(withNatD(3, `${PEER} 500`, `${NAT} 500`))
      .b(withNatD(4, `${NAT} 1524`, `${PEER} 500`))
    expect(found(told, 'nat-detected')).toMatchObject({
      title: `${NAT} believes that it sends from port 500`,
      says: expect.stringContaining('from port 1524 of the same address'),
      because: [expect.stringContaining(`does not fit ${NAT} port 1524`), `It fits ${NAT} port 500.`],
    })
  })

  test('where no hash fits anything, the addresses may have been rewritten', () => {
    const of = (from: string) =>
      story()
        .via({ from: { address: NAT, ttl: 60 }, to: { address: PEER, ttl: 64 } })
        .a(v1.mm1)
        .b(v1.mm2)
        .a(withNatD(3, '09'.repeat(20), from))
        .report.findings.filter(f => f.rule === 'nat-detected')
    const [ofSender, ofPeer] = of('08'.repeat(20))
    expect(ofPeer).toMatchObject({ title: `${PEER} may be behind a NAT`, confidence: 'possible' })
    for (const one of [ofSender, ofPeer])
      expect(one?.otherwise).toContain('The addresses in this capture were rewritten after it was taken.')
    expect(of(`${NAT} 500`)).toMatchObject([{ title: `${PEER} is behind a NAT`, confidence: 'certain', otherwise: [] }])
  })

  test('silent where there is none', () => expect(rules(plain())).toEqual([]))
})

describe('nat-mapping-expired', () => {
  test('the NAT refuses packets to the port that the peer had', () => {
    const told = natted()
      .put(espIn(1))
      .put(espOut(1))
      .wait(200)
      .put(espOut(2))
      .put(refusal(espOut(2)))
      .wait(1)
      .put(espOut(3))
      .put(refusal(espOut(3)))
    expect(found(told, 'nat-mapping-expired')).toMatchObject({ severity: 'warning', title: `The NAT at ${NAT} has forgotten its peer` })
    expect(rules(told)).not.toContain('port-unreachable')
  })

  test('when the last keepalive had come, of whatever port, and whether others come later', () => {
    const told = natted()
      .put(espIn(1))
      .put(keepalive(NAT, 61000))
      .put(keepalive(NAT, 61001))
      .wait(20)
      .put(keepalive(NAT, 61000))
      .wait(200)
      .put(espOut(2))
      .put(refusal(espOut(2)))
      .wait(5)
      .put(keepalive(NAT, 61000))
    expect(found(told, 'nat-mapping-expired')?.because).toContain(`The last keepalive from ${NAT} had come 200 s earlier.`)
  })

  test('silent: who spoke a moment ago still has its mapping; its own host refuses', () => {
    const told = natted()
      .put(espIn(1))
      .put(espOut(1))
      .put(espIn(2))
      .wait(2)
      .put(espOut(2))
      .put(refusal(espOut(2)))
    expect(rules(told)).not.toContain('nat-mapping-expired')
    expect(rules(told)).toContain('port-unreachable')
  })

  test('silent: the refusal has come as far as the messages of the peer, so its host says it', () => {
    const told = natted()
      .put(espIn(1))
      .put(espOut(1))
      .wait(200)
      .put(espOut(2))
      .put(refusal(espOut(2), 60))
    expect(rules(told)).not.toContain('nat-mapping-expired')
    expect(rules(told)).toContain('port-unreachable')
  })

  test('the peer comes back from another port', () => {
    const told = natted()
      .wait(300)
      .a(v1.informational(), { from: { address: NAT, port: 1024, ttl: 60 } })
    expect(found(told, 'nat-mapping-expired')).toMatchObject({ severity: 'note', title: `The NAT has given ${NAT} another port` })
  })

  test('only ESP comes from another port, and what went to the old one meanwhile had no answer', () => {
    const again = (spi: number, port = 1024) => ipv4(NAT, PEER, udp(port, 4500, espBytes(spi, 2)), { id: 2, ttl: 60 })
    const lost = (packet: Uint8Array) => {
      const told = natted().put(espIn(1)).put(espOut(1)).wait(200)
      for (const n of [2, 3, 4]) told.put(espOut(n)).wait(5)
      return told.put(packet)
    }
    expect(found(lost(again(0xbeef0001)), 'nat-mapping-expired')).toMatchObject({
      severity: 'warning',
      title: `The NAT had forgotten ${NAT}: what went to its old port was lost`,
      says: expect.stringContaining('came from port 61000 and later from port 1024'),
    })
    // Another SPI from another port may be another host; the same from the same port has nothing changed.
    expect(rules(lost(again(0xbeef0002)))).not.toContain('nat-mapping-expired')
    expect(rules(lost(again(0xbeef0001, 61000)))).not.toContain('nat-mapping-expired')
    // Who comes back to the old port has two, and the NAT has forgotten none.
    expect(rules(lost(again(0xbeef0001)).put(espIn(3)))).not.toContain('nat-mapping-expired')
  })

  test('ESP comes from another port, and goes on to the old one: that counts, and what was only under way does not', () => {
    const moved = () =>
      natted()
        .put(espIn(1))
        .wait(7)
        .put(ipv4(NAT, PEER, udp(1024, 4500, espBytes(0xbeef0001, 2)), { id: 2, ttl: 60 }))
    const told = moved().put(espOut(1)).wait(1).put(espOut(2)).wait(1).put(espOut(3))
    expect(found(told, 'nat-mapping-expired')).toMatchObject({
      severity: 'warning',
      says: expect.stringContaining('3 packets went to the old port, all of them when the first had come from the new one'),
    })
    const followed = (sequence: number) => ipv4(PEER, NAT, udp(4500, 1024, espBytes(0xc0ffee01, sequence)), { id: sequence })
    const healthy = moved().put(espOut(1)).put(espOut(2)).wait(1).put(followed(3)).wait(1).put(followed(4))
    expect(found(healthy, 'nat-mapping-expired')).toMatchObject({ severity: 'note', title: `The NAT has given ${NAT} another port` })
  })

  test('a keepalive comes from another port', () => {
    const told = natted().put(keepalive(NAT, 61000)).wait(300).put(keepalive(NAT, 1025))
    expect(rules(told)).toContain('nat-mapping-expired')
  })

  test('what goes on to the old port is refused by the NAT; the peer listens, at the new one', () => {
    const told = natted().put(espIn(1)).put(espOut(1))
    for (let i = 0; i < 4; i++) told.wait(5).put(keepalive(NAT, 61000))
    told.wait(5).put(keepalive(NAT, 1025)).wait(1)
    for (const n of [2, 3]) told.put(espOut(n)).put(refusal(espOut(n), 60))
    expect(rules(told)).not.toContain('port-unreachable')
    expect(found(told, 'nat-mapping-expired')).toMatchObject({
      severity: 'warning',
      title: `The NAT has given ${NAT} another port, and refuses what goes to the old one`,
      says: expect.stringContaining('came from port 61000 and later from port 1025'),
      because: [
        'Nothing comes from port 61000 any more, and no other negotiation uses port 1025.',
        expect.stringContaining('only when an authenticated packet comes from there'),
      ],
    })
  })

  test('the same where the snap length cut the hashes away: the port says that it is translated', () => {
    const cut = (port: number) => {
      const told = story()
        .via({ ...way, keep: 160 })
        .a(v1.mm1)
        .b(v1.mm2)
        .a(v1.mm3)
        .b(v1.mm4)
      return told
        .via({ port: 4500, from: { ...way.from, port } })
        .a(v1.mm5)
        .b(v1.mm6)
        .a(v1.qm1())
        .b(v1.qm2())
        .a(v1.qm3())
    }
    const told = cut(61000).put(espIn(1)).put(espOut(1)).put(keepalive(NAT, 61000)).wait(5).put(keepalive(NAT, 1025)).wait(1)
    for (const n of [2, 3]) told.put(espOut(n)).put(refusal(espOut(n), 60))
    expect(rules(told)).not.toContain('port-unreachable')
    expect(found(told, 'nat-mapping-expired')).toMatchObject({ severity: 'warning', confidence: 'likely' })
    // From port 4500 itself, and nothing comes from another one: no IKE service is there.
    const to4500 = ipv4(PEER, NAT, udp(4500, 4500, espBytes(0xc0ffee01, 2)), { id: 2 })
    expect(rules(cut(4500).wait(1).put(to4500).put(refusal(to4500, 60)))).toContain('port-unreachable')
  })

  test('how long nothing had come before: keepalives of the old port count, and where they came none are asked for', () => {
    const told = natted().put(espIn(1)).put(espOut(1)).put(keepalive(NAT, 61000))
    for (let i = 0; i < 4; i++) told.wait(5).put(keepalive(NAT, 61000))
    expect(found(told.wait(5).put(keepalive(NAT, 1025)), 'nat-mapping-expired')).toMatchObject({
      says: expect.stringContaining('after 5.0 s without one, from port 1025'),
      tryNext: [expect.stringContaining('a restart')],
    })
    expect(found(natted().wait(300).put(keepalive(NAT, 1025)), 'nat-mapping-expired')?.tryNext).toEqual([
      expect.stringContaining('send keepalives more often'),
    ])
  })

  test('silent: the other port is another host behind the same NAT, and the old one lives on', () => {
    const other = sayV1({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4' })
    const told = natted().put(keepalive(NAT, 61000)).wait(20)
    told.via({ port: 4500, from: { ...way.from, port: 1025 } })
    told.a(other.mm1).b(other.mm2).a(other.mm3).b(other.mm4).a(other.mm5).b(other.mm6)
    told.wait(2).put(keepalive(NAT, 1025)).wait(5)
    expect(rules(told)).not.toContain('nat-mapping-expired')
    expect(rules(told.put(keepalive(NAT, 61000)))).not.toContain('nat-mapping-expired')
  })

  test('another host behind the same NAT takes nothing over, but may be taken for the first one', () => {
    const other = sayV1({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4' })
    const told = natted().put(espIn(1)).put(espOut(1)).put(espIn(2)).put(espOut(2)).wait(20)
    told.via({ port: 4500, from: { ...way.from, port: 1025 } })
    told.a(other.mm1).b(other.mm2).a(other.mm3).b(other.mm4).a(other.mm5).b(other.mm6)
    told.a(other.qm1()).b(other.qm2()).a(other.qm3()).wait(5)
    for (const n of [3, 4, 5, 6, 7]) told.wait(0.5).put(espIn(n))
    const of = (rule: string) => found(told, rule)
    expect(of('esp-one-way')?.otherwise[0]).not.toContain('takes both hosts for one')
    expect(of('lifetime')).toBeDefined()
    told.put(keepalive(NAT, 61000))
    expect(of('esp-one-way')).toMatchObject({
      because: expect.arrayContaining([expect.stringContaining(`Another host behind ${NAT} had come to an IKE SA of its own`)]),
      otherwise: expect.arrayContaining([expect.stringContaining('takes both hosts for one')]),
    })
    expect(of('lifetime')).toBeUndefined()
  })

  test.each([
    ['192.168.1.28', `ESP c0ffee01 from ${PEER} to ${NAT} no longer comes, while another host behind ${NAT} gets its packets`],
    ['192.168.1.27', undefined],
  ])('a host at another address behind the NAT is another host, as its hash says: %s', (inside, title) => {
    const spis = { initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4' }
    const other = sayV1(spis)
    const told = natted().put(espIn(1)).put(espOut(1)).put(espIn(2)).put(espOut(2)).wait(20)
    told.via({ port: 4500, from: { ...way.from, port: 1025 } })
    told
      .a(other.mm1)
      .b(other.mm2)
      .a(withNatD(3, `${PEER} 500`, `${inside} 500`, spis))
      .b(other.mm4)
      .a(other.mm5)
      .b(other.mm6)
    told.a(other.qm1()).b(other.qm2()).a(other.qm3()).wait(1)
    for (const n of [3, 4, 5, 6, 7, 8, 9]) told.wait(0.5).put(espIn(n)).wait(0.1).esp('a', 0xcc01, n, 200).esp('b', 0xcc02, n, 200)
    expect(found(told, 'esp-one-way')?.title).toBe(title)
    expect(found(told, 'lifetime') === undefined).toBe(title !== undefined)
  })

  test('what went to the old port meanwhile was lost', () => {
    const told = natted().put(espIn(1)).put(espOut(1)).wait(60)
    for (const n of [2, 3, 4, 5, 6]) told.wait(0.5).put(espOut(n))
    told.wait(1).a(v1.informational(), { from: { address: NAT, port: 1024, ttl: 60 } })
    expect(found(told, 'nat-mapping-expired')).toMatchObject({
      severity: 'warning',
      says: expect.stringContaining('5 packets that went to the old port meanwhile got no answer'),
    })
  })

  describe('inside of the NAT', () => {
    const HOST = '192.168.1.27'
    const inside = (seen = NAT) => {
      const told = story()
        .via({ from: { address: HOST, ttl: 64 }, to: { address: PEER, ttl: 60 } })
        .a(v1.mm1)
        .b(v1.mm2)
        .a(mm3)
        .b(withNatD(4, `${seen} 500`, `${PEER} 500`))
        .via({ port: 4500 })
      return told.a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    }
    const out = (told: Told, n: number) => told.put(ipv4(HOST, PEER, udp(4500, 4500, espBytes(0xbeef0001, n)), { id: n }))
    const back = (told: Told, n: number) => told.put(ipv4(PEER, HOST, udp(4500, 4500, espBytes(0xc0ffee01, n)), { id: n, ttl: 60 }))
    const pinged = (told: Told) => {
      for (const n of [1, 2, 3, 4]) back(out(told.wait(0.5), n), n)
      return told
    }
    const again = (told: Told) => {
      for (const n of [5, 6, 7]) back(out(told.wait(0.5), n), n + 8)
      return told
    }
    const alive = ipv4(HOST, PEER, udp(4500, 4500, [255]))
    test('inside, what comes is missing as long as the host is silent', () => {
      const told = again(pinged(inside()).wait(40))
      expect(found(told, 'nat-mapping-expired')).toMatchObject({
        severity: 'warning',
        confidence: 'likely',
        says: expect.stringContaining(`sent nothing for 41 s, no keepalive either. 8 packets of ${PEER}`),
        evidence: [{ packet: 17 }, { packet: 18 }, { packet: 19 }],
      })
      expect(found(told, 'esp-loss')).toMatchObject({ severity: 'note', consequenceOf: 0 })
    })
    test('near miss: the host sends keepalives, or its peer comes again by itself', () => {
      expect(rules(again(pinged(inside()).wait(20).put(alive).wait(20)))).not.toContain('nat-mapping-expired')
      expect(rules(again(back(pinged(inside()).wait(40), 13 - 1).wait(1)))).not.toContain('nat-mapping-expired')
    })
    test('near miss: nobody is translated, or the silence is short', () => {
      expect(rules(again(pinged(inside(HOST)).wait(40)))).not.toContain('nat-mapping-expired')
      expect(rules(again(pinged(inside()).wait(5)))).not.toContain('nat-mapping-expired')
    })
  })

  test('the peer was silent for long, and no longer answers: the NAT may have forgotten it', () => {
    const vain = (idle: number, told = natted().put(espIn(1)).put(espOut(1)).put(espIn(2)).put(espOut(2))) => {
      told.wait(idle)
      for (const n of [3, 4, 5, 6, 7]) told.wait(0.5).put(espOut(n))
      return told
    }
    expect(found(vain(60), 'nat-mapping-expired')).toMatchObject({ severity: 'note', confidence: 'possible' })
    expect(found(vain(200), 'nat-mapping-expired')).toMatchObject({ severity: 'note', confidence: 'likely' })
    expect(rules(vain(5))).not.toContain('nat-mapping-expired')
    const kept = natted().put(espIn(1)).put(espOut(1)).wait(55).put(keepalive(NAT, 61000))
    expect(rules(vain(5, kept))).not.toContain('nat-mapping-expired')
  })

  test('a keepalive passes untranslated', () => {
    const told = natted().put(keepalive(NAT, 61000)).wait(5).put(keepalive('192.168.1.27', 4500)).wait(5).put(keepalive(NAT, 61000))
    expect(found(told, 'nat-mapping-expired')).toMatchObject({ title: 'A packet of 192.168.1.27 has passed the NAT untranslated' })
  })

  test('silent: the step from port 500 to 4500 changes the outside port too', () => {
    expect(rules(natted().put(keepalive(NAT, 61000)))).toEqual(['nat-detected'])
  })

  test('silent: no NAT, and nobody listens on port 4500', () => {
    const lost = ipv4(PEER, '192.0.2.10', udp(4500, 4500, espBytes(0xc0ffee01, 1)))
    const told = plain()
      .put(lost)
      .put(ipv4('192.0.2.10', PEER, icmp(3, 3, [0, 0, 0, 0], lost.slice(0, 48))))
    expect(rules(told)).toContain('port-unreachable')
    expect(rules(told)).not.toContain('nat-mapping-expired')
  })
})

describe('ah-through-nat', () => {
  const ahPacket = (from: string, sequence: number) => ipv4(from, PEER, ah(0xa1, sequence, udp(53, 53, [1])), { id: sequence })

  test('AH from behind a NAT', () => {
    expect(found(natted().put(ahPacket(NAT, 1)).put(ahPacket(NAT, 2)), 'ah-through-nat')).toMatchObject({ severity: 'error' })
  })

  test('silent: AH where nobody translates', () => {
    expect(rules(plain().put(ahPacket('192.0.2.10', 1)))).not.toContain('ah-through-nat')
  })
})

import { describe, expect, test } from 'vitest'
import { report } from '../../../src/trace/trace.ts'
import { carried, fragments, icmp, ipv4, ipv6, tcp, u32, udp } from '../../support/packets/index.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, B, story } from '../../support/trace/story.ts'

// What the capture itself did to the story.

const v1 = sayV1()
const v2 = sayV2()
type Told = ReturnType<typeof story>
const mm4 = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4)
const rules = ({ report }: Told) => report.findings.map(f => f.rule)
const found = ({ report }: Told, rule: string) => report.findings.find(f => f.rule === rule)
const about = { name: 'x', format: 'pcapng', compression: null, clock: 'utc', start: 0n, end: null, linkTypes: [], problems: [] } as const
const firstOnly = { cut: 1480, without: [2] }

describe('capture-filter', () => {
  test('first fragments only, both ways, and all went well', () => {
    const told = mm4().a(v1.largeMm5, firstOnly).b(v1.largeMm5, firstOnly).wait(5).a(v1.qm1())
    expect(rules(told)).toContain('capture-filter')
    expect(rules(told)).not.toContain('fragments-lost')
  })

  test('a message was answered although only its first fragment is here', () => {
    const told = mm4().a(v1.largeMm5, firstOnly).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3()).wait(5).esp('a', 1, 1)
    expect(told.report.findings.map(f => [f.rule, f.severity])).toEqual([['capture-filter', 'note']])
  })

  test.each(['udp port 500', 'udp portrange 500-4500'])('the file states its filter: %s', filter => {
    const told = mm4().a(v1.largeMm5, firstOnly).wait(4).again().wait(7).again().wait(5).esp('a', 1, 1)
    const { findings } = report([told.trace], [{ ...about, filters: [filter] }])
    expect(findings.map(f => f.rule)).toContain('capture-filter')
    expect(findings.map(f => f.rule)).not.toContain('fragments-lost')
  })

  test('silent: first fragments only in one direction, again and again: the network does it', () => {
    const told = mm4().a(v1.largeMm5, firstOnly).wait(4).again().wait(7).again().wait(5).esp('b', 1, 1)
    expect(rules(told)).not.toContain('capture-filter')
    expect(rules(told)).toContain('fragments-lost')
  })
})

describe('capture-filter: one direction only', () => {
  const half = (told: Told) => found(told, 'capture-filter')

  test('whoever goes on was answered, and nothing that the other one does not say counts against it', () => {
    const told = story().a(v1.mm1).a(v1.mm3).a(v1.mm5).a(v1.qm1()).a(v1.qm3()).wait(1)
    for (let sequence = 1; sequence < 9; sequence++) told.esp('a', 1, sequence).wait(1)
    expect(told.report.findings.map(f => [f.rule, f.severity])).toEqual([['capture-filter', 'note']])
    expect(half(told)).toMatchObject({
      title: `This capture lacks all that ${B.address} sends to ${A.address}`,
      says: expect.stringContaining(`${A.address} goes on from MM1 to MM3 and MM5 in N1`),
      confidence: 'certain',
      otherwise: [],
      evidence: [1, 2, 3].map(packet => ({ trace: 0, packet })),
    })
  })

  test('answers alone: each was asked for, and nothing began before the capture', () => {
    const told = story().b(v2.initAnswer).b(v2.authAnswer).b(v2.answer(37, 2))
    expect(half(told)).toMatchObject({ confidence: 'certain', title: `This capture lacks all that ${A.address} sends to ${B.address}` })
    expect(half(told)?.says).toContain('from IKE_SA_INIT response to IKE_AUTH response and INFORMATIONAL response 2')
    expect(rules(told)).not.toContain('capture-starts-late')
  })

  test('a single step may be one packet that the capture dropped', () => {
    expect(half(story().a(v2.init).a(v2.auth))).toMatchObject({ confidence: 'likely', otherwise: [expect.stringContaining('dropped')] })
  })

  test('who sends again and again waits, but what for is not told', () => {
    const told = story().a(v1.mm1).a(v1.mm3).a(v1.mm5).wait(4).again().wait(8).again().wait(16).again().wait(60).esp('a', 1, 1)
    expect(found(told, 'no-answer')).toMatchObject({ severity: 'note', confidence: 'likely' })
    expect(found(told, 'no-answer')?.otherwise[0]).toBe(`${B.address} may have answered: nothing that it sends there is in this capture.`)
  })

  test('who went on from IKE_AUTH had its answer, though it was sent twice', () => {
    const told = story().a(v2.init).a(v2.auth).wait(4).again().wait(1)
    for (let sequence = 1; sequence < 9; sequence++) told.esp('a', 1, sequence).wait(5)
    expect(rules(told)).toContain('no-answer')
    told.a(v2.request(37, 2))
    expect(rules(told)).not.toContain('no-answer')
  })

  test('of many hosts it is said once', () => {
    const other = sayV1({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2' })
    const C = { address: '192.0.2.77' }
    const told = story().a(v1.mm1).a(v1.mm3).a(v1.mm5).a(other.mm1, { from: C }).a(other.mm3, { from: C }).a(other.mm5, { from: C })
    expect(told.report.findings.filter(f => f.rule === 'capture-filter').map(f => f.title)).toEqual([
      'This capture has one direction only of 2 pairs of hosts',
    ])
  })

  test.each([
    ['one packet came the other way', story().a(v1.mm1).a(v1.mm3).a(v1.mm5).esp('b', 1, 1)],
    ['nobody went on', story().a(v1.mm1).wait(4).again().wait(8).again().wait(60).esp('a', 1, 1)],
    ['another first message is no next one', story().a(v2.init).wait(4).a(v2.initOtherGroup)],
  ])('silent: %s', (_, told) => {
    expect(half(told)).toBeUndefined()
  })
})

describe('IKEv2 of one direction', () => {
  const outcomes = ({ report: { negotiations } }: Told) => [negotiations[0]!.outcome, ...negotiations[0]!.exchanges.map(e => e.outcome)]
  const asked = () => story().a(v2.init).a(v2.auth)
  test('who asks for new keys, or later for a sign of life, has an IKE SA: it is established, and what was gone on from was answered', () => {
    expect(outcomes(asked().wait(9).a(v2.request(36, 2)).a(v2.request(37, 3)))).toEqual([
      ...['established', 'complete', 'complete', 'complete', 'unanswered'],
    ])
    expect(
      outcomes(
        asked()
          .wait(9)
          .a(v2.request(37, 2, { inner: 0 })),
      ),
    ).toEqual(['established', 'complete', 'complete', 'unanswered'])
  })
  test('its SAs are those of the negotiation, and a delete that more is asked behind is of an IPsec SA', () => {
    const told = asked()
      .esp('a', 1, 1)
      .wait(9)
      .a(v2.request(36, 2))
      .esp('a', 2, 1)
      .a(v2.request(37, 3, { inner: 42 }))
      .wait(9)
    told
      .a(v2.request(36, 4))
      .a(v2.request(37, 5, { inner: 42 }))
      .wait(9)
      .a(v2.request(37, 6, { inner: 42 }))
    const { securityAssociations, findings } = told.report
    expect(securityAssociations.filter(one => one.kind === 'ipsec').map(one => one.negotiation)).toEqual(['N1', 'N1', 'N1'])
    expect(securityAssociations.map(one => one.deleted?.confidence)).toEqual(['possible', 'likely', 'likely', 'possible'])
    expect(findings.find(f => f.rule === 'lifetime')?.title).toMatch(/were rekeyed twice$/)
  })
  test('near miss: nothing behind IKE_AUTH, or an INFORMATIONAL at once or with a notify, which may refuse', () => {
    expect(outcomes(asked())).toEqual(['unanswered', 'complete', 'unanswered'])
    expect(outcomes(asked().a(v2.request(37, 2, { inner: 42 })))[0]).toBe('unanswered')
    expect(
      outcomes(
        asked()
          .wait(9)
          .a(v2.request(37, 2, { inner: 41 })),
      )[0],
    ).toBe('unanswered')
  })
  test('near miss: one packet of the other side, and what has no answer here has none', () => {
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).wait(9).a(v2.request(36, 2)).a(v2.request(37, 3))
    expect(outcomes(told).slice(2)).toEqual(['unanswered', 'unanswered', 'unanswered'])
  })
})

test('IKEv1 of one direction: informationals of one length are no questions that got no answer', () => {
  const talk = (answered: boolean) => {
    const told = story().a(v1.mm1)
    if (answered) told.b(v1.mm2)
    told.a(v1.mm3)
    if (answered) told.b(v1.mm4)
    told.a(v1.mm5)
    if (answered) told.b(v1.mm6)
    told.a(v1.qm1()).a(v1.qm3())
    for (const id of [81, 82, 83, 84]) told.wait(8).a(v1.informational(id, 80))
    return told.wait(20).put(ipv4('192.0.2.77', '192.0.2.78', udp(1000, 1001, new Uint8Array(9))))
  }
  expect(found(talk(true), 'dead-peer')).toBeDefined()
  expect(found(talk(false), 'dead-peer')).toBeUndefined()
})

describe('capture-dropped', () => {
  test('the file counts what it dropped', () => {
    const { findings } = report([story().a(v1.mm1).trace], [{ ...about, dropped: 17 }])
    expect(findings.find(f => f.rule === 'capture-dropped')?.title).toBe('The capture itself dropped 17 packets')
    expect(report([story().a(v1.mm1).trace], [{ ...about, dropped: 0 }]).findings.map(f => f.rule)).not.toContain('capture-dropped')
  })

  test('MM3 is not here, and MM4 is', () => {
    const told = story().a(v1.mm1).b(v1.mm2).b(v1.mm4).a(v1.mm5).b(v1.mm6)
    expect(found(told, 'capture-dropped')).toMatchObject({
      severity: 'note',
      title: 'A message between MM2 and MM4 is not in this capture',
    })
  })

  test('MM6 is not here, and a quick mode of the initiator is; one of the responder says nothing', () => {
    expect(found(mm4().a(v1.mm5).a(v1.qm1()).b(v1.qm2()), 'capture-dropped')).toMatchObject({
      title: 'A message between MM5 and QM1 is not in this capture',
      says: expect.stringContaining('so the Main Mode went on'),
    })
    expect(found(mm4().a(v1.mm5).b(v1.qm1()).a(v1.qm2()), 'capture-dropped')).toBeUndefined()
  })

  test('MM6 stands before MM5, as a tap with two queues writes them: nothing is missing', () => {
    expect(found(mm4().b(v1.mm6).a(v1.mm5).a(v1.qm1()).b(v1.qm2()), 'capture-dropped')).toBeUndefined()
    expect(found(story().a(v1.mm1).b(v1.mm2).b(v1.mm4).a(v1.mm3).a(v1.mm5), 'capture-dropped')).toBeUndefined()
  })

  const talk = (from: number, to: number, told = sa()) => {
    for (let n = from; n <= to; n++) told.esp('a', 1, n).esp('b', 2, n)
    return told
  }
  const sa = () => mm4().a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())

  test('both directions miss numbers at the same moment', () => {
    const told = talk(14, 20, talk(1, 10).wait(3))
    expect(told.report.findings.map(f => [f.rule, f.severity])).toEqual([['capture-dropped', 'note']])
    expect(found(told, 'capture-dropped')).toMatchObject({
      title: 'The capture has a hole of 3.0 s',
      says: expect.stringContaining(`3 protected packets from ${A.address} and 3 from ${B.address} are missing`),
      confidence: 'likely',
    })
  })

  test('the two have another SA, whose packets stand at its edges', () => {
    const told = talk(1, 10).esp('b', 3, 10, 20).wait(3).esp('b', 3, 14, 20)
    const rules = talk(14, 20, told).report.findings.map(f => f.rule)
    expect(rules.filter(rule => rule === 'esp-loss' || rule === 'capture-dropped')).toEqual(['capture-dropped'])
  })

  test('of many hosts it is one', () => {
    const [C, D] = ['192.0.2.77', '198.51.100.88']
    const other = (told: Told, from: number, to: number) => {
      for (let n = from; n <= to; n++)
        for (const [source, destination, spi] of [
          [C, D, 3],
          [D, C, 4],
        ] as const)
          told.put(ipv4(source, destination, carried(50, u32(spi, n), new Uint8Array(80))))
      return told
    }
    const told = other(talk(14, 20, other(talk(1, 10), 1, 10).wait(3)), 14, 20)
    const titles = told.report.findings.filter(f => f.rule === 'capture-dropped').map(f => f.title)
    expect(titles).toEqual(['The capture has a hole of 3.0 s'])
    expect(found(told, 'capture-dropped')?.says).toContain('12 protected packets on 4 SPIs are missing')
  })

  test.each([
    ['one direction alone misses some', () => talk(1, 10).wait(3).esp('a', 1, 17).esp('b', 2, 11), 1],
    ['both do, and something of the two came meanwhile', () => talk(14, 20, talk(1, 10).wait(1).a(v1.informational()).wait(2)), 2],
    [
      'both do, at other moments',
      () => talk(1, 10).wait(1).esp('a', 1, 14).wait(1).esp('b', 2, 11).esp('b', 2, 12).wait(1).esp('b', 2, 16),
      2,
    ],
    ['single ones are lost both ways', () => talk(12, 20, talk(1, 10)), 0],
  ])('silent: %s', (_, tell, losses) => {
    const told = tell()
    expect(rules(told)).not.toContain('capture-dropped')
    expect(told.report.findings.filter(f => f.rule === 'esp-loss' && f.severity === 'warning')).toHaveLength(losses)
  })

  test('silent: only one direction was captured', () => {
    expect(rules(story().a(v1.mm1).a(v1.mm3).a(v1.mm5))).not.toContain('capture-dropped')
  })
})

describe('what rests on packets that are not here', () => {
  const silent = () => story().a(v1.mm1).wait(4).again().wait(7).again().wait(60).esp('b', 9, 1)
  const lossy = () => story().esp('a', 7, 1).esp('a', 7, 5).esp('a', 7, 6)
  const verdict = (told: Told, rule: string, file: object) =>
    report([told.trace], [{ ...about, ...file }]).findings.find(f => f.rule === rule)

  test('is less sure when the capture dropped packets', () => {
    expect(verdict(silent(), 'no-answer', {})).toMatchObject({ severity: 'error', confidence: 'certain' })
    expect(verdict(silent(), 'no-answer', { dropped: 3 })).toMatchObject({ severity: 'error', confidence: 'likely' })
    expect(verdict(lossy(), 'esp-loss', {})).toMatchObject({ severity: 'warning' })
    expect(verdict(lossy(), 'esp-loss', { dropped: 3 })).toMatchObject({ severity: 'note', confidence: 'possible' })
  })

  test('is a note when only one direction was asked for', () => {
    expect(verdict(silent(), 'no-answer', { filters: ['src host 192.0.2.10'] })).toMatchObject({ severity: 'note' })
    expect(verdict(silent(), 'no-answer', { filters: ['host 192.0.2.10'] })).toMatchObject({ severity: 'error' })
  })

  describe('is not what somebody says with ICMP', () => {
    const sure = { severity: 'error', confidence: 'certain' }
    const [first] = fragments(ipv4(A.address, B.address, carried(17, new Uint8Array(1600)), { id: 77 }), 1480)
    const expired = ipv4(B.address, A.address, icmp(11, 1, [0, 0, 0, 0], first!.slice(0, 60)))
    test.each([{ dropped: 3 }, { filters: ['dst port 500 or icmp or esp'] }])('%j', file => {
      const unknown = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
      for (let i = 1; i < 4; i++) unknown.wait(0.5).esp('a', 9, i).icmp(B.address, 3, 2)
      expect(verdict(unknown, 'esp-blocked', file)).toMatchObject({ ...sure, title: `${B.address} takes no ESP` })

      const late = mm4().a(v1.largeMm5, { cut: 1480, identification: 77 }).wait(30).put(expired)
      expect(verdict(late, 'fragments-lost', file)).toMatchObject(sure)
    })
    test('of packets that are here in part', () => {
      const holed = mm4()
        .a(v1.largeMm5, { ...firstOnly, identification: 77 })
        .wait(30)
        .put(expired)
      expect(verdict(holed, 'fragments-lost', { dropped: 3 })).toMatchObject({ severity: 'error', otherwise: [] })
    })
  })
})

describe('where the capture begins and ends', () => {
  test('it starts in the middle of main mode', () => {
    expect(found(story().b(v1.mm4).a(v1.mm5).b(v1.mm6), 'capture-starts-late')).toMatchObject({ severity: 'note', negotiation: 'N1' })
  })

  test('it starts when ESP is under way', () => {
    expect(rules(story().esp('a', 7, 500).esp('a', 7, 501))).toContain('capture-starts-late')
    expect(found(story().esp('a', 7, 500).esp('a', 7, 501), 'capture-starts-late')!.otherwise).toHaveLength(1)
    expect(found(story().esp('a', 7, 21_000_000).esp('a', 7, 21_000_001), 'capture-starts-late')!.otherwise[1]).toContain('cluster')
    expect(rules(story().esp('a', 7, 1).esp('a', 7, 2))).not.toContain('capture-starts-late')
  })

  test.each([
    [0xffff0000, 'sequence numbers are left to it'],
    [0xffffffff, 'No sequence number is left to it'],
  ])('its sequence numbers are used up soon: %d', (last, words) => {
    expect(
      found(
        story()
          .esp('a', 7, last - 1)
          .esp('a', 7, last),
        'capture-starts-late',
      )!.says,
    ).toContain(words)
  })
  test('near miss: many are left, or it has extended ones', () => {
    for (const told of [story().esp('a', 7, 0xfff00000).esp('a', 7, 0xfff00001), story().esp('a', 7, 0xffffffff).esp('a', 7, 0)])
      expect(found(told, 'capture-starts-late')!.says).not.toContain('left to it')
  })

  test('silent: nobody negotiates an SA to many, as VRRP and OSPFv3 have them keyed by hand', () => {
    const inside = (sequence: number) => carried(50, u32(7, sequence), new Uint8Array(40).fill(sequence))
    const vrrp = story()
      .put(ipv4(A.address, '224.0.0.18', inside(500)))
      .put(ipv4(A.address, '224.0.0.18', inside(501)))
    const ospf = story()
      .put(ipv6('fe80::1', 'ff02::5', inside(500)))
      .put(ipv6('fe80::1', 'ff02::5', inside(501)))
    for (const told of [vrrp, ospf]) {
      expect(rules(told)).not.toContain('capture-starts-late')
      expect(told.report.securityAssociations[0]!.state).toBe('to a multicast group: keyed by hand or by a key server, used one way')
    }
  })

  test('silent: the gateway sent the initiator elsewhere, and nothing more is to come', () => {
    const told = story().a(v2.init).b(v2.initRefusal(16407, '0104c6336415'))
    expect(rules(told)).not.toContain('capture-ends-early')
  })

  test('it ends before the next copy was due', () => {
    const told = story().a(v1.mm1).wait(1).again().wait(2).again().wait(1).esp('b', 9, 1)
    expect(found(told, 'capture-ends-early')).toMatchObject({ severity: 'note', evidence: [{ trace: 0, packet: 3 }] })
    expect(rules(told.wait(60).esp('b', 9, 2))).not.toContain('capture-ends-early')
  })
})

describe('offload-artifacts', () => {
  const segment = (size: number) => ipv4(A.address, B.address, tcp(40000, 80, new Uint8Array(size)))

  test('a segment that no frame holds', () => {
    expect(found(story().put(segment(20_000)), 'offload-artifacts')).toMatchObject({ severity: 'note', confidence: 'certain' })
    expect(rules(story().put(segment(1460)))).toEqual([])
  })
})

describe('checksums left to the network card', () => {
  const [from, to] = [A.address.split('.').map(Number), B.address.split('.').map(Number)]
  const words = (octets: readonly number[]) => octets.reduce((sum, octet, i) => sum + (i % 2 ? octet : octet << 8), 0)
  const fold = (sum: number) => (sum > 0xffff ? (sum & 0xffff) + (sum >>> 16) : sum)
  const withSum = (sum: number | undefined) => ipv4(A.address, B.address, udp(500, 500, v1.mm1, sum === undefined ? {} : { sum }))
  const pseudo = fold(words([...from, ...to]) + 17 + 8 + v1.mm1.length)

  test('only the pseudo-header is summed up', () => {
    const told = story().put(withSum(pseudo)).b(v1.mm2)
    expect(found(told, 'offload-artifacts')).toMatchObject({
      severity: 'note',
      title: `Checksums of packets from ${A.address} are not filled in yet`,
      evidence: [{ packet: 1 }],
    })
  })
  test.each([
    ['right', undefined],
    ['none', 0],
    ['damaged', pseudo ^ 0x1234],
  ])('silent: %s', (_, sum) => expect(rules(story().put(withSum(sum)).b(v1.mm2))).not.toContain('offload-artifacts'))
})

describe('modified-in-path: a wrong UDP checksum', () => {
  const altered = (sum: number) => ipv4(A.address, B.address, udp(500, 500, v1.mm1, { sum }))
  const beside = (told: Told, right: number) => {
    for (let copy = 0; copy < right; copy++) told.b(v1.mm2)
    return told
  }

  test('of one IKE packet among ten', () => {
    expect(found(beside(story().put(altered(0x1234)), 9), 'modified-in-path')).toMatchObject({
      severity: 'note',
      confidence: 'likely',
      title: 'One IKE packet has a wrong UDP checksum',
      evidence: [{ packet: 1 }],
    })
  })
  test.each([
    ['none', beside(story().put(altered(0)), 9)],
    ['of too many: somebody rewrote the capture', beside(story().put(altered(0x1234)), 8)],
    ['of a packet that the capture cut', beside(story().put(altered(0x1234), { keep: 80 }), 9)],
  ])('silent: %s', (_, told) => expect(rules(told)).not.toContain('modified-in-path'))
})

describe('clock-step', () => {
  test('set back by more than half a second between two packets', () => {
    expect(rules(story().a(v1.mm1).wait(-0.6).b(v1.mm2))).toContain('clock-step')
    expect(rules(story().a(v1.mm1).wait(-0.2).b(v1.mm2))).not.toContain('clock-step')
  })
  test('what rests on silence across it is a note; near miss: all of it lies behind it', () => {
    const inVain = (told = story()) => told.a(v1.mm1).wait(4).again().wait(7).again().wait(12).again().wait(30)
    const other = { from: { address: '203.0.113.30' }, to: { address: '203.0.113.40' } }
    const noAnswer = (told: ReturnType<typeof story>) => found(told.put(new Uint8Array([69])), 'no-answer')
    expect(noAnswer(inVain(story().a(v1.mm1).wait(-0.6)))).toMatchObject({
      severity: 'note',
      otherwise: expect.arrayContaining([expect.stringContaining('clock of the capture was set back meanwhile')]),
    })
    expect(noAnswer(inVain(story().a(v1.mm1, other).wait(-3600)))).toMatchObject({ severity: 'error' })
  })
  test('a packet is older than the one before it', () => {
    expect(found(story().a(v1.mm1).wait(-3600).b(v1.mm2), 'clock-step')).toMatchObject({
      severity: 'note',
      evidence: [{ packet: 1 }, { packet: 2 }],
    })
    expect(rules(story().a(v1.mm1).wait(-0.03).b(v1.mm2))).not.toContain('clock-step')
  })
})

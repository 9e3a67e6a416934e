import { describe, expect, test } from 'vitest'
import { icmp, ipv4, udp } from '../../support/packets/index.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, atB, B, story } from '../../support/trace/story.ts'

// Each rule where it must speak, and a near miss where it must be silent.

const v1 = sayV1()
const v2 = sayV2()
type Told = ReturnType<typeof story>

const mm2 = () => story().a(v1.mm1).b(v1.mm2)
const mm4 = () => mm2().a(v1.mm3).b(v1.mm4)
const mm6 = () => mm4().a(v1.mm5).b(v1.mm6)
const said = (told: Told) => told.report.findings.filter(f => f.severity !== 'note').map(f => f.rule)
const noted = (told: Told) => told.report.findings.filter(f => f.severity === 'note').map(f => f.rule)

describe('a rule speaks', () => {
  test.each<[string, Told, string[]]>([
    ['MM1 four times into silence', story().a(v1.mm1).wait(1).again().wait(2).again().wait(4).again(), ['no-answer']],
    ['IKE_SA_INIT three times into silence', story().a(v2.init).wait(4).again().wait(7).again(), ['no-answer']],
    ['nobody listens', story().a(v1.mm1).icmp(B.address, 3, 3).wait(4).again().icmp(B.address, 3, 3), ['port-unreachable']],
    ['a filter refuses', story().a(v1.mm1).icmp('192.0.2.1', 3, 13).wait(4).again(), ['administratively-prohibited']],
    ['no route', story().a(v1.mm1).icmp('192.0.2.1', 3, 0), ['network-unreachable']],
    ['no common proposal', story().a(v1.mm1).b(v1.refusal(14)), ['proposal-mismatch']],
    ['no common proposal in IKEv2', story().a(v2.init).b(v2.initRefusal(14)), ['proposal-mismatch']],
    ['an informational instead of MM6', mm4().a(v1.mm5).b(v1.informational()), ['authentication-failed']],
    ['a bare notify instead of IKE_AUTH', story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authRefusal), ['authentication-failed']],
    ['MM5 on 4500 into silence', mm4().a(v1.mm5, { port: 4500 }).wait(4).again().wait(7).again(), ['udp-4500-blocked']],
    [
      'MM5 on 4500 into silence, and the other side repeats MM4 on 500, as libreswan does',
      mm4().a(v1.mm5, { port: 4500 }).b(v1.mm4).a(v1.mm5, { port: 4500 }).wait(1).b(v1.mm4).a(v1.mm5, { port: 4500 }).wait(2).b(v1.mm4),
      ['udp-4500-blocked'],
    ],
    [
      'MM2 answered again and again',
      mm2().wait(1).a(v1.mm1).b(v1.mm2).wait(2).a(v1.mm1).b(v1.mm2).wait(4).a(v1.mm1).b(v1.mm2),
      ['answer-ignored'],
    ],
  ])('%s', (_, told, expected) => expect([...new Set(said(told))].filter(rule => expected.includes(rule))).toEqual(expected))

  test.each<[string, Told, string]>([
    [
      'a cookie is asked for',
      story()
        .a(v2.init)
        .b(v2.initRefusal(16390, '0102030405060708'))
        .a(v2.initAgain([16390, { data: '0102030405060708' }]))
        .b(v2.initAnswer),
      'cookie-challenge',
    ],
    ['another group is asked for', story().a(v2.init).b(v2.initRefusal(17, '0013')).a(v2.initOtherGroup).b(v2.initAnswer), 'group-retry'],
  ])('%s, as a note', (_, told, expected) => expect(noted(told)).toContain(expected))

  const wantsGroup = v2.initRefusal(17, '0013')
  const again = (told: Told, asks = v2.initOfTwo(14)) => told.wait(2).a(asks).b(wantsGroup).wait(4).a(asks).b(wantsGroup)
  const fault = (told: Told) => told.report.findings.find(f => f.rule === 'group-not-taken')?.title

  test.each<[string, Told, RegExp | undefined]>([
    ['is never taken', again(story().a(v2.initOfTwo(14)).b(wantsGroup)), /does not take the group/],
    ['was not offered', story().a(v2.init).b(v2.initRefusal(17, '0015')), /wants .*521.* which \S+ does not offer/],
    [
      'is refused as well',
      again(story().a(v2.initOfTwo(14)).b(wantsGroup).wait(1).a(v2.initOfTwo(19)).b(wantsGroup)),
      /refuses the group that it asked/,
    ],
    ['may not have been heard', again(atB().a(v2.initOfTwo(14)).b(wantsGroup)), undefined],
    ['is taken', story().a(v2.initOfTwo(14)).b(wantsGroup).a(v2.initOfTwo(19)).b(v2.initAnswer), undefined],
  ])('a group that is asked for %s', (_, told, title) => {
    if (title) expect(fault(told)).toMatch(title)
    else expect(fault(told)).toBeUndefined()
  })

  test('one group is asked for, and then another', () => {
    const told = story()
    for (let i = 0; i < 3; i++) told.wait(1).a(v2.initOfTwo(14)).b(wantsGroup).wait(1).a(v2.initOfTwo(19)).b(v2.initRefusal(17, '000e'))
    const found = told.report.findings.find(f => f.rule === 'group-not-taken')
    expect(found?.says).toMatch(/wants .*\(19\)\. 192\.0\.2\.10 sends that, and 198\.51\.100\.20 asks for .*\(14\) instead, and so on\.$/)
  })

  test('a group is never taken by new attempts; where one of them took it, the others stopped for another reason', () => {
    const [one, two, three] = ['c1', 'c2', 'c3'].map(spi => sayV2({ initiator: spi.repeat(8) }))
    const asked = (told: Told, say = v2) => told.a(say.initOfTwo(14)).b(say.initRefusal(17, '0013'))
    expect(fault(asked(asked(story(), one).wait(60), three))).toMatch(/does not take the group/)
    const taken = asked(asked(story(), one).wait(60), two).a(two!.initOfTwo(19)).b(two!.initAnswer)
    expect(fault(asked(taken.wait(60), three))).toBeUndefined()
  })

  test('a request that comes again without the cookie where the cookie came in', () => {
    const cookie = v2.initRefusal(16390, '0102030405060708')
    const asked = (told: Told) => told.a(v2.init).b(cookie).wait(2).a(v2.init).b(cookie).wait(4).a(v2.init).b(cookie)
    expect(said(asked(story()))).toEqual(['cookie-not-sent'])
    // Each request was answered, with another cookie, and nothing came of it: that is no loss.
    const fresh = ['01', '02', '03', '04', '05'].map(end => v2.initRefusal(16390, end.repeat(28)))
    const answered = fresh.reduce((told, one) => told.wait(2).a(v2.init).b(one), story())
    expect([said(answered), noted(answered)]).toEqual([['cookie-not-sent'], ['answer-ignored', 'capture-ends-early']])
    // near miss: it may not have come in
    expect(said(asked(atB()))).not.toContain('cookie-not-sent')
  })

  test('port 4500 is not blocked where the copies are seen to arrive, or a router returns them', () => {
    const atPeer = atB().a(v2.init).b(v2.initAnswer).a(v2.auth, { port: 4500 }).wait(4).again().wait(7).again().wait(20).again()
    expect(said(atPeer)).toEqual(['no-answer'])
    const returned = story().a(v2.init).b(v2.initAnswer).a(v2.auth, { port: 4500 }).icmp('192.0.2.1', 3, 13)
    for (const gap of [2, 4, 7]) returned.wait(gap).again().icmp('192.0.2.1', 3, 13)
    expect([said(returned), noted(returned)]).toEqual([['administratively-prohibited'], ['capture-ends-early', 'no-answer']])
  })

  test('a filter that refuses port 4500 while port 500 is answered refuses that port alone', () => {
    const refusal = (told: Told) => told.report.findings.find(f => f.rule === 'administratively-prohibited')!
    const begun = story().a(v2.init).b(v2.initAnswer)
    expect(refusal(begun.a(v2.auth, { port: 4500 }).icmp('192.0.2.1', 3, 13))).toMatchObject({
      title: `A filter refuses IKE messages to UDP port 4500 of ${B.address}`,
      says: expect.stringMatching(
        /IKE message to UDP port 4500 of \S+: it did not pass on from there\. What went to port 500 passed: it was answered\.$/,
      ),
      tryNext: ['Let UDP 4500 pass on 192.0.2.1.'],
    })
    const first = refusal(story().a(v2.init).icmp('192.0.2.1', 3, 13))
    expect([first.title, first.tryNext]).toEqual([
      `A filter refuses IKE messages to ${B.address}`,
      ['Let UDP 500 and 4500 and protocols 50 and 51 pass on 192.0.2.1.'],
    ])
    const late = story().a(v2.init).b(v2.initAnswer).wait(90).a(v2.auth, { port: 4500 }).icmp('192.0.2.1', 3, 13)
    expect(refusal(late).title).toBe(first.title)
    expect(refusal(story().a(v2.init).b(v2.initAnswer).a(v2.auth).icmp('192.0.2.1', 3, 13)).title).toBe(first.title)
  })

  test('a filter that comes up in mid-session: what changed is asked, and only what is refused has to pass', () => {
    const told = (carries: boolean) => {
      const so = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
      const pings = (from: number) => {
        for (let i = from; i < from + 3; i++) so.esp('a', 0xc0ffee01, i).esp('b', 0xc0ffee02, i).wait(1)
      }
      pings(1)
      so.a(v2.request(37, 2, { inner: 0 })).icmp('192.0.2.1', 3, 13)
      if (carries) pings(4)
      for (const gap of [2, 4]) so.wait(gap).again().icmp('192.0.2.1', 3, 13)
      return so.wait(20).report.findings.find(f => f.rule === 'administratively-prohibited')!
    }
    expect(told(true).says).toMatch(
      /IP protocol 50 \(ESP\) still passes both ways\. It began while the IKE SA stood: 3\.\d s before, IKE still/,
    )
    expect(told(true).tryNext).toEqual([
      expect.stringMatching(/^Look what changed on 192\.0\.2\.1 in the 3\.\d s before it refused first\.$/),
      'Let UDP 500 pass on 192.0.2.1.',
    ])
    expect(told(false).tryNext[1]).toBe('Let UDP 500 and 4500 and protocols 50 and 51 pass on 192.0.2.1.')
  })

  test('whoever sends its next request behind the last copy has the answer, unless it is the delete of who gave up', () => {
    const rekey = () => {
      const told = atB().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
      for (const gap of [9, 2, 4]) told.wait(gap).a(v2.request(36, 2)).b(v2.answer(36, 2))
      return told
    }
    const isStuck = (told: Told) => told.report.findings.some(f => f.rule === 'resends-last-good-message')
    expect(isStuck(rekey().wait(30))).toBe(true)
    const deleted = (gap: number) =>
      rekey()
        .wait(gap)
        .a(v2.request(37, 3, { inner: 42 }))
        .b(v2.answer(37, 3, { inner: 0 }))
    expect([isStuck(deleted(0.1)), isStuck(deleted(20))]).toEqual([false, true])
    expect(deleted(0.1).report.findings.find(f => f.rule === 'ike-loss')?.says).toMatch(
      /came once more from \S+ after .* answered again, and \S+ went on/,
    )
    expect(isStuck(rekey().wait(20).a(v2.request(36, 3)).b(v2.answer(36, 3)))).toBe(false)
  })

  test('why a cookie is asked for cannot be seen: load or settings', () => {
    const told = story().a(v2.init).b(v2.initRefusal(16390, '0102030405060708'))
    expect(told.report.findings.find(f => f.rule === 'cookie-challenge')?.says).toMatch(/half-open negotiations, or always/)
  })
})

test('what a router refused, until it got through after all, is a warning', () => {
  const other = sayV1({ initiator: 'e1e1e1e1e1e1e1e1', responder: 'f2f2f2f2f2f2f2f2' })
  const through = (told: Told) => told.wait(10).a(other.mm1).b(other.mm2).a(other.mm3).b(other.mm4).a(other.mm5).b(other.mm6)
  for (const code of [0, 13]) {
    const refused = () => story().a(v1.mm1).icmp('192.0.2.1', 3, code)
    expect(refused().report.findings[0]).toMatchObject({ severity: 'error' })
    expect(through(refused()).report.findings[0]).toMatchObject({
      severity: 'warning',
      because: expect.arrayContaining(['Another attempt of the same two hosts succeeded later.']),
    })
  }
  const quoted = ipv4(A.address, B.address, udp(500, 500, new Uint8Array(28)))
  const unseen = () => story().put(ipv4('192.0.2.1', A.address, icmp(3, 0, [0, 0, 0, 0], quoted.slice(0, 28))))
  expect(unseen().report.findings[0]).toMatchObject({ severity: 'error', negotiation: null })
  expect(through(unseen()).report.findings[0]).toMatchObject({
    severity: 'warning',
    because: expect.arrayContaining(['Another attempt of the same two hosts succeeded later.']),
  })
})

test('an IKE SA that another one made is no other attempt; a new negotiation is one', () => {
  const failing = sayV2({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4', nonce: 5 })
  const next = sayV2({ initiator: 'e5e5e5e5e5e5e5e5', responder: 'f6f6f6f6f6f6f6f6', nonce: 7 })
  const refused = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).wait(10).a(failing.init).b(failing.initRefusal(14))
  const severity = ({ report }: Told) => report.findings.find(f => f.rule === 'proposal-mismatch')?.severity
  const rekeyed = refused().wait(10).a(v2.request(36, 2)).b(v2.answer(36, 2)).a(next.request(37, 0)).b(next.answer(37, 0))
  expect(rekeyed.report.negotiations.map(n => [n.outcome, n.rekeys !== undefined])).toEqual([
    ['established', false],
    ['failed', false],
    ['established', true],
  ])
  expect(severity(rekeyed)).toBe('error')
  expect(severity(refused().wait(10).a(next.init).b(next.initAnswer).a(next.auth).b(next.authAnswer))).toBe('warning')
})

test('who repeats every five seconds, or twice as long each time, is named by what it can speak', () => {
  const repeats = (told: Told, ...gaps: number[]) => gaps.reduce((one, gap) => one.wait(gap - 0.02).again(), told).report
  const like = (told: Told, ...gaps: number[]) =>
    repeats(told, ...gaps)
      .findings.find(f => f.rule === 'no-answer')!
      .because.join(' ')
  expect(like(story().a(v1.mm1), 5, 5)).toContain('Cisco PIX 6.3')
  expect(like(story().a(v2.init), 5, 5)).not.toContain('PIX')
  expect(like(story().a(v1.mm1), 1, 2, 4)).toContain('Windows 2000')
  expect(like(story().a(v2.init), 1, 2, 4)).not.toContain('Windows')
  expect(like(story().a(v2.init), 4, 7.2, 12.96)).toContain('strongSwan')
})

describe('a near miss', () => {
  test.each<[string, Told]>([
    ['all goes well', mm6().a(v1.qm1()).b(v1.qm2()).a(v1.qm3())],
    ['one copy, then the answer', story().a(v1.mm1).wait(1).again().b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)],
    ['the answer crossed one copy', story().a(v1.mm1).wait(0.9).b(v1.mm2).wait(0.3).a(v1.mm1).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)],
    ['a forged refusal before success', story().a(v1.mm1).b(v1.refusal(14)).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)],
    ['MM1 once, and the capture ends', story().a(v1.mm1)],
    ['port 4500 answers', mm4().a(v1.mm5, { port: 4500 }).wait(4).again().b(v1.mm6, { port: 4500 })],
    [
      'MM4 on 500 once more, then port 4500 answers',
      mm4().a(v1.mm5, { port: 4500 }).b(v1.mm4).a(v1.mm5, { port: 4500 }).b(v1.mm6, { port: 4500 }),
    ],
    ['an informational long after', mm6().wait(20).a(v1.informational())],
    ['IKEv2 in four messages', story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)],
  ])('%s', (_, told) => {
    expect(said(told)).toEqual([])
    expect(noted(told).filter(rule => rule === 'cookie-challenge' || rule === 'group-retry')).toEqual([])
  })
})

test('what the cause explains is a note under it', () => {
  const { findings } = story().a(v1.mm1).icmp(B.address, 3, 3).wait(4).again().icmp(B.address, 3, 3).report
  const cause = findings.findIndex(f => f.rule === 'port-unreachable')
  const silence = findings.find(f => f.rule === 'no-answer')
  expect(silence).toMatchObject({ severity: 'note', consequenceOf: cause })
})

describe('what an ICMP error decides is not guessed below it', () => {
  const ROUTER = '203.0.113.1'
  const tried = (from: string, code: number, ...quotes: number[]) => {
    const told = story().a(v1.mm1)
    for (const gap of [0, 4, 7]) {
      if (gap > 0) told.wait(gap).a(v1.mm1)
      if (quotes.includes(gap)) told.icmp(from, 3, code)
    }
    return told.report.findings.filter(f => f.rule === 'no-answer' || f.rule === 'one-sided-negotiation')
  }
  test('the host itself returned every copy: each arrived, and no answer was made', () => {
    for (const { because, otherwise, tryNext } of tried(B.address, 3, 0, 4, 7)) {
      expect(because.at(-1)).toMatch(/^198\.51\.100\.20 returned every sending with an ICMP error: (MM1|they) arrived there\.$/)
      expect(otherwise).toEqual(['ICMP messages are not signed: another device could have sent it in that name.'])
      expect(tryNext.join()).not.toContain('Capture at')
    }
  })
  test('a router did: none passed on from there', () => {
    const all = tried(ROUTER, 13, 0, 4, 7)
    expect(all).toHaveLength(2)
    for (const { because, otherwise } of all) {
      expect(because.at(-1)).toContain('did not pass on from there')
      expect(otherwise).toHaveLength(1)
    }
  })
  test('the host itself returned all but one: it arrived there all the same', () => {
    expect(tried(B.address, 3, 0, 7)[0]).toMatchObject({
      because: expect.arrayContaining([`${B.address} returned 2 of 3 sendings with an ICMP error: MM1 arrived there.`]),
      otherwise: ['ICMP messages are not signed: another device could have sent it in that name.'],
    })
    expect(tried(ROUTER, 13, 0, 7)[0]!.otherwise[0]).toBe('MM1 is lost on its way to 198.51.100.20.')
  })
  test('near miss: one copy of three, and what became of the others is open', () => {
    expect(tried(B.address, 3, 4).map(one => one.otherwise.length)).toEqual([3, 1])
    expect(tried(B.address, 3, 4)[0]?.otherwise[0]).toBe('MM1 is lost on its way to 198.51.100.20.')
  })
})

describe('port 500 was answered, and port 4500 is refused', () => {
  const refused = () => {
    const told = story().a(v2.init).b(v2.initAnswer).wait(2)
    for (const gap of [0, 2, 4]) told.wait(gap).a(v2.auth, { port: 4500 }).icmp(B.address, 3, 3)
    return told
  }
  test('somebody listens: the port is named', () => {
    expect(refused().report.findings[0]).toMatchObject({
      rule: 'port-unreachable',
      title: `UDP port 4500 is refused at ${B.address}, port 500 is answered`,
      confidence: 'likely',
      otherwise: expect.arrayContaining([`The IKE service of ${B.address} stopped in between.`]),
    })
  })
  test('near miss: 500 is refused as well', () => {
    const told = story().a(v2.init).b(v2.initAnswer).wait(2).a(v2.auth).icmp(B.address, 3, 3).wait(2).again().icmp(B.address, 3, 3)
    expect(told.report.findings[0]).toMatchObject({ rule: 'port-unreachable', title: `${B.address} refuses IKE: port unreachable` })
  })
  test('near miss: it had answered from 4500', () => {
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth, { port: 4500 }).b(v2.authAnswer, { port: 4500 }).wait(60)
    for (const gap of [0, 2, 4]) told.wait(gap).a(v2.request(37, 2), { port: 4500 }).icmp(B.address, 3, 3)
    expect(told.report.findings.find(f => f.rule === 'port-unreachable')).toMatchObject({
      title: `${B.address} refuses IKE: port unreachable`,
    })
  })
})

describe('whoever asked no longer listens', () => {
  test('a scanner closes its port before the answer comes: a note', () => {
    const told = mm2().icmp(A.address, 3, 3)
    expect([said(told), noted(told)]).toEqual([[], expect.arrayContaining(['port-unreachable'])])
    expect(told.report.findings[0]).toMatchObject({ title: `${A.address} asked and no longer listens`, confidence: 'certain' })
  })
  test('near miss: it asks again, so its own host rejects the answers', () => {
    const told = mm2().icmp(A.address, 3, 3).wait(4).a(v1.mm1).b(v1.mm2).icmp(A.address, 3, 3)
    expect(said(told)).toContain('port-unreachable')
  })
})

test('lost packets of IKE and ESP alike are one finding, and what was sent again stands under it', () => {
  const lossy = (again: boolean, ...numbers: number[]) => {
    const told = story().a(v1.mm1)
    if (again) told.wait(4).again()
    told.b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    for (const number of numbers) told.esp('a', 1, number).esp('b', 2, number)
    return told.report.findings
  }
  const [loss, ...more] = lossy(true, 1, 2, 5, 6, 9)
  expect(loss!.title).toMatch(/ are missing, and an IKE message had to be sent again$/)
  expect(more.find(one => one.rule === 'ike-loss')).toMatchObject({ consequenceOf: 0 })
  expect(lossy(false, 1, 2, 5, 6, 9)[0]!.title).toMatch(/ are missing$/)
  expect(lossy(true, 1, 2, 3).find(one => one.rule === 'ike-loss')).not.toHaveProperty('consequenceOf')
})

test('a kind of exchange that is new says as much as the port, where nothing else was tried on 4500', () => {
  const moved = (exchange: number) => {
    const asked = v2.request(exchange, 1, { length: 464 })
    const told = story().a(v2.init).b(v2.initAnswer).a(asked, { port: 4500 }).wait(4).again().wait(7).again().wait(13).again()
    return told.report.findings.find(f => f.rule === 'udp-4500-blocked')!
  }
  expect(moved(43).says).toContain('either the path blocks UDP 4500, or exchanges of this kind (IKE_INTERMEDIATE, RFC 9242)')
  expect(moved(35).says).toContain('most likely the path blocks UDP 4500.')
})

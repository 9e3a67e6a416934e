import { describe, expect, test } from 'vitest'
import { historyOf } from '../../../src/trace/history.ts'
import { carried, icmpv6, ipv4, ipv6, u32 } from '../../support/packets/index.ts'
import { datagram, decrypted, echo, INNER_A, INNER_B, pingFromA, segment, transportEsp } from '../../support/trace/clear.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, B, story } from '../../support/trace/story.ts'

// What goes wrong with packets in the tunnel: each rule where it must speak, and a near miss where it must be silent.

const v1 = sayV1()
const v2 = sayV2()
type Told = ReturnType<typeof story>

const TO_B = 0xc0ffee01
const TO_A = 0xc0ffee02
const SPIS = [TO_B, TO_A] as const

const mm6 = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
const quick = (told: Told, id = 1) => told.a(v1.qm1(id)).b(v1.qm2(id)).a(v1.qm3(id))
const up = () => quick(mm6())
const upV2 = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
/** Deletes of an IPsec SA and of the ISAKMP SA, as long as they are under 3DES and SHA. */
const deleteChild = (id = 71) => v1.informational(id, 40)
const deleteIke = (id = 72) => v1.informational(id, 56)

/** So many packets one way, half a second apart. */
function oneWay(told: Told, count: number, from: 'a' | 'b' = 'a', first = 1): Told {
  for (let i = 0; i < count; i++) told.wait(0.5).esp(from, from === 'a' ? TO_B : TO_A, first + i)
  return told
}

/** Questions and answers, half a second apart. */
function pings(told: Told, count: number, first = 1): Told {
  for (let i = 0; i < count; i++) pingFromA(told.wait(0.5), SPIS, first + i)
  return told
}

/** Seconds by which a story goes on with each packet. */
const STEP = 0.02

/** Ten thousand protected packets a second. */
const busy = (told: Told, sequence: number) => told.wait(0.0001 - STEP).esp('a', TO_B, sequence, 120)

const findings = (told: Told, rule: string) => told.report.findings.filter(f => f.rule === rule)
const said = (told: Told) => told.report.findings.filter(f => f.severity !== 'note').map(f => f.rule)
const all = (told: Told) => told.report.findings.map(f => f.rule)

test('a healthy tunnel: pings, a rekey, pings, the deletes', () => {
  const told = quick(pings(up(), 4), 2).a(deleteChild())
  for (let i = 1; i < 5; i++) pingFromA(told.wait(0.5), [0xdd01, 0xdd02], i)
  told.wait(1).a(deleteChild(81)).a(deleteIke(82))
  expect(said(told)).toEqual([])
  expect(all(told)).toEqual(['lifetime'])
})

describe('the IKE SA is ended again and again by the side that does not begin it', () => {
  const wordsOf = (n: number) => sayV2({ initiator: `${n}`.repeat(16), responder: `a${n}`.repeat(8), nonce: n })
  /** Each stands for some seconds under traffic, is deleted, and comes anew. */
  const rounds = (seconds: readonly number[], { byB = true, quiet = 0 } = {}) =>
    seconds.reduce((told, stands, i) => {
      const words = wordsOf(i + 1)
      told.wait(3).a(words.init).b(words.initAnswer).a(words.auth).b(words.authAnswer).wait(stands)
      told
        .esp('a', 0xe000 + i, 1)
        .esp('b', 0xf000 + i, 1)
        .wait(quiet)
      const asked = words.request(37, byB ? 0 : 2, { inner: 42, length: 48, fromInitiator: !byB })
      const answered = words.answer(37, byB ? 0 : 2, { inner: 0, length: 48, fromInitiator: byB })
      return byB ? told.b(asked).a(answered) : told.a(asked).b(answered)
    }, story())
  const ended = (told: Told) => findings(told, 'lifetime').filter(f => f.title.includes('again and again'))
  test('as a timer does it: who, how often, after how long, and for how long nothing stood', () => {
    const [found] = ended(rounds([8, 8, 8]))
    expect(found).toMatchObject({ severity: 'warning', title: '198.51.100.20 ends the IKE SA again and again, 192.0.2.10 begins anew' })
    expect(found?.says).toMatch(/3 times, each time 8\.\d s or so after.*nothing did for 3\.\d s/)
  })
  test('for want of traffic, or now and then: a note', () => {
    expect(ended(rounds([8, 8, 8], { quiet: 30 }))).toMatchObject([
      { severity: 'note', otherwise: [expect.stringContaining('idle timeout'), expect.anything()] },
    ])
    expect(ended(rounds([8, 80, 30]))).toMatchObject([{ severity: 'note' }])
  })
  test('near misses: twice; ended by whoever begins it', () => {
    expect(ended(rounds([8, 8]))).toEqual([])
    expect(ended(rounds([8, 8, 8], { byB: false }))).toEqual([])
  })
})

describe('a new IKE SA comes every few seconds, and the older one is deleted', () => {
  const wordsOf = (n: number) => sayV2({ initiator: `${n}`.repeat(16), responder: `a${n}`.repeat(8), nonce: n })
  const rounds = (count: number, { every = 9, byB = true, port = (_: number): number => 500, apart = 0 } = {}) => {
    const told = story()
    for (let n = 1; n <= count; n++) {
      const [words, old] = [wordsOf(n), wordsOf(n - 1)]
      told.via({ from: { address: '192.0.2.10', port: port(n) } })
      told.a(words.init).b(words.initAnswer).a(words.auth).b(words.authAnswer).wait(apart)
      const asked = old.request(37, byB ? 0 : 2, { inner: 42, length: 48, fromInitiator: !byB })
      const answered = old.answer(37, byB ? 0 : 2, { inner: 0, length: 48, fromInitiator: byB })
      told.via({ from: { address: '192.0.2.10', port: port(n - 1) } })
      if (n > 1) byB ? told.b(asked).a(answered) : told.a(asked).b(answered)
      told
        .esp('a', 0xe000 + n, 1)
        .esp('b', 0xf000 + n, 1)
        .wait(every)
    }
    return findings(told, 'lifetime')
  }
  const title = '198.51.100.20 deletes the IKE SA of 192.0.2.10 again and again, when a new one comes'
  test('by the other side: that is no renewal, and not told as one', () =>
    expect(rounds(4)).toMatchObject([{ severity: 'warning', title, evidence: { length: 6 } }]))
  test('from ports that alternate, as of two hosts', () => {
    const [found] = rounds(5, { port: n => [1024, 500][n % 2]! })
    expect(found).toMatchObject({ title, because: expect.arrayContaining([expect.stringContaining('ports 500 and 1024')]) })
  })
  test.each([
    ['three, which are two takeovers', rounds(3)],
    ['by whoever begins the new one', rounds(5, { byB: false })],
    ['every 61 s', rounds(5, { every: 61 })],
    ['seconds after the new one stood', rounds(5, { apart: 3 })],
  ])('near miss: %s', (_, told) => {
    expect(told.map(f => f.severity)).not.toContain('warning')
    expect(told.map(f => f.title)).toContainEqual(expect.stringMatching(/^The IKE SA was replaced/))
  })
})

describe('two IKE SAs stand, and each end deletes one of them', () => {
  const [one, two] = [
    sayV2({ initiator: '11'.repeat(8), responder: 'a1'.repeat(8) }),
    sayV2({ initiator: '22'.repeat(8), responder: 'a2'.repeat(8) }),
  ]
  const ends = (words: typeof one, id: number, fromInitiator = true) => words.request(37, id, { inner: 42, length: 48, fromInitiator })
  const answers = (words: typeof one, id: number, fromInitiator = false) => words.answer(37, id, { inner: 0, length: 48, fromInitiator })
  /** A begins the one, B the other. */
  const both = () =>
    story().a(one.init).b(one.initAnswer).a(one.auth).b(one.authAnswer).b(two.init).a(two.initAnswer).b(two.auth).a(two.authAnswer)
  const atOnce = () => both().wait(6).a(ends(one, 2)).b(ends(two, 2)).b(answers(one, 2)).a(answers(two, 2))
  test('at the same time: none is left, and none took the place of the other', () => {
    const told = atOnce()
      .wait(30)
      .put(new Uint8Array([69]))
    expect(findings(told, 'lifetime')).toMatchObject([
      { severity: 'warning', title: expect.stringMatching(/^192.0.2.10 and 198.51.100.20 ended one IKE SA each.* none is left$/) },
    ])
    expect(told.report.securityAssociations.some(sa => sa.replaces)).toBe(false)
  })
  test('a new one comes to stand after that: a note, and for how long nothing stood', () => {
    const three = sayV2({ initiator: '33'.repeat(8), responder: 'a3'.repeat(8) })
    const told = atOnce().wait(5).a(three.init).b(three.initAnswer).a(three.auth).b(three.authAnswer)
    expect(findings(told, 'lifetime')).toMatchObject([{ severity: 'note', says: expect.stringMatching(/nothing did for 5\.\d s/) }])
  })
  test.each<[string, () => Told]>([
    ['one after the other', () => both().wait(6).a(ends(one, 2)).b(answers(one, 2)).b(ends(two, 2)).a(answers(two, 2))],
    [
      'both by one side',
      () =>
        both()
          .wait(6)
          .a(ends(one, 2))
          .a(ends(two, 0, false))
          .b(answers(one, 2))
          .b(answers(two, 0, true)),
    ],
    ['only one of the two', () => both().wait(6).a(ends(one, 2)).b(answers(one, 2))],
  ])('near miss: %s', (_, tell) => {
    expect(findings(tell(), 'lifetime').filter(f => f.severity !== 'note')).toEqual([])
    expect(findings(tell(), 'lifetime').map(f => f.title)).toContain('The IKE SA was replaced once')
  })
})

describe('further child SAs, of which only the newest is used', () => {
  const asked = (told: Told, n: number, inner = 33) =>
    told
      .wait(40)
      .a(v2.request(36, n + 2, { inner }))
      .b(v2.answer(36, n + 2))
  const used = (told: Told, n: number, first = 1) => told.esp('a', 0xe000 + n, first).esp('b', 0xf000 + n, first)
  const row = (count: number, each: (told: Told, n: number) => Told = (told, n) => used(asked(told, n), n)) => {
    const told = Array.from({ length: count }, (_, n) => n).reduce(each, upV2())
    return findings(told, 'lifetime').filter(f => f.title.includes('pile up'))
  }
  test('are told as what they look like', () =>
    expect(row(5)).toMatchObject([
      {
        severity: 'note',
        title: 'Child SAs pile up: 192.0.2.10 asked for a further one 5 times, and none was deleted',
        evidence: { length: 5 },
      },
    ]))
  test('near misses: three; rekeys; all are used side by side; each is deleted', () => {
    expect(row(3)).toEqual([])
    expect(row(5, (told, n) => used(asked(told, n, 41), n))).toEqual([])
    expect(row(5, (told, n) => used(used(asked(told, n), n), 0, n + 2))).toEqual([])
    const ends = { inner: 42, length: 48 }
    expect(
      row(5, (told, n) =>
        used(asked(told, 2 * n), n)
          .a(v2.request(37, 2 * n + 3, ends))
          .b(v2.answer(37, 2 * n + 3, ends)),
      ),
    ).toEqual([])
  })
})

describe('lifetime', () => {
  const anew = sayV2({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2' })
  const deleteIkeV2 = (told: Told) => told.a(v2.request(37, 2, { inner: 42, length: 48 })).b(v2.answer(37, 2, { inner: 0, length: 48 }))
  const again = (told: Told) => told.a(anew.init).b(anew.initAnswer).a(anew.auth).b(anew.authAnswer)
  test('IKEv2 authenticates again: the IKE SA was replaced', () => {
    expect(findings(again(deleteIkeV2(upV2().wait(60))), 'lifetime')).toMatchObject([{ title: 'The IKE SA was replaced once' }])
    expect(findings(deleteIkeV2(again(upV2().wait(60))), 'lifetime')).toMatchObject([{ title: 'The IKE SA was replaced once' }])
  })
  test('IKEv2 authenticates again: children that carried nothing count as well', () => {
    const third = sayV2({ initiator: 'e3e3e3e3e3e3e3e3', responder: 'f4f4f4f4f4f4f4f4' })
    const gone = (told: Told, words: typeof v2) =>
      told.a(words.request(37, 2, { inner: 42, length: 48 })).b(words.answer(37, 2, { inner: 0, length: 48 }))
    const renewed = (told: Told, words: typeof v2) => told.wait(60).a(words.init).b(words.initAnswer).a(words.auth).b(words.authAnswer)
    const told = gone(renewed(gone(renewed(pings(upV2(), 3), anew), v2), third), anew)
    expect(findings(told, 'lifetime').map(f => f.title)).toEqual([
      'The IPsec SAs between 198.51.100.20 and 192.0.2.10 were replaced twice',
      'The IKE SA was replaced twice',
    ])
  })
  test('silent: a main mode of the same two hosts as well, which is another configuration', () => {
    const { mm1, mm2, mm3, mm4, mm5, mm6 } = sayV1({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2' })
    const other = (told: Told) => told.a(mm1).b(mm2).a(mm3).b(mm4).a(mm5).b(mm6)
    expect(findings(other(story().a(v1.am1).b(v1.am2).a(v1.am3).wait(60)), 'lifetime')).toEqual([])
    expect(findings(other(upV2().wait(60)), 'lifetime')).toEqual([])
  })
  test('when a new one took over: of one that began before the capture only the moment is known', () => {
    const says = (told: Told) => findings(told, 'lifetime').map(found => found.says.split('. ')[0])
    expect(says(again(deleteIkeV2(upV2().wait(60))))).toContain('A new one took over after 60 s')
    const late = story().a(v2.request(36, 2)).b(v2.answer(36, 2)).wait(60)
    expect(says(again(deleteIkeV2(late)))).toContain('How the first began is not in this capture; a new one took over 60 s into it')
  })
  test('a child made under another IKE SA was not rekeyed, but replaced', () => {
    const made = (words: typeof v2, told: Told, inner = 33) =>
      told.a(words.request(36, 5, { inner, length: 240 })).b(words.answer(36, 5, { inner: 33, length: 240 }))
    const used = (told: Told, n: number) =>
      told
        .esp('a', n, 1)
        .esp('b', n + 1, 1)
        .wait(1)
        .esp('a', n, 2)
        .esp('b', n + 1, 2)
        .wait(4)
    const title = (told: Told) =>
      findings(told, 'lifetime')
        .map(f => f.title)
        .find(one => one.includes('IPsec'))
    const first = used(upV2(), 0xaa01)
    expect(title(used(made(v2, first, 41), 0xbb01))).toBe('The IPsec SAs between 198.51.100.20 and 192.0.2.10 were rekeyed once')
    expect(title(used(made(v2, used(upV2(), 0xaa01)), 0xbb01))).toBe(undefined)
    const other = used(made(anew, again(deleteIkeV2(used(upV2(), 0xaa01)))), 0xbb01)
    expect(title(other)).toBe('The IPsec SAs between 198.51.100.20 and 192.0.2.10 were replaced once')
  })
  describe('both ends rekey at once', () => {
    const pair = (told: Told, inner: number, id = 0) =>
      told
        .a(v2.request(36, id + 2, { inner }))
        .b(v2.request(36, id, { inner, fromInitiator: false }))
        .b(v2.answer(36, id + 2))
        .a(v2.answer(36, id, { fromInitiator: true }))
    const deletes = (told: Told, id = 1) =>
      told
        .a(v2.request(37, id + 2, { inner: 42, length: 48 }))
        .b(v2.request(37, id, { inner: 42, length: 48, fromInitiator: false }))
        .a(v2.answer(37, id, { inner: 42, length: 48, fromInitiator: true }))
        .b(v2.answer(37, id + 2, { inner: 42, length: 48 }))
    const used = (told: Told, n: number) => {
      for (let i = 1; i < 4; i++)
        told
          .wait(0.5)
          .esp('a', n, i)
          .esp('b', n + 1, i)
      return told
    }
    test('the child SA was rekeyed once, and the other result given up', () => {
      const told = used(deletes(pair(used(upV2(), 0xaa01), 41)), 0xbb01)
      expect(findings(told, 'lifetime')).toMatchObject([{ title: 'The IPsec SAs between 198.51.100.20 and 192.0.2.10 were rekeyed once' }])
      const { ipsec } = historyOf(told.trace).lives
      expect(ipsec.map(one => [one.sa.spis[0] !== null, one.deletedBy !== undefined, one.givenUp ?? false])).toEqual([
        [true, true, false],
        [false, true, true],
        [true, false, false],
      ])
    })
    test('the child SA was rekeyed once, where nothing is sent under either result', () => {
      const told = deletes(pair(used(upV2(), 0xaa01), 41))
      expect(findings(told, 'lifetime')).toMatchObject([{ title: 'The IPsec SAs between 198.51.100.20 and 192.0.2.10 were rekeyed once' }])
    })
    test('again and again with nothing sent: the one that was given up is not what the next one replaces', () => {
      let told = used(upV2(), 0xaa01)
      for (let id = 0; id < 8; id += 2) told = deletes(pair(told.wait(15), 41, id), id + 1)
      expect(findings(told, 'lifetime')).toMatchObject([
        { title: 'The IPsec SAs between 198.51.100.20 and 192.0.2.10 were rekeyed 4 times' },
      ])
    })
    test('near miss: one after the other, each from another side', () => {
      const first = used(upV2(), 0xaa01)
        .a(v2.request(36, 2, { inner: 41 }))
        .b(v2.answer(36, 2))
      const told = used(first, 0xbb01)
        .b(v2.request(36, 0, { inner: 41, fromInitiator: false }))
        .a(v2.answer(36, 0, { fromInitiator: true }))
      expect(findings(used(told, 0xcc01), 'lifetime')).toMatchObject([
        { title: 'The IPsec SAs between 198.51.100.20 and 192.0.2.10 were rekeyed twice' },
      ])
    })
    test('the IKE SA: no IPsec SA was made, and one new IKE SA has not spoken', () => {
      const anew = sayV2({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2' })
      const told = pair(used(upV2(), 0xaa01), 33)
        .b(v2.request(37, 1, { inner: 42, length: 48, fromInitiator: false }))
        .a(anew.request(37, 0, { inner: 42, length: 48 }))
        .a(v2.answer(37, 1, { inner: 0, length: 48, fromInitiator: true }))
        .b(anew.answer(37, 0, { inner: 0, length: 48 }))
      expect(told.report.securityAssociations.map(sa => sa.kind)).toEqual(['ike', 'ike', 'ipsec'])
      expect(findings(told, 'rekey-collision')).toMatchObject([{ says: expect.stringMatching(/may be the one that was given up\.$/) }])
    })
  })
  test('begun anew without an end of the old one, which is no replacement', () => {
    const told = again(upV2().esp('a', 0xaa01, 1).esp('b', 0xaa02, 1).wait(3600))
      .esp('a', 0xbb01, 1)
      .esp('b', 0xbb02, 1)
    expect(all(told)).toEqual(['peer-restarted'])
  })
  test('ended, and begun anew later: two connections', () => {
    const told = deleteIkeV2(upV2().esp('a', 0xaa01, 1).esp('b', 0xaa02, 1).wait(5))
    again(told.wait(6)).esp('a', 0xbb01, 1).esp('b', 0xbb02, 1)
    expect(all(told)).toEqual([])
    expect(told.report.securityAssociations.some(sa => sa.replaces)).toBe(false)
  })
})

describe('bad-spi', () => {
  test('the third quick mode message never comes, the packets do', () => {
    const told = oneWay(mm6().a(v1.qm1()).b(v1.qm2()).wait(1).b(v1.qm2()), 4)
    expect(findings(told, 'bad-spi')).toMatchObject([{ severity: 'note', confidence: 'possible', consequenceOf: 0 }])
    expect(said(told)).toEqual(['no-answer'])
    expect(findings(told, 'bad-spi')[0]!.says).toContain("the quick mode's third message is not in this capture")
    // libreswan has the inbound SA from QM2 on: that the packets are dropped is no law.
    expect(findings(told, 'bad-spi')[0]!.says).toContain('A responder that makes its SA only when that message comes')
  })
  test('one packet overtakes it: a race, told as a note', () => {
    const told = mm6().a(v1.qm1()).b(v1.qm2()).esp('a', TO_B, 1).a(v1.qm3()).esp('b', TO_A, 1).esp('a', TO_B, 2)
    expect(findings(told, 'bad-spi')).toMatchObject([{ severity: 'note' }])
    expect(findings(told, 'bad-spi')[0]!.says).toContain('This short race is harmless')
  })
  test('an SPI that none of the negotiations has made', () => {
    const told = pings(up(), 3)
    for (let i = 1; i < 5; i++) told.wait(0.5).esp('a', 0xbad, i)
    expect(findings(told, 'bad-spi')).toMatchObject([{ severity: 'note', confidence: 'possible' }])
  })
  test('an SA older than the capture is none', () => {
    const told = story().esp('a', 0xbad, 1).esp('a', 0xbad, 2).esp('a', 0xbad, 3)
    expect(findings(pings(quick(told.a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)), 3), 'bad-spi')).toEqual([])
  })
})

describe('delete-lost', () => {
  test('packets go on to whoever deleted the SA', () => {
    const told = oneWay(pings(up(), 3).a(deleteChild()).a(deleteIke()), 5, 'b', 4)
    expect(said(told)).toEqual(['delete-lost'])
    expect(findings(told, 'bad-spi')).toMatchObject([{ severity: 'note' }])
  })
  test('IKEv2: the delete is repeated, and packets go on', () => {
    const request = v2.request(37, 2, { inner: 42, length: 48 })
    const told = pings(upV2(), 3).a(request)
    oneWay(told, 5, 'b', 4)
    expect(findings(told, 'delete-lost')).toHaveLength(1)
  })
  test('IKEv2: whoever deletes goes on until it gives up, and packets come after that', () => {
    const request = v2.request(37, 2, { inner: 42, length: 48 })
    const told = pings(pings(upV2(), 3).a(request), 3, 4).wait(2).again().wait(4).again().wait(20)
    expect(findings(oneWay(told, 4, 'b', 7), 'delete-lost')).toMatchObject([
      { says: expect.stringContaining('sent a delete and no protected packet on this SA after its last copy'), severity: 'note' },
    ])
    const [heads, follows] = told.report.findings
    expect([heads!.rule, follows!.rule, follows!.consequenceOf]).toEqual(['no-answer', 'delete-lost', 0])
    expect(follows!.says).toContain('If the message deleted this SA, 192.0.2.10 drops these packets')
    const { packet } = heads!.evidence.at(-1)!
    expect(findings(told, 'bad-spi')).toMatchObject([
      { says: expect.stringContaining(`after the last copy of its delete, packet ${packet}.`), otherwise: { length: 2 } },
    ])
  })
  test('IKEv2: what came while it was still asking was answered', () => {
    const request = v2.request(37, 2, { inner: 42, length: 48 })
    const told = pings(pings(upV2(), 3).a(request), 6, 4).wait(2).again()
    expect(all(told)).not.toContain('delete-lost')
  })
  test('IKEv2: it is a delete, as its first payload and the answer say; of which SA is inside the encryption', () => {
    const request = v2.request(37, 2, { inner: 42, length: 48 })
    const told = pings(upV2(), 3)
      .a(request)
      .b(v2.answer(37, 2, { inner: 42, length: 48 }))
    oneWay(told, 5, 'b', 4)
    expect(findings(told, 'delete-lost')).toMatchObject([
      {
        says: expect.stringContaining('has answered the delete, so it arrived'),
        confidence: 'likely',
        otherwise: expect.arrayContaining(['The delete was of another SA: of which one is inside the encryption.']),
      },
    ])
    expect(findings(told, 'bad-spi')).toMatchObject([{ confidence: 'likely' }])
  })
  test('a capture that begins within a rekey: the packet of the old SA behind it is not the first of the new one', () => {
    const told = story().esp('b', 0xdd02, 6).a(v2.request(36, 2)).b(v2.answer(36, 2)).esp('a', 0xdd01, 7)
    told.a(v2.request(37, 3, { inner: 42, length: 48 })).b(v2.answer(37, 3, { inner: 42, length: 48 }))
    expect(all(pings(told, 5))).not.toContain('delete-lost')
    expect(told.report.securityAssociations.map(sa => Object.values(sa.spis))).toContainEqual(
      expect.arrayContaining(['c0ffee01', 'c0ffee02']),
    )
  })
  test('the negotiation of the SA is not here: what goes on behind an answered delete may be the half of another', () => {
    const request = v2.request(37, 3, { inner: 42, length: 48 })
    const answer = v2.answer(37, 3, { inner: 42, length: 48 })
    const alive = () =>
      story()
        .a(v2.request(37, 2, { inner: 0, length: 48 }))
        .b(v2.answer(37, 2, { inner: 0, length: 48 }))
    const begun = () => alive().esp('a', 0xdd02, 8).wait(0.2)
    expect(all(oneWay(begun().a(request).b(answer), 5, 'b', 4))).not.toContain('delete-lost')
    // Without an answer nothing says that it arrived.
    expect(all(oneWay(begun().a(request), 5, 'b', 4))).toContain('delete-lost')
  })
  test('one packet was under way', () => {
    expect(said(pings(up(), 3).a(deleteChild()).a(deleteIke()).esp('b', TO_A, 4))).toEqual([])
  })
  test('it was a question whether the peer lives, and it answered', () => {
    expect(all(oneWay(pings(up(), 3).a(deleteIke(1)).b(deleteIke(2)), 3, 'b', 4))).not.toContain('delete-lost')
  })
  test('both go on: it was no delete', () => {
    expect(said(pings(pings(up(), 3).a(deleteChild()).a(deleteIke()), 5, 4))).toEqual([])
  })
})

describe('esp-one-way and esp-blocked', () => {
  test('IKE goes on, nothing protected comes back', () => {
    const told = oneWay(upV2(), 6)
      .a(v2.request(37, 2, { inner: 0, length: 48 }))
      .b(v2.answer(37, 2, { inner: 0, length: 48 }))
    expect(said(told)).toEqual(['esp-blocked'])
    expect(findings(told, 'esp-one-way')).toMatchObject([{ severity: 'note' }])
  })
  test('nothing of IKE after it either: only one way', () => {
    expect(said(oneWay(upV2(), 6))).toEqual(['esp-one-way'])
  })
  test('of a host of which the capture has not one packet, no more than a possibility', () => {
    const late = oneWay(story(), 6)
      .wait(60)
      .a(v2.request(37, 2, { inner: 42, length: 48 }))
    expect(findings(late, 'esp-one-way')).toMatchObject([
      { severity: 'note', confidence: 'possible', otherwise: expect.arrayContaining([expect.stringMatching(/one direction only/)]) },
    ])
    const heard = oneWay(story(), 6).wait(20)
    heard.a(v2.request(37, 2, { inner: 42, length: 48 })).b(v2.answer(37, 2, { inner: 0, length: 48 }))
    expect(findings(heard, 'esp-one-way')).toMatchObject([{ confidence: 'likely' }])
  })
  test('at the receiver nothing is blocked', () => {
    const told = story().via({ from: { ...A, ttl: 63 }, to: { ...B, ttl: 64 } })
    told.a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    for (let i = 1; i < 7; i++) told.wait(0.5).esp('a', TO_B, i)
    told.a(v2.request(37, 2, { inner: 0, length: 48 })).b(v2.answer(37, 2, { inner: 0, length: 48 }))
    expect(said(told)).toEqual(['esp-one-way'])
  })
  describe('one question is asked again and again', () => {
    const spaced = (gaps: readonly number[], size = (_: number) => 100) => {
      const told = up().esp('a', TO_B, 1, size(0))
      for (const [i, gap] of gaps.entries()) told.wait(gap - 0.02).esp('a', TO_B, i + 2, size(i + 1))
      return findings(told, 'esp-one-way')
    }
    test('as L2TP does', () =>
      expect(spaced([1, 2, 4, 8, 8])).toMatchObject([
        {
          because: [expect.anything(), expect.stringContaining('came 1.0 s, 2.0 s, 4.0 s, 8.0 s, 8.0 s apart, as one question')],
          otherwise: expect.arrayContaining([expect.stringMatching(/the service does not run, or a firewall there/)]),
        },
      ]))
    test.each<[string, ReturnType<typeof findings>]>([
      ['at an even pace', spaced([1, 1, 1, 1, 1])],
      ['of other sizes', spaced([1, 2, 4, 8, 8], i => 100 + 16 * (i % 2))],
      ['sooner again', spaced([1, 2, 4, 8, 1])],
    ])('near miss, packets %s', (_, told) => {
      expect(told).toHaveLength(1)
      expect(JSON.stringify(told)).not.toMatch(/one question|the service/)
    })
  })
  describe('first one direction of an SA is used, then the other, and neither is answered', () => {
    const inTurn = (told: Told, first: number, later = 6) => oneWay(oneWay(told, first).wait(5), later, 'b')
    const ofIke = (told: Told) => told.a(v2.request(37, 2, { inner: 0, length: 48 })).b(v2.answer(37, 2, { inner: 0, length: 48 }))
    test('nothing goes one way only, and nothing is blocked both ways', () => {
      const told = ofIke(inTurn(upV2(), 8))
      expect(said(told)).toEqual(['esp-one-way'])
      expect(findings(told, 'esp-one-way')).toMatchObject([
        { severity: 'error', title: `Protected packets go both ways between ${A.address} and ${B.address}, and neither answers the other` },
      ])
      expect(told.report.findings.map(f => f.says).join()).not.toContain('not one protected packet')
    })
    test('near miss: the first ones were answered on an SA that was replaced', () => {
      const told = up()
      for (let i = 1; i < 5; i++) told.wait(0.5).esp('a', TO_B, i).esp('b', 0xdd02, i)
      expect(findings(oneWay(told.wait(5), 6, 'b'), 'esp-one-way').map(f => f.title)).toEqual([
        `Protected packets go from ${B.address} to ${A.address} only`,
      ])
    })
    test('near miss: one packet before it is no silence, and only its time is spoken of', () => {
      expect(findings(inTurn(up(), 1), 'esp-one-way')).toMatchObject([
        { says: expect.stringContaining('the other way in that time, although') },
      ])
    })
  })
  describe('an SA is replaced under traffic, and the new one is used one way', () => {
    const rekeyed = (told: Told, inner = 41) => told.a(v2.request(36, 2, { inner })).b(v2.answer(36, 2))
    const alone = (told: Told, count: number, from: 'a' | 'b' = 'a') => {
      for (let i = 1; i <= count; i++) told.wait(0.5).esp(from, from === 'a' ? 0xdd01 : 0xdd02, i, 120)
      return told
    }
    test.each(['a', 'b'] as const)('the last answers of the old one do not speak for it (%s)', from => {
      const told = alone(rekeyed(pings(upV2(), 5)), 10, from)
      const [here, there] = from === 'a' ? [A, B] : [B, A]
      expect(findings(told, 'esp-one-way')).toMatchObject([
        {
          severity: 'error',
          title: `Since their SA was replaced, protected packets go from ${here.address} to ${there.address} only`,
          otherwise: expect.arrayContaining([expect.stringContaining('has not put the new SA in place')]),
        },
      ])
    })
    test('an answer of the old one that is under way when the new one begins', () => {
      const told = rekeyed(pings(upV2(), 5)).esp('a', 0xdd01, 20, 120).esp('b', TO_A, 6, 120)
      expect(findings(alone(told, 10), 'esp-one-way')[0]?.says).toContain(
        'the last protected packet the other way was of the SA before, 20 ms after the first of these',
      )
    })
    test('after a pause too nothing is blocked: the path carried both ways', () => {
      const told = alone(rekeyed(pings(upV2(), 5)).wait(5), 10)
        .a(v2.request(37, 3, { inner: 0 }))
        .b(v2.answer(37, 3, { inner: 0 }))
      expect(said(told)).toEqual(['esp-one-way'])
    })
    test.each<[string, () => Told]>([
      [
        'the other end still sends on the old one',
        () => {
          const told = rekeyed(pings(upV2(), 5))
          for (let i = 1; i <= 10; i++)
            told
              .wait(0.5)
              .esp('a', 0xdd01, i, 120)
              .esp('b', TO_A, 5 + i, 120)
          return told
        },
      ],
      ['the capture ends soon after', () => alone(rekeyed(pings(upV2(), 5)), 3)],
      [
        'answers were as rare before',
        () => {
          const told = upV2()
          for (let i = 1; i < 41; i++) i % 10 ? told.wait(0.5).esp('a', TO_B, i, 120) : pingFromA(told.wait(0.5), SPIS, i)
          return alone(rekeyed(told), 10)
        },
      ],
      ['it replaces nothing', () => alone(rekeyed(pings(upV2(), 5), 33), 10)],
    ])('near miss: %s', (_, told) =>
      expect(findings(told(), 'esp-one-way').map(f => f.title)).not.toContainEqual(expect.stringContaining('Since their SA')),
    )
  })
  test('answered pings fall silent', () => {
    const told = pings(up(), 4)
    for (let i = 5; i < 11; i++) told.wait(0.5).esp('a', TO_B, i, 120)
    // The capture ends with the last one: an answer had no time to come.
    expect(findings(told, 'esp-one-way')).toMatchObject([{ severity: 'warning', evidence: { length: 5 } }])
    told.wait(0.5).b(v2.init)
    expect(findings(told, 'esp-one-way')).toMatchObject([{ evidence: { length: 6 } }])
  })
  describe('two clients behind one NAT, seen inside of it', () => {
    const C = { address: '192.0.2.30' }
    const anew = sayV2({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2' })
    const [C_TO_B, B_TO_C] = [0xcc01, 0xcc02]
    const second = (told: Told) => {
      told.via({ from: C }).a(anew.init).b(anew.initAnswer).a(anew.auth).b(anew.authAnswer)
      for (let i = 1; i < 5; i++) pingFromA(told.wait(0.5), [C_TO_B, B_TO_C], i)
      return told
    }
    /** The first one asks on, and what comes of it goes to the second. */
    const asking = (told: Told, answer: (told: Told, i: number) => unknown) => {
      for (let i = 5; i < 12; i++) {
        told.via({ from: A }).wait(1).esp('a', TO_B, i, 120).via({ from: C })
        answer(told, i)
      }
      return told.wait(3).b(anew.request(37, 2, { inner: 0, length: 48, fromInitiator: false }))
    }
    const titles = (told: Told) => findings(told, 'esp-one-way').map(one => one.title)
    test('what the first one asks is answered on the SA of the second', () => {
      const told = asking(second(pings(upV2(), 4)), (t, i) => t.esp('b', B_TO_C, i, 120))
      expect(titles(told)).toEqual([`${B.address} answers ${A.address} on the SA of ${C.address}`])
      expect(findings(told, 'esp-one-way')[0]).toMatchObject({ severity: 'error', confidence: 'likely' })
    })
    test('the answers that go there are no questions, though the capture lacks how it was before', () => {
      expect(titles(asking(second(upV2()), (t, i) => t.esp('b', B_TO_C, i, 120)))).not.toContain(
        `Protected packets from ${C.address} to ${B.address} no longer come`,
      )
    })
    const silent = [`Protected packets from ${B.address} to ${A.address} no longer come`]
    test('near miss: nothing leaves for the second one', () => {
      expect(titles(asking(second(pings(upV2(), 4)), () => undefined))).toEqual(silent)
    })
    test('near miss: the second one asks for what it gets', () => {
      const told = asking(second(pings(upV2(), 4)), (t, i) => pingFromA(t, [C_TO_B, B_TO_C], i))
      expect(titles(told)).toEqual(silent)
    })
    test('near miss: what leaves for the second one comes as it likes', () => {
      const told = asking(second(pings(upV2(), 4)), (t, i) => {
        for (let more = 0; more < 5; more++) t.esp('b', B_TO_C, 5 * i + more, 120).wait(0.15)
      })
      expect(titles(told)).toContain(silent[0])
    })
  })
  describe('one SA of several falls silent', () => {
    const SISTER = [0xdd01, 0xdd02] as const
    const two = () => pings(upV2(), 3).a(v2.request(36, 2)).b(v2.answer(36, 2))
    const beside = (told: Told, answer: (told: Told, i: number) => unknown, until = 12) => {
      for (let i = 4; i < until; i++) {
        pingFromA(told.wait(0.3), SISTER, i - 3)
        answer(told.esp('a', TO_B, i, 120), i)
      }
      return told
    }
    test('and its sister goes on', () => {
      const told = beside(two(), (t, i) => i < 6 && t.esp('b', TO_A, i, 120), 13)
      expect(findings(told, 'esp-one-way')).toMatchObject([
        { severity: 'warning', title: 'ESP c0ffee02 from 198.51.100.20 to 192.0.2.10 no longer comes, while other SAs go on' },
      ])
      // Packets 6 to 12 are not answered; the capture ends with the last of them.
      expect(findings(told, 'esp-one-way')[0]?.says).toMatch(/ on, 6 more of the same size /)
    })
    test('near miss: its answers went over to the sister', () => {
      let next = 20
      const told = beside(two(), (t, i) => (i < 6 ? t.esp('b', TO_A, i, 120) : t.esp('b', SISTER[1], next++, 120)))
      expect(findings(told, 'esp-one-way')).toEqual([])
    })
    test('near miss: the sister is a rekey of it', () => {
      const rekeyed = pings(upV2(), 3)
        .a(v2.request(36, 2, { inner: 41 }))
        .b(v2.answer(36, 2))
      expect(
        findings(
          beside(rekeyed, (t, i) => i < 6 && t.esp('b', TO_A, i, 120)),
          'esp-one-way',
        ),
      ).toEqual([])
    })
  })
  test('other packets without an answer are a stream', () => {
    const told = pings(up(), 4)
    for (let i = 5; i < 30; i++) told.wait(0.5).esp('a', TO_B, i, 800)
    expect(said(told)).toEqual([])
  })
  test('a log that nobody answers beside pings is a stream too', () => {
    const told = up()
    let next = 1
    for (let i = 1; i < 8; i++) {
      told.wait(0.3).esp('a', TO_B, next++, 800)
      decrypted(told.wait(0.2).esp('a', TO_B, next++, 120), 'b', TO_A, i, echo(INNER_B, INNER_A, i, true))
    }
    for (let i = 0; i < 9; i++) told.wait(0.5).esp('a', TO_B, next++, 800)
    expect(said(told)).toEqual([])
  })
  test('the peer says that it takes no ESP', () => {
    const told = upV2()
    for (let i = 1; i < 4; i++) told.wait(0.5).esp('a', TO_B, i).icmp(B.address, 3, 2)
    expect(said(told)).toEqual(['esp-blocked'])
    expect(findings(told, 'esp-blocked')).toMatchObject([{ title: `${B.address} takes no ESP`, confidence: 'certain', negotiation: 'N1' }])
  })
  test('IPv6: the peer says that it takes no AH, and quotes packets that nothing tells apart', () => {
    const [from, to] = ['2001:db8:1::2', '2001:db8:1::1']
    const inAh = (fill: number) => ipv6(from, to, carried(51, [58, 2, 0, 0], u32(0, 0, 0), new Uint8Array(16).fill(fill)))
    const unknown = ipv6(to, from, icmpv6(4, 1, u32(6), inAh(1)))
    const told = story()
    for (let i = 1; i < 5; i++) told.wait(1).put(inAh(i)).put(unknown)
    expect(findings(told, 'esp-blocked')).toMatchObject([{ title: `${to} takes no AH`, confidence: 'certain' }])
    expect(findings(told, 'esp-replay').map(f => f.says)).toEqual([expect.not.stringContaining('The receiver drops')])
    expect(said(story().put(inAh(1)).put(inAh(2)).put(unknown).put(unknown))).toEqual([])
  })
  test('one packet refused so is somebody who asks what the host knows', () => {
    expect(said(story().esp('a', TO_B, 1).icmp(B.address, 3, 2))).toEqual([])
  })
  test('two packets, and the capture ends', () => expect(said(oneWay(up(), 2))).toEqual([]))
  test('three packets are a warning', () => expect(findings(oneWay(up(), 3), 'esp-one-way')).toMatchObject([{ severity: 'warning' }]))
})

describe('esp-loss, esp-replay, esp-reordered', () => {
  const sent = (numbers: readonly number[]) => {
    const told = up().esp('b', TO_A, 1)
    for (const number of numbers) told.esp('a', TO_B, number)
    return told
  }
  test('gaps', () => expect(said(sent([1, 2, 5, 6, 9]))).toEqual(['esp-loss']))
  test('one gap is a note', () => expect([said(sent([1, 3])), findings(sent([1, 3]), 'esp-loss').length]).toEqual([[], 1]))
  test('what is missing in one run is an outage, and not why a message was sent again before it', () => {
    const set = (during = false) => {
      const told = story().a(v1.mm1)
      if (!during) told.wait(4).again()
      told.b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
      told.wait(20).esp('b', TO_A, 1).esp('a', TO_B, 1)
      if (during) told.a(v1.qm1(0x1002)).wait(4).again().b(v1.qm2(0x1002)).a(v1.qm3(0x1002))
      return told.esp('a', TO_B, 8).esp('b', TO_A, 2)
    }
    expect(findings(set(), 'esp-loss')).toMatchObject([
      {
        title: '6 of 8 protected packets from 192.0.2.10 are missing, one after another',
        says: expect.stringContaining('not in this capture: 2 to 7, one after another, within'),
      },
    ])
    expect(findings(set(), 'ike-loss').map(f => f.consequenceOf ?? null)).toEqual([null])
    expect(findings(set(true), 'esp-loss')).toMatchObject([{ title: expect.stringContaining('and an IKE message had to be sent again') }])
    expect(findings(set(true), 'ike-loss')).toMatchObject([{ consequenceOf: expect.anything() }])
  })
  test('many SPIs of one pair are one finding, many pairs a pattern', () => {
    const told = story()
    for (let spi = 1; spi < 40; spi++) told.esp('a', 0x1000 + spi, 1).esp('a', 0x1000 + spi, 5)
    expect(findings(told, 'esp-loss')).toMatchObject([{ title: '117 of 195 protected packets from 192.0.2.10 are missing' }])
    for (let host = 1; host < 20; host++) {
      told
        .via({ from: { address: `192.0.2.${20 + host}` } })
        .esp('a', 0x2000 + host, 1)
        .esp('a', 0x2000 + host, 4)
    }
    expect(findings(told, 'esp-loss')).toMatchObject([{ negotiation: null, says: expect.stringContaining('20 directions') }])
  })
  test('disorder within the window is a note, beyond it a warning', () => {
    const order = Array.from({ length: 120 }, (_, i) => i + 1)
    expect(findings(sent([1, 3, 2, 5, 4]), 'esp-reordered')).toMatchObject([{ severity: 'note', evidence: { length: 2 } }])
    const [third, fifth] = findings(sent([1, 3, 2, 5, 4]), 'esp-reordered')[0]!.evidence.map(one => one.packet)
    expect(fifth! - third!).toBe(2)
    const late = [...order.slice(3), ...order.slice(0, 3)]
    expect(findings(sent(late), 'esp-reordered')).toMatchObject([{ severity: 'warning', says: expect.stringContaining('3 of them') }])
  })
  test('a number that comes twice', () => {
    expect(findings(sent([1, 2, 3, 2, 4]), 'esp-replay')).toMatchObject([{ severity: 'note', evidence: { length: 1 } }])
    expect(findings(sent([7, 7, 7, 7]), 'esp-replay')[0]!.otherwise[0]).toContain('does not count them')
    expect(findings(sent([7, 7, 7, 8]), 'esp-replay')[0]!.otherwise.join()).not.toContain('count')
    expect(all(sent([1, 2, 3, 4]))).not.toContain('esp-replay')
  })
  test('numbers that begin again', () => {
    expect(said(sent([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5]))).toEqual(['esp-replay'])
  })
})

describe('clear-text-while-protected', () => {
  test('the answers come in the clear', () => {
    const told = pings(up(), 3)
    for (let i = 4; i < 10; i++)
      told
        .wait(0.5)
        .esp('a', TO_B, i, 120)
        .put(echo(INNER_B, INNER_A, i, true))
    expect(findings(told.wait(0.5).esp('a', TO_B, 10, 120), 'clear-text-while-protected')).toMatchObject([
      { severity: 'warning', title: expect.stringContaining(`${INNER_B} sends ping`) },
    ])
  })
  test('the answers come in the clear from the start, and nothing was ever decrypted', () => {
    const told = up()
    for (let i = 1; i < 7; i++)
      told
        .wait(0.5)
        .esp('a', TO_B, i, 120)
        .put(echo(INNER_B, INNER_A, i, true))
    expect(said(told)).toEqual(['clear-text-while-protected'])
    expect(findings(told, 'esp-one-way')).toMatchObject([{ severity: 'note' }])
  })
  test('near miss: the capture has nothing of the far end, so that this may be what came in protected', () => {
    const told = story().a(v2.init).a(v2.auth)
    for (let i = 1; i < 7; i++)
      told
        .wait(0.5)
        .esp('a', TO_B, i, 120)
        .put(echo(INNER_B, INNER_A, i, true))
    expect(all(told)).not.toContain('clear-text-while-protected')
  })
  test('near miss: what was decrypted stands before what it came in, at the same time', () => {
    const swapped = (apart: number) => {
      const told = pings(up(), 3)
      for (let i = 4; i < 10; i++)
        told
          .wait(0.5)
          .esp('a', TO_B, i, 120)
          .put(echo(INNER_B, INNER_A, i, true))
          .wait(apart - STEP)
          .esp('b', TO_A, i, 120)
      return all(told.wait(0.5).esp('a', TO_B, 10, 120))
    }
    expect(swapped(0)).not.toContain('clear-text-while-protected')
    expect(swapped(0.02)).toContain('clear-text-while-protected')
  })
  test('pings of other hosts, both ways, beside a stream that nobody answers', () => {
    const told = up()
    for (let i = 1; i < 7; i++) {
      told
        .wait(0.5)
        .esp('a', TO_B, i, 120)
        .put(echo('10.1.1.1', '10.2.2.2', i))
        .put(echo('10.2.2.2', '10.1.1.1', i, true))
    }
    expect(said(told)).not.toContain('clear-text-while-protected')
  })
  test('a gateway captured on both sides: what it is about to protect is no question', () => {
    const told = oneWay(mm6(), 3, 'b')
    for (let i = 4; i < 12; i++)
      told
        .wait(0.4)
        .put(segment(INNER_B, INNER_A, 80, 50_000, 18, i))
        .wait(0.001 - STEP)
        .esp('b', TO_A, i, 92)
        .wait(0.2)
        .put(segment(INNER_A, INNER_B, 50_000, 80, 16 + 4, i))
    expect(said(told)).not.toContain('clear-text-while-protected')
  })
  test('who asks a service again and again does not answer', () => {
    const told = oneWay(mm6(), 3, 'b')
    for (let i = 4; i < 10; i++)
      told
        .wait(0.5)
        .esp('b', TO_A, i, 120)
        .put(segment(INNER_A, INNER_B, 50_000, 80, 2, 7))
    expect(said(told)).not.toContain('clear-text-while-protected')
  })
  test('a gateway captured on all interfaces shows twice what it is about to protect', () => {
    const told = up()
    for (let i = 1; i < 7; i++) {
      const reply = echo(INNER_B, INNER_A, i, true)
      decrypted(told.wait(0.5), 'a', TO_B, i, echo(INNER_A, INNER_B, i))
      told
        .put(reply)
        .wait(0.0001 - STEP)
        .put(reply)
        .wait(0.0001 - STEP)
        .esp('b', TO_A, i, 120)
    }
    expect(historyOf(told.trace).clearTalks).toEqual([])
  })
  test('the answers come in the clear in transport mode', () => {
    const told = up()
    for (let i = 1; i < 6; i++) transportEsp(told.wait(0.5), 'a', TO_B, i).put(echo(B.address, A.address, i, true))
    expect(findings(told, 'clear-text-while-protected')).toHaveLength(1)
    expect(findings(told, 'clear-text-while-protected')[0]!.says).toContain('Only this direction is in the clear')
  })
  test('the same by a clock too coarse to show that they come after', () => {
    const told = up()
    for (let i = 1; i < 6; i++)
      transportEsp(told.wait(0.5), 'a', TO_B, i)
        .wait(-STEP)
        .put(echo(B.address, A.address, i, true))
    expect(findings(told, 'clear-text-while-protected')).toHaveLength(1)
  })
  test('a protected packet that was captured twice held one packet', () => {
    const told = up()
    for (let i = 1; i < 7; i++)
      told
        .wait(0.5)
        .esp('b', TO_A, i, 120)
        .wait(0.000008 - STEP)
        .esp('b', TO_A, i, 120)
        .wait(0.00003 - STEP)
        .put(echo(INNER_B, INNER_A, i, true))
        .wait(0.00002 - STEP)
        .put(echo('10.1.1.1', '10.2.2.2', i))
    const { packets } = told.trace
    expect([...historyOf(told.trace).copies.carriers.keys()].map(flow => packets.flows.source(flow))).toEqual([INNER_B])
  })
  test('what stands behind by its time, not by its place in the file', () => {
    const apart = (seconds: number) => {
      const told = up()
      for (let i = 1; i < 7; i++) told.wait(3).esp('a', TO_B, i, 96)
      told.wait(seconds - 5 * (3 + STEP) - STEP)
      for (let i = 1; i < 7; i++) told.put(echo(B.address, A.address, i, true)).wait(3)
      told.trace.packets.arrangeByTime()
      return said(told)
    }
    expect(apart(0.1)).toContain('clear-text-while-protected')
    expect(apart(1.5)).not.toContain('clear-text-while-protected')
  })
  test('decrypted copies are not in the clear', () => expect(all(pings(up(), 8))).not.toContain('clear-text-while-protected'))
  test('TCP put together by the card, later and larger, is a copy too', () => {
    const told = pings(up(), 3)
    for (let i = 4; i < 9; i++)
      told
        .wait(0.1)
        .esp('a', TO_B, i, 92)
        .esp('b', TO_A, i, 92)
        .wait(-0.0196)
        .put(segment(INNER_B, INNER_A, 80, 50000))
    expect(said(told)).toEqual([])
  })
  /** The n-th segment of one transfer. */
  const part = (n: number) => segment(INNER_B, INNER_A, 80, 50000, 16, 20 * n)
  /** A capture that begins within a transfer: of eleven segments that came in, what held the first two is not in it. */
  const withinTransfer = () => {
    const told = story()
    for (let i = 8; i < 17; i++) told.wait(0.00001 - STEP).esp('b', TO_A, i, 92)
    for (let i = 0; i < 11; i++) told.wait((i ? 0.00001 : 0) - STEP).put(part(i))
    return told
  }
  const goesOn = (told: Told) => told.wait(0.1).esp('a', TO_B, 19, 1500).esp('b', TO_A, 17, 92).wait(-STEP).put(part(11))
  test('copies of what came before the capture began are not in the clear', () => {
    expect(said(goesOn(withinTransfer()))).toEqual([])
    const told = story().esp('a', TO_B, 18, 1500)
    for (let i = 0; i < 3; i++) told.wait(0.001 - STEP).put(part(i + 20))
    expect(
      said(
        goesOn(told)
          .a(v2.request(37, 2, { inner: 0, length: 48 }))
          .b(v2.answer(37, 2, { inner: 0, length: 48 })),
      ),
    ).toEqual([])
  })
  test('as many protected packets are missing: they may be what was in those, and that is a note', () => {
    const dropped = (next: number) => {
      const told = pings(up(), 3)
      for (let i = 0; i < 3; i++)
        told
          .wait(0.3)
          .esp('a', TO_B, 4 + i, 1500)
          .wait(0.1)
          .put(part(i))
      return told.wait(0.3).esp('a', TO_B, 7, 1500).esp('b', TO_A, next, 92).wait(-STEP).put(part(9))
    }
    expect(findings(dropped(7), 'clear-text-while-protected')).toMatchObject([{ severity: 'note', confidence: 'possible' }])
    expect(findings(dropped(4), 'clear-text-while-protected')).toMatchObject([{ severity: 'warning', confidence: 'likely' }])
  })
  test('the transfer goes on in the clear: that is no copy', () => {
    const told = withinTransfer()
    for (let i = 0; i < 4; i++)
      told
        .wait(0.1)
        .esp('a', TO_B, 19 + i, 1500)
        .wait(0.2)
        .put(part(11 + i))
    expect(said(told.esp('a', TO_B, 23, 1500).esp('b', TO_A, 17, 92))).toEqual(['clear-text-while-protected'])
  })
  test('where much passes, a stranger stands behind protected packets by chance', () => {
    const told = mm6()
    quick(told).wait(1)
    for (let i = 1; i < 3000; i++) {
      busy(told, i)
      if (i % 50 === 0) told.wait(i % 500 === 0 ? -STEP : 0.00001 - STEP).put(segment('10.99.0.1', '10.99.0.2', 80, 50_000))
    }
    expect([...historyOf(told.trace).copies.carriers]).toEqual([])
  })
  test('a few of many that stand at once behind a protected packet are chance', () => {
    const told = up()
    for (let i = 1; i <= 1000; i++) {
      told.wait(0.01 - STEP).esp('a', TO_B, i, 120)
      if (i % 16 === 0) told.wait(i % 256 === 0 ? -STEP : 0.001 - STEP).put(segment('10.99.0.1', '10.99.0.2', 80, 50_000, 16, i))
      if (i % 2 === 0) told.wait(0.003 - STEP).put(segment('10.99.0.3', '10.99.0.4', 80, 50_000, 16, i))
    }
    expect([...historyOf(told.trace).copies.carriers]).toEqual([])
  })
  test('where much else passes, a short visit soon behind a protected packet is chance, and did not come from the tunnel', () => {
    const told = up()
    for (let i = 1; i < 200; i++) {
      told.wait(0.05 - STEP).put(segment('10.99.0.1', '10.99.0.2', 80, 50_000))
      if (i % 10 === 0) told.esp('a', TO_B, i / 10, 120).esp('b', TO_A, i / 10, 120)
      if (i === 50) told.wait(0.004 - STEP).put(segment(B.address, '10.99.0.3', 3000, 36_294))
      if (i % 50 === 25) told.put(segment(B.address, '10.99.0.3', 3000, 36_298)).put(segment('10.99.0.3', B.address, 36_298, 3000))
    }
    expect(all(told)).toEqual([])
    expect([...historyOf(told.trace).copies.carriers]).toEqual([])
  })
  test('where much passes, what stands there always came from the tunnel', () => {
    const told = mm6()
    quick(told).wait(1)
    for (let i = 1; i < 3000; i++) {
      busy(told, i)
      if (i % 50 === 0) told.wait(-STEP).put(segment(INNER_A, INNER_B, 80, 50_000))
    }
    const { flows } = told.trace.packets
    expect([...historyOf(told.trace).copies.carriers.keys()].map(flow => flows.source(flow))).toEqual([INNER_A])
  })
  test('both ends of a tunnel also talk in the clear: policy, it may be', () => {
    const told = pings(up(), 3)
    for (let i = 0; i < 6; i++) told.put(segment(A.address, B.address, 50000, 22)).put(segment(B.address, A.address, 22, 50000))
    expect(said(pings(told, 3, 4))).toEqual([])
  })
  test('Kerberos, DNS and broadcasts are left out', () => {
    const told = up()
    for (let i = 1; i < 6; i++) {
      transportEsp(told.wait(0.3), 'a', TO_B, i)
        .put(datagram(B.address, A.address, 53, 4000))
        .put(segment(B.address, A.address, 88, 4001))
      transportEsp(told, 'b', TO_A, i).put(datagram(B.address, '198.51.100.255', 138, 138))
    }
    expect(said(told)).toEqual([])
  })
  test('pings while IKE still negotiates', () => {
    const told = story()
      .put(echo(INNER_A, INNER_B, 90))
      .put(echo(INNER_A, INNER_B, 91))
    told.a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
    expect(all(pings(quick(told), 4)).filter(rule => rule.startsWith('clear-text'))).toEqual([])
  })
})

describe('clear-text-after-sa', () => {
  test('the pings go on without the tunnel', () => {
    const told = pings(up(), 3).a(deleteChild()).a(deleteIke())
    for (let i = 4; i < 8; i++) told.wait(0.5).put(echo(INNER_A, INNER_B, i))
    expect(findings(told, 'clear-text-after-sa')).toMatchObject([{ severity: 'note', confidence: 'likely' }])
    expect(findings(told, 'service-stopped')).toHaveLength(1)
  })
  test('it follows from questions that nobody answered, where those were asked before', () => {
    const cause = (isBefore: boolean) => {
      const told = pings(upV2(), 3)
      const goOn = () => {
        for (let i = 4; i < 8; i++) told.wait(0.5).put(echo(INNER_A, INNER_B, i))
      }
      if (!isBefore) goOn()
      told.wait(2).a(v2.request(37, 2, { inner: 0 }))
      for (const gap of [2, 4, 8]) told.wait(gap).again()
      if (isBefore) goOn()
      const { findings: all } = told.wait(30).report
      const at = all.find(f => f.rule === 'clear-text-after-sa')?.consequenceOf
      return at === undefined ? undefined : all[at]?.rule
    }
    expect([cause(true), cause(false)]).toEqual(['dead-peer', undefined])
  })
  test('the same where other hosts have their tunnels close behind each other: what stands soon behind one is not decrypted from it', () => {
    const told = up().wait(0.5).esp('a', TO_B, 1, 120).esp('b', TO_A, 1, 120).a(deleteChild()).a(deleteIke())
    for (let i = 0; i < 400; i++) {
      const other = i % 20
      const inside = carried(50, u32(0xdd000000 + other, i), new Uint8Array(100))
      told.wait(0.0005 - STEP).put(ipv4(`172.16.${other}.1`, `172.17.${other}.1`, inside, { id: i }))
      if (i % 97 === 48) told.wait(0.0005 - STEP).put(echo(A.address, B.address, i))
    }
    expect(findings(told, 'clear-text-after-sa')).toMatchObject([{ severity: 'note', confidence: 'possible' }])
    expect(historyOf(told.trace).copies.count).toBe(0)
  })
  test('other hosts in the clear have nothing to do with it', () => {
    const told = pings(up(), 3)
      .a(deleteChild())
      .a(deleteIke())
      .put(echo(INNER_A, '10.99.0.1', 4))
    expect(all(told)).not.toContain('clear-text-after-sa')
  })
})

describe('service-stopped', () => {
  test('deletes for every peer in one moment', () => {
    const told = up()
    const other = sayV1({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4' })
    const C = { address: '203.0.113.30', ttl: 63 }
    for (const [i, m] of [other.mm1, other.mm2, other.mm3, other.mm4, other.mm5, other.mm6].entries())
      i % 2 ? told.b(m, { to: C }) : told.a(m, { to: C })
    told.a(other.qm1(9), { to: C }).b(other.qm2(9), { to: C }).a(other.qm3(9), { to: C }).wait(5)
    told.a(deleteChild()).a(deleteIke()).a(other.informational(5, 40), { to: C }).a(other.informational(6, 56), { to: C })
    expect(findings(told, 'service-stopped')).toMatchObject([{ negotiation: null, title: expect.stringContaining('with 2 peers at once') }])
  })
  test('the peer asks for it again in vain', () => {
    const anew = sayV1({ initiator: 'e1e1e1e1e1e1e1e1' })
    const told = pings(up(), 3).b(deleteChild()).b(deleteIke()).wait(3).a(anew.mm1).wait(4).again().wait(7).again()
    const [found] = findings(told, 'service-stopped')
    expect(found).toMatchObject({ severity: 'note', confidence: 'likely' })
    expect(found!.says).toContain('does not answer any more')
  })
  test('one connection ended is nothing to tell', () => expect(all(pings(up(), 3).a(deleteChild()).a(deleteIke()))).toEqual([]))
})

describe('idle-expiry', () => {
  const ended = (idle: number) => findings(pings(up(), 3).wait(idle).a(deleteChild()), 'idle-expiry')
  test('deleted after five minutes without a packet', () => expect(ended(301)[0]!.says).toContain('Windows'))
  test('deleted while it was used', () => expect(ended(5)).toEqual([]))
  test('IKEv1, with its IKE SA right behind: possible and no more', () => {
    const end = pings(up(), 3).wait(78).a(deleteChild()).wait(0.3).a(deleteIke())
    expect(findings(end, 'idle-expiry')).toMatchObject([
      {
        confidence: 'possible',
        says: expect.stringContaining('when it was deleted with its IKE SA'),
        because: [expect.any(String), expect.stringContaining('right behind')],
        otherwise: [expect.stringContaining('no timeout for idle SAs was at work')],
      },
    ])
  })
  test('near miss: the same after the time that Windows waits', () => {
    const told = pings(up(), 3).wait(301).a(deleteChild()).wait(0.3).a(deleteIke())
    expect(findings(told, 'idle-expiry')).toMatchObject([{ confidence: 'likely' }])
  })
  test('near miss: the IKE SA goes on for a while', () => {
    const told = pings(up(), 3).wait(78).a(deleteChild()).wait(20).a(deleteIke())
    expect(findings(told, 'idle-expiry')).toMatchObject([{ confidence: 'likely' }])
  })
  test('with its IKE SA: no timeout for idle SAs does that, so it is possible and no more', () => {
    const told = pings(upV2(), 3).wait(60)
    told.a(v2.request(37, 2, { inner: 42, length: 48 })).b(v2.answer(37, 2, { inner: 0, length: 48 }))
    expect(findings(told, 'idle-expiry')).toMatchObject([
      {
        confidence: 'possible',
        says: expect.stringContaining('when it was deleted with its IKE SA'),
        because: [expect.stringContaining('the answer has none, as for an IKE SA')],
      },
    ])
  })
})

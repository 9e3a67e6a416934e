import { describe, expect, test } from 'vitest'
import { u32 } from '../../../src/compose/ike/bytes.ts'
import { ikev1, ikev2 } from '../../../src/compose/ike/message.ts'
import * as buildV1 from '../../../src/compose/ike/v1.ts'
import * as buildV2 from '../../../src/compose/ike/v2.ts'
import { carried, ipv4 } from '../../support/packets/index.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, atB, B, noted, said, story } from '../../support/trace/story.ts'

// What one end refuses, in the clear or inside the encryption: as strongSwan and libreswan put it on the wire, seen from
// either end. An encrypted notify alone has 76 to 80 bytes.

const v1 = sayV1()
const v2 = sayV2()
const xauth = sayV1({ authentication: 65001 })
type Told = ReturnType<typeof story>
const ends: readonly [string, () => Told][] = [
  ['at the initiator', story],
  ['at the responder', atB],
]
const main = (told: Told, say = v1) => told.a(say.mm1).b(say.mm2).a(say.mm3).b(say.mm4).a(say.mm5).b(say.mm6)
const quick = (told: Told) => main(told).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
const auth = (told: Told) => told.a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
const repeated = (told: Told, ...gaps: number[]) => {
  for (const gap of gaps) told.wait(gap - 0.02).again()
  return told
}
const later = (told: Told, seconds = 10) => told.wait(seconds).put(new Uint8Array([69]))
const both = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2' }
const windowsStatus = (code: number) => ikev1({ ...both, exchange: 5, messageId: 0x3001 }, buildV1.notify(40003, { data: u32(code) }))
const epdgRefusal = ikev2(
  { ...both, exchange: 35, messageId: 1, flags: 0x20 },
  buildV2.notify(9002),
  buildV2.notify(41041, { data: '0123' }),
)
const noAddress = ikev2({ ...both, exchange: 35, messageId: 1, flags: 0x20 }, buildV2.notify(36))
const crypto = { type: 133, body: Uint8Array.from(u32(0)) }
const authIp1 = ikev1(
  { initiator: both.initiator, exchange: 243 },
  crypto,
  buildV1.sa({}, buildV1.proposal({}, buildV1.suite({ authentication: 65001 }))),
  buildV1.nonce(),
)
const authIpStatus = (code: number) =>
  ikev1({ ...both, exchange: 243 }, crypto, { type: 11, body: Uint8Array.from([...u32(1), 1, 1, 0x9c, 0x54, ...u32(code)]) })
const dosCookie = (exchange: number, type: number) =>
  ikev1(
    { initiator: both.initiator, exchange },
    { type: 11, body: Uint8Array.from([...u32(1), 1, 0, type >> 8, type & 0xff, ...u32(1), ...u32(2)]) },
  )
/** A request, and an answer that holds a notify alone. */
const bare = { inner: 41, length: 48 }

describe.each(ends)('%s', (_, begin) => {
  test.each<[string, Told, string[]]>([
    ['IKEv1 proposal', begin().a(v1.mm1).b(v1.refusal(14)), ['proposal-mismatch']],
    ['IKEv2 proposal', begin().a(v2.init).b(v2.initRefusal(14)), ['proposal-mismatch']],
    ['IKEv2 version', begin().a(v2.init).b(v2.initRefusal(5)), ['version-mismatch']],
    ['no policy (Windows)', begin().a(v1.mm1).b(windowsStatus(13825)), ['refused-otherwise']],
    ['no subscription (a phone)', begin().a(v2.init).b(v2.initAnswer).a(v2.auth).b(epdgRefusal), ['refused-otherwise']],
    ['no address to give', begin().a(v2.init).b(v2.initAnswer).a(v2.auth).b(noAddress), ['refused-otherwise']],
    ['AuthIP', begin().a(authIp1).b(authIpStatus(13825)), ['refused-otherwise']],
    ['AuthIP proposal', begin().a(authIp1).b(authIpStatus(13868)), ['proposal-mismatch']],
    ['aggressive mode', begin().a(v1.am1).b(v1.refusal(29)), ['mode-refused']],
    ['quick mode, once', main(begin()).a(v1.qm1()).b(v1.informational()), ['child-sa-refused']],
    [
      'quick mode, repeated (libreswan)',
      main(begin())
        .a(v1.qm1())
        .b(v1.informational(1))
        .wait(0.5)
        .a(v1.qm1())
        .b(v1.informational(2))
        .wait(0.5)
        .a(v1.qm1())
        .b(v1.informational(3)),
      ['child-sa-refused'],
    ],
    [
      'the child SA of IKE_AUTH',
      begin()
        .a(v2.init)
        .b(v2.initAnswer)
        .a(v2.auth)
        .b(v2.answer(35, 1, { inner: 36, length: 112 })),
      ['child-sa-refused'],
    ],
    [
      'a further child SA',
      auth(begin())
        .a(v2.request(36, 2))
        .b(v2.answer(36, 2, bare)),
      ['child-sa-refused'],
    ],
    [
      'a rekey, which begins with a notify',
      auth(begin())
        .a(v2.request(36, 2, { inner: 41 }))
        .b(v2.answer(36, 2, bare)),
      ['rekey-failed'],
    ],
    ['a rekeying quick mode', quick(begin()).wait(60).a(v1.qm1(7)).b(v1.informational()), ['rekey-failed']],
    ['the key, inside the encryption', begin().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authRefusal), ['authentication-failed']],
    ['the proof of the responder', auth(begin()).a(v2.request(37, 2, bare)), ['authentication-failed']],
    ['the key, as nonsense, in the clear', main4(begin()).a(v1.mm5).b(v1.refusal(16)), ['authentication-failed']],
    [
      'the key, as nonsense, encrypted',
      repeated(main4(begin()).a(v1.mm5).b(v1.informational(1)).a(v1.mm5).b(v1.informational(2)), 4),
      ['authentication-failed'],
    ],
    ['aggressive mode, by a key or an identity', begin().a(v1.am1).b(v1.refusal(24)), ['authentication-failed']],
    ['an identity', begin().a(v1.am1).b(v1.refusal(18)), ['identity-refused']],
    ['the form of a message', begin().a(v1.mm1).b(v1.refusal(16)), ['malformed-message']],
    ['selectors, readable', main(begin()).a(v1.qm1()).b(v1.refusal(18)), ['selectors-refused']],
    ['XAUTH, with a delete', log(main(begin(), xauth)).a(xauth.informational()), ['credentials-refused']],
    [
      'XAUTH, whose status is answered with a delete and nothing else',
      judged(main(begin(), xauth)).a(xauth.informational()),
      ['credentials-refused'],
    ],
    ['XAUTH, and silence', later(log(main(begin(), xauth))), ['credentials-refused']],
    [
      'EAP: a Failure at the end',
      later(
        eap(begin())
          .a(v2.request(35, 3, { inner: 48 }))
          .b(v2.answer(35, 3, { inner: 48, length: 32 })),
      ),
      ['credentials-refused'],
    ],
    ['EAP: the client breaks off', eap(begin()).a(v2.request(37, 3, bare)), ['credentials-refused']],
  ])('refused: %s', (_, told, expected) => expect(said(told)).toEqual(expected))

  test.each<[string, Told]>([
    [
      'a group for new keys is asked for, and comes',
      auth(begin())
        .a(v2.request(36, 2))
        .b(v2.answer(36, 2, bare))
        .a(v2.request(36, 3))
        .b(v2.answer(36, 3)),
    ],
    [
      'a list of addresses (MOBIKE), as short as a refusal, and then protected packets',
      auth(begin())
        .a(v2.request(37, 2, bare))
        .b(v2.answer(37, 2, { inner: 0, length: 48 }))
        .esp('a', 0xc0ffee01, 1)
        .esp('b', 0xc0ffee02, 1),
    ],
    ['XAUTH, then quick mode', log(main(begin(), xauth)).a(xauth.qm1()).b(xauth.qm2()).a(xauth.qm3())],
    ['XAUTH, whose status is not acknowledged: the server deletes', judged(main(begin(), xauth)).b(xauth.informational())],
    ['XAUTH, whose status is the last thing that the capture holds', judged(main(begin(), xauth))],
    ['XAUTH, and the capture ends', log(main(begin(), xauth))],
    ['XAUTH on a slow path, and the capture ends before more could come', later(log(slow(begin())), 9)],
    [
      'EAP: a Success or a Failure, and the capture ends',
      eap(begin())
        .a(v2.request(35, 3, { inner: 48 }))
        .b(v2.answer(35, 3, { inner: 48, length: 32 })),
    ],
    ['XAUTH asks, and the capture ends', main(begin(), xauth).b(xauth.transaction(1, 1))],
    [
      'EAP succeeds',
      eap(begin())
        .a(v2.request(35, 3, { inner: 48 }))
        .b(v2.answer(35, 3, { inner: 48, length: 32 }))
        .a(v2.request(35, 4, { inner: 39 }))
        .b(v2.answer(35, 4, { inner: 39 })),
    ],
    ['EAP goes on when the capture ends', eap(begin())],
    [
      'IKE_AUTH that asks for no child SA',
      begin()
        .a(v2.init)
        .b(v2.initAnswer)
        .a(v2.request(35, 1, { inner: 35, length: 112 }))
        .b(v2.answer(35, 1, { inner: 36, length: 112 })),
    ],
    ['dead peer detection during a quick mode', main(begin()).a(v1.qm1()).b(v1.informational()).b(v1.qm2()).a(v1.qm3())],
    ['a forged refusal before success', main(begin().a(v1.mm1).b(v1.refusal(24)).b(v1.refusal(16)))],
    ['a second quick mode', quick(begin()).wait(60).a(v1.qm1(7)).b(v1.qm2(7)).a(v1.qm3(7))],
  ])('not refused: %s', (_, told) => expect(said(told)).toEqual([]))
})

function main4(told: Told) {
  return told.a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4)
}

/** Main mode in which each answer takes five seconds. */
function slow(told: Told) {
  const { mm1, mm2, mm3, mm4, mm5, mm6 } = xauth
  return told.a(mm1).wait(5).b(mm2).a(mm3).wait(5).b(mm4).a(mm5).wait(5).b(mm6)
}

/** Request, reply, status. */
function judged(told: Told) {
  return told.b(xauth.transaction(1, 1)).a(xauth.transaction(1, 2)).b(xauth.transaction(2, 3))
}

/** The same, and the acknowledgement. */
function log(told: Told) {
  return judged(told).a(xauth.transaction(2, 4))
}

/** The first two rounds of EAP. */
function eap(told: Told) {
  return told
    .a(v2.init)
    .b(v2.initAnswer)
    .a(v2.auth)
    .b(v2.authAnswer)
    .a(v2.request(35, 2, { inner: 48 }))
    .b(v2.answer(35, 2, { inner: 48 }))
}

describe('a key that cannot be read', () => {
  const silent = (told: Told) => repeated(main4(told).a(v1.mm5), 4, 7.2, 12.96)
  /** libreswan as responder repeats MM4 when MM5 makes no sense to it. */
  const stuck = (told: Told) => {
    main4(told).a(v1.mm5)
    for (const gap of [0.5, 0.5, 1, 2]) told.wait(gap).b(v1.mm4).a(v1.mm5)
    return told
  }
  test('at the responder, MM5 arrives and is not answered', () => {
    expect(said(silent(atB()))).toEqual(['authentication-failed'])
    expect(said(stuck(atB()))).toEqual(['authentication-failed'])
  })
  test('at the initiator it may be lost as well', () => {
    expect([said(silent(story())), noted(silent(story()))]).toEqual([['no-answer'], ['authentication-failed']])
    expect([said(stuck(story())), noted(stuck(story()))]).toEqual([['resends-last-good-message'], ['authentication-failed']])
  })
  test('the key comes first in the words, and nothing of certificates', () => {
    const first = (told: Told) => told.report.findings[0]!
    expect(first(stuck(story())).title).toBe('Different pre-shared keys, or MM5 is lost: 198.51.100.20 repeats MM4')
    expect(first(stuck(atB())).title).toBe('The pre-shared keys of 198.51.100.20 and 192.0.2.10 seem to differ')
    const refused = first(main4(story()).a(v1.mm5).b(v1.informational()))
    expect(refused.title).toBe('198.51.100.20 does not accept the pre-shared key or the identity of 192.0.2.10')
    for (const one of [first(stuck(story())), first(stuck(atB())), refused]) expect(JSON.stringify(one)).not.toContain('certificate')
  })
  test('the answer to another message that is repeated says nothing of keys', () => {
    const told = story().a(v1.mm1).b(v1.mm2).wait(4).a(v1.mm3)
    for (const gap of [1, 2, 4]) told.wait(gap).b(v1.mm2)
    expect(said(told)).toEqual(['resends-last-good-message'])
    expect(JSON.stringify(told.report.findings)).not.toContain('pre-shared key')
  })
  test('with certificates nothing is said of keys when they are refused either', () => {
    const rsa = sayV1({ authentication: 3 })
    const told = story().a(rsa.mm1).b(rsa.mm2).a(rsa.mm3).b(rsa.mm4).a(rsa.mm5).b(rsa.informational())
    expect(told.report.findings[0]).toMatchObject({
      rule: 'authentication-failed',
      says: expect.stringContaining('certificate or identity'),
    })
    expect(JSON.stringify(told.report.findings[0])).not.toContain('pre-shared')
  })
  test('IKEv2 names no method, but a small proof holds no certificate', () => {
    const refused = (length: number) =>
      story()
        .a(v2.init)
        .b(v2.initAnswer)
        .a(v2.request(35, 1, { inner: 35, length }))
        .b(v2.authRefusal).report.findings[0]!
    expect(refused(252).says).toContain('pre-shared key or identity')
    expect(refused(1100).says).toContain('key, certificate or identity')
  })
  test('in fragments or on another port it is another matter', () => {
    const cut = repeated(main4(story()).a(v1.largeMm5, { cut: 1480 }), 4, 7.2)
    const moved = repeated(main4(story()).a(v1.mm5, { port: 4500 }), 4, 7.2)
    for (const told of [cut, moved]) expect([...said(told), ...noted(told)]).not.toContain('authentication-failed')
  })
  test('with certificates nothing is said of keys', () => {
    const rsa = sayV1({ authentication: 3 })
    const told = repeated(story().a(rsa.mm1).b(rsa.mm2).a(rsa.mm3).b(rsa.mm4).a(rsa.mm5), 4, 7.2)
    expect([...said(told), ...noted(told)]).toEqual(['no-answer'])
  })
})

describe('fresh keys that never come', () => {
  test('a quick mode after five quiet minutes, unanswered', () => {
    const told = repeated(quick(story()).wait(300).a(v1.qm1(7)), 4, 7.2)
    expect(said(told)).toEqual(['rekey-failed'])
    expect(told.report.findings[0]?.says).toMatch(/nothing had come from 198\.51\.100\.20 for 300 s/)
  })
  test('a CREATE_CHILD_SA, unanswered', () =>
    expect(said(repeated(auth(atB()).wait(60).a(v2.request(36, 2)), 4, 7.2))).toEqual(['rekey-failed']))
  test('captured where the request arrives, nothing on the way has forgotten it', () => {
    const [found] = repeated(auth(atB()).wait(60).a(v2.request(36, 2)), 4, 7.2).report.findings
    expect(found!.says).not.toContain('NAT')
    expect(found!.otherwise).not.toContain('The path has come to block IKE in one direction.')
    expect(found!.tryNext).toEqual([`Look at the log and the firewall of ${B.address} for this moment.`])
  })
  test('a CREATE_CHILD_SA that begins with a notify is the surer rekey', () => {
    const [rekey, other] = [41, 33].map(
      inner =>
        repeated(
          auth(story())
            .wait(60)
            .a(v2.request(36, 2, { inner })),
          4,
          7.2,
        ).report.findings.find(f => f.rule === 'rekey-failed')!,
    )
    expect([rekey!.says, rekey!.otherwise.at(-1)]).toEqual([
      expect.stringContaining('as for fresh keys'),
      expect.stringContaining('as for transport mode'),
    ])
    expect([other!.says, other!.otherwise.at(-1)]).toEqual([
      expect.stringContaining('as for a new IKE SA or a further SA'),
      'It was no rekey but a further SA.',
    ])
    expect([rekey!.title, other!.title]).toEqual([
      'The new keys that 192.0.2.10 asks for never come',
      'The SA that 192.0.2.10 asks for never comes',
    ])
  })
  test('tried twice, and refused each time', () => {
    const told = auth(story())
      .wait(9)
      .a(v2.request(36, 2, { inner: 41 }))
      .b(v2.answer(36, 2, bare))
      .wait(9)
      .a(v2.request(36, 3, { inner: 41 }))
      .b(v2.answer(36, 3, bare))
    expect(told.report.findings[0]).toMatchObject({
      rule: 'rekey-failed',
      because: expect.arrayContaining(['192.0.2.10 tried twice, each time in an exchange of its own.']),
      evidence: { length: 4 },
    })
  })
  test('answered after the third copy', () => {
    const told = repeated(auth(story()).wait(60).a(v2.request(36, 2)), 4, 7.2).b(v2.answer(36, 2))
    const loss = told.report.findings.find(one => one.rule === 'ike-loss')
    expect(loss?.because[0]).toBe('The answer came after the third copy, not after the first.')
  })
  test('the first quick mode is no rekey', () => expect(said(repeated(main(story()).a(v1.qm1()), 4, 7.2))).toEqual(['no-answer']))
  test('answered at the second copy', () =>
    expect(said(repeated(auth(story()).wait(60).a(v2.request(36, 2)), 4).b(v2.answer(36, 2)))).toEqual([]))
  test('both ends at once, and both come through', () => {
    const told = auth(story())
      .wait(60)
      .a(v2.request(36, 2))
      .b(v2.request(36, 0, { fromInitiator: false }))
      .a(v2.answer(36, 0, { fromInitiator: true }))
      .b(v2.answer(36, 2))
    expect([said(told), noted(told)]).toEqual([[], ['rekey-collision']])
  })
})

describe('two rekeys within one tick of a coarse clock', () => {
  const [ours, theirs] = [
    [v2.request(36, 2), v2.answer(36, 2)],
    [v2.request(36, 0, { fromInitiator: false }), v2.answer(36, 0, { fromInitiator: true })],
  ] as const
  /** Seconds between messages in a story. */
  const step = 0.02
  test('meet, as the order of the file says', () => {
    const told = auth(story()).wait(60).a(ours[0]).wait(-step).b(theirs[0]).wait(-step).a(theirs[1]).wait(-step).b(ours[1])
    expect(noted(told)).toContain('rekey-collision')
  })
  test('near miss: one is done when the other begins', () => {
    const told = auth(story()).wait(60).a(ours[0]).wait(-step).b(ours[1]).wait(-step).b(theirs[0]).wait(-step).a(theirs[1])
    expect(noted(told)).not.toContain('rekey-collision')
  })
})

describe.each(ends)('%s, a CREATE_CHILD_SA that meets a request of the other end', (_, begin) => {
  const fromB = { fromInitiator: false }
  const endOf = (told: Told) => told.wait(30).b(v2.request(37, 0, { ...fromB, inner: 42, length: 48 }))
  const refused = (told: Told, inner: number, id = 2) => told.a(v2.request(36, id, { inner })).b(v2.answer(36, id, bare))
  const ended = (told: Told) => told.a(v2.answer(37, 0, { fromInitiator: true, inner: 0, length: 32 }))

  test.each([33, 41])('its delete of the IKE SA: no fault (first payload %s)', inner => {
    const told = ended(refused(endOf(auth(begin())), inner))
    expect([said(told), noted(told)]).toEqual([[], ['rekey-collision']])
    expect(told.report.findings.find(f => f.rule === 'rekey-collision')).toMatchObject({
      title: '192.0.2.10 asked for an SA while 198.51.100.20 was ending the IKE SA',
      confidence: 'likely',
      evidence: { length: 3 },
    })
  })
  test('its own rekey of the IKE SA, refused as well: perhaps no fault', () => {
    const told = auth(begin())
      .wait(30)
      .b(v2.request(36, 0, fromB))
      .a(v2.request(36, 2, { inner: 41 }))
      .b(v2.answer(36, 2, bare))
      .a(v2.answer(36, 0, { ...bare, fromInitiator: true }))
    expect(said(told)).toEqual([])
    expect(told.report.findings.find(f => f.rule === 'rekey-collision' && f.confidence !== 'certain')).toMatchObject({
      confidence: 'possible',
    })
  })
  test('near miss: both replace a child SA, which is no reason to refuse', () => {
    const told = auth(begin())
      .wait(30)
      .b(v2.request(36, 0, { ...fromB, inner: 41 }))
      .a(v2.request(36, 2, { inner: 41 }))
      .b(v2.answer(36, 2, bare))
      .a(v2.answer(36, 0, { ...bare, fromInitiator: true }))
    expect(said(told)).toContain('rekey-failed')
  })
  test('near miss: the refusal came first, and the end behind it', () =>
    expect(said(ended(endOf(refused(auth(begin()), 33))))).toEqual(['child-sa-refused']))
  test('near miss: the same was refused before, with nothing under way', () =>
    expect(said(ended(refused(endOf(refused(auth(begin()), 33)), 33, 3)))).toEqual(['child-sa-refused']))
})

describe('a rekey that is refused when the other end has just made new keys', () => {
  const theirs = (told: Told, inner = 41) =>
    told.b(v2.request(36, 0, { inner, fromInitiator: false })).a(v2.answer(36, 0, { fromInitiator: true }))
  const refused = (told: Told, id = 2, inner = 41) => told.a(v2.request(36, id, { inner })).b(v2.answer(36, id, bare))
  const upAtB = () => auth(atB()).esp('a', 0xaa01, 1).esp('b', 0xaa02, 1).wait(60)
  test('a later copy of one that crossed it: perhaps no fault', () => {
    const told = refused(theirs(upAtB()).wait(3))
    expect([said(told), noted(told)]).toEqual([[], ['rekey-collision']])
    expect(told.report.findings[0]).toMatchObject({
      title: '192.0.2.10 asked for new keys when 198.51.100.20 had just made them',
      confidence: 'possible',
      evidence: { length: 4 },
    })
  })
  test('the old SA is deleted before the copy comes', () => {
    const told = theirs(upAtB())
      .b(v2.request(37, 1, { inner: 42, length: 48, fromInitiator: false }))
      .a(v2.answer(37, 1, { inner: 42, length: 48, fromInitiator: true }))
    expect(said(refused(told.wait(3)))).toEqual([])
  })
  test.each<[string, Told]>([
    ['it is asked again, and refused again', refused(refused(theirs(upAtB()).wait(3)).wait(10), 3)],
    ['it comes a minute later', refused(theirs(upAtB()).wait(60))],
    ['what the other end made was a further SA', refused(theirs(upAtB(), 33).wait(3))],
    [
      'there is another SA that may be meant',
      refused(
        theirs(
          upAtB()
            .a(v2.request(36, 2, { inner: 33 }))
            .b(v2.answer(36, 2))
            .wait(60),
        ).wait(3),
        3,
      ),
    ],
    ['captured where it was sent: there was no copy before', refused(theirs(auth(story()).wait(60)).wait(3))],
  ])('near miss: %s', (_, told) => expect(said(told)).toContain('rekey-failed'))
})

describe('a quick mode that crosses the end of the SAs', () => {
  const crossing = (told: Told) => told.wait(30).b(v1.informational(1, 48)).b(v1.informational(2, 64)).a(v1.qm1(9))
  test('is not refused by the delete that comes behind it', () =>
    expect([said(crossing(quick(story())).b(v1.informational(3, 64))), said(crossing(quick(atB())).b(v1.informational(3, 64)))]).toEqual([
      [],
      [],
    ]))
  test('near miss: nothing was ended before', () =>
    expect(said(quick(story()).wait(30).a(v1.qm1(9)).b(v1.informational(3, 64)))).toEqual(['rekey-failed']))
  test('near miss: the peer was asked, or asked itself, whether it lives, and refuses', () => {
    const asked = quick(story()).wait(30).a(v1.informational(1, 64)).b(v1.informational(2, 64)).a(v1.qm1(9)).b(v1.informational(3, 48))
    const asks = quick(story()).wait(30).b(v1.informational(1, 64)).a(v1.informational(2, 64)).a(v1.qm1(9)).b(v1.informational(3, 48))
    expect([said(asked), said(asks)]).toEqual([['rekey-failed'], ['rekey-failed']])
  })
  test('near miss: the IKE SA is used afterwards', () => {
    const told = crossing(quick(story())).b(v1.informational(3, 64)).wait(1).b(v1.qm1(11)).a(v1.qm2(11))
    expect(said(told)).toContain('rekey-failed')
  })
})

describe('another mode, another version', () => {
  const old = sayV1({ initiator: 'c1c1c1c1c1c1c1c1' })
  test('IKEv2 refused, IKEv1 answered', () => {
    const told = main(story().a(v2.init).b(v2.initRefusal(14)).wait(1), old)
    expect(said(told)).toEqual(['version-mismatch'])
    expect(noted(told)).toEqual(['proposal-mismatch'])
  })
  test('IKEv2 unanswered, IKEv1 answered', () =>
    expect(said(main(repeated(story().a(v2.init), 4, 7.2).wait(60), old))).toEqual(['version-mismatch']))
  test('neither is answered', () =>
    expect(said(repeated(repeated(story().a(v2.init), 4, 7.2).wait(60).a(old.mm1), 4, 7.2))).toEqual(['no-answer', 'no-answer']))
  test('near miss: main mode of the same host gets the same refusal', () => {
    const other = sayV1({ initiator: 'c1c1c1c1c1c1c1c1' })
    const began = () => story().a(v1.am1).b(v1.refusal(14))
    expect(noted(later(began()))).toContain('mode-refused')
    const both = began().wait(2).a(other.mm1).b(other.refusal(14))
    expect([...said(both), ...noted(both)]).not.toContain('mode-refused')
  })
  test('aggressive mode unanswered, main mode answered', () =>
    expect(said(main(repeated(story().a(v1.am1), 4, 7.2).wait(60), old))).toEqual(['mode-refused']))
})

describe('Windows says it by number', () => {
  const status = (code: number) =>
    ikev1(
      { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2', exchange: 5, messageId: 0x3001 },
      buildV1.notify(40003, { data: code.toString(16).padStart(8, '0') }),
    )
  test('13801', () => expect(said(main4(story()).b(status(13801)))).toEqual(['authentication-failed']))
  test('13802', () => expect(said(story().a(v1.mm1).b(status(13802)))).toEqual(['proposal-mismatch']))
})

test('a malformed field is named', () => {
  const broken = Uint8Array.from(v1.mm1)
  broken[30] = 0xff
  const told = story().a(broken).b(v1.refusal(16))
  expect(said(told)).toEqual(['malformed-message'])
  expect(told.report.findings[0]?.says).toMatch(/indeed malformed: .*65/)
})

describe('a header that says less than its own length', () => {
  const broken = Uint8Array.from(v1.mm1)
  broken.set([0, 0, 0, 0], 24)
  test('is told with its packets', () => {
    const told = story().a(broken).wait(2).again()
    const { negotiations, findings } = told.report
    expect([negotiations.length, told.report.traces[0]!.unread]).toEqual([0, 2])
    expect(findings.map(f => [f.rule, f.severity, f.title])).toEqual([
      ['malformed-message', 'warning', `${A.address} sends ${B.address} IKE that is malformed`],
    ])
    expect(findings[0]!.says).toMatch(/2 IKE messages of 192.0.2.10 says that the message has 0 bytes; the header alone has 28/)
    expect(findings[0]!.evidence).toEqual([
      { trace: 0, packet: 1 },
      { trace: 0, packet: 2 },
    ])
  })
  test('only a note where its sender says what can be read; cut ones are not malformed', () => {
    expect(said(story().a(v1.mm1).b(v1.mm2).a(broken))).not.toContain('malformed-message')
    expect(
      story()
        .a(v1.mm1, { keep: 60 })
        .report.findings.map(f => f.rule),
    ).toEqual(['capture-truncated'])
  })
  test('ESP and AH that are shorter than their headers are told as well; cut ones are not malformed', () => {
    const sent = (protocol: number, length: number) => ipv4(A.address, B.address, carried(protocol, new Uint8Array(length).fill(6)))
    const malformed = ({ report: { findings } }: Told) => findings.filter(f => f.rule === 'malformed-message')
    const told = story().put(sent(50, 4)).put(sent(50, 7)).put(sent(51, 10)).put(sent(50, 8))
    expect(malformed(told).map(f => [f.severity, f.title])).toEqual([
      ['note', `${A.address} sends ${B.address} ESP that is malformed`],
      ['note', `${A.address} sends ${B.address} AH that is malformed`],
    ])
    expect(malformed(told)[0]!.says).toMatch(/^2 ESP packets of .* are shorter than the header of ESP, which has 8 bytes/)
    expect(malformed(story().put(sent(50, 40), { keep: 40 }))).toEqual([])
  })
})

describe('a malformed answer', () => {
  const broken = Uint8Array.from(v2.initRefusal(28))
  broken.set([2, 144], 30)
  test('is not used: the asker goes on', () => {
    const told = story().a(v2.init).b(broken).wait(4).a(v2.init).b(broken)
    expect(said(told)).toEqual(['malformed-message'])
    expect(told.report.findings[0]).toMatchObject({ title: `${B.address} answers ${A.address} with a message that is malformed` })
    expect(told.report.findings[0]!.says).toContain('656 bytes')
  })
  test('nobody asks again, or it reads well', () => {
    expect(said(story().a(v2.init).b(broken))).not.toContain('malformed-message')
    expect(said(story().a(v2.init).b(v2.initRefusal(14)).wait(4).a(v2.init).b(v2.initRefusal(14)))).toEqual(['proposal-mismatch'])
  })
})

test('what does not fit of a child SA: inside IKE_AUTH no group is asked for, and only IKEv1 has quick modes', () => {
  const open = (told: Told) => told.report.findings.find(f => f.rule === 'child-sa-refused')!.otherwise.join(' ')
  const inAuth = story()
    .a(v2.init)
    .b(v2.initAnswer)
    .a(v2.auth)
    .b(v2.answer(35, 1, { inner: 36, length: 112 }))
  expect(open(inAuth)).toBe(
    'The proposal for ESP or AH has nothing in common. The traffic selectors do not fit. 192.0.2.10 asks for an address of its own, and 198.51.100.20 has none to give (INTERNAL_ADDRESS_FAILURE), or asks for none, and 198.51.100.20 wants that (FAILED_CP_REQUIRED).',
  )
  const quickMode = open(main(story()).a(v1.qm1()).b(v1.informational()))
  expect(quickMode).toMatch(/identities of the quick mode.* \(PFS\)/)
  expect(quickMode).not.toContain('address of its own')
})

describe('an SA that is refused more than once', () => {
  const refusal = (told: Told) => told.report.findings.find(f => f.rule === 'child-sa-refused')!
  const once = () => main(story()).a(v1.qm1(7)).b(v1.informational(8, 64))
  test('says so, and cites each', () => {
    const found = refusal(once().wait(13).a(v1.qm1(9)).b(v1.informational(10, 64)))
    expect(found.says).toMatch(/ Another request, 13 s later, was refused as well\.$/)
    expect(found.evidence.map(one => one.packet)).toEqual([7, 8, 9, 10])
  })
  test('near miss: asked once more, with an answer', () =>
    expect(said(once().wait(13).a(v1.qm1(9)).b(v1.qm2(9)).a(v1.qm3(9)))).not.toContain('child-sa-refused'))
  test('near miss: the other end asks, and is refused', () => {
    const found = refusal(once().wait(13).b(v1.qm1(9)).a(v1.informational(10, 64)))
    expect(found.says).not.toContain('as well')
    expect(found.evidence).toHaveLength(2)
  })
})

describe('with keys the refusal names what to look at', () => {
  const advice = (notifyType: number) => {
    const told = main(story()).a(v1.qm1(7)).b(v1.informational(8, 64))
    const [negotiation] = told.trace.negotiations
    const refusal = negotiation!.messages.at(-1)!
    const notify = {
      kind: 'notify',
      type: 11,
      name: 'N',
      start: 0,
      end: 0,
      notifyType,
      symbol: `${notifyType}`,
      data: new Uint8Array(0),
      protocol: 3,
      spi: '',
    } as const
    refusal.ike = { ...refusal.ike, decrypted: true, payloads: [...refusal.ike.payloads, notify] }
    negotiation!.revision++
    return told.report.findings.find(f => f.rule === 'child-sa-refused')!.tryNext.join(' ')
  }
  test('NO-PROPOSAL-CHOSEN: proposals and groups', () => {
    expect(advice(14)).toMatch(/the ESP proposals and PFS groups\.$/)
    expect(advice(14)).not.toContain('networks')
  })
  test('near miss: INVALID-ID-INFORMATION is of the networks', () => expect(advice(18)).toContain('networks'))
})

test('a CREATE_CHILD_SA that begins with an offer and is refused may have been a rekey of the IKE SA', () => {
  const told = story()
    .a(v2.init)
    .b(v2.initAnswer)
    .a(v2.auth)
    .b(v2.authAnswer)
    .a(v2.request(36, 2, { inner: 33 }))
    .b(v2.answer(36, 2, bare))
  expect(told.report.findings.find(f => f.rule === 'child-sa-refused')).toMatchObject({
    because: expect.arrayContaining([expect.stringContaining('a further SA or a new IKE SA')]),
    otherwise: expect.arrayContaining([expect.stringMatching(/^It was a rekey, of the IKE SA or.*the traffic stops when the old SA ends/)]),
  })
})

test('AUTHENTICATION-FAILED before any proof says nothing of keys', () => {
  const refused = (told: Told) => told.report.findings[0]!
  const aggressive = refused(story().a(v1.am1).b(v1.refusal(24)))
  expect(aggressive.title).toBe(`${B.address} refuses ${A.address} before any proof of identity was sent`)
  expect(aggressive.says).toContain('the kind of exchange (aggressive mode), the address or the identity.')
  expect(aggressive.tryNext.join()).not.toMatch(/keys|certificate/)
  expect(refused(story().a(v1.mm1).b(v1.refusal(24))).says).toContain('the kind of exchange or the address.')
  expect(refused(story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.refusal(24))).title).toContain('does not accept')
})

describe('who refuses whom behind IKE_AUTH', () => {
  const init = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth)
  const breaksOff = (told: Told, id = 2) => told.wait(0.1).a(v2.request(37, id, bare))
  const first = (told: Told) => told.report.findings[0]!
  test('the initiator, what a whole answer proves: its own proof had gone before', () => {
    expect(first(breaksOff(init().b(v2.authAnswer)))).toMatchObject({
      title: `${A.address} does not accept who ${B.address} says it is`,
      says: expect.stringMatching(/with a short encrypted message\. At this place/),
      because: expect.arrayContaining([`The answer of ${B.address} is too small to hold a certificate.`]),
    })
  })
  test('the responder, whose bare notify proves nothing that the initiator could refuse', () => {
    const told = breaksOff(init().b(v2.authRefusal))
    expect(first(told)).toMatchObject({
      title: `${B.address} refuses the IKE_AUTH of ${A.address}`,
      says: expect.stringContaining('more likely the answer refuses the first child SA'),
    })
    expect(first(init().b(v2.authRefusal)).title).toBe(`${B.address} does not accept who ${A.address} says it is`)
  })
  test('a certificate rather than a key, where the responder asks for one and the proofs are as large', () => {
    const offer = buildV2.sa(buildV2.proposal({}, buildV2.transform(1, 12, 256), buildV2.transform(2, 5), buildV2.transform(3, 12)))
    const asks = { type: 38, body: Uint8Array.from([4, ...new Uint8Array(20)]) }
    const answer = ikev2({ ...both, exchange: 34, flags: 0x20 }, offer, buildV2.ke(14, 256, 2), buildV2.nonce(2), asks)
    const large = v2.request(35, 1, { inner: 35, length: 1200 })
    expect(first(story().a(v2.init).b(answer).a(large).b(v2.authRefusal)).says).toContain('a refused certificate or identity')
    expect(first(story().a(v2.init).b(v2.initAnswer).a(large).b(v2.authRefusal)).says).toContain('a refused key, certificate or identity')
    expect(first(story().a(v2.init).b(answer).a(v2.auth).b(v2.authRefusal)).says).toContain('a refused pre-shared key or identity')
  })
  test('by EAP what its messages have room for: a password, or a certificate within TLS', () => {
    const rounds = (asked: number, answered: number) =>
      eap(story())
        .a(v2.request(35, 3, { inner: 48, length: asked }))
        .b(v2.answer(35, 3, { inner: 48, length: answered }))
        .a(v2.request(37, 4, bare))
    expect(first(rounds(100, 100)).says).toContain('most likely the user name or the password was refused')
    expect(first(rounds(100, 1100)).says).toContain('most likely the password inside TLS, or a certificate, was refused')
    expect(first(rounds(1100, 100)).says).toContain("most likely the user's certificate was refused")
  })
  test('nobody a proof where the initiator breaks off within EAP, for which it had to accept that', () => {
    const told = breaksOff(eap(story()), 3)
    expect([said(told), noted(told)]).toEqual([['credentials-refused'], []])
  })
})

describe('a peer that lost its state', () => {
  const anew = sayV1({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2' })
  const fromB = (told: Told) =>
    told.b(anew.mm1).a(anew.mm2).b(anew.mm3).a(anew.mm4).b(anew.mm5).a(anew.mm6).b(anew.qm1()).a(anew.qm2()).b(anew.qm3())
  test('begins anew', () =>
    expect([said(fromB(quick(story()).wait(30))), noted(fromB(quick(story()).wait(30)))]).toEqual([[], ['peer-restarted']]))
  test('begins anew, and what was sent to it just before had got no answer', () => {
    const asked = (told: Told, from: number, count: number, answered: boolean) => {
      for (let i = from; i < from + count; i++) {
        told.wait(1).esp('a', 0xaa01, i)
        if (answered) told.esp('b', 0xaa02, i)
      }
      return told
    }
    const restarted = (unanswered: number) =>
      fromB(asked(asked(quick(story()), 1, 4, true), 5, unanswered, false)).report.findings.find(one => one.rule === 'peer-restarted')
    expect(restarted(3)).toMatchObject({
      confidence: 'likely',
      says: expect.stringMatching(/The last 3 protected packets of 192\.0\.2\.10 before that had got no answer\.$/),
    })
    expect(restarted(1)).toMatchObject({ confidence: 'possible' })
  })
  test('begins anew seconds after it had begun, as a service that is started again', () => {
    const again = (after: number) => noted(main(quick(story()).wait(after), anew))
    expect(again(1.5)).toEqual(['peer-restarted'])
  })
  test('near miss: who begins anew got no answer under the old SA', () => {
    const unanswered = (told: Told, other: typeof v1) => repeated(main(told, other).a(other.qm1()), 2, 4).wait(10)
    const twice = unanswered(unanswered(story(), v1), anew)
    expect(said(twice)).toEqual(['no-answer'])
    expect(noted(twice)).not.toContain('peer-restarted')
    const [first] = twice.report.findings
    expect(first).toMatchObject({ severity: 'error', title: `QM1 gets no answer from ${B.address}` })
    expect([first!.says, first!.because.join(' ')]).toEqual([
      expect.stringContaining('again in N2'),
      expect.not.stringContaining('succeeded'),
    ])
    const then = main(unanswered(story(), v1), anew).a(anew.qm1()).b(anew.qm2()).a(anew.qm3())
    expect(then.report.findings[0]).toMatchObject({ rule: 'no-answer', severity: 'warning' })
  })
  test('near miss: the other end begins within seconds; that may have crossed the first', () =>
    expect(noted(fromB(quick(story()).wait(1.5)))).not.toContain('peer-restarted'))
  test('says that it does not know the SA', () => {
    const told = quick(story()).wait(30).a(v1.qm1(9)).b(v1.refusal(4))
    expect(said(told)).toContain('peer-restarted')
  })
  test('its IKE service refuses for a while and comes back', () => {
    const gone = (told: Told) => {
      for (const id of [1, 2, 3])
        told
          .wait(3)
          .a(v1.informational(0x5000 + id))
          .icmp(B.address, 3, 3)
      return told
    }
    const back = main(gone(quick(story())).wait(9), anew)
    expect(said(back)).toEqual(['peer-restarted'])
    expect(back.report.findings[0]).toMatchObject({
      title: `The IKE service of ${B.address} was gone and came back`,
      says: expect.stringMatching(/for at least 6\.\d s, and stands again in N2/),
    })
    expect(noted(back)).toContain('port-unreachable')
    expect(said(gone(quick(story())))).toEqual(['port-unreachable'])
    // It had never been there before.
    expect(said(main(story().a(v1.mm1).icmp(B.address, 3, 3).wait(9), anew))).toEqual(['port-unreachable'])
  })
  test('IKEv1 renews its IKE SA and ends the old one', () =>
    expect(noted(fromB(quick(story()).wait(30)).b(v1.informational(5)))).toEqual([]))
  test('the old SA was ended before', () => expect(noted(fromB(quick(story()).wait(30).b(v1.informational(5)).wait(5)))).toEqual([]))
  test('a second tunnel while the first goes on', () => {
    const told = quick(story())
    for (let i = 1; i < 40; i++) {
      told.wait(1).esp('a', 0x1000, i).esp('b', 0x2000, i)
      if (i === 20) fromB(told)
    }
    expect(noted(told)).toEqual([])
  })
})

test('an informational of whoever began the quick mode, behind the answer: nobody asked for an SA there', () => {
  const told = main(story()).a(v1.qm1()).b(v1.qm2()).wait(1).b(v1.qm2()).a(v1.informational())
  expect(told.report.findings.find(f => f.rule === 'child-sa-refused')).toMatchObject({
    title: `${A.address} does not finish the quick mode that it began`,
    says: expect.not.stringContaining('refused'),
  })
})

describe('who begins', () => {
  const other = (n: number) => sayV1({ initiator: `${n}1c1c1c1c1c1c1c1`, responder: 'd2d2d2d2d2d2d2d2' })
  const byB = (told: Told, n: number) => repeated(told.b(other(n).mm1), 4, 7.2).wait(60)
  const byA = (told: Told, n: number) => main(told, other(n)).wait(60)
  test('works one way only', () => expect(said(byB(byA(byB(story(), 1), 2), 3))).toContain('one-way-initiation'))
  test('the other end was down at first', () => expect(said(byA(byB(byB(story(), 1), 2), 3))).not.toContain('one-way-initiation'))
  test('both at once', () => {
    const told = story().a(other(1).mm1).b(other(2).mm1).a(other(2).mm2).b(other(1).mm2)
    expect(noted(told)).toContain('simultaneous-negotiation')
  })
  test('the other end begins right after the first is done', () => {
    const back = main(story()).b(other(1).mm1).a(other(1).mm2).b(other(1).mm3).a(other(1).mm4).b(other(1).mm5).a(other(1).mm6)
    expect(noted(back)).not.toContain('simultaneous-negotiation')
  })
  test('IKEv1 and AuthIP side by side from one host', () => {
    const authIp = ikev1({ initiator: 'e1e1e1e1e1e1e1e1', exchange: 243 }, buildV1.nonce(1))
    expect(noted(main(story().a(v1.mm1).a(authIp)))).not.toContain('simultaneous-negotiation')
  })
})

describe('addresses', () => {
  const self = { address: '169.254.7.7' }
  test('a host without an address of its own', () =>
    expect(said(repeated(story().via({ from: self, to: B }).a(v1.mm1), 1, 2))).toContain('ike-from-fallback-address'))
  test('other addresses', () => expect(said(main(story().via({ from: { address: '169.253.7.7' }, to: B })))).toEqual([]))
  test('a host on the list of exempt ones', () => {
    expect(
      main(story())
        .exempting(B.address)
        .report.findings.map(f => f.rule),
    ).toEqual(['ike-to-exempt-host'])
    expect(said(main(story()).exempting('192.0.2.99'))).toEqual([])
  })
})

test('loss that was made good is a note', () => {
  const told = repeated(story().a(v1.mm1), 4).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
  expect([said(told), noted(told)]).toEqual([[], ['ike-loss']])
})

test('IKEv2: unknown notifies of the RFC stay what they are', () => {
  const unknown = ikev2({ initiator: 'a1a1a1a1a1a1a1a1', exchange: 34, flags: 0x20 }, buildV2.notify(8191))
  expect(said(story().a(v2.init).b(unknown))).toEqual([])
  expect(A.address).not.toBe(B.address)
})

describe.each([...ends])('%s, a quick mode waits while its starter asks whether the peer is alive', (_, begin) => {
  const waits = () => repeated(main(begin()).a(v1.qm1()), 4, 8)
  const asked = (told: Told) => told.wait(1).a(v1.informational(1, 84)).b(v1.informational(2, 84))
  test('the answer to that is no refusal: the quick mode is sent again behind it', () => {
    const found = said(later(asked(waits()).wait(10).a(v1.qm1()).wait(16).a(v1.qm1()), 30))
    expect(found).toContain('no-answer')
    expect(found).not.toContain('child-sa-refused')
  })
  test('what nobody asked for is one, whoever goes on', () =>
    expect(said(later(waits().wait(1).b(v1.informational(2, 84)).wait(10).a(v1.qm1()), 30))).toContain('child-sa-refused'))
  test('what was asked, and the quick mode given up at once, may be one', () =>
    expect(said(later(asked(waits()), 30))).toContain('child-sa-refused'))
})

// A capture that lost the next message shows a later informational where that message was due.
describe.each([...ends])('%s, packets on new SAs before an informational', (_, begin) => {
  test.each<[string, Told]>([
    ['in place of QM2', main(begin()).a(v1.qm1()).esp('b', 7, 1).esp('a', 8, 1).b(v1.informational())],
    ['in place of QM3, one way seen', main(begin()).a(v1.qm1()).b(v1.qm2()).esp('b', 7, 2).a(v1.informational())],
    ['in place of MM6', main4(begin()).a(v1.mm5).esp('a', 8, 1).b(v1.informational())],
    ['behind MM6', main(begin()).esp('b', 7, 1).a(v1.informational())],
  ])('%s: it refuses nothing', (_, told) => {
    expect(told.report.findings.filter(f => f.severity !== 'note')).toEqual([])
  })

  test.each<[string, Told, string]>([
    ['older than the question', quick(begin()).esp('b', 7, 1).wait(60).a(v1.qm1(7)).b(v1.informational()), 'rekey-failed'],
    ['behind the refusal', main(begin()).a(v1.qm1()).b(v1.informational()).esp('b', 7, 1), 'child-sa-refused'],
    ['of an SA that is older than the capture', main(begin()).a(v1.qm1()).esp('b', 7, 5000).b(v1.informational()), 'child-sa-refused'],
  ])('%s: still a refusal', (_, told, rule) => {
    expect(told.report.findings.filter(f => f.severity === 'error').map(f => f.rule)).toEqual([rule])
  })
})

test('each Windows protocol has its own number for the cookie that it wants to see first', () => {
  const asks = (first: Uint8Array, answer: Uint8Array) => noted(story().a(first).b(answer)).includes('cookie-challenge')
  expect(asks(v1.mm1, dosCookie(5, 40004))).toBe(true)
  expect(asks(authIp1, dosCookie(243, 40021))).toBe(true)
  expect(asks(v1.mm1, dosCookie(5, 40021))).toBe(false)
  expect(asks(authIp1, dosCookie(243, 40004))).toBe(false)
})

test('who joins a group proves himself in GSA_AUTH', () => {
  const join = story()
    .a(v2.init)
    .b(v2.initAnswer)
    .a(v2.request(39, 1, { inner: 35 }))
    .b(v2.answer(39, 1, bare))
  expect(said(join)).toEqual(['authentication-failed'])
  expect(join.report.findings[0]!.otherwise).toContain('The answer refuses the group that was asked for.')
})

describe('whoever asks is sent elsewhere', () => {
  const gateway = '0104cb007107'
  const otherwise = ({ report }: Told) => report.findings.find(f => f.rule === 'refused-otherwise')
  const next = sayV2({ initiator: 'e1e1e1e1e1e1e1e1', responder: 'f2f2f2f2f2f2f2f2' })
  const resumption = (flags: number, ...parts: Parameters<typeof ikev2>[1][]) =>
    ikev2({ initiator: both.initiator, responder: flags & 0x20 ? both.responder : undefined, exchange: 38, flags }, ...parts)
  const asked = resumption(8, buildV2.nonce(), buildV2.notify(16413, { data: '00112233' }))
  const nack = resumption(0x20, buildV2.notify(16412))

  test('to another gateway', () => {
    const told = story().a(v2.init).b(v2.initRefusal(16407, gateway)).wait(20)
    expect(told.report.negotiations.map(one => one.outcome)).toEqual(['failed'])
    expect(otherwise(told)).toMatchObject({ severity: 'warning', title: `${B.address} sends ${A.address} to another gateway` })
    expect(otherwise(told)?.says).toMatch(/REDIRECT: \S+ is to negotiate with 203\.0\.113\.7 instead\. That \S+ did so is not seen/)
  })
  test('and goes there', () => {
    const told = story().a(v2.init).b(v2.initRefusal(16407, gateway)).a(next.init).b(next.initAnswer).a(next.auth).b(next.authAnswer)
    expect(otherwise(told)).toMatchObject({ severity: 'note', says: expect.stringMatching(/did so in N2\.$/) })
  })
  test('to a negotiation from the start, for its ticket is not accepted', () => {
    const told = story().a(asked).b(nack).a(next.init).b(next.initAnswer).a(next.auth).b(next.authAnswer)
    expect(otherwise(told)).toMatchObject({
      severity: 'note',
      title: `${B.address} does not accept the ticket of ${A.address}`,
      says: expect.stringMatching(/TICKET_NACK: .*from the start\. \S+ did so in N2\.$/),
    })
  })
  test('near miss: a gateway that only could', () => {
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    expect(otherwise(told)).toBeUndefined()
  })
})

describe('the initiator ends it as soon as it has the answer', () => {
  const ended = (told: Told, answer = 0) =>
    told.a(v2.request(37, 2, { inner: 42, length: 80 })).b(v2.answer(37, 2, { inner: answer, length: 80 }))
  const again = sayV2({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4', nonce: 5 })
  const of = ({ report }: Told) => report.findings.find(f => f.rule === 'refused-otherwise')

  test.each(ends)('%s', (_, begin) => {
    expect(of(ended(auth(begin()).wait(0.06)))).toMatchObject({
      severity: 'warning',
      confidence: 'likely',
      title: '192.0.2.10 ended the IKE SA as soon as it had the answer to IKE_AUTH',
      says: expect.stringContaining('the proof or the identity of 198.51.100.20'),
    })
    const certified = begin()
      .a(v2.init)
      .b(v2.initAnswer)
      .a(v2.auth)
      .b(v2.answer(35, 1, { inner: 36, length: 1200 }))
    expect(of(ended(certified))?.says).toContain('the certificate or the identity of 198.51.100.20')
  })

  test('a connection that is taken down a second later, or was used, or is one too many', () => {
    for (const told of [
      ended(auth(story()).wait(1)),
      ended(auth(story()).esp('a', 0xaa, 1).esp('b', 0xbb, 1)),
      // Its child alone is deleted; nobody answers, and it may be the child; the capture ends right there.
      ended(auth(story()), 42),
      auth(story()).a(v2.request(37, 2, { inner: 42, length: 80 })),
      auth(story()),
      ended(
        story()
          .a(again.init)
          .b(again.initAnswer)
          .a(again.auth)
          .b(again.authAnswer)
          .wait(0.01)
          .a(v2.init)
          .b(v2.initAnswer)
          .a(v2.auth)
          .b(v2.authAnswer),
      ),
    ])
      expect(of(told)).toBeUndefined()
  })

  test('it says nothing more, or begins anew: that it did not accept the answer is possible', () => {
    const begunAgain = (told: Told) => told.wait(20).a(again.init).b(again.initAnswer).a(again.auth).b(again.authAnswer)
    const never = expect.stringContaining('192.0.2.10 never used N1: it may not have accepted the answer to IKE_AUTH')
    const anew = (told: Told) => begunAgain(told).report.findings.find(f => f.rule === 'peer-restarted')
    expect(anew(auth(story()))?.otherwise).toContainEqual(never)
    expect(anew(auth(story()).esp('a', 0xaa, 1))?.otherwise).not.toContainEqual(never)
    const asks = (told: Told) => repeated(told.wait(30).b(v2.request(37, 0, { inner: 0, length: 80, fromInitiator: false })), 4, 7.2, 13)
    const dead = (told: Told) => asks(told).report.findings.find(f => f.rule === 'dead-peer')
    expect(dead(auth(story()))?.otherwise).toContainEqual(never)
    expect(dead(auth(story()).esp('a', 0xaa, 1))?.otherwise).not.toContainEqual(never)
  })
})

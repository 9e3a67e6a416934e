import { describe, expect, test } from 'vitest'
import { ascii, type Bytes, bytes } from '../../../src/compose/ike/bytes.ts'
import { ikev1, type Part } from '../../../src/compose/ike/message.ts'
import * as buildV1 from '../../../src/compose/ike/v1.ts'
import * as buildV2 from '../../../src/compose/ike/v2.ts'
import { gateCertificate } from '../../support/ike/certificate.ts'
import { echo } from '../../support/trace/clear.ts'
import { opened } from '../../support/trace/opened.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, B, noted, said, story } from '../../support/trace/story.ts'

// What is told only where keys open the messages, as if they were given.

const v2 = sayV2()
type Told = ReturnType<typeof story>
const first = (told: Told) => told.report.findings[0]!
const cert = (der: Bytes) => ({ type: 37, body: bytes([4], der) })
const auth = { type: 39, body: bytes([14, 0, 0, 0], new Uint8Array(64)) }
const idi = buildV2.fqdn('hq.example.com')
const idr = buildV2.idResponder(2, ascii('gate.example.com'))
const refusal = buildV2.notify(24)

/** The certificate of the tests, valid from 2026-11-24 02:14:31 to 2036-11-21 02:14:31, with other words of the same length in it. */
function certificate(...changes: (readonly [from: string, to: string])[]): Uint8Array {
  const text = changes.reduce((der, [from, to]) => der.replace(from, to), Buffer.from(gateCertificate).toString('latin1'))
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}

describe('a certificate out of its time', () => {
  const bare = { inner: 41, length: 48 }
  /** The initiator shows it, and the responder answers so. */
  const asked = (at: string, answer: Part[], ...shown: Uint8Array[]) => {
    const told = story().beginning(at).a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authRefusal)
    return opened(opened(told, v2.auth, idi, ...shown.map(cert), auth), v2.authRefusal, ...answer)
  }
  const refused = (at: string, ...shown: Uint8Array[]) => asked(at, [refusal], ...shown)

  test('has expired', () => {
    const told = refused('2036-11-23T03:00:00Z', certificate())
    expect(said(told)).toEqual(['certificate-not-valid'])
    expect(first(told)).toMatchObject({
      title: `The certificate of ${A.address} has expired`,
      says: expect.stringMatching(
        /CN=gate\.example\.com.* was valid until 2036-11-21 02:14:31 UTC: by the clock of this capture it had run out 2 days/,
      ),
      confidence: 'likely',
      evidence: [3, 4].map(packet => ({ trace: 0, packet })),
      otherwise: expect.arrayContaining([expect.stringContaining(`What counts is the clock of ${B.address}`)]),
    })
    expect(told.report.findings.find(f => f.rule === 'authentication-failed')).toMatchObject({ severity: 'note', consequenceOf: 0 })
  })
  test('is not valid yet', () =>
    expect(first(refused('2026-11-24T01:14:31Z', certificate()))).toMatchObject({
      title: `The certificate of ${A.address} is not valid yet`,
      says: expect.stringMatching(/is valid only from 2026-11-24 02:14:31 UTC: by the clock of this capture that was 3,600 s ahead/),
      tryNext: expect.arrayContaining([`Look whether the clock of ${B.address} is right.`]),
    }))
  test('the initiator finds it, and breaks off', () => {
    const goes = v2.request(37, 2, bare)
    const told = story().beginning('2040-01-01T00:00:00Z').a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).a(goes)
    opened(opened(told, v2.authAnswer, idr, cert(certificate()), auth), goes, refusal)
    expect(first(told)).toMatchObject({ rule: 'certificate-not-valid', title: `The certificate of ${B.address} has expired` })
    expect(first(told).says).toContain('3 years before')
  })
  test('in aggressive mode it stands in the clear, without keys', () => {
    const both = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2' }
    const say = sayV1({ authentication: 3 })
    const [offer] = [buildV1.sa({}, buildV1.proposal({}, buildV1.suite({ authentication: 3 })))]
    const am2 = ikev1({ ...both, exchange: 4 }, offer!, buildV1.ke(128, 2), buildV1.nonce(2), buildV1.cert(certificate()))
    const told = story().beginning('2040-01-01T00:00:00Z').a(say.am1).b(am2).a(say.refusal(20))
    expect(first(told)).toMatchObject({
      rule: 'certificate-not-valid',
      because: expect.arrayContaining([expect.stringContaining('certificate stands in the clear')]),
      otherwise: expect.arrayContaining([expect.stringContaining('not signed')]),
    })
  })
  test("an authority's is no more than a note, and explains nothing", () => {
    const told = refused('2040-01-01T00:00:00Z', certificate(['361121021431Z', '491121021431Z']), certificate())
    expect(said(told)).toEqual(['authentication-failed'])
    expect(told.report.findings.find(f => f.rule === 'certificate-not-valid')).toMatchObject({
      title: `An authority's certificate of ${A.address} has expired`,
      severity: 'note',
      confidence: 'possible',
    })
  })

  test('whoever went on with the log-in had accepted it', () => {
    const [goesOn, breaksOff] = [v2.request(35, 2, { inner: 48 }), v2.request(37, 3, bare)]
    const told = story().beginning('2040-01-01T00:00:00Z').a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    told
      .a(goesOn)
      .b(v2.answer(35, 2, { inner: 48 }))
      .a(breaksOff)
    opened(opened(told, v2.authAnswer, idr, cert(certificate()), auth), breaksOff, refusal)
    expect([...said(told), ...noted(told)]).not.toContain('certificate-not-valid')
  })

  test.each<[string, Told]>([
    ['near miss: it is in its time', refused('2030-01-01T00:00:00Z', certificate())],
    ['it is accepted', asked('2040-01-01T00:00:00Z', [idr, auth], certificate())],
    ['no keys', story().beginning('2040-01-01T00:00:00Z').a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authRefusal)],
    ['the clock of the capture was never set', refused('1970-01-01T00:10:00Z', certificate())],
    ['a local clock may be a zone away', refused('2036-11-21T09:00:00Z', certificate()).beginning('2036-11-21T09:00:00Z', 'local')],
    ['something else is refused', asked('2040-01-01T00:00:00Z', [buildV2.notify(36)], certificate())],
  ])('%s', (_, told) => expect([...said(told), ...noted(told)]).not.toContain('certificate-not-valid'))
})

describe('the chain of a certificate that is refused', () => {
  /** Certificates of the tests are issued by their own name: another name of the same length, the first time it stands, is another issuer. */
  const [own, between, root] = [
    certificate(['gate.example.com', 'midd.example.com']),
    certificate(['gate.example.com', 'root.example.com'], ['gate.example.com', 'midd.example.com']),
    certificate(['gate.example.com', 'root.example.com'], ['gate.example.com', 'root.example.com']),
  ]
  const refused = (...shown: Uint8Array[]) => {
    const told = story().beginning('2030-01-01T00:00:00Z').a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authRefusal)
    opened(opened(told, v2.auth, idi, ...shown.map(cert), auth), v2.authRefusal, refusal)
    expect(said(told)).toEqual(['authentication-failed'])
    return first(told)
  }

  test('ends at an authority of which no certificate came along', () => {
    expect(refused(own)).toMatchObject({
      because: expect.arrayContaining([
        expect.stringMatching(
          /showed the certificate CN=gate\.example\.com.*, issued by CN=midd\..*No certificate of CN=midd\.example\.com.* came along: 198\.51\.100\.20 must know/,
        ),
      ]),
      tryNext: expect.arrayContaining([expect.stringMatching(/^Look whether 198\.51\.100\.20 has the certificate of CN=midd\./)]),
      evidence: [3, 4].map(packet => ({ trace: 0, packet })),
    })
    expect(refused(own, between).because.join()).toMatch(/, and 1 of authorities\. No certificate of CN=root\./)
  })
  test('near miss: it came whole, in whatever order', () => {
    for (const chain of [
      [own, between, root],
      [own, root, between],
    ])
      expect(refused(...chain).because.join()).toMatch(
        /It leads to CN=root\.[^.]*\..*, which came along and signs itself: 198\.51\.100\.20 must trust just that one/,
      )
  })
  test('one that signs itself', () => expect(refused(certificate()).because.join()).toContain('That is one that signs itself'))
  test('nothing is said of certificates where there are none', () => {
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authRefusal)
    opened(opened(told, v2.auth, idi, auth), v2.authRefusal, refusal)
    expect(JSON.stringify(first(told))).not.toContain('came along')
  })
})

describe('the groups for new keys', () => {
  const MODP = 14
  const ECP = 19
  const selectors = (net = '10.2') => [
    buildV2.trafficSelector('10.1.0.0', '10.1.0.255'),
    buildV2.trafficSelector(`${net}.0.0`, `${net}.0.255`, { initiator: false }),
  ]
  /** ESP with AES-GCM of so many bits, with or without a group. */
  const esp = (group = 0, bits = 256) =>
    buildV2.sa(
      buildV2.proposal(
        { protocol: 3, spi: '01020304' },
        buildV2.transform(1, 20, bits),
        ...(group ? [buildV2.transform(4, group)] : []),
        buildV2.transform(5, 0),
      ),
    )
  const rekey = buildV2.notify(16393, { protocol: 3, spi: '01020304' })
  const asks = (group: number, bits = 256) => [rekey, esp(group, bits), buildV2.nonce(), ...selectors()]
  const wants = (group: number) => [buildV2.notify(17, { data: [0, group] })]
  const REFUSES = [buildV2.notify(14)]
  const takes = (group: number) => [esp(group), buildV2.nonce(3), ...selectors()]
  /** The SA of IKE_AUTH, and then a request and an answer each, a quarter of a minute apart. */
  const tunnel = (...rounds: (readonly [asked: Part[], answered: Part[]])[]) => {
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    opened(told, v2.auth, idi, auth, esp(), ...selectors())
    opened(told, v2.authAnswer, idr, auth, esp(), ...selectors())
    rounds.forEach(([asked, answered], i) => {
      const [request, answer] = [
        v2.request(36, 2 + i, { inner: asked[0]!.type }),
        v2.answer(36, 2 + i, { inner: answered[0]!.type, length: 48 }),
      ]
      told.wait(15).a(request).b(answer)
      opened(opened(told, request, ...asked), answer, ...answered)
    })
    return told.wait(15).put(new Uint8Array([69]))
  }
  const further: Part[] = [esp(MODP), buildV2.nonce(), ...selectors()]

  test('the group is all that is new', () => {
    const told = tunnel([asks(MODP), REFUSES], [asks(MODP), REFUSES], [further, REFUSES])
    expect(said(told)).toEqual(['pfs-mismatch'])
    expect(noted(told)).toEqual(['rekey-failed', 'child-sa-refused'])
    expect(first(told)).toMatchObject({
      title: `${B.address} does not take the group for new keys (PFS) that ${A.address} asks for`,
      says: expect.stringMatching(
        /asked 3 times .* with 2048-bit MODP Group.*taken before \(ENCR_AES_GCM_16 256, 32-bit Sequential Numbers\), in IKE_AUTH/,
      ),
      confidence: 'likely',
      evidence: [4, 5, 6, 7, 8, 9, 10].map(packet => ({ trace: 0, packet })),
    })
  })
  test('the peer asks for none', () =>
    expect(first(tunnel([asks(0), REFUSES])).title).toBe(
      `${B.address} makes no new keys without a group of their own (PFS), and ${A.address} asks for none`,
    ))
  test('the peer names the group that it wants, and nobody comes back with it', () => {
    const told = tunnel([asks(MODP), wants(ECP)])
    expect(first(told)).toMatchObject({
      rule: 'pfs-mismatch',
      confidence: 'certain',
      says: expect.stringContaining('it wants 256-bit random ECP group, and 192.0.2.10 did not come back with that'),
    })
    expect(said(told)).toEqual(['pfs-mismatch'])
  })

  test.each<[string, Told]>([
    ['near miss: the cipher is another one', tunnel([asks(MODP, 128), REFUSES])],
    ['it comes back with the group that is wanted', tunnel([asks(MODP), wants(ECP)], [asks(ECP), takes(ECP)])],
    ['it is taken later', tunnel([asks(MODP), REFUSES], [asks(MODP), takes(MODP)])],
    ['the same group was taken before', tunnel([asks(MODP), takes(MODP)], [asks(MODP), REFUSES])],
    ['something else is refused', tunnel([asks(MODP), [buildV2.notify(38)]])],
    ['a further SA for other networks', tunnel([[esp(MODP), buildV2.nonce(), ...selectors('10.9')], REFUSES])],
  ])('%s', (_, told) => expect([...said(told), ...noted(told)]).not.toContain('pfs-mismatch'))
})

describe('an SA for less than was asked for', () => {
  const esp = buildV2.sa(buildV2.proposal({ protocol: 3, spi: '01020304' }, buildV2.transform(1, 20, 256), buildV2.transform(5, 0)))
  const ts = (from: string, to: string, initiator: boolean, protocol = 0) => buildV2.trafficSelector(from, to, { initiator, protocol })
  const own = ts('10.10.0.0', '10.10.0.255', true)
  const ask = [own, ts('10.20.0.0', '10.20.255.255', false)]
  const get = [own, ts('10.20.0.0', '10.20.0.255', false)]
  const config = { type: 47, body: bytes([1, 0, 0, 0]) }
  /** A tunnel that was asked for and granted so, and pings in the clear to an address. */
  const tunnel = (asked: Part[], granted: Part[], to = '10.20.5.1', before: Part[] = []) => {
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    opened(told, v2.auth, idi, auth, ...before, esp, ...asked)
    opened(told, v2.authAnswer, idr, auth, esp, ...granted)
    told.esp('a', 0x01020304, 1).esp('b', 0x05060708, 1)
    for (let i = 1; i <= 3; i++) told.wait(1).put(echo('10.10.0.1', to, i))
    return told
  }
  const narrowed = (told: Told) => told.report.findings.find(f => f.rule === 'selectors-narrowed')

  test('and some of the rest goes in the clear', () =>
    expect(narrowed(tunnel(ask, get))).toMatchObject({
      severity: 'warning',
      title: `${B.address} grants a narrower SA than ${A.address} asks for, and some of the rest goes in the clear`,
      says: expect.stringMatching(
        /an SA for 10\.10\.0\.0\/24 and 10\.20\.0\.0\/16\. .* for 10\.10\.0\.0\/24 and 10\.20\.0\.0\/24 only .* 3 packets of the rest .*: 10\.10\.0\.1 to 10\.20\.5\.1/,
      ),
      evidence: [3, 4, 7, 8, 9].map(packet => ({ trace: 0, packet })),
    }))
  test.each<[string, Told]>([
    ['nothing of the rest is seen', tunnel(ask, get, '10.20.0.7')],
    ['hosts that were never asked for', tunnel(ask, get, '10.99.0.7')],
    ['the selector that was asked for is of one protocol', tunnel([own, ts('10.20.0.0', '10.20.255.255', false, 6)], get)],
  ])('a note: %s', (_, told) => expect(narrowed(told)).toMatchObject({ severity: 'note', confidence: 'certain' }))
  test('IPv6: what another SA of the two was granted for is not left out', () => {
    const own6 = ts('2001:db8:1::', '2001:db8:1::ffff', true)
    const ask6 = [own6, ts('2001:db8:2::', '2001:db8:2::ffff', false)]
    const told = tunnel(ask6, [own6, ts('2001:db8:2::', '2001:db8:2::ff', false)])
    expect(narrowed(told)).toMatchObject({ says: expect.stringContaining('for 2001:db8:1::/112 and 2001:db8:2::/120 only') })
    const [request, answer] = [v2.request(36, 2), v2.answer(36, 2)]
    const both = tunnel(ask, get)
    both.a(request).b(answer)
    opened(
      opened(both, request, esp, buildV2.nonce(), own, ts('10.20.5.0', '10.20.5.255', false)),
      answer,
      esp,
      own,
      ts('10.20.5.0', '10.20.5.255', false),
    )
    expect(narrowed(both)).toMatchObject({ severity: 'note' })
  })

  test.each<[string, Told]>([
    ['near miss: all was granted', tunnel(ask, ask)],
    ['everything was asked for', tunnel([ts('0.0.0.0', '255.255.255.255', true), ask[1]!], get)],
    ['a client that asks for an address', tunnel(ask, get, '10.20.5.1', [config])],
    [
      'no keys',
      story()
        .a(v2.init)
        .b(v2.initAnswer)
        .a(v2.auth)
        .b(v2.authAnswer)
        .put(echo('10.10.0.1', '10.20.5.1', 1)),
    ],
  ])('%s', (_, told) => expect(narrowed(told)).toBeUndefined())
})

describe('two hosts of one identity', () => {
  const C = { address: '192.0.2.30' }
  const second = sayV2({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2', nonce: 7 })
  const [TO_A, TO_B] = [0x0a0a0a0a, 0x0b0b0b0b]
  const esp = (spi: string) => buildV2.sa(buildV2.proposal({ protocol: 3, spi }, buildV2.transform(1, 20, 256), buildV2.transform(5, 0)))
  const selectors = [
    buildV2.trafficSelector('10.1.0.0', '10.1.0.255'),
    buildV2.trafficSelector('10.2.0.0', '10.2.0.255', { initiator: false }),
  ]
  const hello = buildV2.notify(16384)
  const gone = v2.request(37, 0, { inner: 42, fromInitiator: false })
  const heard = v2.answer(37, 0, { inner: 0, fromInitiator: true, length: 40 })
  interface How {
    readonly name?: string
    readonly says?: Part[]
    readonly proof?: Part[]
    readonly after?: (told: Told) => void
  }
  /** A has an SA and uses it; C comes, and then A goes on. */
  const both = ({ name = 'hq.example.com', says = [hello], proof = [auth], after = silent }: How = {}) => {
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    opened(opened(told, v2.auth, idi, hello, auth, esp('0a0a0a0a'), ...selectors), v2.authAnswer, idr, auth, esp('0b0b0b0b'), ...selectors)
    for (let i = 1; i <= 4; i++) told.wait(1).esp('a', TO_B, i).esp('b', TO_A, i)
    told.wait(5).a(second.init, { from: C }).b(second.initAnswer, { from: C }).a(second.auth, { from: C }).b(second.authAnswer, { from: C })
    opened(told, second.auth, buildV2.fqdn(name), ...says, ...proof, esp('0c0c0c0c'), ...selectors)
    opened(told, second.authAnswer, idr, auth, esp('0d0d0d0d'), ...selectors)
    after(told)
    return told
  }
  const silent = (told: Told) => void [5, 6, 7, 8, 9].map(i => told.wait(1).esp('a', TO_B, i))
  const shared = (told: Told) => told.report.findings.find(f => f.rule === 'shared-identity')

  test('and the second puts the first out', () => {
    const told = both()
    expect(said(told)).toEqual(['shared-identity'])
    expect(first(told)).toMatchObject({
      title: `${A.address} and ${C.address} go by the same identity, and the second puts the first out`,
      says: expect.stringMatching(
        /^192\.0\.2\.30 came .* as "hq\.example\.com" and said INITIAL_CONTACT.*After that 5 protected packets of 192\.0\.2\.10 got no answer/,
      ),
      negotiation: 'N1',
      confidence: 'likely',
      evidence: [3, 15, 17, 18, 19, 20, 21].map(packet => ({ trace: 0, packet })),
    })
    expect(told.report.findings.find(f => f.rule === 'esp-one-way')).toMatchObject({ severity: 'note', consequenceOf: 0 })
  })
  test('it is told so with a delete, which the first answers', () => {
    const told = both({ after: told => opened(told.wait(1).b(gone).a(heard), gone, buildV2.remove(1)) })
    expect(shared(told)).toMatchObject({ says: expect.stringContaining(`${B.address} then deleted what ${A.address} had`) })
  })

  test.each<[string, Told]>([
    [
      'near miss: the first is still answered',
      both({ after: told => void [5, 6, 7, 8].map(i => told.wait(1).esp('a', TO_B, i).esp('b', TO_A, i)) }),
    ],
    ['another identity', both({ name: 'hr.example.com' })],
    ['it does not say that it is the only one', both({ says: [] })],
    ['with EAP the identity of the user is another matter', both({ proof: [] })],
    ['nothing more is heard of the first: it has moved', both({ after: told => opened(told.wait(1).b(gone), gone, buildV2.remove(1)) })],
  ])('%s', (_, told) => expect(shared(told)).toBeUndefined())
})

describe('a log-in by XAUTH', () => {
  const say = sayV1({ authentication: 65001 })
  /** Mode config's payload: a set, a reply, an acknowledgement; attributes with and without a length. */
  const config = (type: number, attribute: Bytes): Part => ({ type: 14, body: bytes([type, 0, 0, 1], attribute) })
  const name = bytes([0x40, 0x89, 0, 5], ascii('alice'))
  const judged = (status: number) => {
    const told = story().a(say.mm1).b(say.mm2).a(say.mm3).b(say.mm4).a(say.mm5).b(say.mm6)
    const [ask, reply, set, ack] = [say.transaction(1, 1), say.transaction(1, 2), say.transaction(2, 3), say.transaction(2, 4)]
    told.b(ask).a(reply).b(set).a(ack).wait(20)
    opened(told, reply, config(2, name))
    opened(told, set, config(3, bytes([0xc0, 0x8f, 0, status])))
    return opened(told, ack, config(4, bytes([0x40, 0x8f, 0, 0])))
  }

  test('is refused, whoever acknowledges it: the user is named', () => {
    const told = judged(0)
    expect(told.report.negotiations.map(one => one.outcome)).toEqual(['failed'])
    expect(first(told)).toMatchObject({ rule: 'credentials-refused', confidence: 'certain', otherwise: [] })
    expect(first(told).says).toBe(`The two hosts got as far as the log-in of the user alice by XAUTH, and there ${B.address} refuses it.`)
  })
  test('near miss: it is accepted', () => expect(said(judged(1))).not.toContain('credentials-refused'))
})

describe('networks that are refused', () => {
  const say = sayV1()
  const up = () => story().a(say.mm1).b(say.mm2).a(say.mm3).b(say.mm4).a(say.mm5).b(say.mm6)
  const wish = (last: number) => [buildV1.sa({}), ...[10, last].map(net => buildV1.idAddress(`10.${net}.0.1`, { protocol: 0, port: 0 }))]
  const [one, two] = [say.qm1(), say.qm1(0x1002)]
  const [no, again] = [say.informational(0x2001), say.informational(0x2002)]
  const found = (told: ReturnType<typeof story>, refusals = [no, again], requests = [one, two]) => {
    for (const [i, qm1] of requests.entries()) opened(told, qm1, ...wish(20 + 10 * i))
    for (const informational of refusals) opened(told, informational, buildV1.notify(18))
    return told.report.findings.find(f => f.rule === 'selectors-refused')!
  }
  test('each request that was refused is cited with its refusal', () => {
    const { says, evidence } = found(up().a(one).b(no).wait(3).a(two).b(again).wait(20))
    expect(says).toContain('10.20.0.1')
    expect(says).toMatch(/\. Another request, 3\.0 s later, was refused as well\.$/)
    expect(evidence.map(({ packet }) => packet)).toEqual([7, 8, 9, 10])
  })
  test('near misses: another request that was answered, and a copy of the one that is refused anew', () => {
    const answered = found(up().a(one).b(no).wait(3).a(two).b(say.qm2(0x1002)).a(say.qm3(0x1002)).wait(20), [no])
    expect(answered.evidence.map(({ packet }) => packet)).toEqual([7, 8])
    const copied = found(up().a(one).b(no).wait(3).a(one).b(again).wait(20), [no, again], [one])
    expect(copied.says).not.toContain('as well')
    expect(copied.evidence.map(({ packet }) => packet)).toEqual([7, 9, 8])
  })
})

describe('a refusal of IKEv2 that says what is wanted', () => {
  const up = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
  test.each([
    [34, /ask for one pair of addresses/],
    [35, /set up a new IKE SA/],
    [37, /ask for an address of its own/],
    [43, /a little later/],
    [44, /delete that child SA and set up a new one/],
  ])('of a child SA: notify %i', (notify, words) => {
    const [ask, no] = [v2.request(36, 2, { inner: 33 }), v2.answer(36, 2, { inner: 41, length: 48 })]
    const told = opened(up().a(ask).b(no).wait(20), no, buildV2.notify(notify))
    const found = told.report.findings.find(f => f.rule === 'child-sa-refused')!
    expect(found.confidence).toBe('certain')
    expect(found.tryNext.join(' ')).toMatch(words)
    expect(found.tryNext.join(' ')).not.toContain('Compare')
  })
  test('of new addresses', () => {
    const [ask, no] = [v2.request(37, 2, { inner: 41 }), v2.answer(37, 2, { inner: 41, length: 48 })]
    const told = opened(up().a(ask).b(no).wait(20), no, buildV2.notify(40))
    expect(first(told)).toMatchObject({
      rule: 'refused-otherwise',
      severity: 'warning',
      title: `${B.address} refuses ${A.address}: UNACCEPTABLE_ADDRESSES`,
      tryNext: expect.arrayContaining([expect.stringContaining('Look which addresses')]),
    })
  })
  test('near miss: an answer that refuses nothing', () => {
    const [ask, yes] = [v2.request(37, 2, { inner: 41 }), v2.answer(37, 2, { inner: 41, length: 48 })]
    expect(said(opened(up().a(ask).b(yes).wait(20), yes, buildV2.notify(16388)))).toEqual([])
  })
})

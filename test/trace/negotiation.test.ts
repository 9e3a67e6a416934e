import { describe, expect, test } from 'vitest'
import { ikev1, ikev2 } from '../../src/compose/ike/message.ts'
import * as p1 from '../../src/compose/ike/v1.ts'
import { ladder } from '../support/trace/ladder.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { A, B, story } from '../support/trace/story.ts'

const v1 = sayV1()
const v2 = sayV2()
const NAT = { address: '203.0.113.1', ttl: 63 }

function shape(told: ReturnType<typeof story>) {
  return told.report.negotiations.map(n => n.exchanges.flatMap(e => e.messages.map(m => m.name)).join(' '))
}

/** Answers of so many hosts under one initiator's SPI, each under an SPI of its own. */
function reflections(hosts: number) {
  const told = story()
  for (let host = 0; host < hosts; host++) {
    const { mm2 } = sayV1({ responder: `c3c3c3c3c3c3c3${(host + 16).toString(16)}` })
    told.b(mm2, { to: { address: `203.0.113.${host + 1}` } })
  }
  return told
}

describe('answers of several hosts under one SPI', () => {
  test('are a negotiation each, and no peer that moves', () => {
    const { report } = reflections(3)
    expect(report.negotiations.map(one => one.responder.address)).toEqual(['203.0.113.1', '203.0.113.2', '203.0.113.3'])
    expect(report.findings.map(one => one.rule)).not.toContain('address-moved')
  })
  test.each([
    [7, 0],
    [8, 1],
  ])('%d of them: reflections %d', (hosts, told) => {
    const { findings, negotiations } = reflections(hosts).report
    const found = findings.filter(one => one.title.includes(`${hosts} hosts answer it (a reflection)`))
    expect(found.map(one => one.says.includes('a1a1a1a1a1a1a1a1'))).toEqual(told ? [true] : [])
    const others = findings.filter(one => !found.includes(one)).map(one => one.rule)
    expect(others.includes('capture-starts-late')).toBe(!told)
    expect(others.includes('capture-ends-early')).toBe(!told)
    expect(negotiations.some(one => one.exchanges.some(exchange => exchange.due))).toBe(!told)
  })
})

describe('one negotiation', () => {
  test('over the float to port 4500 and a NAT that changes the port', () => {
    const told = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).via({ port: 4500 }).a(v1.mm5).b(v1.mm6)
    const moved = { ...A, port: 40123 }
    told.via({ from: moved }).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    expect(shape(told)).toEqual(['MM1 MM2 MM3 MM4 MM5 MM6 QM1 QM2 QM3'])
    const [first, second] = told.trace.negotiations[0]!.endpoints
    expect(first.map(e => e.port)).toEqual([500, 4500, 40123])
    expect(second.map(e => e.port)).toEqual([500, 4500])
  })

  test('with a responder that answers once more under another SPI', () => {
    const anew = sayV1({ responder: 'c3c3c3c3c3c3c3c3' })
    expect(shape(story().a(v1.mm1).b(v1.mm2).b(anew.mm2))).toHaveLength(1)
  })

  test('as seen on both sides of a NAT by one capture', () => {
    const told = story().a(v1.mm1, { identification: 77 }).a(v1.mm1, { from: NAT, identification: 77 }).b(v1.mm2, { from: NAT }).b(v1.mm2)
    expect(shape(told)).toEqual(['MM1 MM2'])
    expect(told.report.negotiations[0]!.exchanges[0]!.messages[0]!.transmissions).toHaveLength(1)
  })

  test('when an IKEv2 peer moves (MOBIKE)', () => {
    const told = story().a(v2.init).b(v2.initAnswer).via({ port: 4500 }).a(v2.auth).b(v2.authAnswer)
    told
      .via({ from: { address: '192.0.2.11' } })
      .a(v2.request(37, 2, { inner: 41 }))
      .b(v2.answer(37, 2, { inner: 41 }))
    expect(told.report.negotiations).toHaveLength(1)
    expect(told.trace.negotiations[0]!.endpoints[0].map(e => e.address)).toEqual(['192.0.2.10', '192.0.2.10', '192.0.2.11'])
  })

  test('when a responder that asks in its turn writes its own SPI first', () => {
    const turned = sayV2({ initiator: 'b2b2b2b2b2b2b2b2', responder: 'a1a1a1a1a1a1a1a1' })
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).b(turned.request(36, 2)).a(turned.answer(36, 2))
    expect(ladder(told.report)).toContain(
      ['#5        0.080  ← CREATE_CHILD_SA request  *SK', '#6        0.100  → CREATE_CHILD_SA response  *SK'].join('\n'),
    )
    expect(told.trace.negotiations).toMatchObject([{ initiatorSpi: 'a1a1a1a1a1a1a1a1', responderSpi: 'b2b2b2b2b2b2b2b2' }])
    const stranger = sayV2({ initiator: 'b2b2b2b2b2b2b2b2', responder: 'a1a1a1a1a1a1a1a2' })
    expect(told.b(stranger.request(36, 3)).report.negotiations).toHaveLength(2)
  })

  test('COOKIE: the request comes again with the cookie in it', () => {
    const told = story()
      .a(v2.init)
      .b(v2.initRefusal(16390, 'c0c0c0c0'))
      .a(v2.initAgain([16390, { data: 'c0c0c0c0' }]))
      .b(v2.initAnswer)
    expect(ladder(told.report)).toBe(
      [
        'N1 ikev2 incomplete',
        '#1        0.000  → IKE_SA_INIT request  SA KE Nonce',
        '#2        0.020  ← IKE_SA_INIT response  N',
        '#3        0.040  → IKE_SA_INIT request  N SA KE Nonce',
        '#4        0.060  ← IKE_SA_INIT response  SA KE Nonce',
      ].join('\n'),
    )
  })

  test('a second cookie of the same length is another request, not an altered one', () => {
    const first = v2.initAgain([16390, { data: 'c0c0c0c0c0c0c0c0' }])
    const second = v2.initAgain([16390, { data: 'd1d1d1d1d1d1d1d1' }])
    const told = story().a(v2.init).b(v2.initRefusal(16390, 'c0c0c0c0c0c0c0c0')).a(first).wait(2).a(second)
    expect(told.report.negotiations[0]!.exchanges[0]!.messages).toHaveLength(4)
  })

  test('a first request whose flags were damaged, and say response and initiator at once', () => {
    const damaged = v2.init.slice()
    damaged[19] = 0xff
    const told = story()
      .a(damaged)
      .b(v2.initRefusal(16390, 'c0c0'))
      .a(v2.initAgain([16390, { data: 'c0c0' }]))
      .b(v2.initAnswer)
    const [only, ...others] = told.trace.negotiations
    expect(others).toEqual([])
    expect(only!.joined).toBe(false)
    expect(only!.endpoints.map(seen => seen.map(e => e.address))).toEqual([[A.address], [B.address]])
    const [init, ...more] = told.report.negotiations[0]!.exchanges
    expect(more).toEqual([])
    expect(init!.messages.map(m => m.name).slice(0, 2)).toEqual(['IKE_SA_INIT request', 'IKE_SA_INIT response'])
  })

  test.each([
    ['IKEv1', v1.mm1, v1.mm2, 'MM1 MM2'],
    ['IKEv2', v2.init, v2.initAnswer, 'IKE_SA_INIT request IKE_SA_INIT response'],
  ])('of which the capture has the answer first, and the first message only as sent again: %s', (_, first, answer, messages) => {
    const { report } = story().b(answer).wait(4).a(first).b(answer).wait(8).a(first).b(answer)
    expect(report.negotiations.map(n => [n.initiator.address, n.responder.address])).toEqual([[A.address, B.address]])
    expect(report.negotiations[0]!.exchanges.map(e => e.messages.map(m => m.name).join(' '))).toEqual([messages])
    expect(report.findings.map(f => f.rule)).not.toContain('no-answer')
  })

  test('INVALID_KE_PAYLOAD: the request comes again with another group', () => {
    const told = story().a(v2.init).b(v2.initRefusal(17, '0013')).a(v2.initOtherGroup).b(v2.initAnswer)
    const [only] = told.report.negotiations
    expect(only!.exchanges[0]!.messages).toHaveLength(4)
    expect(only!.exchanges[0]!.outcome).toBe('complete')
    expect(only!.responderSpi).toBe('b2b2b2b2b2b2b2b2')
  })

  test('a Windows responder under load asks for a cookie, and MM1 brings it as responder cookie', () => {
    const both = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'dcdcdcdcdcdcdcdc' }
    const asks = ikev1({ initiator: both.initiator, exchange: 5 }, p1.notify(40004, { data: both.responder }))
    const again = ikev1({ ...both, exchange: 2 }, p1.sa({}, p1.proposal({}, p1.suite())))
    const answer = ikev1({ ...both, exchange: 2 }, p1.sa({}, p1.proposal({}, p1.suite())), p1.vid('1e2b516905991c7d7c96fcbfb587e461'))
    const told = story().a(v1.mm1).b(asks).a(again).b(answer)
    const [only] = told.report.negotiations
    expect(told.report.negotiations).toHaveLength(1)
    expect(only!.exchanges[0]!.messages.map(m => `${m.from} ${m.name}`)).toEqual(['initiator MM1', 'initiator MM1', 'responder MM2'])
  })
})

describe('a refusal belongs to what it refuses', () => {
  test.each([
    ['under both cookies', { initiator: 'a1a1a1a1a1a1a1a1', responder: 'eeeeeeeeeeeeeeee' }],
    ['under the initiator cookie alone', { initiator: 'a1a1a1a1a1a1a1a1' }],
  ])('%s', (_, cookies) => {
    const told = story().a(v1.mm1).b(v1.refusal(14, cookies))
    expect(told.report.negotiations).toHaveLength(1)
    expect(told.report.negotiations[0]!.outcome).toBe('failed')
  })

  test('under cookies of its own, when its notify names the others', () => {
    const refusal = ikev1(
      { initiator: '7777777777777777', responder: '8888888888888888', exchange: 5, messageId: 9 },
      p1.notify(14, { spi: 'a1a1a1a1a1a1a1a10000000000000000' }),
    )
    expect(story().a(v1.mm1).b(refusal).report.negotiations).toHaveLength(1)
  })

  test('of the other version: INVALID-MAJOR-VERSION to an IKEv2 request', () => {
    const refusal = ikev1({ initiator: 'a1a1a1a1a1a1a1a1', exchange: 5 }, p1.notify(5))
    const told = story().a(v2.init).b(refusal)
    expect(told.report.negotiations.map(n => [n.version, n.outcome])).toEqual([[2, 'failed']])
  })
})

describe('different negotiations', () => {
  test('a new cookie is a new attempt', () => {
    const next = sayV1({ initiator: 'c3c3c3c3c3c3c3c3' })
    expect(shape(story().a(v1.mm1).wait(30).a(next.mm1))).toEqual(['MM1', 'MM1'])
  })

  test('two clients behind one NAT that drew the same SPI', () => {
    const one = { ...NAT, port: 1024 }
    const other = { ...NAT, port: 1025 }
    const second = sayV2({ nonce: 9, responder: 'd4d4d4d4d4d4d4d4' })
    const told = story().a(v2.init, { from: one }).a(second.init, { from: other })
    told.b(v2.initAnswer, { from: one }).b(second.initAnswer, { from: other }).a(v2.auth, { from: one }).a(second.auth, { from: other })
    expect(told.report.negotiations.map(n => [n.initiator.port, n.responderSpi])).toEqual([
      [1024, 'b2b2b2b2b2b2b2b2'],
      [1025, 'd4d4d4d4d4d4d4d4'],
    ])
    expect(shape(told)).toEqual(Array(2).fill('IKE_SA_INIT request IKE_SA_INIT response IKE_AUTH request'))
  })

  test('the same fixed SPI between other hosts', () => {
    const elsewhere = { from: { address: '10.1.1.1' }, to: { address: '10.2.2.2' } }
    expect(story().a(v1.mm1).b(v1.mm2).a(v1.mm1, elsewhere).b(v1.mm2, elsewhere).report.negotiations).toHaveLength(2)
  })

  test('an IKEv2 message under an SPI that an IKEv1 negotiation uses', () => {
    const other = ikev2({ initiator: 'a1a1a1a1a1a1a1a1', exchange: 34, flags: 8 })
    expect(
      story()
        .a(v1.mm1)
        .a(other)
        .report.negotiations.map(n => n.version),
    ).toEqual([1, 2])
  })
})

test('a first message behind encrypted ones under its SPI is another negotiation', () => {
  const { report } = story().b(v2.authAnswer).wait(60).a(v2.init)
  expect(report.negotiations).toHaveLength(2)
})

test.each([
  ['a quick mode alone', () => story().a(v1.qm1()).b(v1.qm2()), ['mode', 'initiator']],
  ['main mode from its third message on', () => story().a(v1.mm3).b(v1.mm4), undefined],
  ['the last message of main mode', () => story().b(v1.mm6).a(v1.qm1()), ['initiator']],
  ['from the beginning', () => story().a(v1.mm1).b(v1.mm2), undefined],
] as const)('what no message shows is said to be assumed: %s', (_, told, assumed) =>
  expect(told().report.negotiations[0]!.assumed).toEqual(assumed),
)

test('both peers on one address and port are told apart by whose turn it is', () => {
  const here = { from: { address: '127.0.0.1' }, to: { address: '127.0.0.1' } }
  const told = story().via(here).a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4)
  expect(told.report.negotiations[0]!.exchanges[0]!.messages.map(m => m.from)).toEqual(['initiator', 'responder', 'initiator', 'responder'])
})

test('where the capture was taken shows in the hop counts', () => {
  const at = (a: number, b: number) =>
    story()
      .a(v1.mm1, { from: { ...A, ttl: a } })
      .b(v1.mm2, { from: A, to: { ...B, ttl: b } }).report.negotiations[0]!.seenFrom
  expect([at(64, 63), at(62, 255), at(60, 125), at(64, 128)]).toEqual([['initiator'], ['responder'], ['between'], [null]])
})

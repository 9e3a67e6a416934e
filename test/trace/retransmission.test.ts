import { describe, expect, test } from 'vitest'
import { ikev1 } from '../../src/compose/ike/message.ts'
import * as buildV1 from '../../src/compose/ike/v1.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { A, story } from '../support/trace/story.ts'

const v1 = sayV1()
const v2 = sayV2()

/** Sightings of each sending of each message: `[[1, 1], [2]]` is a message sent twice and one captured twice. */
function sendings(told: ReturnType<typeof story>) {
  return told.report.negotiations.flatMap(n => n.exchanges.flatMap(e => e.messages.map(m => m.transmissions.map(t => t.sightings.length))))
}

describe('sent again', () => {
  test('the same bytes in new packets: the initiator asks, nobody answers, he asks again after 2 s and 4 s', () => {
    const { report } = story().a(v1.mm1).wait(2).again().wait(4).again()
    const [message] = report.negotiations[0]!.exchanges[0]!.messages
    expect(message!.transmissions.map(t => [t.retransmission, t.sightings[0]!.time.toFixed(2)])).toEqual([
      [false, '0.00'],
      [true, '2.02'],
      [true, '6.04'],
    ])
  })

  test('at once, as the answer to a request that was repeated at once', () => {
    expect(sendings(story().a(v1.mm1).b(v1.mm2).a(v1.mm1).b(v1.mm2))).toEqual([
      [1, 1],
      [1, 1],
    ])
  })

  test('from another port, after the float', () => {
    expect(sendings(story().a(v1.mm5).wait(4).a(v1.mm5, { port: 4500 }))).toEqual([[1, 1]])
  })

  test('in a file written without a clock, where all packets have one time', () => {
    const same = { identification: 0 }
    const told = story().via(same).a(v1.mm1).wait(-0.02).a(v1.mm3).wait(-0.02).a(v1.qm1()).wait(-0.02).a(v1.qm2()).wait(-0.02).a(v1.mm5)
    expect(sendings(told.wait(-0.02).a(v1.mm1))[0]).toEqual([1, 1])
  })
})

describe('as a stack does', () => {
  const offer = buildV1.sa({}, buildV1.proposal({}, buildV1.suite({})))
  const like = (version: string) => {
    const asks = ikev1({ exchange: 2 }, offer, ...(version ? [buildV1.vid(`1e2b516905991c7d7c96fcbfb587e461${version}`)] : []))
    const told = story()
      .a(asks)
      .wait(0.98)
      .again()
      .wait(1.98)
      .again()
      .wait(3.98)
      .again()
      .wait(20)
      .put(new Uint8Array([69]))
    const [finding] = told.report.findings.filter(one => one.rule === 'no-answer')
    expect(finding!.because.join()).toContain('1.0 s, 2.0 s, 4.0 s apart')
    return [
      told.report.negotiations[0]!.exchanges[0]!.messages[0]!.repeats!.like,
      /apart, as (.*) does it/.exec(finding!.because.join())?.[1],
    ]
  }
  const old = 'Windows 2000, XP or Server 2003'
  test.each([
    ['a sender that names no release', '', [[old], old]],
    ['Windows XP', '00000003', [[old], old]],
    ['near miss: Windows 7 says that it is none of these', '00000007', [undefined, undefined]],
  ])('%s', (_, version, names) => expect(like(version)).toEqual(names))
})

describe('captured twice', () => {
  test('the same packet, a moment later', () => {
    expect(sendings(story().a(v1.mm1, { captured: 2 }).b(v1.mm2, { captured: 3 }))).toEqual([[2], [3]])
  })

  test('the same packet behind a router', () => {
    const passed = { from: { ...A, ttl: 63 }, identification: 5 }
    expect(sendings(story().a(v1.mm1, { identification: 5 }).a(v1.mm1, passed))).toEqual([[2]])
  })

  test('a packet without identification, when nothing lies between', () => {
    expect(sendings(story().a(v1.mm1, { captured: 2, identification: 0 }))).toEqual([[2]])
    expect(sendings(story().a(v1.mm1, { identification: 0 }).wait(0.5).a(v1.mm1, { identification: 0 }))).toEqual([[1, 1]])
  })
})

describe('something else', () => {
  test('the same size with other content', () => {
    expect(sendings(story().b(v1.informational(1)).b(v1.informational(2)))).toEqual([[1], [1]])
  })

  test('an IKEv2 request with the next message id', () => {
    expect(sendings(story().a(v2.request(37, 2)).a(v2.request(37, 3)))).toEqual([[1], [1]])
  })
})

describe('not quite the same bytes', () => {
  test('a copy that the path has altered in one bit is a sending of the same message, and marked', () => {
    const altered = v1.mm5.slice()
    altered[50]! ^= 4
    const told = story().a(v1.mm5).wait(4).a(altered)
    expect(sendings(told)).toEqual([[1, 1]])
    expect(told.trace.negotiations[0]!.messages[0]!.transmissions.map(t => t.differs)).toEqual([undefined, 1])
  })

  test('copies of which the capture kept only the start are compared as far as they go', () => {
    expect(sendings(story().a(v1.mm5, { keep: 96 }).wait(4).a(v1.mm5).wait(7).a(v1.mm5, { keep: 90 }))).toEqual([[1, 1, 1]])
    expect(sendings(story().a(v1.mm5, { keep: 96 }).b(v1.mm6, { keep: 96 }))).toEqual([[1], [1]])
  })

  test.each([70, 74, 80])('of which the capture kept %i bytes, next to nothing behind the header, as far as they go the same way', keep => {
    expect(sendings(story().via({ keep }).a(v1.mm3).wait(2).again().b(v1.mm4))).toEqual([[1, 1], [1]])
    expect(sendings(story().via({ keep }).a(v1.qm1()).b(v1.qm2()).wait(4).again())).toEqual([[1], [1, 1]])
  })

  test('pieces of a message whose numbers the capture cut are no copies of each other', () => {
    const told = story().via({ keep: 74 }).a(v2.authPiece(1)).a(v2.authPiece(2)).a(v2.authPiece(3))
    expect(sendings(told)).toEqual([[1], [1], [1]])
  })

  test('the whole copy tells what the cut one could not', () => {
    const { report } = story().a(v1.mm1, { keep: 100 }).wait(2).a(v1.mm1)
    const [message] = report.negotiations[0]!.exchanges[0]!.messages
    expect(message!.payloads).toEqual(['SA', 'VID'])
    expect(message!.transmissions.map(t => t.sightings[0]!.complete)).toEqual([false, true])
  })
})

describe('what arrived', () => {
  const fates = (told: ReturnType<typeof story>) =>
    told.report.negotiations[0]!.exchanges.flatMap(e => e.messages.map(m => m.transmissions.map(t => t.fate).join(' ')))
  const between = { from: { ...A, ttl: 60 }, to: { address: '198.51.100.20', ttl: 60 } }

  test('a message that was answered before it was repeated', () => {
    expect(fates(story().via(between).a(v1.mm1).b(v1.mm2))).toEqual(['delivered', 'unknown'])
  })

  test('of two copies before an answer nobody knows which', () => {
    expect(fates(story().via(between).a(v1.mm1).wait(1).again().b(v1.mm2))).toEqual(['unknown unknown', 'unknown'])
  })

  test('what the far side sent, at the near side', () => {
    expect(fates(story().a(v1.mm1).b(v1.mm2))).toEqual(['delivered', 'delivered'])
  })

  const INVALID_KE_PAYLOAD = 17
  const COOKIE = 16390
  test('an answer of IKEv2 after which its initiator asks anew, otherwise', () => {
    const asked = story().via(between).a(v2.init)
    const wanted = 'c0c0c0c0'
    expect(
      fates(
        asked
          .b(v2.initRefusal(COOKIE, wanted))
          .a(v2.initAgain([COOKIE, { data: wanted }]))
          .b(v2.initAnswer),
      )[1],
    ).toBe('delivered')
    const group = story().via(between).a(v2.init).b(v2.initRefusal(INVALID_KE_PAYLOAD, '0013')).a(v2.initOtherGroup)
    expect(fates(group)).toEqual(['delivered', 'delivered', 'unknown'])
  })

  test('the same, when the initiator only repeats what it asked: nobody knows', () => {
    const told = story().via(between).a(v2.init).b(v2.initRefusal(COOKIE, 'c0c0c0c0')).wait(2).a(v2.init)
    expect(fates(told)).toEqual(['delivered unknown', 'unknown'])
  })

  const NO_PROPOSAL_CHOSEN = 14
  test('what was refused in the clear, and of two copies before that nobody knows which', () => {
    const refused = v1.refusal(NO_PROPOSAL_CHOSEN)
    expect(fates(story().via(between).a(v1.mm1).b(refused))[0]).toBe('delivered')
    expect(fates(story().via(between).a(v1.mm1).b(refused).wait(2).a(v1.mm1))[0]).toBe('delivered unknown')
    expect(fates(story().via(between).a(v1.mm1).wait(2).again().b(refused))[0]).toBe('unknown unknown')
  })

  test('what the sender itself then refuses, and what an error came before', () => {
    const refused = v1.refusal(NO_PROPOSAL_CHOSEN)
    expect(fates(story().via(between).a(v1.mm1).b(v1.mm2).b(refused))[1]).toBe('unknown')
    expect(fates(story().via(between).b(refused).a(v1.mm1)).flat()).toContain('unknown')
  })
})

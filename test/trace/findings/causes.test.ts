import { describe, expect, test } from 'vitest'
import { pingFromA } from '../../support/trace/clear.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, atB, B, type Host, said, story } from '../../support/trace/story.ts'

// Which of several findings is the cause, and what weighs less than it seems: a refusal that was not obeyed, an answer whose
// question is not here, a hello that looks like a refusal, a rekey that looks like a goodbye.

const v1 = sayV1()
type Told = ReturnType<typeof story>
const TO_B = 0xc0ffee01
const main = (told: Told, say = v1) => told.a(say.mm1).b(say.mm2).a(say.mm3).b(say.mm4).a(say.mm5).b(say.mm6)
const of = (told: Told, rule: string) => told.report.findings.filter(f => f.rule === rule)
const later = (told: Told, seconds = 10) => told.wait(seconds).put(new Uint8Array([69]))

/** A sends on an SA whose third quick mode message is lost; B repeats the second. */
function withoutThird(told: Told): Told {
  main(told).a(v1.qm1()).b(v1.qm2())
  for (const [i, gap] of [3.5, 6.5, 12].entries()) {
    for (let n = 1; n < 4; n++) told.wait(0.5).esp('a', TO_B, i * 3 + n)
    told.wait(gap - 1.5).b(v1.qm2())
  }
  return told
}

describe('the third quick mode message is lost', () => {
  test('at the responder: QM2 gets no answer, and what is sent on the new SA is a consequence', () => {
    const told = withoutThird(atB())
    expect(said(told)).toEqual(['no-answer'])
    const { findings } = told.report
    const cause = findings.findIndex(f => f.rule === 'no-answer')
    expect(findings[cause]!.because.join(' ')).toContain('QM2 did arrive there, and QM3 is what is missing')
    expect(findings.filter(f => f.consequenceOf === cause).map(f => f.rule)).toEqual(['esp-one-way', 'bad-spi'])
  })
  test('near miss: the quick mode is complete, and packets go one way for another reason', () => {
    const told = main(atB()).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    for (let n = 1; n < 8; n++) told.wait(0.5).esp('a', TO_B, n)
    expect(said(told)).toEqual(['esp-one-way'])
  })
})

describe('a peer that is not there begins anew later', () => {
  const v2 = sayV2()
  const anew = sayV2({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2' })
  const check = v2.request(37, 2, { inner: 0, length: 48 })
  const back = (told: Told) => told.wait(12).b(anew.init).a(anew.initAnswer).b(anew.auth).a(anew.authAnswer)
  const causeOf = ({ report: { findings } }: Told, rule: string) =>
    findings.filter(f => f.rule === rule).map(f => f.consequenceOf !== undefined && findings[f.consequenceOf]?.rule)
  const asked = (told: Told) => told.a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).wait(5).a(check)
  test('which is no cause of its silence before', () => {
    const told = back(asked(story()).wait(5).again().wait(5).again())
    expect(of(told, 'peer-restarted')).toHaveLength(1)
    expect(causeOf(told, 'dead-peer')).toEqual([false])
    expect(of(told, 'no-answer')).toEqual([])
  })
  test('what a router says of the way is the one cause', () => {
    const told = back(asked(story()).icmp('192.0.2.1', 3, 0).wait(5).again().icmp('192.0.2.1', 3, 0).wait(5).again())
    expect(causeOf(told, 'dead-peer')).toEqual(['network-unreachable'])
    expect(of(told, 'no-answer')).toEqual([])
  })
})

describe('a refusal in the clear', () => {
  test('stands where nothing follows', () => expect(said(story().a(v1.mm1).b(v1.mm2).a(v1.refusal(14)))).toEqual(['proposal-mismatch']))
  test('is outweighed where both go on, even if the capture ends before they are done', () =>
    expect(said(story().a(v1.mm1).b(v1.mm2).a(v1.refusal(14)).wait(10).b(v1.mm2).a(v1.mm3).b(v1.mm4))).toEqual([]))
  test('of a version, without what it refuses', () => {
    const [found] = of(story().b(v1.refusal(5)), 'version-mismatch')
    expect(found).toMatchObject({ severity: 'warning', title: '198.51.100.20 refuses the version of IKE that 192.0.2.10 uses' })
  })
})

describe('the other version of IKE is answered', () => {
  const other = sayV2({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd1d1d1d1d1d1d1d1' })
  test('asked and answered', () => expect(said(story().a(v1.mm1).wait(1).a(other.init).b(other.initAnswer))).toEqual(['version-mismatch']))
  test('near miss: an answer that nobody in this capture asked for', () =>
    expect(said(story().a(v1.mm1).wait(1).b(other.initAnswer))).toEqual([]))
})

describe('an encrypted informational right behind MM6', () => {
  test('and then nothing more: a refusal', () =>
    expect(of(later(main(story()).a(v1.informational())), 'authentication-failed')).toMatchObject([
      { severity: 'error', confidence: 'likely' },
    ]))
  test('where the capture ends at once it may be a hello', () =>
    expect(of(main(story()).a(v1.informational()), 'authentication-failed')).toMatchObject([
      { severity: 'warning', confidence: 'possible' },
    ]))
  test('near miss: the quick mode follows', () =>
    expect(said(main(story()).a(v1.informational()).wait(1).a(v1.qm1()).b(v1.qm2()).a(v1.qm3()))).toEqual([]))
})

describe('service-stopped', () => {
  const child = (told: Told, id: number, spis: readonly [number, number]) => {
    told.a(v1.qm1(id)).b(v1.qm2(id)).a(v1.qm3(id))
    for (let n = 1; n < 4; n++) pingFromA(told.wait(0.5), spis, n)
    return told
  }
  const goodbye = (told: Told) => told.a(v1.informational(71, 40)).a(v1.informational(72, 40)).a(v1.informational(73, 56))
  test('near miss: an SA that was rekeyed and its successor are one connection', () => {
    const told = child(child(main(story()), 1, [0xaa01, 0xaa02]).wait(1), 2, [0xbb01, 0xbb02])
    expect(of(goodbye(told.wait(1)), 'service-stopped')).toEqual([])
  })
})

describe('nobody finds a way for protected packets of an SA whose negotiation is not here', () => {
  const v2 = sayV2()
  const check = v2.request(37, 2, { inner: 0, length: 48 })
  const C = { address: '203.0.113.30' }
  const D = { address: '203.0.113.40' }
  const told = (from?: Host, to?: Host) => {
    const one = story().via(from && to ? { from, to } : {})
    for (let n = 1; n < 5; n++) one.wait(1).esp('a', 0xdead0001, n).icmp('192.0.2.1', 3, 1)
    one.via({ from: A, to: B }).wait(5).a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    return one
      .wait(5)
      .a(check)
      .wait(5)
      .again()
      .wait(5)
      .again()
      .wait(30)
      .put(new Uint8Array([69]))
  }
  const causes = ({ report: { findings } }: Told) =>
    findings.filter(f => f.rule === 'dead-peer').map(f => f.consequenceOf !== undefined && findings[f.consequenceOf]?.rule)
  test('explains nothing of hosts that have nothing to do with it', () => {
    expect(causes(told(C, D))).toEqual([false])
    // One of the two in common, as at a gateway with many peers, says no more.
    expect(causes(told(A, D))).toEqual([false])
  })
  test('near miss: the same two hosts', () => {
    expect(causes(told())).toEqual(['network-unreachable'])
  })
})

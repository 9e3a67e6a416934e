import { describe, expect, test } from 'vitest'
import { exchanges, ladder } from '../support/trace/ladder.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { B, story } from '../support/trace/story.ts'

const v1 = sayV1()
const v2 = sayV2()

describe('IKEv1', () => {
  test('main mode, then quick mode', () => {
    const { mm1, mm2, mm3, mm4, mm5, mm6 } = v1
    const { report } = story().a(mm1).b(mm2).a(mm3).b(mm4).a(mm5).b(mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    expect(ladder(report)).toBe(
      [
        'N1 main established, pre-shared key',
        '#1        0.000  → MM1  SA VID',
        '#2        0.020  ← MM2  SA',
        '#3        0.040  → MM3  KE Nonce',
        '#4        0.060  ← MM4  KE Nonce',
        '#5        0.080  → MM5  *Encrypted',
        '#6        0.100  ← MM6  *Encrypted',
        '#7        0.120  → QM1  *Encrypted',
        '#8        0.140  ← QM2  *Encrypted',
        '#9        0.160  → QM3  *Encrypted',
      ].join('\n'),
    )
  })

  test('aggressive mode, and a quick mode that the responder begins', () => {
    const { report } = story().a(v1.am1).b(v1.am2).a(v1.am3).b(v1.qm1()).a(v1.qm2()).b(v1.qm3())
    expect(ladder(report)).toBe(
      [
        'N1 aggressive established, pre-shared key',
        '#1        0.000  → AM1  SA KE Nonce ID',
        '#2        0.020  ← AM2  SA KE Nonce ID HASH',
        '#3        0.040  → AM3  *Encrypted',
        '#4        0.060  ← QM1  *Encrypted',
        '#5        0.080  → QM2  *Encrypted',
        '#6        0.100  ← QM3  *Encrypted',
      ].join('\n'),
    )
  })

  test.each([70, 72, 74, 76, 80, 90])('of which the capture kept %i bytes of each packet', keep => {
    const { mm1, mm2, mm3, mm4, mm5, mm6 } = v1
    const told = story().via({ keep }).a(mm1).b(mm2).a(mm3).b(mm4).a(mm5).b(mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    const [main] = told.report.negotiations[0]!.exchanges
    expect(main!.messages.map(m => m.name)).toEqual(['MM1', 'MM2', 'MM3', 'MM4', 'MM5', 'MM6'])
    expect(names(told.report)).toEqual(['QM1', 'QM2', 'QM3'])
    expect(main!.messages.map(m => m.payloads[0])).toEqual(
      ['SA', 'SA', 'KE', 'KE', 'Encrypted', 'Encrypted'], //
    )
    expect(told.report.findings.map(f => f.rule)).toEqual(['capture-truncated'])
  })

  test('the Commit bit brings a fourth quick mode message', () => {
    const told = established().a(v1.qm1()).b(v1.qm2()).a(v1.qm3()).b(v1.qm4())
    expect(names(told.report)).toEqual(['QM1', 'QM2', 'QM3', 'QM4'])
  })

  test('GSS-API may need a round trip more', () => {
    const { mm1, mm2, mm3, mm4, mm5, mm6 } = v1
    const { report } = story().a(mm1).b(mm2).a(mm3).b(mm4).a(v1.gss(71)).b(v1.gss(72)).a(mm5).b(mm6)
    expect(report.negotiations[0]!.exchanges[0]!.messages.map(m => m.name)).toEqual(
      ['MM1', 'MM2', 'MM3', 'MM4', 'MM5', 'MM6', 'MM7', 'MM8'], //
    )
  })

  test('XAUTH: transactions of the responder between main and quick mode', () => {
    const told = established().b(v1.transaction(7, 1)).a(v1.transaction(7, 2)).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    expect(exchanges(told.report.negotiations[0]!)).toBe('Main Mode complete, Transaction complete, Quick Mode complete')
  })

  test('two quick modes at once are told apart by their message ids', () => {
    const told = established().a(v1.qm1(1)).a(v1.qm1(2)).b(v1.qm2(2)).b(v1.qm2(1)).a(v1.qm3(1)).a(v1.qm3(2))
    expect(exchanges(told.report.negotiations[0]!)).toBe('Main Mode complete, Quick Mode complete, Quick Mode complete')
  })
})

describe('IKEv1 already under way when the capture begins', () => {
  test.each([
    ['MM3', (t: ReturnType<typeof story>) => t.a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6), ['MM3', 'MM4', 'MM5', 'MM6']],
    ['MM4', (t: ReturnType<typeof story>) => t.b(v1.mm4).a(v1.mm5).b(v1.mm6), ['MM4', 'MM5', 'MM6']],
    ['MM2', (t: ReturnType<typeof story>) => t.b(v1.mm2).a(v1.mm3).b(v1.mm4), ['MM2', 'MM3', 'MM4']],
    ['MM5', (t: ReturnType<typeof story>) => t.a(v1.mm5).b(v1.mm6).a(v1.qm1()), ['MM5', 'MM6', 'QM1']],
    ['MM6', (t: ReturnType<typeof story>) => t.b(v1.mm6).a(v1.qm1()).b(v1.qm2()), ['MM6', 'QM1', 'QM2']],
    ['QM1', (t: ReturnType<typeof story>) => t.a(v1.qm1()).b(v1.qm2()).a(v1.qm3()), ['QM1', 'QM2', 'QM3']],
    ['QM2', (t: ReturnType<typeof story>) => t.b(v1.qm2()).a(v1.qm3()).b(v1.qm4()), ['QM2', 'QM3', 'QM4']],
    ['QM3', (t: ReturnType<typeof story>) => t.a(v1.qm3()).b(v1.qm2()).a(v1.qm3()), ['QM3', 'QM2']],
  ])('at %s', (_, tell, expected) => {
    const { report } = tell(story())
    const [only] = report.negotiations
    expect(report.negotiations).toHaveLength(1)
    expect(only!.exchanges.flatMap(e => e.messages.map(m => m.name))).toEqual(expected)
    if (expected[0]!.startsWith('MM')) expect(only!.responder.address).toBe(B.address)
  })
})

test('MM6 and QM1 are not here: the quick mode begins with QM2', () => {
  const main = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5)
  expect(names(main.b(v1.qm2()).a(v1.qm3()).report)).toEqual(['QM2', 'QM3'])
})

describe('IKEv2', () => {
  test('requests and answers, in both directions with the same message ids', () => {
    const { report } = story()
      .a(v2.init)
      .b(v2.initAnswer)
      .a(v2.auth)
      .b(v2.authAnswer)
      .b(v2.request(37, 0, { fromInitiator: false, inner: 0, length: 48 }))
      .a(v2.answer(37, 0, { fromInitiator: true, inner: 0, length: 48 }))
      .a(v2.request(36, 2))
      .b(v2.answer(36, 2))
    expect(ladder(report)).toBe(
      [
        'N1 ikev2 established',
        '#1        0.000  → IKE_SA_INIT request  SA KE Nonce',
        '#2        0.020  ← IKE_SA_INIT response  SA KE Nonce',
        '#3        0.040  → IKE_AUTH request  *SK',
        '#4        0.060  ← IKE_AUTH response  *SK',
        '#5        0.080  ← INFORMATIONAL request  *SK',
        '#6        0.100  → INFORMATIONAL response  *SK',
        '#7        0.120  → CREATE_CHILD_SA request  *SK',
        '#8        0.140  ← CREATE_CHILD_SA response  *SK',
      ].join('\n'),
    )
  })

  test('a rekeyed IKE SA is a negotiation of its own, and initiated by whoever rekeyed', () => {
    const next = sayV2({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4' })
    const told = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    const { report } = told
      .b(v2.request(36, 0, { fromInitiator: false }))
      .a(v2.answer(36, 0, { fromInitiator: true }))
      .b(next.request(36, 0))
      .a(next.answer(36, 0))
    const [first, second] = report.negotiations
    expect(report.negotiations.map(n => n.outcome)).toEqual(['established', 'established'])
    expect(second!.initiator.address).toBe(first!.responder.address)
    expect([first!.rekeys, second!.rekeys]).toEqual([undefined, 'N1'])
    // The exchange that rekeyed made no IPsec SA; IKE_AUTH and the new SA's own exchange did.
    expect(report.securityAssociations.filter(sa => sa.kind === 'ipsec').map(sa => sa.negotiation)).toEqual(['N1', 'N2'])
  })
})

function established() {
  return story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
}

function names(report: ReturnType<typeof story>['report']) {
  return report.negotiations[0]!.exchanges[1]!.messages.map(m => m.name)
}

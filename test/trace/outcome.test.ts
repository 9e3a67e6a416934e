import { describe, expect, test } from 'vitest'
import { courseOf } from '../../src/trace/negotiation/course.ts'
import { exchanges } from '../support/trace/ladder.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { B, story } from '../support/trace/story.ts'

const v1 = sayV1()
const v2 = sayV2()
type Told = ReturnType<typeof story>

const mm4 = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4)
const mm6 = () => mm4().a(v1.mm5).b(v1.mm6)
const am2 = () => story().a(v1.am1).b(v1.am2)
/** Request and reply, status and acknowledgement of XAUTH. */
const logIn = () => mm6().b(v1.transaction(1, 1)).a(v1.transaction(1, 2)).b(v1.transaction(2, 3)).a(v1.transaction(2, 4))
const init = () => story().a(v2.init).b(v2.initAnswer)
const auth = () => init().a(v2.auth).b(v2.authAnswer)

function verdict(told: Told): string {
  const { outcome, confidence, reason } = courseOf(told.trace.negotiations[0]!).verdict
  return `${outcome}, ${confidence}: ${reason}`
}

describe('IKEv1', () => {
  test.each<[string, Told, string]>([
    ['MM1 again and again', story().a(v1.mm1).wait(1).again(), 'unanswered, certain: no answer'],
    ['only refused by ICMP', story().a(v1.mm1).icmp(B.address, 3, 3), 'unanswered, certain: no answer'],
    ['MM1, MM2', story().a(v1.mm1).b(v1.mm2), 'incomplete, certain: stopped'],
    ['MM5 without an answer', mm4().a(v1.mm5).wait(4).again(), 'incomplete, certain: stopped'],
    ['MM6', mm6(), 'established, likely: last message seen'],
    ['a quick mode by both', mm6().a(v1.qm1()).b(v1.qm2()), 'established, certain: used'],
    ['QM1 behind MM5, MM6 not captured', mm4().a(v1.mm5).a(v1.qm1()), 'established, likely: used'],
    ['a quick mode of the responder behind a notify', mm6().a(v1.informational()).b(v1.qm1()).a(v1.qm2()), 'established, certain: used'],
    ['refused in the clear', story().a(v1.mm1).b(v1.refusal(14)), 'failed, certain: refused in the clear'],
    ['refused in the clear behind MM5', mm4().a(v1.mm5).b(v1.refusal(24)), 'failed, certain: refused in the clear'],
    ['an error that nobody heeds', story().a(v1.mm1).b(v1.mm2).b(v1.refusal(16)).a(v1.mm3).b(v1.mm4), 'incomplete, certain: stopped'],
    [
      'a forged error before success',
      story().a(v1.mm1).b(v1.refusal(14)).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6),
      'established, likely: last message seen',
    ],
    ['an informational instead of MM6', mm4().a(v1.mm5).b(v1.informational()), 'failed, likely: refused encrypted'],
    ['an informational of the initiator right behind MM6', mm6().a(v1.informational()), 'failed, likely: refused encrypted'],
    ['an informational of the initiator long behind MM6', mm6().wait(20).a(v1.informational()), 'established, likely: last message seen'],
    ['an informational of the responder behind MM6', mm6().b(v1.informational()), 'established, likely: last message seen'],
    ['AM1 and AM2', am2(), 'incomplete, certain: stopped'],
    ['AM3', am2().a(v1.am3), 'established, likely: last message seen'],
    ['the initiator refuses AM2', am2().a(v1.informational()), 'failed, likely: refused encrypted'],
    ['the responder refuses AM3', am2().a(v1.am3).b(v1.informational()), 'failed, likely: refused encrypted'],
    ['a quick mode of an earlier main mode', story().a(v1.qm1()).b(v1.qm2()).a(v1.qm3()), 'established, certain: used'],
    [
      'liveness checks of an earlier main mode',
      story().a(v1.informational(1)).b(v1.informational(2)),
      'established, likely: joined under way',
    ],
    ['a log-in, and a delete', logIn().a(v1.informational()), 'failed, likely: log-in ended'],
    ['a log-in, and silence', logIn(), 'incomplete, likely: log-in ended'],
    ['a log-in, and a quick mode', logIn().a(v1.qm1()).b(v1.qm2()), 'established, certain: used'],
    ['a log-in, and a mode config of the initiator', logIn().a(v1.transaction(3, 1)).b(v1.transaction(3, 2)), 'established, certain: used'],
    ['an answer without its question', story().b(v1.mm2), 'incomplete, certain: stopped'],
  ])('%s', (_, told, expected) => expect(verdict(told)).toBe(expected))

  test.each<[string, Told, string]>([
    [
      'a log-in that failed',
      logIn().a(v1.informational()),
      'Main Mode complete, Transaction complete, Transaction complete, Informational complete',
    ],
    ['QM1 unanswered', mm6().a(v1.qm1()).wait(2).again(), 'Main Mode complete, Quick Mode unanswered'],
    ['QM1 refused', mm6().a(v1.qm1()).b(v1.informational()), 'Main Mode complete, Quick Mode failed, Informational complete'],
    [
      'QM3 lost: QM2 comes again and again',
      mm6().a(v1.qm1()).b(v1.qm2()).a(v1.qm3()).wait(4).b(v1.qm2()).a(v1.qm3()).wait(7).b(v1.qm2()).a(v1.qm3()),
      'Main Mode complete, Quick Mode incomplete',
    ],
    ['QM2 crossed QM3 once', mm6().a(v1.qm1()).b(v1.qm2()).a(v1.qm3()).b(v1.qm2()), 'Main Mode complete, Quick Mode complete'],
    ['QM3 not there', mm6().a(v1.qm1()).b(v1.qm2()), 'Main Mode complete, Quick Mode incomplete'],
    ['MM1 refused', story().a(v1.mm1).b(v1.refusal(14)), 'Main Mode failed, Informational complete'],
  ])('exchanges: %s', (_, told, expected) => expect(exchanges(told.report.negotiations[0]!)).toBe(expected))
})

describe('IKEv2', () => {
  test.each<[string, Told, string]>([
    ['no answer', story().a(v2.init).wait(4).again(), 'unanswered, certain: no answer'],
    ['refused in IKE_SA_INIT', story().a(v2.init).b(v2.initRefusal(14)), 'failed, certain: refused in the clear'],
    ['asked for a cookie, and nothing more', story().a(v2.init).b(v2.initRefusal(16390, 'c0c0')), 'incomplete, certain: stopped'],
    ['asked for another group, and nothing more', story().a(v2.init).b(v2.initRefusal(17, '0013')), 'incomplete, certain: stopped'],
    ['IKE_AUTH unanswered', init().a(v2.auth).wait(4).again(), 'incomplete, certain: stopped'],
    ['IKE_AUTH answered', auth(), 'established, likely: last message seen'],
    ['IKE_AUTH answered by a bare notify', init().a(v2.auth).b(v2.authRefusal), 'failed, likely: refused encrypted'],
    ['the initiator refuses the answer', auth().a(v2.request(37, 2, { inner: 41, length: 48 })), 'failed, likely: refused encrypted'],
    [
      'a delete right behind success',
      auth()
        .a(v2.request(37, 2, { inner: 42, length: 48 }))
        .b(v2.answer(37, 2, { inner: 0, length: 48 })),
      'established, certain: used',
    ],
    ['a child SA', auth().a(v2.request(36, 2)).b(v2.answer(36, 2)), 'established, certain: used'],
    ['GSA_AUTH unanswered', init().a(v2.request(39, 1)).wait(4).again(), 'incomplete, certain: stopped'],
    [
      'GSA_AUTH answered',
      init()
        .a(v2.request(39, 1, { inner: 35 }))
        .b(v2.answer(39, 1, { inner: 36 })),
      'established, likely: last message seen',
    ],
    [
      'GSA_AUTH answered by a bare notify',
      init()
        .a(v2.request(39, 1, { inner: 35 }))
        .b(v2.answer(39, 1, { inner: 41, length: 48 })),
      'failed, likely: refused encrypted',
    ],
    ['a registration with one more group', auth().a(v2.request(40, 2)).b(v2.answer(40, 2)), 'established, certain: used'],
    [
      'EAP under way',
      init()
        .a(v2.auth)
        .b(v2.answer(35, 1, { inner: 48 })),
      'incomplete, likely: stopped',
    ],
    ['EAP, second round unanswered', auth().a(v2.request(35, 2, { inner: 48 })), 'incomplete, likely: stopped'],
    [
      'EAP, ended with the proof',
      auth()
        .a(v2.request(35, 2, { inner: 48 }))
        .b(v2.answer(35, 2, { inner: 48 }))
        .a(v2.request(35, 3, { inner: 39 }))
        .b(v2.answer(35, 3, { inner: 39 })),
      'established, likely: last message seen',
    ],
    ['under way before the capture', story().a(v2.request(37, 9)).b(v2.answer(37, 9)), 'established, certain: used'],
    ['under way, one side silent', story().a(v2.request(37, 9)).wait(4).again(), 'established, likely: joined under way'],
  ])('%s', (_, told, expected) => expect(verdict(told)).toBe(expected))
})

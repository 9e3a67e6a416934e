/** Whether whoever got the last message of an exchange went on with what it could only do then. */
import { expect, test } from 'vitest'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { story } from '../support/trace/story.ts'

const v1 = sayV1()
const v2 = sayV2()
const wentOn = ({ report }: ReturnType<typeof story>) =>
  report.negotiations.flatMap(({ exchanges }) => exchanges.map(({ type, wentOn = false }) => `${type} ${wentOn}`))
const mainMode = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
const quickMode = () => mainMode().a(v1.qm1()).b(v1.qm2()).a(v1.qm3())

test('main mode: what needs it, from whom its last message was for', () => {
  expect(wentOn(mainMode())).toEqual(['Main Mode false'])
  expect(wentOn(mainMode().a(v1.qm1()))).toEqual(['Main Mode true', 'Quick Mode false'])
  expect(wentOn(mainMode().b(v1.qm1(0x2222)))).toEqual(['Main Mode false', 'Quick Mode false'])
})

test('quick mode: packets of the responder, not of the initiator, and none that came before', () => {
  expect(wentOn(quickMode())).toEqual(['Main Mode true', 'Quick Mode false'])
  expect(wentOn(quickMode().esp('a', 0xaaaa0001, 1))).toEqual(['Main Mode true', 'Quick Mode false'])
  expect(wentOn(quickMode().esp('a', 0xaaaa0001, 1).esp('b', 0xbbbb0001, 1))).toEqual(['Main Mode true', 'Quick Mode true'])
})

test('IKEv2: the next request, or packets of the initiator', () => {
  expect(wentOn(story().a(v2.init).b(v2.initAnswer))).toEqual(['IKE_SA_INIT false'])
  const both = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
  expect(wentOn(both())).toEqual(['IKE_SA_INIT true', 'IKE_AUTH false'])
  expect(wentOn(both().esp('b', 0xbbbb0001, 1))).toEqual(['IKE_SA_INIT true', 'IKE_AUTH false'])
  expect(wentOn(both().esp('a', 0xaaaa0001, 1))).toEqual(['IKE_SA_INIT true', 'IKE_AUTH true'])
})

import { expect, test } from 'vitest'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { story } from '../support/trace/story.ts'

// The message that should have come next: which, from whom, by when; and how the last one was repeated.

const v1 = sayV1()
const v2 = sayV2()
const last = (told: ReturnType<typeof story>) => {
  const exchange = told.report.negotiations.at(-1)!.exchanges.at(-1)!
  return { due: exchange.due, repeats: exchange.messages.at(-1)!.repeats }
}

test('MM2 was due when MM1 was sent again', () => {
  const { due, repeats } = last(story().a(v1.mm1).wait(3.98).again().wait(7.18).again())
  expect(due).toMatchObject({ name: 'MM2', from: 'responder' })
  expect(due?.at).toBeCloseTo(4, 1)
  expect(due?.until).toBeCloseTo(24.2, 0)
  expect(repeats?.gaps.map(gap => gap.toFixed(1))).toEqual(['4.0', '7.2'])
  expect(repeats?.like).toEqual(['strongSwan'])
})

test('MM3 is due from the initiator, after the time that answers take here', () => {
  const { due, repeats } = last(story().a(v1.mm1).wait(0.48).b(v1.mm2))
  expect(due).toMatchObject({ name: 'MM3', from: 'initiator' })
  expect(due?.at).toBeCloseTo(1, 1)
  expect([due?.until, repeats]).toEqual([undefined, undefined])
})

test('IKEv2 owes a response to every request', () => {
  const told = story()
    .a(v2.init)
    .b(v2.initAnswer)
    .a(v2.auth)
    .b(v2.authAnswer)
    .b(v2.request(36, 0, { fromInitiator: false }))
  expect(last(told).due).toMatchObject({ name: 'CREATE_CHILD_SA response', from: 'initiator' })
})

test('nothing is owed when all was said, refused, or needs no answer', () => {
  const main = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
  for (const told of [main().a(v1.qm1()).b(v1.qm2()).a(v1.qm3()), main().a(v1.informational()), story().a(v1.mm1).b(v1.refusal(14))])
    for (const exchange of told.report.negotiations[0]!.exchanges) expect(exchange.due).toBeUndefined()
})

test('nothing is owed where the last request is answered in the bytes of an earlier answer; otherwise it is', () => {
  const [wantsOne, wantsAnother] = [v2.initRefusal(17, '0013'), v2.initRefusal(17, '000e')]
  const told = () =>
    story()
      .a(v2.init)
      .b(wantsOne)
      .a(v2.initOtherGroup)
      .b(wantsAnother)
      .a(v2.initAgain([16390, { data: '0102' }]))
  expect(last(told().b(wantsOne)).due).toBeUndefined()
  expect(last(told()).due).toMatchObject({ name: 'IKE_SA_INIT response', from: 'responder' })
  expect(last(told().wait(2).again().b(wantsOne)).due).toMatchObject({ name: 'IKE_SA_INIT response', from: 'responder' })
})

test('notifies that ask for another group each are two messages, and a copy that was altered on the way is one', () => {
  const answers = (...all: Uint8Array[]) => {
    const told = story().a(v2.init)
    for (const one of all) told.wait(1).b(one)
    return told.report.negotiations[0]!.exchanges[0]!.messages.filter(one => one.from === 'responder').map(one => one.transmissions.length)
  }
  expect(answers(v2.initRefusal(17, '0013'), v2.initRefusal(17, '000e'), v2.initRefusal(17, '0013'))).toEqual([2, 1])
  const altered = v2.initAnswer.slice()
  altered[60]! ^= 1
  expect(answers(v2.initAnswer, altered)).toEqual([2])
})

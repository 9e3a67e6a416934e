/** A responder that takes itself for the initiator in an exchange that it begins: read all the same, and told. */
import { expect, test } from 'vitest'
import { sayV2 } from '../support/trace/phrases.ts'
import { A, B, story } from '../support/trace/story.ts'

const say = sayV2()
const swapped = sayV2({ initiator: 'b2b2b2b2b2b2b2b2', responder: 'a1a1a1a1a1a1a1a1' })
const begun = () => story().a(say.init).b(say.initAnswer).a(say.auth).b(say.authAnswer).wait(1)

test('both messages of such an exchange are odd', () => {
  const told = begun().b(swapped.request(36, 6)).a(swapped.answer(36, 6))
  expect(told.report.negotiations).toHaveLength(1)
  const { problems } = told.report.traces[0]!
  expect(problems.map(one => [one.packet, one.weight])).toEqual([
    [5, 'odd'],
    [6, 'odd'],
  ])
  expect(problems[0]!.says).toContain(`${B.address} did not begin the IKE SA and writes as if it had (RFC 7296 §3.1)`)
  expect(problems[1]!.says).toContain(`${A.address} began the IKE SA and writes as if it had not`)
})

test('near miss: the responder begins an exchange as it should', () => {
  const told = begun()
    .b(say.request(36, 0, { fromInitiator: false }))
    .a(say.answer(36, 0, { fromInitiator: true }))
  expect(told.report.traces[0]!.problems).toEqual([])
})

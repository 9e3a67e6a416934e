/** One capture that has some of the pieces that IKE made of a message, and never the others. */
import { describe, expect, test } from 'vitest'
import { sayV2 } from '../../support/trace/phrases.ts'
import { atB, type Story, story } from '../../support/trace/story.ts'

const v2 = sayV2()
const piece = (number: number) => v2.authPiece(number, 2)
const answer = (number: number) => v2.authPiece(number, 2, 0x20)
const verdicts = ({ report }: Story) => report.findings.filter(one => one.severity !== 'note').map(one => one.title)
const asked = (told: Story) => told.a(piece(1)).a(piece(2))

function repeated(told: Story, say: (told: Story) => Story): Story {
  const begun = told.a(v2.init).b(v2.initAnswer)
  return [2, 4, 8, 20].reduce((so, gap) => say(so).wait(gap), begun)
}

describe('of the answer a piece is missing', () => {
  test('it has not arrived, and the negotiation does not stand', () => {
    const told = repeated(story(), so => asked(so).b(answer(1)))
    expect(told.report.negotiations.map(one => one.outcome)).toEqual(['incomplete'])
    expect(verdicts(told)).toEqual(['IKE_AUTH response never comes whole: 192.0.2.10 repeats IKE_AUTH request'])
  })

  test('near miss: all pieces are here, and it is ignored', () => {
    const told = repeated(story(), so => asked(so).b(answer(1)).b(answer(2)))
    expect(told.report.negotiations.map(one => one.outcome)).toEqual(['established'])
    expect(verdicts(told)).toEqual(['192.0.2.10 repeats IKE_AUTH request although the answer has arrived'])
  })

  test('near miss: nobody asks again, so the capture has missed it', () => {
    const told = asked(story().a(v2.init).b(v2.initAnswer)).b(answer(1)).wait(20).esp('a', 0xc0ffee01, 1).esp('b', 0xc0ffee02, 1)
    expect(told.report.negotiations.map(one => one.outcome)).toEqual(['established'])
    expect(verdicts(told)).toEqual([])
  })

  test('pieces of two sendings are a whole message, that had to be sent again', () => {
    const told = asked(story().a(v2.init).b(v2.initAnswer)).b(answer(2)).wait(2)
    asked(told).b(answer(1)).b(answer(2)).esp('a', 0xc0ffee01, 1).esp('b', 0xc0ffee02, 1)
    const [cut] = told.report.findings.filter(one => one.rule === 'ike-fragmentation')
    expect(cut?.says).toContain('(2 of 2, 2 of 2 seen)')
    const [loss] = told.report.findings.filter(one => one.title === 'IKE_AUTH request had to be sent again')
    expect(loss?.says).toMatch(/^A part of the answer of 198\.51\.100\.20 to IKE_AUTH request came before the second copy/)
    expect(loss?.otherwise).toEqual(['The rest of the answer is slow, and nothing was lost.'])
  })

  test('near miss: nothing of the answer comes before the request is sent again', () => {
    const told = asked(story().a(v2.init).b(v2.initAnswer)).wait(2)
    asked(told).b(answer(1)).b(answer(2)).esp('a', 0xc0ffee01, 1).esp('b', 0xc0ffee02, 1)
    const [loss] = told.report.findings.filter(one => one.title === 'IKE_AUTH request had to be sent again')
    expect(loss?.otherwise).toEqual(['The other side is slow, and nothing was lost.'])
  })
})

describe('of the request a piece is missing where it should arrive', () => {
  test('nobody can read it', () => {
    expect(verdicts(repeated(atB(), so => so.a(piece(1))))).toEqual(['IKE_AUTH request never comes whole to 198.51.100.20'])
  })

  test('near miss: all of it is there, in pieces of two copies', () => {
    expect(verdicts(repeated(atB(), so => so.a(piece(1)).wait(2).a(piece(2))))).toEqual([
      'IKE_AUTH request gets no answer from 198.51.100.20',
    ])
  })
})

test('a request that comes again behind its answer: the packets that whoever answers sends on the new SA say nothing of the path', () => {
  const told = atB().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
  for (let i = 1; i < 6; i++) told.esp('b', 0xc0ffee02, i).wait(0.3)
  for (const gap of [2, 4, 8]) told.a(v2.auth).b(v2.authAnswer).wait(gap)
  expect(verdicts(told)).toEqual(['192.0.2.10 repeats IKE_AUTH request although 198.51.100.20 has answered'])
  // The whole answer left: that it did not get there is no fact.
  const [oneWay] = told.report.findings.filter(one => one.rule === 'esp-one-way')
  expect(oneWay?.because).toContain('192.0.2.10 goes on asking for it behind the answer: it may not have the SA yet.')
  expect(oneWay?.because.join()).not.toContain('not completed')
})

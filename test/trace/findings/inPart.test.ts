/** One capture that has some of the pieces that IKE made of a message, and never the others. */
import { describe, expect, test } from 'vitest'
import { fragmentationNeeded, ipv4, udp } from '../../support/packets/index.ts'
import { sayV2 } from '../../support/trace/phrases.ts'
import { A, atB, B, type Story, story } from '../../support/trace/story.ts'

const v2 = sayV2()
const piece = (number: number) => v2.authPiece(number, 2)
const answer = (number: number) => v2.authPiece(number, 2, 0x20)
const verdicts = ({ report }: Story) => report.findings.filter(one => one.severity !== 'note').map(one => one.title)
const asked = (told: Story) => told.a(piece(1)).a(piece(2))

const begun = () => atB().a(v2.init).b(v2.initAnswer)

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

  test('pieces of a copy that a slow path has drawn out are one copy, for the next one is not due yet', () => {
    const third = (number: number) => v2.authPiece(number, 3)
    const told = [0.2, 0.6, 0.3, 0.2].reduce(
      (so, gap, i) =>
        so
          .a(third(1))
          .wait(gap)
          .a(third(3))
          .wait(2 ** (i + 1)),
      begun(),
    )
    const [found] = told.report.findings.filter(one => one.rule === 'no-answer')
    expect(found?.says).toMatch(/ 4 times .* pieces 1 and 3 of 3 /)
  })

  test('near miss: a later piece comes when the next copy is due', () => {
    const told = [2, 2, 4].reduce((so, gap, i) => so.a(piece(i === 1 ? 2 : 1)).wait(gap), begun())
    const [found] = told.report.findings.filter(one => one.rule === 'no-answer')
    expect(found?.says).toContain(' 3 times ')
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
  expect(oneWay?.because.join()).not.toContain('not finished')
})

describe('what became of the first sending of a message that got through', () => {
  const again = (told: Story) => told.wait(2).a(piece(1)).a(piece(2)).b(v2.authAnswer)
  const loss = ({ report }: Story) => report.findings.find(one => one.title === 'IKE_AUTH request had to be sent again')

  test('at the receiver only one piece of it came: the other side is not slow', () => {
    const told = again(atB().a(v2.init).b(v2.initAnswer).a(piece(2)))
    expect(loss(told)?.says).toContain('only piece 2 of 2 came to 198.51.100.20: the rest was lost')
    expect(loss(told)?.otherwise).toEqual(['The capturing machine dropped packets.'])
  })

  test('near miss: at the sender the capture misses the piece, and nothing is known of the path', () => {
    const told = again(story().a(v2.init).b(v2.initAnswer).a(piece(2)))
    expect(loss(told)?.otherwise).toEqual(['The other side is slow, and nothing was lost.'])
  })

  describe('a router says that a piece is too large', () => {
    const large = fragmentationNeeded(400, ipv4(A.address, B.address, udp(500, 500, piece(1)), { id: 0x77, dontFragment: true }))
    const told = again(
      story()
        .a(v2.init)
        .b(v2.initAnswer)
        .a(piece(1), { identification: 0x77 })
        .put(ipv4('192.0.2.1', A.address, large))
        .a(piece(2)),
    )
    test('it is told as it says, with the path', () => {
      expect(loss(told)).toMatchObject({ confidence: 'certain', because: ['The ICMP error quotes packet 3.'] })
      expect(loss(told)?.says).toContain('names an MTU of 400')
      const path = told.report.findings.find(one => one.rule === 'pmtu-reported')
      expect(path?.tryNext.join()).toContain('Let 192.0.2.10 cut its IKE messages into smaller pieces')
    })
  })

  test('IP cuts a piece once more: it is not said to be spared', () => {
    const cut = (told: Story) => told.report.findings.find(one => one.rule === 'ike-fragmentation')?.says
    const begun = () => story().a(v2.init).b(v2.initAnswer)
    expect(cut(begun().a(piece(1), { cut: 240 }).a(piece(2)).b(v2.authAnswer))).toContain('IP had to cut some of these pieces once more')
    expect(cut(begun().a(piece(1)).a(piece(2)).b(v2.authAnswer))).toContain('no IP fragments are needed')
  })
})

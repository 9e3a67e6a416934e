import { describe, expect, test } from 'vitest'
import { historyOf } from '../../src/trace/history.ts'
import { monitorAt } from '../../src/trace/monitor/monitor.ts'
import { datagram } from '../support/trace/clear.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { story } from '../support/trace/story.ts'

// An SA ends without a word when its own end gets no answer under it and gives up: the other end may have it still.

const v2 = sayV2()
const anew = sayV2({ initiator: 'd4d4d4d4d4d4d4d4', responder: 'e5e5e5e5e5e5e5e5', nonce: 9 })
const ALIVE = { inner: 0, length: 32 }
type Told = ReturnType<typeof story>

const inUse = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).esp('a', 0xaa01, 1).esp('b', 0xaa02, 1)
const asked = (what = v2.request(37, 2, ALIVE)) => {
  const told = inUse().wait(30).a(what)
  for (const gap of [4, 7.2, 12.96]) told.wait(gap).again()
  return told
}
/** The capture goes on, with packets of others. */
const goesOn = (told: Told, seconds: number) => told.wait(seconds).put(datagram('10.9.9.1', '10.9.9.2', 700, 800))

const GIVEN_UP = 'given up by 192.0.2.10 without a Delete, it seems'
const sas = (told: Told) => told.report.securityAssociations.map(sa => sa.state)
const stands = (told: Told) => !sas(told).some(state => state.includes('given up'))
const at = (told: Told, time: number) => {
  const history = historyOf(told.trace)
  const { mainMode, quickMode, statistics } = monitorAt(history, time, new Map(history.courses.map((course, i) => [course, `N${i + 1}`])))
  const states = [...mainMode, ...quickMode].map(sa => `${sa.state}${sa.by ? ` by ${sa.by}` : ''}`)
  return [...states, ...['Active Assoc', 'Key Deletes'].map(name => statistics.find(one => one.name === name)!.value)]
}

describe('an SA that its own end gave up', () => {
  test('is no longer up once a further copy was due and did not come, and not before', () => {
    const told = goesOn(asked(), 100)
    expect(sas(told)).toEqual([GIVEN_UP, `used both ways, ${GIVEN_UP}`])
    expect(at(told, 60)).toEqual(['up', 'up', 1, 0])
    expect(at(told, 120)).toEqual(['given up by 192.0.2.10', 'given up by 192.0.2.10', 0, 1])
    expect(told.report.securityAssociations[0]!.givenUp).toMatchObject({ by: 'initiator', packet: 7, confidence: 'likely' })
  })
  test('or once the same host began from the start, whatever it had asked', () => {
    expect(sas(asked(v2.request(36, 2)).wait(2).a(anew.init))).toEqual([GIVEN_UP, `used both ways, ${GIVEN_UP}`])
    expect(stands(goesOn(asked(v2.request(36, 2)), 100))).toBe(true)
    expect(stands(asked(v2.request(36, 2)).wait(2).b(anew.init))).toBe(true)
  })
  test('keeps its state while another copy may follow', () => expect(stands(goesOn(asked(), 5))).toBe(true))
  test('keeps its state where its host goes on under it, by IKE or protected', () => {
    const answered = asked()
      .wait(100)
      .a(v2.request(37, 3, ALIVE))
      .b(v2.answer(37, 3, ALIVE))
    expect(stands(goesOn(answered, 100))).toBe(true)
    expect(stands(asked().wait(100).esp('a', 0xaa01, 2))).toBe(true)
    // The other end does not know.
    expect(sas(asked().wait(100).esp('b', 0xaa02, 2))[0]).toBe(GIVEN_UP)
  })
  test('IKEv1: a row of questions, and the host begins anew', () => {
    const v1 = sayV1()
    const again = sayV1({ initiator: 'c1c1c1c1c1c1c1c1' }).mm1
    const row = () => {
      const told = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
      for (const id of [1, 2, 3, 4]) told.wait(10).a(v1.informational(0x5000 + id, 80))
      return told
    }
    expect(sas(row().wait(10).a(again))).toEqual([GIVEN_UP, `no packet seen, ${GIVEN_UP}`])
    expect(stands(goesOn(row(), 60))).toBe(true)
  })
  describe('IKEv1: after an outage the two connect anew, and then go', () => {
    const up = (told: Told, say: ReturnType<typeof sayV1>, spi: number) =>
      told
        .a(say.mm1)
        .b(say.mm2)
        .a(say.mm3)
        .b(say.mm4)
        .a(say.mm5)
        .b(say.mm6)
        .a(say.qm1())
        .b(say.qm2())
        .a(say.qm3())
        .esp('a', spi, 1)
        .esp('b', spi + 1, 1)
    const second = sayV1({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2' })
    const down = (told: Told) => told.wait(5).a(second.informational(0x6001, 64)).wait(0.1).a(second.informational(0x6002, 80))
    const ends = (told: Told) => down(up(told, second, 0xbb01))
    const ofIpsec = (told: Told) => sas(told).slice(2)
    const rules = (told: Told) => told.report.findings.map(one => one.rule)

    test('the delete ends the SA of the IKE SA that it goes with, and what was set up anew was no rekey', () => {
      const told = up(story(), sayV1(), 0xaa01)
      for (const id of [1, 2, 3, 4]) told.wait(10).a(sayV1().informational(0x5000 + id, 80))
      ends(told.wait(10))
      expect(ofIpsec(told)).toEqual([`used both ways, ${GIVEN_UP}`, 'used both ways, deleted, it seems'])
      expect(rules(told)).not.toContain('lifetime')
    })
    test('the same where nothing shows that the old one was given up', () => {
      expect(ofIpsec(ends(up(story(), sayV1(), 0xaa01).wait(60)))).toEqual(['used both ways', 'used both ways, deleted, it seems'])
    })
  })
})

import { describe, expect, test } from 'vitest'
import { ikev2 } from '../../src/compose/ike/message.ts'
import * as p2 from '../../src/compose/ike/v2.ts'
import { historyOf } from '../../src/trace/history.ts'
import { monitorAt } from '../../src/trace/monitor/monitor.ts'
import { pingFromA } from '../support/trace/clear.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { B, story } from '../support/trace/story.ts'

// What IP Security Monitor would have shown in the middle of a story, and what a Windows host would have logged.

const v1 = sayV1()
const v2 = sayV2()
type Told = ReturnType<typeof story>

const mm6 = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
const quick = (told: Told, id = 1) => told.a(v1.qm1(id)).b(v1.qm2(id)).a(v1.qm3(id))
const deleteChild = (id = 71) => v1.informational(id, 40)
const deleteIke = (id = 72) => v1.informational(id, 56)

function at(told: Told, time: number) {
  const history = historyOf(told.trace)
  return monitorAt(history, time, new Map(history.courses.map((course, i) => [course, `N${i + 1}`])))
}
const states = (told: Told, time: number) => {
  const { mainMode, quickMode } = at(told, time)
  return [mainMode.map(sa => sa.state).join(' '), quickMode.map(sa => sa.state).join(' ')]
}
const counter = (told: Told, time: number, name: string) => at(told, time).statistics.find(one => one.name === name)?.value
const events = (told: Told) => told.report.expectedEvents!.map(e => `${e.event} ${e.host === B.address ? 'B' : 'A'} ${e.packets[0]}`)

describe('the states of SAs', () => {
  // Packets come 20 ms apart from 0: main mode until 0.10, the quick mode until 0.16, a ping at 1.2, a rekey, the deletes.
  const told = () => {
    const one = pingFromA(quick(mm6()).wait(1), [0xaa01, 0xaa02], 1)
    quick(one.wait(1), 2)
    pingFromA(one, [0xbb01, 0xbb02], 1)
    return one.wait(1).a(deleteChild(5)).wait(5).a(deleteChild(6)).a(deleteIke(7))
  }
  test.each([
    [0, 'negotiating', ''],
    [0.05, 'negotiating', ''],
    [0.1, 'up', ''],
    [0.125, 'up', 'negotiating'],
    [0.145, 'up', 'half made'],
    [0.5, 'up', 'up'],
    [3, 'up', 'rekeyed up'],
    [5, 'up', 'deleted up'],
    [10, 'deleted', 'deleted deleted'],
  ])('at %s s', (time, mainMode, quickMode) => expect(states(told(), time)).toEqual([mainMode, quickMode]))

  test('the report calls deleted what the monitor does at the end, beside how it was used', () => {
    const ipsec = (one: Told) => one.report.securityAssociations.filter(sa => sa.kind === 'ipsec').map(sa => sa.state)
    expect(ipsec(told())).toEqual(['used both ways, deleted, it seems', 'used both ways, deleted, it seems'])
    const read = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).esp('a', 0xaa01, 1).esp('b', 0xaa02, 1)
    expect(ipsec(read)).toEqual(['used both ways'])
    read.a(v2.request(37, 2, { inner: 42 })).b(v2.answer(37, 2, { inner: 42 }))
    expect([ipsec(read), states(read, 9)[1]]).toEqual([['used both ways, deleted'], 'deleted'])
  })

  test('a quick mode that was refused has failed, and is counted', () => {
    const refused = mm6().a(v1.qm1()).wait(1).b(v1.informational(9, 64)).wait(20)
    expect(states(refused, 1)).toEqual(['up', 'negotiating'])
    expect(states(refused, 1.2)).toEqual(['up', 'failed'])
    expect([counter(refused, 20, 'Negotiation Failures'), counter(refused, 20, 'Pending Key')]).toEqual([1, 0])
  })

  test('a child that was refused in the clear has failed too', () => {
    const refusal = ikev2(
      { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2', exchange: 36, messageId: 2, flags: 0x20 },
      p2.notify(14),
    )
    const refused = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).wait(1).a(v2.request(36, 2)).b(refusal).wait(20)
    expect(states(refused, 1.2)).toEqual(['up', 'up failed'])
  })

  test('one without an answer is not listed for ever: nobody knows what became of it', () => {
    const silent = mm6().a(v1.qm1()).wait(20)
    expect([states(silent, 1), states(silent, 10)]).toEqual([
      ['up', 'negotiating'],
      ['up', ''],
    ])
    expect(counter(silent, 20, 'Negotiation Failures')).toBe(0)
  })

  test('what is known of each, and how much it has carried', () => {
    expect(at(told(), 0.05).mainMode[0]).toMatchObject({
      responderSpi: 'b2b2b2b2b2b2b2b2',
      algorithms: ['3DES-CBC', 'SHA', expect.anything()],
    })
    expect(at(told(), 0).mainMode[0]).toMatchObject({ responderSpi: null, algorithms: [], lifetime: null, authentication: null })
    const [sa] = at(told(), 2).quickMode
    expect(sa).toMatchObject({
      protocol: 'ESP',
      selectors: ['10.10.0.1 and 10.20.0.1'],
      directions: [{ spi: '0000aa01', packets: 1 }, { spi: '0000aa02' }],
    })
    expect(at(told(), 0.5).quickMode[0]).toMatchObject({
      protocol: null,
      directions: [
        { spi: null, packets: 0 },
        { spi: null, packets: 0 },
      ],
    })
  })

  test('counters', () => {
    expect([0.5, 3, 5, 10].map(time => counter(told(), time, 'Active Assoc'))).toEqual([1, 2, 1, 0])
    expect([0.5, 3, 5, 10].map(time => counter(told(), time, 'Key Deletes'))).toEqual([0, 0, 1, 2])
    expect(counter(told(), 3, 'ReKeys')).toBe(1)
    expect(counter(told(), 0.5, 'Confidential Bytes Sent')).toBe(0)
  })

  test('counters are those of one host: what two others do beside it does not count', () => {
    const [c, d] = [{ address: '10.5.5.5' }, { address: '10.6.6.6' }]
    const beside = told().via({ from: c, to: d })
    const other = sayV1({ initiator: 'a7a7a7a7a7a7a7a7', responder: 'b7b7b7b7b7b7b7b7' })
    beside.a(other.mm1).b(other.mm2).a(other.mm3).b(other.mm4).a(other.mm5).b(other.mm6)
    for (const id of [1, 2])
      beside
        .a(other.qm1(id))
        .b(other.qm2(id))
        .a(other.qm3(id))
        .esp('a', 0xcc00 + id, 1)
        .wait(3)
    beside.esp('a', 0xdd01, 5000).a(other.informational(5, 40))
    expect(at(beside, 60).mainMode.length).toBe(2)
    expect(at(beside, 60).statistics).toEqual(at(told(), 60).statistics)
    const refused = told().via({ from: c, to: d }).a(other.mm1).b(other.mm2).a(other.mm3).b(other.mm4).a(other.mm5)
    refused.b(other.informational())
    expect(states(refused, 60)[0]).toBe('deleted failed')
    expect(at(refused, 60).statistics).toEqual(at(told(), 60).statistics)
  })

  test('one that is never answered is given up', () => {
    const silent = story().a(v1.mm1).wait(1).again().wait(2).again()
    expect([0, 4, 30].map(time => states(silent, time)[0])).toEqual(['negotiating', 'negotiating', 'failed'])
  })

  test('one that waits longer each time may go on until its next copy was due', () => {
    const slow = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).wait(13).again().wait(23).again()
    expect([60, 85, 90].map(time => states(slow, time)[0])).toEqual(['negotiating', 'negotiating', 'failed'])
    expect([85, 90].map(time => counter(slow, time, 'Negotiation Failures'))).toEqual([0, 1])
  })

  test('one that is refused has failed at once, and counts once', () => {
    const refused = story().a(v1.mm1).wait(1).b(v1.refusal(14))
    expect([0.5, 1.2, 30].map(time => states(refused, time)[0])).toEqual(['negotiating', 'failed', 'failed'])
    expect([0.5, 1.2, 30].map(time => counter(refused, time, 'Negotiation Failures'))).toEqual([0, 1, 1])
    expect(counter(refused, 1.2, 'Active Acquire')).toBe(0)
  })

  describe('two IKE SAs of the same hosts', () => {
    const other = sayV2({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4', nonce: 7 })
    const first = (told: Told) => told.a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    const second = (told: Told) => told.b(other.init).a(other.initAnswer).b(other.auth).a(other.authAnswer)
    const alive = (told: Told, say: typeof v2, id: number) => told.a(say.request(37, id, { inner: 0 })).b(say.answer(37, id, { inner: 0 }))
    const ended = (told: Told, say: typeof v2, id: number) => told.a(say.request(37, id, { inner: 42 })).b(say.answer(37, id, { inner: 0 }))

    test('the one that came to stand later takes the place, though it had begun before', () => {
      const told = second(story().a(v2.init).wait(32)).wait(8).a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
      alive(told.wait(5), v2, 2)
      expect(states(told, 35)[0]).toBe('negotiating up')
      expect(at(told, 46).mainMode.map(({ state, since }) => [state, since.toFixed(1)])).toEqual([
        ['up', '40.2'],
        ['rekeyed', '40.2'],
      ])
      expect(told.report.securityAssociations.map(sa => [sa.id, sa.replaces, sa.replacedBy]).slice(0, 2)).toEqual([
        ['SA1', 'SA2', undefined],
        ['SA2', undefined, 'SA1'],
      ])
    })

    test('of two that begin at one time none takes the place of the other', () => {
      const told = story().a(v2.init).b(other.init).b(v2.initAnswer).a(other.initAnswer).b(other.auth).a(v2.auth).a(other.authAnswer)
      told.b(v2.authAnswer)
      expect(states(told, 9)[0]).toBe('up up')
    })

    test('one that the two talk on under is not replaced by one that they leave', () => {
      const told = second(first(story()).wait(9))
      for (const id of [2, 3]) alive(told.wait(5), v2, id)
      expect(states(told, 30)[0]).toBe('up up')
      const [older, newer] = told.report.securityAssociations
      expect([older!.replacedBy, newer!.replaces]).toEqual([undefined, undefined])
    })

    test('one that is only deleted then, or has nothing more to say, is replaced', () => {
      const over = second(first(story()).wait(9))
      expect(states(over, 12)[0]).toBe('rekeyed up')
      const deleted = ended(alive(over.wait(5), v2, 2).wait(5), v2, 3)
      expect([12, 30].map(time => states(deleted, time)[0])).toEqual(['rekeyed up', 'deleted up'])
    })
  })

  test('an IKE SA that a child exchange replaced is no child', () => {
    const rekeyed = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    rekeyed.a(v2.request(36, 2, { inner: 41 })).b(v2.answer(36, 2))
    expect(states(rekeyed, 9)).toEqual(['up', 'rekeyed up'])
  })
})

describe('the last packet until a moment', () => {
  test('in the order of the file', () => {
    const told = mm6()
    expect([-1, 0, 0.05, 9].map(time => at(told, time).packet)).toEqual([0, 1, 3, 6])
  })

  test('two interfaces: one a little behind', () => {
    const told = mm6().wait(-0.03).a(v1.qm1())
    expect([0.085, 0.095, 0.105].map(time => at(told, time).packet)).toEqual([5, 7, 7])
  })

  test('a file that has its packets in another order', () => {
    const told = quick(mm6().wait(10)).wait(-5)
    for (let i = 1; i < 4; i++) told.esp('a', 0xaa01, i).esp('b', 0xaa02, i)
    told.trace.packets.arrangeByTime()
    expect([0.05, 4, 5.19, 9, 10.125].map(time => at(told, time).packet)).toEqual([3, 6, 10, 15, 7])
  })
})

describe('expected events of Windows hosts', () => {
  test('established, then ended by A', () => {
    const told = quick(mm6()).wait(2).a(deleteChild()).a(deleteIke())
    expect(events(told)).toEqual(['541 A 6', '541 B 6', '541 A 8', '541 B 9', '542 A 10', '542 B 10', '543 A 11', '543 B 11'])
    const atB = told.report.expectedEvents!.filter(e => e.event === 543)
    expect(atB.map(e => e.confidence)).toEqual(['likely', 'possible'])
  })
  test('no common proposal', () => expect(events(story().a(v1.mm1).b(v1.refusal(14)))).toEqual(['546 B 2', '547 A 2']))
  test('no answer: only the one who waits logs it', () => {
    const told = story().a(v1.mm1).wait(1).again().wait(2).again()
    expect(told.report.expectedEvents).toMatchObject([
      { event: 547, host: '192.0.2.10', confidence: 'possible', says: expect.stringContaining('Sent first (SA) payload') },
    ])
    expect(told.report.expectedEvents![0]!.time).toBeCloseTo(3.04 + 2.02, 1)
  })
  test('an informational instead of MM6', () => {
    const told = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.informational())
    expect(told.report.expectedEvents!.map(e => [e.event, e.confidence])).toEqual([
      [545, 'possible'],
      [545, 'possible'],
    ])
  })
  test('packets on a deleted SA: the driver complains', () => {
    const told = pingFromA(quick(mm6()), [0xaa01, 0xaa02], 1).a(deleteChild()).a(deleteIke())
    for (let i = 2; i < 8; i++) told.wait(0.5).esp('b', 0xaa02, i)
    expect(told.report.expectedEvents!.filter(e => e.event === 4268)).toMatchObject([{ host: '192.0.2.10' }])
  })
  test('a quick mode that was refused, at both', () => {
    const told = mm6().a(v1.qm1()).b(v1.informational(9, 64))
    expect(events(told).slice(2)).toEqual(['547 A 8', '547 B 8'])
    expect(told.report.expectedEvents!.slice(2)).toMatchObject([
      { says: 'quick mode negotiation failed. Failure point: Peer', confidence: 'possible' },
      { says: 'quick mode negotiation failed. Failure point: Me', confidence: 'possible' },
    ])
  })
  test('a negotiation under way has none', () => expect(events(story().a(v1.mm1).b(v1.mm2))).toEqual([]))
})

import { describe, expect, test } from 'vitest'
import { ikev1 } from '../../../src/compose/ike/message.ts'
import * as build from '../../../src/compose/ike/v1.ts'
import { faultless, verdict } from '../../../src/text/verdict.ts'
import { ending } from '../../../src/trace/outcomeWords.ts'
import { type Carried, carried, icmp, ipv4, u32, udp } from '../../support/packets/index.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, atB, B, noted, said, story } from '../../support/trace/story.ts'

// Messages that get no answer, and answers that are not heard: each as real stacks send it, and as each end sees it.
// strongSwan repeats after 4, 7.2, 13, 23.3 and 42 s, libreswan after 0.5, 0.5, 1, 2, 4, 8 s.

const v1 = sayV1()
const v2 = sayV2()

/** The last message again at distances. */
const repeated = (told: ReturnType<typeof story>, ...gaps: number[]) => {
  for (const gap of gaps) told.wait(gap - 0.02).again()
  return told
}
const strongSwan = [4, 7.2, 12.96, 23.33, 42]
const libreswan = [0.5, 0.5, 1, 2, 4, 8, 16]
const established = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
const main = (told = story()) => told.a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
const quick = (told = story()) => main(told).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
const unrelated = ipv4('192.0.2.77', '192.0.2.78', udp(1000, 1001, new Uint8Array(9)))
const because = (told: ReturnType<typeof story>, rule: string) => told.report.findings.find(f => f.rule === rule)?.because.join(' ') ?? ''

describe('no-answer', () => {
  test('the capture ends with the second copy: the first may have got lost', () => {
    const told = story().a(v2.init).wait(4).again()
    expect(told.report.findings.find(f => f.rule === 'no-answer')).toMatchObject({
      severity: 'note',
      confidence: 'possible',
      otherwise: expect.arrayContaining(['The capture ends before the answer came.']),
    })
    expect(said(told.wait(1).put(unrelated))).toEqual(['no-answer'])
  })
  test('the peer was as slow before', () => {
    const slow = () => story().a(v2.init).wait(5).b(v2.initAnswer).a(v2.auth).wait(2).again().wait(2).again().wait(2)
    expect(said(slow().put(unrelated))).toEqual([])
    expect(said(slow().wait(3).put(unrelated))).toEqual(['no-answer'])
  })
  test('strongSwan gives up', () => {
    const told = repeated(story().a(v1.mm1), ...strongSwan)
      .wait(100)
      .put(new Uint8Array([69]))
    expect(said(told)).toEqual(['no-answer'])
    expect(because(told, 'no-answer')).toMatch(/as strongSwan does it.*gave up/)
  })
  test('libreswan is cut off by the end of the capture', () => {
    const told = repeated(story().a(v2.init), ...libreswan.slice(0, 5))
    expect(said(told)).toEqual(['no-answer'])
    expect(because(told, 'no-answer')).toMatch(/libreswan.*may still be trying/)
  })
  test('a capture that ends within seconds has hardly waited: a note, and on port 4500 too', () => {
    const soon = repeated(story().a(v2.init), 0.5, 0.5)
    expect([said(soon), noted(soon)]).toEqual([[], expect.arrayContaining(['no-answer'])])
    const moved = repeated(story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5, { port: 4500 }), 0.5, 0.5)
    expect(said(moved)).toEqual([])
    expect(said(repeated(story().a(v2.init), 0.5, 0.5, 2.5))).toEqual(['no-answer'])
  })
  test('a capture that begins with QM3 and its copy misses no answer; one that begins with QM1 again and again does', () => {
    expect(said(story().a(v1.qm3()).wait(0.5).again().wait(9).esp('a', 0xc0ffee01, 1))).toEqual([])
    expect(said(repeated(story().a(v1.qm1()), 4, 7.2))).toEqual(['no-answer'])
    const used = story().esp('a', 0xc0ffee01, 1).esp('b', 0xc0ffee02, 1).wait(9)
    expect(said(repeated(used.a(v1.qm1()), 4, 7.2))).toContain('rekey-failed')
  })
  test('a rekey into silence after a pause: the path may have forgotten it, but not where the peer is heard meanwhile or refuses', () => {
    const later = (told: ReturnType<typeof story>) => told.wait(30).put(unrelated)
    const idle = () => quick(story()).esp('a', 0xc0ffee01, 1).esp('b', 0xc0ffee02, 1).wait(120)
    const rekey = (told: ReturnType<typeof story>) => told.report.findings.find(f => f.rule === 'rekey-failed')!
    const forgotten = /may have forgotten the connection/
    const silent = rekey(later(repeated(idle().a(v1.qm1(7)), 4, 8, 16)))
    expect([silent.says, silent.tryNext.join()]).toEqual([expect.stringMatching(forgotten), expect.stringContaining('keepalives')])
    const heard = rekey(
      later(
        repeated(
          repeated(idle().a(v1.qm1(7)), 4, 8)
            .wait(3)
            .esp('b', 0xc0ffee02, 2)
            .a(v1.qm1(7)),
          8,
        ),
      ),
    )
    expect(heard.says).not.toMatch(forgotten)
    expect(heard.because).toContain(`Packets of ${B.address} came in between the copies: it is there, and the way from it stands.`)
    expect(rekey(later(idle().a(v1.qm1(7)).b(v1.informational()))).says).not.toMatch(forgotten)
  })
  test('QM1 was sent again, and QM3 shows that it was answered', () => {
    const mm6 = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
    const told = mm6.a(v1.qm1()).wait(10).again().a(v1.qm3())
    expect(told.report.findings.map(f => f.rule)).toEqual(['capture-dropped'])
  })

  test('a capture that begins within phase 1: the first quick mode replaces nothing', () => {
    const late = story().b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
    expect(said(late.a(v1.qm1()).b(v1.informational()))).toEqual(['child-sa-refused'])
  })
  test('captured on the way to the silent host, or at it', () => {
    expect(because(repeated(atB().a(v1.mm1), 4, 7.2), 'no-answer')).toMatch(/had passed a router/)
    expect(because(repeated(atB().a(v1.mm1).b(v1.mm2).a(v1.mm3), 4, 7.2), 'no-answer')).toMatch(/captured at 198\.51\.100\.20/)
  })
  test('three attempts are one finding', () => {
    const told = story()
    for (const initiator of ['a1a1a1a1a1a1a1a1', 'a2a2a2a2a2a2a2a2', 'a3a3a3a3a3a3a3a3'])
      repeated(told.a(sayV1({ initiator }).mm1), 4, 7.2).wait(60)
    expect(said(told)).toEqual(['no-answer'])
    expect(told.report.findings.find(f => f.rule === 'no-answer')?.says).toMatch(/again in N2 and N3/)
  })
  test('an attempt that failed before one that succeeded is a warning', () => {
    const told = main(repeated(story().a(sayV1({ initiator: 'cccccccccccccccc' }).mm1), 4, 7.2).wait(10))
    expect(told.report.findings.filter(f => f.severity !== 'note').map(f => `${f.severity} ${f.rule}`)).toEqual(['warning no-answer'])
  })
})

describe('a path that loses packets now and then', () => {
  const holes = () => [1, 2, 4, 5, 8, 9].reduce((told, n) => told.esp('a', 0xc0ffee01, n).esp('b', 0xc0ffee02, n), established())
  const bye = v2.request(37, 2, { inner: 42, length: 72 })
  test('a last message that it may have taken is no fault of its own', () => {
    const told = repeated(holes().a(bye), 4, 7.2)
    expect(said(told)).toEqual(['esp-loss', 'esp-loss'])
    expect(noted(told)).toContain('no-answer')
  })
  test('near miss: nothing else is lost', () => expect(said(repeated(established().a(bye), 4, 7.2))).toEqual(['no-answer']))
  test('near miss: it is sent until its sender gives up', () => {
    const told = repeated(holes().a(v2.request(37, 2, { inner: 41, length: 72 })), ...strongSwan)
    expect(said(told)).toContain('no-answer')
  })
  test('a delete that is sent until its sender gives up: whoever has answered it once cannot answer copies', () => {
    const { findings } = repeated(holes().a(bye), ...strongSwan).report
    expect(findings.find(f => f.rule === 'no-answer')).toMatchObject({ severity: 'note', consequenceOf: expect.any(Number) })
    expect(findings[findings.find(f => f.rule === 'no-answer')!.consequenceOf!]).toMatchObject({ rule: 'esp-loss' })
  })
  test('near miss: two packets of many are missing', () => {
    const numbers = [...Array.from({ length: 60 }, (_, i) => i + 1), 62, 64]
    const told = numbers.reduce((all, n) => all.esp('a', 0xc0ffee01, n), established())
    expect(said(repeated(told.a(bye), ...strongSwan))).toContain('no-answer')
  })
  test('copies of a delete that was answered: whoever answered it has no SA to answer again', () => {
    const told = atB().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).wait(60).a(bye)
    repeated(
      told
        .b(v2.answer(37, 2, { inner: 0, length: 48 }))
        .wait(4)
        .a(bye),
      7.2,
    )
    expect(said(told)).toEqual([])
    expect(because(told, 'resends-last-good-message')).toMatch(/is a delete/)
  })
})

describe('answer-ignored and resends-last-good-message', () => {
  const deaf = (told: ReturnType<typeof story>) => {
    for (const gap of [0, 4, 7.2]) told.wait(gap).a(v1.mm1).b(v1.mm2)
    return told
  }
  test('the answers stand where the asker was captured', () => expect(said(deaf(story()))).toEqual(['answer-ignored']))
  test('the answers leave where the answerer was captured', () => expect(said(deaf(atB()))).toEqual(['resends-last-good-message']))
  test('one copy crossed the answer', () =>
    expect(said(story().a(v1.mm1).wait(4).again().b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6))).toEqual([]))
})

test('an SA whose last message is asked for again stands at one end, and the words for it agree with the fault', () => {
  const answered = (gaps: readonly number[]) => {
    const told = atB().a(v2.init).b(v2.initAnswer)
    for (const gap of gaps) told.wait(gap).a(v2.auth).b(v2.authAnswer)
    return told
  }
  const state = ({ report }: ReturnType<typeof story>) => report.securityAssociations.find(sa => sa.kind === 'ike')?.state
  const deaf = answered([0, 4, 7.2])
  expect(said(deaf)).toEqual(['resends-last-good-message'])
  expect(state(deaf)).toBe('established at one end alone, it seems')
  expect(state(answered([0]))).toBe('established, it seems')
  const used = answered([0, 4, 7.2]).wait(5).a(v2.request(37, 2)).b(v2.answer(37, 2))
  expect(state(used)).toBe('established')
})

describe('dead-peer', () => {
  const asks = (told: ReturnType<typeof story>, length = 32) => told.a(v2.request(37, 2, { inner: 0, length }))
  test('IKEv2: an empty INFORMATIONAL into silence, at either end', () => {
    for (const begin of [established(), atB().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)])
      expect(said(repeated(asks(begin.wait(30)), 4, 7.2, 12.96))).toEqual(['dead-peer'])
  })
  test('where it is asked the questions arrived, and nobody has to capture there; the silence is told once', () => {
    const [away, there] = [established(), atB().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)].map(begin => {
      const { findings } = repeated(asks(begin.wait(30)), 4, 7.2, 12.96).wait(40).report
      expect(findings.map(f => f.rule)).toEqual(['dead-peer'])
      return findings[0]!
    })
    expect(away!.tryNext).toContainEqual(expect.stringMatching(/^Capture at 198\.51\.100\.20/))
    expect(there!.tryNext).not.toContainEqual(expect.stringMatching(/^Capture at/))
    expect(there!.because).toContainEqual(expect.stringContaining('the questions did arrive there'))
    expect(there!.otherwise.join()).not.toContain('path')
  })
  test('what the peer returns with ICMP arrived there, and one that sends ESP is not gone', () => {
    const found = (told: ReturnType<typeof story>) => told.report.findings.find(f => f.rule === 'dead-peer')!
    const returned = asks(established().wait(30)).icmp(B.address, 3, 3)
    for (const gap of [4, 7.2]) returned.wait(gap).again().icmp(B.address, 3, 3)
    expect(found(returned)).toMatchObject({
      says: expect.stringMatching(/What comes from 198.51.100.20 instead are ICMP errors\.$/),
      because: expect.arrayContaining(['198.51.100.20 returned every sending with an ICMP error: the questions arrived there.']),
      otherwise: ['ICMP messages are not signed: another device could have sent it in that name.'],
    })
    const alive = repeated(asks(established().esp('b', 0xaa, 1).wait(30)), 4).esp('b', 0xaa, 2)
    expect(found(repeated(alive.a(v2.request(37, 3, { inner: 0, length: 32 })), 4)).otherwise).toEqual([
      'The IKE service of 198.51.100.20 has stopped, or has lost this IKE SA.',
      'The path does not let IKE pass any more, in one direction or both.',
    ])
  })
  test('what else comes from the peer: nothing any more, packets of the same time, or only later', () => {
    const says = (told: ReturnType<typeof story>) => {
      const one = told.report.findings.find(f => f.rule === 'dead-peer')!
      return [one.says.split(' no answer. ')[1], one.evidence.map(e => e.packet)]
    }
    const asked = () => repeated(asks(established().esp('b', 0xaa, 1).wait(30)), 4, 7.2)
    expect(says(asked().wait(60))).toEqual(['Nothing else comes from 198.51.100.20 either after that.', [6, 7, 8]])
    const alive = repeated(asks(established().esp('b', 0xaa, 1).wait(30)), 4).esp('b', 0xaa, 2)
    expect(says(repeated(alive.a(v2.request(37, 3, { inner: 0, length: 32 })), 4))).toEqual([
      'Protected packets of 198.51.100.20 still arrive, so it is not gone: only IKE fails.',
      expect.arrayContaining([8]),
    ])
    const anew = sayV2({ initiator: 'd4d4d4d4d4d4d4d4', responder: 'e5e5e5e5e5e5e5e5', nonce: 9 })
    const again = asked().wait(60).a(anew.init).b(anew.initAnswer).a(anew.auth).b(anew.authAnswer).esp('b', 0xbb, 1)
    expect(says(again)).toEqual(['Nothing else comes from 198.51.100.20 meanwhile.', [6, 7, 8]])
    // Under the old keys, long after the last question: the path may be whole again.
    expect(says(asked().wait(60).esp('b', 0xaa, 2))).toEqual(['Nothing else comes from 198.51.100.20 meanwhile.', [6, 7, 8]])
  })
  test('IKEv2: the second copy is answered', () =>
    expect(said(repeated(asks(established().wait(30)), 4).b(v2.answer(37, 2, { inner: 0, length: 32 })))).toEqual([]))
  test('IKEv1: a row of questions', () => {
    const told = quick()
    for (const id of [1, 2, 3, 4]) told.wait(10).a(v1.informational(0x5000 + id, 64))
    expect(said(told)).toEqual(['dead-peer'])
  })
  test('IKEv1: questions that were answered before', () => {
    const told = quick().wait(10).a(v1.informational(0x5000, 64)).b(v1.informational(0x5001, 64))
    for (const id of [2, 3]) told.wait(10 + 3 * id).a(v1.informational(0x5000 + id, 64))
    // The last question has had no time yet, and one may get lost.
    expect(said(told)).toEqual([])
    expect(noted(told)).toContain('dead-peer')
    expect(said(told.wait(2).put(unrelated))).toEqual(['dead-peer'])
  })
  test('IKEv1: two as long as the delete of the IKE SA, of which there is one only', () => {
    const two = (length: number) => {
      const told = quick()
      for (const id of [1, 2]) told.wait(10).a(v1.informational(0x5000 + id, length))
      return said(told.wait(2).put(unrelated))
    }
    expect([two(56), two(40)]).toEqual([['dead-peer'], []])
  })
  test('IKEv1: whoever gives up deletes the SAs and begins anew, as libreswan does', () => {
    const gone = (questions: number, length: number, ofSa: number) => {
      const told = quick()
      for (let id = 1; id <= questions; id++) told.wait(3).a(v1.informational(0x5000 + id, length))
      told.wait(0.9).a(v1.informational(0x6001, ofSa)).a(v1.informational(0x6002, 64))
      return repeated(told.a(sayV1({ initiator: 'c1c1c1c1c1c1c1c1' }).mm1), 0.5, 0.5, 1, 2)
    }
    for (const [length, ofSa] of [[80, 64] as const, [64, 48] as const]) {
      expect(said(gone(4, length, ofSa))).toEqual(['dead-peer'])
      expect(noted(gone(4, length, ofSa))).toContain('no-answer')
    }
    expect(said(gone(0, 80, 64))).toEqual(['no-answer'])
  })
  test('IKEv1: the answers go on', () => {
    const told = quick()
    for (const id of [1, 2, 3, 4])
      told
        .wait(10)
        .a(v1.informational(0x5000 + id, 64))
        .b(v1.informational(0x6000 + id, 64))
    expect(said(told)).toEqual([])
  })
  test('IKEv1: both ends ask, and the capture ends with a question right behind an answer', () => {
    const both = () => {
      const told = quick()
      for (const id of [1, 2, 3]) {
        told
          .wait(3)
          .b(v1.informational(0x5000 + id, 64))
          .a(v1.informational(0x6000 + id, 64))
        told.a(v1.informational(0x7000 + id, 64)).b(v1.informational(0x8000 + id, 64))
      }
      return told.wait(3).b(v1.informational(0x5009, 64))
    }
    expect(said(both())).toEqual([])
    // Near miss: two more, and none of them is an answer.
    expect(said(both().wait(3).b(v1.informational(0x500a, 64)).wait(3).b(v1.informational(0x500b, 64)))).toEqual(['dead-peer'])
  })
  test('IKEv1: deletes after each rekey are no questions', () => {
    const told = quick()
    for (const id of [1, 2, 3, 4]) {
      told.wait(8).a(v1.qm1(id)).b(v1.qm2(id)).a(v1.qm3(id))
      told.a(v1.informational(0x5000 + id, 64))
    }
    expect(said(told)).toEqual([])
  })
  test('IKEv1: deletes of two SAs at their own times', () =>
    expect(said(quick().wait(8).a(v1.informational(0x5001, 64)).wait(3).a(v1.informational(0x5002, 64)))).toEqual([]))
  test('what is tried in vain afterwards is a consequence', () => {
    const told = repeated(asks(established().wait(30)), 4, 7.2, 12.96, 23.3).wait(40)
    repeated(told.a(sayV2({ initiator: 'dddddddddddddddd' }).init), 4, 7.2)
    expect(said(told)).toEqual(['dead-peer'])
    expect(noted(told)).toContain('no-answer')
  })
})

describe('only-probed', () => {
  test('MM1 answered, never followed', () => {
    for (const begin of [story(), atB()]) {
      const told = begin
        .a(v1.mm1)
        .b(v1.mm2)
        .wait(10)
        .put(new Uint8Array([69]))
      expect([said(told), noted(told)]).toEqual([[], ['only-probed']])
    }
  })
  test('libreswan repeats MM2', () => {
    const told = repeated(atB().a(v1.mm1).b(v1.mm2), ...libreswan)
    expect([said(told), noted(told)]).toEqual([[], ['only-probed', 'no-answer']])
  })
  test('the initiator goes on asking', () =>
    expect(noted(repeated(story().a(v2.init).b(v2.initAnswer).a(v2.init), 4))).not.toContain('only-probed'))
  test('a post-quantum key that the answer does not take may be why', () => {
    const usePpk: [number] = [16435]
    const told = story()
      .a(v2.initAgain(usePpk))
      .b(v2.initAnswer)
      .wait(10)
      .put(new Uint8Array([69]))
    const finding = told.report.findings.find(f => f.rule === 'only-probed')
    expect(finding?.otherwise[0]).toContain('insists on the post-quantum pre-shared key')
    const without = story()
      .a(v2.init)
      .b(v2.initAnswer)
      .wait(10)
      .put(new Uint8Array([69]))
    expect(JSON.stringify(without.report.findings)).not.toContain('post-quantum')
  })
  test('the capture ends at once', () => {
    const told = story().a(v2.init).b(v2.initAnswer)
    expect(told.report.findings.find(f => f.rule === 'only-probed')).toMatchObject({ severity: 'note', confidence: 'possible' })
  })
})

test('Windows sends AuthIP and IKEv1 side by side, and one of them dies out', () => {
  const authIp = ikev1({ initiator: 'e1e1e1e1e1e1e1e1', exchange: 243 }, build.nonce(1))
  const told = main(repeated(story().a(authIp).a(v1.mm1).b(v1.mm2).a(authIp), 2, 4, 8))
  expect(said(told)).toEqual([])
  const { negotiations } = told.report
  expect(negotiations.map(one => one.answeredInstead)).toEqual(['N2', undefined])
  expect(negotiations.map(ending)).toEqual(['not needed, N2 was answered', 'established'])
  expect(verdict(told.report)).toBe('No fault found. 2 negotiations: 1 established, 1 not needed.')
  expect(faultless(told.report)).toBe(true)
})

test('another first message of the same protocol, or one long before: that one is missed', () => {
  const authIp = ikev1({ initiator: 'e1e1e1e1e1e1e1e1', exchange: 243 }, build.nonce(1))
  const other = sayV1({ initiator: 'c1c1c1c1c1c1c1c1' })
  for (const told of [main(story().a(authIp).wait(5)), main(story().a(other.mm1))]) {
    expect(told.report.negotiations.map(one => one.answeredInstead)).toEqual([undefined, undefined])
    expect(faultless(told.report)).toBe(false)
  }
})

test('both begin at once, and one of the two dies out', () => {
  const other = sayV1({ initiator: 'c1c1c1c1c1c1c1c1', responder: 'd2d2d2d2d2d2d2d2' })
  const told = main(story()).b(other.mm1)
  expect(
    repeated(told, 4, 7.2, 13)
      .report.findings.filter(f => f.rule === 'no-answer')
      .map(f => f.severity),
  ).toEqual(['warning'])
})

describe('what a silent host may have against a message depends on the message', () => {
  const vain = (told: ReturnType<typeof story>) => {
    const { otherwise, tryNext } = repeated(told, 4, 8, 16)
      .wait(60)
      .put(unrelated)
      .report.findings.find(f => f.rule === 'no-answer')!
    return [...otherwise, ...tryNext].join(' ')
  }
  test('the first one: a policy, or the offer, which is named', () => {
    expect(vain(story().a(v1.mm1))).toMatch(/no policy for 192\.0\.2\.10, or no proposal that fits.*the offer in MM1 \(/)
  })
  test('near miss: the two had agreed on one before', () => {
    const again = sayV1({ initiator: '6666666666666666' })
    expect(vain(main().wait(60).a(again.mm1))).toMatch(/no policy for 192\.0\.2\.10, or a filter(?!.*the offer in MM1)/)
  })
  test('main mode shows no name before the key is needed', () => {
    expect(vain(story().a(v1.mm1).b(v1.mm2).a(v1.mm3))).toContain('no pre-shared key for the address 192.0.2.10')
  })
  test('the first quick mode: what the traffic is to be', () => {
    expect(vain(main().a(v1.qm1()))).toMatch(/the traffic selectors.*which PFS group/)
  })
  test('near miss: one was made before', () => {
    expect(vain(quick().wait(60).a(v1.qm1(1)))).not.toContain('PFS')
  })
})

describe('whoever had no answer itself has given the IKE SA up', () => {
  const ROUTER = '192.0.2.1'
  const checked = () =>
    repeated(
      established()
        .wait(20)
        .a(v2.request(37, 2, { inner: 0, length: 16 })),
      1.8,
      3.6,
      6.9,
    )
  const asksBack = (told: ReturnType<typeof story>) =>
    repeated(told.b(v2.request(37, 0, { fromInitiator: false })), ...strongSwan.slice(0, 3))
      .wait(100)
      .put(new Uint8Array([69]))
  const ofB = ({ report }: ReturnType<typeof story>) =>
    report.findings.find(f => f.rule === 'no-answer' && f.title.endsWith('no answer from 192.0.2.10'))!

  test('what comes later under that SA is dropped: it follows from its own questions', () => {
    const told = asksBack(checked().wait(60))
    expect(ofB(told).because.join()).toContain('192.0.2.10 had asked 4 times itself under this IKE SA')
    expect(ofB(told).otherwise.join()).not.toContain('cannot read or accept it')
    expect(told.report.findings[ofB(told).consequenceOf!]?.rule).toBe('dead-peer')
  })
  test('near miss: it asks too soon after to have given up', () => {
    expect(ofB(asksBack(checked().wait(3))).because.join()).not.toContain('had asked')
  })
  test('near miss: its question was answered', () => {
    const answered = established().wait(20).a(v2.request(37, 2)).b(v2.answer(37, 2)).wait(60)
    expect(ofB(asksBack(answered)).because.join()).not.toContain('had asked')
  })

  test('a router returns IKE of two attempts and ESP: each follows from what speaks of it, and the host may be down', () => {
    const other = sayV2({ initiator: 'c1c1c1c1c1c1c1c1', nonce: 7 })
    const sent = (id: number, inside: Carried) => ipv4(A.address, B.address, inside, { id })
    const returned = (packet: Uint8Array) => ipv4(ROUTER, A.address, icmp(3, 1, [0, 0, 0, 0], packet.slice(0, 60)))
    const told = established().wait(20)
    const esp = (n: number) => sent(0x100 + n, carried(50, u32(0xc0ffee01, n), new Uint8Array(80).fill(n)))
    for (let n = 1; n < 6; n++)
      told
        .wait(1)
        .put(esp(n))
        .put(returned(esp(n)))
    const check = v2.request(37, 2, { inner: 0, length: 16 })
    for (const [id, message] of [check, check, check, other.init, other.init, other.init].entries()) {
      const packet = sent(0x200 + id, udp(500, 500, message))
      told.wait(4).put(packet).put(returned(packet))
    }
    told.wait(100).put(new Uint8Array([69]))
    const { findings } = told.report
    const init = findings.find(f => f.rule === 'no-answer' && f.negotiation === 'N2')!
    expect(findings[init.consequenceOf!]?.title).toBe(`No way was found for IKE messages to ${B.address}`)
    expect(findings[init.consequenceOf!]?.tryNext[0]).toBe(`Look whether ${B.address} is up and connected.`)
  })
})

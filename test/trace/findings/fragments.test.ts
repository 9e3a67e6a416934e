import { describe, expect, test } from 'vitest'
import { ikev2 } from '../../../src/compose/ike/message.ts'
import * as p2 from '../../../src/compose/ike/v2.ts'
import { carried, fragments, icmp, ipv4, u16, u32, udp } from '../../support/packets/index.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, atB, B, story } from '../../support/trace/story.ts'

// Fragments on their way: each rule where it speaks, at either end, and a near miss.

const v1 = sayV1()
type Told = ReturnType<typeof story>
const mm4 = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4)
const verdicts = ({ report }: Told) => report.findings.filter(f => f.severity !== 'note').map(f => f.rule)
const found = ({ report }: Told, rule: string) => report.findings.find(f => f.rule === rule)
const three = (told: Told) => told.wait(4).again().wait(7).again().wait(13)
const esp = (from: string, to: string, sequence: number, size: number, id = sequence) =>
  ipv4(from, to, carried(50, u32(0xe5b, sequence), new Uint8Array(size)), { id })
const expired = (packet: Uint8Array) => ipv4(B.address, A.address, icmp(11, 1, [0, 0, 0, 0], packet.slice(0, 60)))

describe('later fragments never come', () => {
  test('at the receiver: first fragments only, whatever is sent', () => {
    const told = three(mm4().a(v1.largeMm5, { cut: 1480, without: [2] })).esp('b', 1, 1)
    expect(verdicts(told)).toEqual(['fragment-filtered'])
    expect(found(told, 'fragments-lost')).toMatchObject({ severity: 'note', negotiation: 'N1' })
  })

  test('at the receiver: only the last of three is missing', () => {
    const told = three(mm4().a(v1.largeMm5, { cut: 800, without: [3] })).esp('b', 1, 1)
    expect(verdicts(told)).toEqual(['fragments-lost'])
    expect(found(told, 'fragments-lost')?.because[1]).toBe('Bytes 1600 to 2355 of the first such packet never came.')
  })

  test('of the answer first fragments alone: it has not arrived, and nothing stands', () => {
    const asking = (way: { cut: number; without?: number[] }) => {
      const told = mm4()
      for (const gap of [4, 7, 13]) told.a(v1.mm5).b(v1.largeMm5, way).wait(gap)
      return told.a(v1.mm5)
    }
    const told = asking({ cut: 1480, without: [2] })
    expect(found(told, 'answer-ignored')).toBeUndefined()
    expect(told.report.negotiations[0]!.outcome).toBe('incomplete')
    expect(found(told, 'resends-last-good-message')?.title).toContain('never comes whole')
    expect(found(asking({ cut: 1480 }), 'answer-ignored')).toBeDefined()
  })

  test('at the receiver: only later fragments come', () => {
    const told = three(mm4().a(v1.largeMm5, { cut: 1480, without: [1] })).esp('b', 1, 1)
    expect(found(told, 'fragments-lost')?.says).toContain('later fragments, never the first')
  })

  test('silent: the capture begins behind the first fragment', () => {
    const rest = { cut: 1480, without: [1] }
    expect(found(story().a(v1.largeMm5, rest).b(v1.mm6).a(v1.qm1()).wait(5).b(v1.qm2()), 'fragments-lost')).toBeUndefined()
    expect(found(story().b(v1.mm4).a(v1.largeMm5, rest).b(v1.mm6).wait(5).a(v1.qm1()), 'fragments-lost')).toBeUndefined()
    const told = story().a(v1.mm3).b(v1.mm4).a(v1.largeMm5, rest).wait(5).b(v1.mm4)
    expect(found(told, 'fragments-lost')).toBeDefined()
  })

  test('silent: the message was answered, and the capture does not have its first fragment', () => {
    const rest = { cut: 1480, without: [1] }
    const told = mm4().a(v1.largeMm5, rest).b(v1.mm6).wait(5).a(v1.qm1()).b(v1.qm2())
    expect([found(told, 'fragments-lost'), found(told, 'capture-dropped')?.title]).toEqual([
      undefined,
      'A message between MM4 and MM6 is not in this capture',
    ])
    // Sent by the other end, it is another.
    const back = mm4().b(v1.largeMm5, rest).b(v1.mm6).wait(5).a(v1.qm1()).b(v1.qm2())
    expect(found(back, 'fragments-lost')).toBeDefined()
  })

  describe('at the receiver, which says that it waited', () => {
    const first = (id: number) => fragments(ipv4(A.address, B.address, carried(17, u16(500, 500), new Uint8Array(1600)), { id }), 1480)[0]!
    const holed = () =>
      mm4()
        .a(v1.largeMm5, { cut: 1480, without: [2], identification: 77 })
        .wait(30)
    test('its ICMP is a reason with its packet, and the capture is not to blame', () => {
      expect(found(holed().put(expired(first(77))), 'fragments-lost')).toMatchObject({
        because: expect.arrayContaining([expect.stringMatching(/^198\.51\.100\.20 says so itself: .* \(packet 6\) quotes a packet/)]),
        evidence: expect.arrayContaining([{ trace: 0, packet: 6 }]),
        otherwise: [],
      })
    })
    describe('its message gets no answer', () => {
      const unanswered = (id: number) => {
        const told = atB().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4)
        three(told.a(v1.largeMm5, { cut: 1480, without: [2], identification: 77 }))
        return found(told.put(expired(first(id))), 'no-answer')
      }
      test('not all of it arrived, as it says', () => {
        expect(unanswered(77)?.because).toContain('198.51.100.20 says with ICMP that it waited in vain for the rest of it.')
        expect(unanswered(77)?.otherwise.join()).not.toContain('All of MM5 arrives')
      })
      test('near miss: it waited for the rest of another packet', () => {
        expect(unanswered(78)?.otherwise.join()).toContain('All of MM5 arrives at 198.51.100.20')
      })
    })
    test('near miss: it waited for the rest of another packet', () => {
      const told = found(holed().put(expired(first(78))), 'fragments-lost')
      expect(told?.because.join()).not.toContain('says so')
      expect(told?.otherwise).toContain('The capturing machine dropped packets.')
    })
  })

  test('at the sender: the peer says that it waited', () => {
    const told = mm4().a(v1.largeMm5, { cut: 1480, identification: 77 })
    const first = fragments(ipv4(A.address, B.address, carried(17, new Uint8Array(1600)), { id: 77 }), 1480)[0]!
    told.wait(30).put(expired(first))
    expect(verdicts(told)).toEqual(['fragments-lost'])
    expect(found(told, 'fragments-lost')).toMatchObject({ confidence: 'certain', negotiation: 'N1' })
  })

  describe('IKE_SA_INIT, at the sender: each copy is missed by the peer', () => {
    const v2 = sayV2()
    const told = story()
    for (const id of [77, 78, 79]) told.a(v2.init, { cut: 200, identification: id }).wait(4)
    const quotes = [77, 78, 79].map(
      id => fragments(ipv4(A.address, B.address, carried(17, u16(500, 500), new Uint8Array(400)), { id }), 200)[0]!,
    )
    told.wait(20)
    test('one quoted alone leaves the others open', () => {
      expect(found(told.put(expired(quotes[0]!)), 'no-answer')?.otherwise).toHaveLength(3)
    })
    test('all but the last: only the signature is open, and IKE cannot cut this message', () => {
      told.put(expired(quotes[1]!))
      expect(found(told, 'no-answer')?.otherwise).toEqual([expect.stringContaining('ICMP messages are not signed')])
      const advice = told.report.findings.flatMap(one => one.tryNext).join()
      expect(advice).toContain('IKE_SA_INIT smaller')
      expect(advice).not.toContain('let IKE fragment by itself')
    })
  })

  describe('what IKE can do itself', () => {
    const v2 = sayV2()
    const both = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2' }
    const offers = ikev2({ ...both, exchange: 34, flags: 0x20 }, p2.sa(p2.proposal({}, p2.transform(1, 12, 256))), p2.notify(16430))
    const [can, cannot] = [v2.initAgain([16430, {}]), v2.init]
    const advice = (init: Uint8Array, answer: Uint8Array, way = {}) =>
      found(
        three(
          story()
            .a(init)
            .b(answer, way)
            .a(v2.auth, { cut: 160, without: [2] }),
        ),
        'fragments-lost',
      )!.tryNext.join(' ')
    test('where an end does not offer it, that end is named', () => {
      expect(advice(cannot, v2.initAnswer)).toContain('let IKE fragment by itself (neither end offers it in IKE_SA_INIT')
      expect(advice(can, v2.initAnswer)).toContain('(198.51.100.20 does not offer it in IKE_SA_INIT')
    })
    test('near miss: both offer it, or the capture does not have all of what would say it', () => {
      expect(advice(can, offers)).toContain('let IKE fragment by itself.')
      expect(advice(can, v2.initAnswer, { keep: 200 })).toContain('let IKE fragment by itself.')
    })
    const pieces = (missed: boolean) => {
      const told = story().a(v2.init).b(v2.initAnswer).via({ port: 4500 })
      for (const id of [77, 78, 79])
        told
          .a(v2.authPiece(1, 2), { cut: 200, identification: id })
          .a(v2.authPiece(2, 2))
          .wait(id - 73)
      const whole = ipv4(A.address, B.address, udp(4500, 4500, Uint8Array.from([0, 0, 0, 0, ...v2.authPiece(1, 2)])), { id: 77 })
      return missed ? told.wait(20).put(expired(fragments(whole, 200)[0]!)) : told.wait(20).esp('a', 1, 1)
    }
    test('where it cuts already: its pieces are too large, and that port 4500 is blocked is not said', () => {
      expect(found(pieces(true), 'fragments-lost')!.tryNext.join(' ')).toContain('let IKE make its pieces smaller')
      expect(found(pieces(true), 'udp-4500-blocked')).toBeUndefined()
    })
    test('near miss: nobody says that a part came', () => expect(found(pieces(false), 'udp-4500-blocked')).toBeDefined())
  })

  describe('the last answer, seen where it leaves', () => {
    const quote = fragments(ipv4(B.address, A.address, carried(17, new Uint8Array(1600)), { id: 88 }), 1480)[0]!
    const missed = ipv4(A.address, B.address, icmp(11, 1, [0, 0, 0, 0], quote.slice(0, 60)), { ttl: 63 })
    const answered = () => {
      const told = atB().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5)
      return told.b(v1.largeMm5, { cut: 1480, identification: 88 })
    }
    test('the peer asks again and says that it waited: copies of its question are no sign that it went on', () => {
      const told = answered().wait(4).a(v1.mm5).b(v1.largeMm5, { cut: 1480 }).wait(7).a(v1.mm5).b(v1.largeMm5, { cut: 1480 })
      expect(found(told.wait(20).put(missed), 'fragments-lost')).toMatchObject({ severity: 'error', negotiation: 'N1' })
    })
    test('near miss: the peer goes on, so a later copy came through', () => {
      const told = answered().wait(4).a(v1.mm5).b(v1.largeMm5, { cut: 1480 }).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
      expect(verdicts(told.wait(20).put(missed))).toEqual([])
    })
  })

  test('at the sender: no more than silence', () => {
    const told = three(mm4().a(v1.largeMm5, { cut: 1480 }))
    expect(verdicts(told.esp('b', 1, 1))).toEqual(['no-answer'])
    expect(found(told, 'fragments-lost')).toMatchObject({ severity: 'note', confidence: 'possible' })
  })

  test('at the sender, on port 4500: fragments are blamed, not the port', () => {
    const told = three(mm4().a(v1.largeMm5, { cut: 1480, port: 4500 }))
    expect(verdicts(told.esp('b', 1, 1))).toEqual(['no-answer'])
    expect(found(told, 'fragments-lost')).toMatchObject({ severity: 'note' })
  })

  test('at the sender: the peer missed fragments once, and the next copy came through', () => {
    const told = mm4().a(v1.largeMm5, { cut: 1480, identification: 77 }).wait(4).again().b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    const first = fragments(ipv4(A.address, B.address, carried(17, new Uint8Array(1600)), { id: 77 }), 1480)[0]!
    expect(verdicts(told.wait(30).put(expired(first)))).toEqual([])
    expect(found(told, 'fragments-lost')).toMatchObject({ severity: 'note' })
  })

  test('ESP in fragments, of which no later one comes', () => {
    const told = story()
    for (const i of [1, 2, 3]) told.wait(1).put(fragments(esp(A.address, B.address, i, 1400), 1232)[0]!)
    expect(verdicts(told.wait(5).esp('b', 1, 1))).toEqual(['fragments-lost'])
  })

  test('silent: a fragment was lost once, and the next copy came whole', () => {
    const told = mm4()
      .a(v1.largeMm5, { cut: 1480, without: [2] })
      .wait(4)
      .a(v1.largeMm5, { cut: 1480 })
      .b(v1.mm6)
    expect(verdicts(told.wait(3).esp('b', 1, 1))).toEqual([])
    expect(found(told, 'fragments-lost')).toMatchObject({ severity: 'note' })
  })

  test('silent: one of several ESP packets lost a fragment', () => {
    const told = story()
    for (const i of [1, 2, 3, 4])
      for (const piece of fragments(esp(A.address, B.address, i, 1400), 1232).slice(0, i === 2 ? 1 : 2)) told.put(piece)
    expect(verdicts(told.wait(5).esp('b', 1, 1))).toEqual([])
  })

  test('silent: a single ESP packet in fragments lost one', () => {
    const told = story()
      .put(fragments(esp(A.address, B.address, 1, 1400), 1232)[0]!)
      .wait(5)
      .esp('b', 1, 1)
    expect(verdicts(told)).toEqual([])
    expect(found(told, 'fragments-lost')).toMatchObject({ severity: 'note', confidence: 'possible' })
  })

  test('silent: all fragments come, and one of another protocol is lost', () => {
    const other = fragments(ipv4('203.0.113.5', '203.0.113.6', carried(17, new Uint8Array(1600)), { id: 9 }), 1480)[0]!
    expect(verdicts(mm4().a(v1.largeMm5, { cut: 1480 }).b(v1.mm6).put(other).wait(9).esp('b', 1, 1))).toEqual([])
  })
})

describe('fragments that do not fit together', () => {
  const [first, second] = fragments(esp(A.address, B.address, 1, 1400, 5), 1232) as [Uint8Array, Uint8Array]

  test('other bytes in the same place', () => {
    const other = ipv4(A.address, B.address, carried(50, new Uint8Array(80).fill(7), second.slice(100)), { id: 5, offset: 1232 })
    expect(verdicts(story().put(other).put(second).put(first))).toContain('fragment-mismatch')
  })

  test('the same bytes again at another cut, as a note', () => {
    const again = ipv4(A.address, B.address, carried(50, first.slice(20 + 1000)), { id: 5, offset: 1000, moreFragments: true })
    const told = story().put(first).put(again).put(second)
    expect(verdicts(told)).toEqual([])
    expect(found(told, 'fragment-overlap')).toMatchObject({ severity: 'note' })
  })

  test('silent: a fragment captured twice', () => {
    const told = story().put(first).put(first).put(second)
    expect(told.report.findings.filter(f => f.scenario === 'F9')).toEqual([])
  })
})

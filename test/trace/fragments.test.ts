import { describe, expect, test } from 'vitest'
import { fragmentsV1 } from '../../src/compose/ike/message.ts'
import { textLadder } from '../../src/text/ladder/index.ts'
import { datagramOf } from '../../src/trace/trace.ts'
import { ladder } from '../support/trace/ladder.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { A, B, story } from '../support/trace/story.ts'

const v1 = sayV1()
const v2 = sayV2()
const mm4 = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4)
const tail = (told: ReturnType<typeof story>) => ladder(told.report).split('\n').slice(5)

describe('cut by IP', () => {
  test('a message in two fragments is one message', () => {
    const told = mm4().a(v1.largeMm5, { cut: 1480 }).b(v1.mm6)
    expect(tail(told)).toEqual(['#5+6      0.080  → MM5  *Encrypted', '#7        0.120  ← MM6  *Encrypted'])
    expect(told.report.traces[0]!.counts).toMatchObject({ ike: 6, fragments: 2 })
    expect(told.report.datagrams).toMatchObject([{ packets: [5, 6], complete: true, missing: [] }])
    expect(datagramOf(told.trace, 6)?.bytes?.length).toBe(8 + v1.largeMm5.length)
    expect(datagramOf(told.trace, 4)).toBeUndefined()
  })

  test('the second fragment never comes: the message is there, not complete, and each sending is one of it', () => {
    const told = mm4()
      .a(v1.largeMm5, { cut: 1480, without: [2] })
      .wait(4)
      .again()
      .wait(7)
      .again()
    expect(tail(told)).toEqual([
      '#5        0.080  → MM5  *Encrypted  …',
      '#6        4.100  → MM5  again  …',
      '#7       11.120  → MM5  again  …',
    ])
    expect(told.report.datagrams.map(d => d.missing)).toEqual(Array(3).fill([[1480, 8 + v1.largeMm5.length]]))
  })

  test('once incomplete, then whole: the same message', () => {
    const told = mm4()
      .a(v1.largeMm5, { cut: 1480, without: [2] })
      .wait(4)
      .a(v1.largeMm5, { cut: 1480 })
    expect(tail(told)).toEqual(['#5        0.080  → MM5  *Encrypted  …', '#6+7      4.100  → MM5  again'])
  })

  test('the first fragment comes last, or not at all', () => {
    const whole = story().a(v1.mm1)
    const pieces = story().a(v1.mm1, { cut: 80 })
    expect(pieces.report.datagrams[0]!.fragments).toBeGreaterThan(1)
    expect(pieces.report.negotiations[0]!.proposals).toEqual(whole.report.negotiations[0]!.proposals)
    expect(story().a(v1.largeMm5, { cut: 1480, without: [1] }).report.negotiations).toEqual([])
  })

  test('each fragment captured twice', () => {
    const told = story().a(v1.largeMm5, { cut: 1480, captured: 2 })
    expect(told.report.negotiations[0]!.exchanges[0]!.messages[0]!.transmissions).toMatchObject([
      { sightings: [{ packets: [1, 3], complete: true }] },
    ])
    expect(told.report.datagrams[0]).toMatchObject({ fragments: 4, packets: [1, 2, 3, 4] })
  })

  test('a reassembly timeout far away quotes the first fragment', () => {
    const told = mm4().a(v1.largeMm5, { cut: 1480, without: [2] })
    told.wait(30).icmp(B.address, 11, 1)
    expect(told.report.icmpErrors).toMatchObject([
      { packet: 6, from: B.address, means: 'fragment reassembly time exceeded', quotes: { packet: 5, from: A.address, to: B.address } },
    ])
  })
})

describe('cut by IKEv1 (payload 132)', () => {
  const pieces = fragmentsV1(v1.largeMm5, { id: 7, size: 900 })

  test('the pieces are one message, read when they are together', () => {
    const told = mm4()
    for (const piece of pieces) told.a(piece)
    expect(tail(told.b(v1.mm6))).toEqual(['#5+6+7    0.080  → MM5  *Encrypted', '#8        0.140  ← MM6  *Encrypted'])
    const [, message] = [0, told.report.negotiations[0]!.exchanges[0]!.messages[4]!]
    expect(message.bytes).toBe(v1.largeMm5.length)
    expect(told.trace.wholeMessages.of(6)?.bytes).toEqual(v1.largeMm5)
    expect(told.trace.wholeMessages.of(6)?.pieces).toEqual([
      { packet: 5, start: 0, end: 900 },
      { packet: 6, start: 900, end: 1800 },
      { packet: 7, start: 1800, end: v1.largeMm5.length },
    ])
  })

  test('a piece missing, everything again: two sendings, one of them whole', () => {
    const told = mm4().a(pieces[0]!).a(pieces[2]!).wait(3)
    for (const piece of pieces) told.a(piece)
    expect(tail(told)).toEqual(['#5+6      0.080  → MM5  *Encrypted  …', '#7+8+9    3.120  → MM5  again'])
  })

  test('whole as IP fragments first, then in pieces: one message sent twice', () => {
    const told = mm4().a(v1.largeMm5, { cut: 1480 }).wait(3)
    for (const piece of pieces) told.a(piece)
    expect(tail(told)).toEqual(['#5+6      0.080  → MM5  *Encrypted', '#7+8+9    3.120  → MM5  again'])
  })

  test('never complete: shown under the name that it must have', () => {
    const told = mm4().a(pieces[1]!)
    expect(tail(told)).toEqual(['#5        0.080  → MM5  Fragment  …'])
    const ladder = textLadder(told.report).join('\n')
    expect(ladder).toContain('not all of it is here')
    expect(ladder).not.toContain('cut by the capture')
  })
})

describe('cut by IKEv2 (SKF)', () => {
  const init = () => story().a(v2.init).b(v2.initAnswer)
  const auth = (told: ReturnType<typeof story>) => ladder(told.report).split('\n').slice(3)

  test('pieces of one sending, in any order', () => {
    const told = init().a(v2.authPiece(2)).a(v2.authPiece(1)).a(v2.authPiece(3))
    expect(auth(told)).toEqual(['#3+4+5    0.040  → IKE_AUTH request  *SKF'])
    expect(told.report.negotiations[0]!.exchanges[1]!.messages[0]!.transmissions[0]!.sightings[0]!.complete).toBe(true)
  })

  test('sent again, also after a piece was lost', () => {
    const told = init().a(v2.authPiece(2)).a(v2.authPiece(3)).wait(2).a(v2.authPiece(1)).a(v2.authPiece(2)).a(v2.authPiece(3))
    expect(auth(told)).toEqual(['#3+4      0.040  → IKE_AUTH request  *SKF  …', '#5+6+7    2.080  → IKE_AUTH request  again'])
  })

  test('cut smaller the second time', () => {
    const told = init().a(v2.authPiece(1, 2)).a(v2.authPiece(2, 2)).wait(2)
    for (const number of [1, 2, 3, 4]) told.a(v2.authPiece(number, 4))
    expect(auth(told)).toEqual(['#3+4      0.040  → IKE_AUTH request  *SKF', '#5+6+7+8    2.080  → IKE_AUTH request  again'])
  })

  test('each piece captured twice', () => {
    const told = init().a(v2.authPiece(1, 2), { captured: 2 }).a(v2.authPiece(2, 2), { captured: 2 })
    expect(auth(told)).toEqual(['#3+5      0.040  → IKE_AUTH request  *SKF'])
  })

  test('what accepts and what refuses is told from the first piece', () => {
    expect(
      init()
        .a(v2.authPiece(1, 1))
        .b(v2.authPiece(1, 1, 0x20)).report.negotiations[0]!.outcome,
    ).toBe('established')
  })
})

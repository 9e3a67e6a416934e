import { describe, expect, test } from 'vitest'
import { Connection, framed } from '../support/trace/connection.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { A, B, type Story, story } from '../support/trace/story.ts'

// A trace may hold more of everything than anybody reads. What is kept stays within limits, the rest is counted, and what was
// kept is still told. The limits are small here; src/trace/limits.ts has the real ones.

const LIMITS = { messages: 200, negotiations: 50, icmpErrors: 20, datagrams: 30 }
const MANY = 400

/** A healthy negotiation, which a flood must not hide. */
function begun(): Story {
  const v2 = sayV2()
  return story(LIMITS).a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
}

const cookie = (i: number) => (0x10000000 + i).toString(16).padStart(16, '0')

/** The first negotiation is told as if nothing had come after it. */
function expectFirstTold({ report }: Story): void {
  expect(report.negotiations[0]).toMatchObject({ id: 'N1', outcome: 'established', initiator: { address: A.address } })
}

describe('floods', () => {
  test('messages of one negotiation', () => {
    const told = begun()
    const v1 = sayV1()
    for (let i = 0; i < MANY; i++) told.a(v1.informational(i + 1))
    expectFirstTold(told)
    expect(told.trace.leftOut).toEqual({ count: MANY + 4 - LIMITS.messages, packet: LIMITS.messages + 1 })
    expect(told.trace.negotiations.flatMap(n => n.messages)).toHaveLength(LIMITS.messages)
    expect(told.report.traces[0]!.counts.ike).toBe(MANY + 4)
  })
  test('messages in a TCP connection', () => {
    const [v1, v2] = [sayV1(), sayV2()]
    const told = story(LIMITS)
    const connection = new Connection(told).open().send('a', framed(v2.init)).send('b', framed(v2.initAnswer))
    connection.send('a', framed(v2.auth)).send('b', framed(v2.authAnswer))
    for (let i = 0; i < MANY; i++) connection.send('a', framed(v1.informational(i + 1)))
    expectFirstTold(told)
    expect(told.trace.negotiations.flatMap(n => n.messages)).toHaveLength(LIMITS.messages)
    expect(told.trace.leftOut.count).toBe(MANY + 4 - LIMITS.messages)
  })
  test('first messages, each with a cookie of its own', () => {
    const told = begun()
    for (let i = 0; i < MANY; i++) told.a(sayV1({ initiator: cookie(i) }).mm1)
    expectFirstTold(told)
    expect(told.report.negotiations).toHaveLength(LIMITS.negotiations)
    expect(told.trace.leftOut.count).toBe(MANY + 1 - LIMITS.negotiations)
    expect(told.report.traces[0]!.counts.ike).toBe(MANY + 4)
  })
  test('pieces of IKE fragments, none ever whole', () => {
    const told = begun()
    for (let i = 0; i < MANY; i++) told.a(sayV2({ initiator: cookie(i) }).authPiece(1))
    expectFirstTold(told)
    expect(told.report.negotiations).toHaveLength(LIMITS.negotiations)
    expect(told.trace.leftOut.count).toBeGreaterThan(0)
  })
  test('ICMP errors', () => {
    const told = begun()
    for (let i = 0; i < MANY; i++) told.icmp(B.address, 3, 3)
    expectFirstTold(told)
    expect(told.trace.icmpErrors).toMatchObject({ all: { length: LIMITS.icmpErrors }, more: MANY - LIMITS.icmpErrors })
    expect(told.report.traces[0]!.counts.icmpErrors).toBe(MANY)
  })
  test('first fragments of datagrams that never get whole', () => {
    const told = begun()
    const { largeMm5 } = sayV1()
    for (let i = 0; i < MANY; i++) told.a(largeMm5, { cut: 1200, without: [2, 3], identification: i + 1 })
    expectFirstTold(told)
    const { reassembly } = told.trace.datagrams
    expect(reassembly.datagrams).toHaveLength(LIMITS.datagrams)
    expect(reassembly.forgotten).toBe(MANY - LIMITS.datagrams)
    expect(told.report.traces[0]!.counts.fragments).toBe(MANY)
  })
  test('first fragments, each of a message with a cookie of its own', () => {
    const told = begun()
    for (let i = 0; i < MANY; i++) told.a(sayV1({ initiator: cookie(i) }).largeMm5, { cut: 1200, without: [2, 3], identification: i + 1 })
    expectFirstTold(told)
    expect(told.report.negotiations).toHaveLength(LIMITS.negotiations)
    expect(told.trace.leftOut.count).toBe(MANY + 1 - LIMITS.negotiations)
  })
  test('messages in fragments, all of them there', () => {
    const told = begun()
    for (let i = 0; i < MANY; i++) told.a(sayV1({ initiator: cookie(i) }).largeMm5, { cut: 1200, identification: i + 1 })
    expectFirstTold(told)
    expect(told.trace.leftOut.count).toBe(MANY + 1 - LIMITS.negotiations)
  })
})

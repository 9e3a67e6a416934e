import { describe, expect, test } from 'vitest'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, atB, B, said, story } from '../../support/trace/story.ts'

// Answers that do not go back the way of their questions: from another address, or to another port.

const v1 = sayV1()
const v2 = sayV2()
const OTHER = { address: '198.51.100.21', ttl: 63 }
const found = ({ report }: ReturnType<typeof story>) => report.findings[0]

describe('from another address than was asked', () => {
  const elsewhere = (told = story()) => {
    for (const gap of [0, 10, 10]) told.wait(gap).a(v1.mm1).b(v1.mm2, { to: OTHER })
    return told
  }
  test('is what the asker drops, and the negotiation is named by who was asked', () => {
    const told = elsewhere()
    expect(found(told)).toMatchObject({
      rule: 'answer-ignored',
      title: 'MM2 comes from 198.51.100.21, and 198.51.100.20 was asked',
      confidence: 'likely',
      evidence: [1, 2, 3, 4, 5, 6].map(packet => ({ trace: 0, packet })),
    })
    expect(told.report.negotiations[0]!.responder).toEqual({ address: '198.51.100.20', port: 500 })
  })
  test('near miss: the other address was asked too, or the asker goes on', () => {
    const both = story()
    for (const to of [B, OTHER, OTHER]) both.wait(4).a(v1.mm1, { to }).b(v1.mm2, { to: OTHER })
    expect(found(both)!.title).not.toMatch(/was asked/)
    const on = story().a(v1.mm1).b(v1.mm2, { to: OTHER }).a(v1.mm3).b(v1.mm4, { to: OTHER })
    expect(said(on.a(v1.mm5).b(v1.mm6, { to: OTHER }))).toEqual([])
  })
})

describe('to another port than asked', () => {
  const from = { address: A.address, port: 62000 }
  const toPort = (port: number, told = atB()) => {
    for (const gap of [0, 4, 7.2])
      told
        .wait(gap)
        .a(v2.init, { from, to: { ...B, port: 500 } })
        .b(v2.initAnswer, { from: { ...from, port }, to: { ...B, port: 500 } })
    return told
  }
  test('never gets to the host that asked', () =>
    expect(found(toPort(500))!.title).toBe(
      'IKE_SA_INIT response goes to port 500 of 192.0.2.10, and IKE_SA_INIT request came from port 62000',
    ))
  test('near miss: back to the port that asked', () =>
    expect(found(toPort(62000))!.title).toMatch(/^192.0.2.10 repeats IKE_SA_INIT request/))
  test('near miss: a host that moves to port 4500 with its answer', () => {
    const told = atB().a(v1.mm1).b(v1.mm2).a(v1.mm3)
    for (const gap of [0, 4, 7.2]) told.wait(gap).b(v1.mm4).a(v1.mm5, { port: 4500 })
    expect(told.report.findings.map(one => one.title).join()).not.toMatch(/came from port/)
  })
})

import { describe, expect, test } from 'vitest'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { said, story } from '../support/trace/story.ts'

// Answers that the capture alone lacks: what follows shows that they were given, or nothing can.

const v1 = sayV1()
const v2 = sayV2()
type Story = ReturnType<typeof story>
const finding = (told: Story, rule: string) => told.report.findings.find(f => f.rule === rule)

describe('MM6 is missing', () => {
  const toMm5 = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5)
  const deletes = (told: Story) => told.b(v1.informational(0x2001)).b(v1.informational(0x2002)).b(v1.informational(0x2003, 80))
  test('several informationals of several lengths, later than answers come: no refusal', () => {
    const told = deletes(toMm5().wait(1.8))
    expect(told.report.negotiations[0]!.outcome).toBe('established')
    expect(said(told)).toEqual([])
  })
  test('near misses: one alone, at once, or one for each copy of MM5', () => {
    expect(said(toMm5().wait(1.8).b(v1.informational()))).toEqual(['authentication-failed'])
    expect(said(deletes(toMm5()))).toEqual(['authentication-failed'])
    const each = toMm5().wait(1.8).b(v1.informational(0x2001)).a(v1.mm5).b(v1.informational(0x2002, 80))
    expect(said(each)).toEqual(['authentication-failed'])
  })
})

describe('the IKE_AUTH answer is missing', () => {
  const asked = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).wait(2).again()
  test('the SA that it makes is in use', () => {
    const told = asked().wait(6).esp('a', 0x11, 1).esp('b', 0x22, 1).esp('a', 0x11, 2).esp('b', 0x22, 2).wait(50).esp('a', 0x11, 3)
    expect(said(told)).toEqual([])
    expect(finding(told, 'no-answer')).toMatchObject({ severity: 'note', confidence: 'likely' })
  })
  test('near misses: an older SA, or one way only', () => {
    const older = asked().wait(6).esp('a', 0x11, 40).esp('b', 0x22, 30).wait(50).esp('a', 0x11, 41)
    expect(finding(older, 'no-answer')).toMatchObject({ severity: 'error', confidence: 'certain' })
    const oneWay = asked().wait(6).esp('a', 0x11, 1).esp('a', 0x11, 2).wait(50).esp('a', 0x11, 3)
    expect(finding(oneWay, 'no-answer')).toMatchObject({ severity: 'error', confidence: 'certain' })
  })
})

describe('a capture without a packet of one host', () => {
  const copies = (told: Story) => told.wait(4).again().wait(7).again()
  test('MM2 is an answer: that no answer to it is here says nothing', () => {
    const told = copies(story().b(v1.mm2))
    expect(said(told)).toEqual([])
    expect(finding(told, 'no-answer')?.title).toMatch(/^Nothing of 192\.0\.2\.10 is in this capture/)
  })
  test('near misses: its MM1 is here, or MM1 itself waits', () => {
    expect(finding(copies(story().a(v1.mm1).b(v1.mm2)), 'no-answer')?.title).toBe('MM2 gets no answer from 192.0.2.10')
    expect(said(copies(story().a(v1.mm1)))).toEqual(['no-answer'])
  })
})

import { describe, expect, test } from 'vitest'
import { sayV1 } from '../support/trace/phrases.ts'
import { said, story } from '../support/trace/story.ts'

// Who began a quick mode whose first message the capture may lack. Without keys QM1 and QM2 look alike.

const v1 = sayV1()
type Story = ReturnType<typeof story>
const names = (told: Story) =>
  told.report.negotiations[0]!.exchanges.filter(e => e.type === 'Quick Mode').flatMap(e => e.messages.map(m => m.name))
const main = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)

describe('the capture begins within a quick mode', () => {
  test('copies of one side alone: which message it is cannot be told, that nothing answers it can', () => {
    const told = story().b(v1.qm2()).wait(4).again().wait(7).again()
    expect(names(told)).toEqual(['QM1 or QM2'])
    expect(told.report.findings.find(f => f.rule === 'no-answer')?.title).toMatch(/^QM1 or QM2 gets no answer from/)
  })
  test('both repeat: nobody is blamed', () => {
    const told = story().b(v1.qm2()).wait(2).a(v1.qm1()).wait(2).b(v1.qm2()).wait(4).a(v1.qm1()).b(v1.qm2()).wait(8).a(v1.qm1()).b(v1.qm2())
    expect(names(told)).toEqual(['QM1 or QM2', 'QM1 or QM2'])
    expect(said(told)).toEqual([])
    expect(told.report.findings.map(f => f.rule)).not.toContain('resends-last-good-message')
  })
  test('the third message tells', () => {
    expect(names(story().b(v1.qm2()).wait(2).a(v1.qm1()).b(v1.qm2()).a(v1.qm3()))).toEqual(['QM2', 'QM1', 'QM3'])
    expect(names(story().a(v1.qm1()).b(v1.qm2()).a(v1.qm3()))).toEqual(['QM1', 'QM2', 'QM3'])
  })
  test('near miss: the capture ran for longer than copies are apart', () => {
    const told = story().a(v1.informational()).wait(50).a(v1.qm1(0x77)).wait(4).again().wait(7).again()
    expect(names(told).at(-1)).toBe('QM1')
  })
})

describe('the capture lacks QM1 alone', () => {
  test('the third message is of the other side', () => {
    const told = main().b(v1.qm2()).a(v1.qm3())
    expect(names(told)).toEqual(['QM2', 'QM3'])
    expect(told.report.negotiations[0]!.exchanges.at(-1)!.outcome).toBe('complete')
  })
  test('near miss: the responder of phase 1 begins one itself', () => {
    expect(names(main().b(v1.qm1()).a(v1.qm2()).b(v1.qm3()))).toEqual(['QM1', 'QM2', 'QM3'])
  })
})

import { expect, test } from 'vitest'
import { interleaved } from '../../src/text/ladder/interleaved.ts'
import { sayV1 } from '../support/trace/phrases.ts'
import { story } from '../support/trace/story.ts'

const v1 = sayV1()
const main = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
const ids = ({ report }: ReturnType<typeof story>) => [...interleaved(report.negotiations[0]!, 0).values()]

test('quick modes side by side are told apart', () => {
  const told = main().a(v1.qm1(7)).a(v1.qm1(8)).b(v1.qm2(7)).b(v1.qm2(8)).a(v1.qm3(7)).a(v1.qm3(8))
  expect(ids(told)).toEqual(['00000007', '00000007', '00000007', '00000008', '00000008', '00000008'])
})

test('near miss: one after the other', () => {
  const told = main().a(v1.qm1(7)).b(v1.qm2(7)).a(v1.qm3(7)).a(v1.qm1(8)).b(v1.qm2(8)).a(v1.qm3(8))
  expect(ids(told)).toEqual([])
})

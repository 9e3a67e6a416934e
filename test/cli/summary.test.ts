import { expect, test } from 'vitest'
import { summary } from '../../src/cli/summary.ts'
import { sayV1 } from '../support/trace/phrases.ts'
import { story } from '../support/trace/story.ts'

const v1 = sayV1()
const countsIn = (told: ReturnType<typeof story>) => summary(told.report).find(line => /^ {2}IKE/.test(line))

test('a fragment that is counted twice is said to be: the other numbers add up to the packets', () => {
  const told = story()
    .a(v1.mm1)
    .b(v1.mm2)
    .a(v1.largeMm5, { cut: 1480 })
    .a(v1.largeMm5, { cut: 1480, without: [2] })
  expect([told.report.traces[0]!.packets, countsIn(told)]).toEqual([
    5,
    '  IKE 3, fragments 3 (1 of them also counted as what they carried)',
  ])
})

test('near miss: no fragments', () => expect(countsIn(story().a(v1.mm1).esp('a', 7, 1))).toBe('  IKE 1, ESP 1'))

test('what is wrong before the first packet is not said of a packet 0, which there is not', () => {
  const { report } = story().a(v1.mm1)
  const [trace] = report.traces
  const problem = (packet: number) => ({ packet, weight: 'malformed' as const, says: 'the record at byte 24 has no end' })
  const lines = summary({ ...report, traces: [{ ...trace!, problems: [problem(0), problem(1)] }] }).join('\n')
  expect(lines).toContain('  before packet 1, malformed: the record')
  expect(lines).toContain('  packet 1, malformed: the record')
})

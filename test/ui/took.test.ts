import { expect, test } from 'vitest'
import { known } from '../../src/ui/bothEnds/known.ts'
import { tookText } from '../../src/ui/ladder/took.ts'
import { fragments } from './sampleReport.ts'

test('a delay is told, or what it stayed below, rounded up', () => {
  expect(tookText({ delay: 0.0038 })).toBe('3.8 ms')
  expect([0.00001, 0.0001, 0.0011, 0.0018, 0.0021, 0.0094, 0.122, 0.9, 1.2].map(within => tookText({ within }))).toEqual([
    '< 0.1 ms',
    '< 0.1 ms',
    '< 1.5 ms',
    '< 2 ms',
    '< 2.5 ms',
    '< 10 ms',
    '< 150 ms',
    '< 1.0 s',
    '< 1.5 s',
  ])
  expect(tookText({})).toBe('')
})

test('well above the clocks’ error it is measured, within it bounded; without an error nothing is told', () => {
  const said = fragments()
  const clock = (error: number | null) =>
    known({
      ...said,
      pair: {
        packets: { same: [], lost: [], lostFlows: [], modified: [] },
        clock: { pieces: [{ from: 0, shift: 0, driftPpm: 0, error }] },
      },
    } as never)
  const { onTheWay } = clock(0.002)
  expect(onTheWay(0.0031, 1)).toEqual({ delay: 0.0031 })
  expect(onTheWay(0.0029, 1)).toEqual({ within: 0.0049 })
  expect(onTheWay(-0.001, 1)).toEqual({ within: 0.001 })
  expect([onTheWay(-0.003, 1), onTheWay(undefined, 1), clock(null).onTheWay(5, 1)]).toEqual([{}, {}, {}])
})

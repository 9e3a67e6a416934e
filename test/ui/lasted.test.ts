import { expect, test } from 'vitest'
import type { Pair, PairClock, Sighting } from '../../src/trace/report.ts'
import { lasting } from '../../src/ui/case/lasted.ts'
import { whole } from '../../src/ui/slices.ts'
import { exchange, negotiation, report, trace } from './sampleReport.ts'

/** MM1 to MM3; A began 32 s after the first of them, and B's capture 60 s before it, its clock 10 s ahead. */
const told = exchange({
  said: [
    ['MM1', 'initiator', 100, ['SA'], []],
    ['MM2', 'responder', 100, ['SA'], [[0, 1]]],
    ['MM3', 'initiator', 100, ['KE'], [[60, 2]]],
  ],
})
const atB = [60, 92, 152.25]
const one = negotiation([
  {
    ...told,
    messages: told.messages.map((message, i) => ({
      ...message,
      transmissions: [
        {
          retransmission: false,
          fate: 'unknown',
          sightings: [
            ...message.transmissions.flatMap(({ sightings }) => sightings),
            { trace: 1, packets: [i + 2], time: atB[i]!, complete: true } as Sighting,
          ],
        },
      ],
    })),
  },
])
const traces = [trace({ start: '2024-05-01T10:00:32Z' }), trace({ start: '2024-05-01T09:59:10Z' })]
const clock: Partial<PairClock> = { found: 'both-directions', pieces: [{ from: 0, shift: 92, driftPpm: 0, error: 0.01 }] }
const lasted = (pair: unknown, looked: 0 | 1 = 0) => whole(lasting(report([one], { traces, pair: pair as Pair }), one, looked))

test('of two captures when it was, and how long, is told on the clock of A, from what either saw', () => {
  const both = { start: '2024-05-01T10:00:32Z', first: -32, last: 60.25 }
  expect([lasted({ clock, offset: 10 }), lasted({ clock, offset: 10 }, 1)]).toEqual([both, both])
})

test('where nothing relates the clocks, one capture tells', () => {
  const atA = { start: '2024-05-01T10:00:32Z', first: 0, last: 60 }
  expect(lasted({ clock: { found: 'none', pieces: [] }, offset: null }, 1)).toEqual(atA)
  expect([lasted(null), lasted(null, 1)]).toEqual([atA, { start: '2024-05-01T09:59:10Z', first: 60, last: 152.25 }])
})

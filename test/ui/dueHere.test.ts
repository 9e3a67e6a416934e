import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { dueHere } from '../../src/ui/ladder/due.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { happenings } from '../../src/ui/ladder/rows.ts'
import { onDisk } from '../support/recordings/index.ts'
import { exchange } from './sampleReport.ts'

// B's answers never come to A: with both captures open, the ladder of A still waits for the first of them.
test('what was due in one of two captures is what followed the last message that it has', async () => {
  const folder = 'captures/lab/v1_oneway_b_lost'
  const opened = await openSession([onDisk(`${folder}/a.pcap`), onDisk(`${folder}/b.pcap`)])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const dueAt = (trace: 0 | 1) =>
    hostPairs(report, trace)
      .flatMap(pair => happenings(report, trace, pair))
      .flatMap(row => (row.kind === 'due' ? [row.name] : []))
  expect([dueAt(0), dueAt(1)]).toEqual([['MM2'], ['MM3']])
})

test('what is due where only a part of an exchange was seen', () => {
  const said = [
    ['MM1', 'initiator', 1, [], [[0, 1]]],
    ['MM2', 'responder', 1, [], [[1, 2]]],
  ] as const
  const due = { name: 'MM3', from: 'initiator', at: 2 } as const
  const waiting = { ...exchange({ outcome: 'incomplete', said }), due }
  const [first] = waiting.messages
  expect(dueHere(waiting, waiting.messages)).toEqual(due)
  expect(dueHere(waiting, [first!])).toMatchObject({ name: 'MM2', from: 'responder' })
  expect(dueHere({ ...waiting, outcome: 'failed' }, [first!])).toBeUndefined()
  expect(dueHere({ ...waiting, due: undefined }, waiting.messages)).toBeUndefined()
  // What lies between was seen nowhere: who owes the next message is not known.
  const gap = exchange({ outcome: 'incomplete', said: [said[0], ['MM3', 'initiator', 1, [], [[2, 3]]]] })
  expect(dueHere(gap, gap.messages.slice(0, 1))).toBeUndefined()
})

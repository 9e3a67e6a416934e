import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { happenings } from '../../src/ui/ladder/rows.ts'
import { onDisk } from '../support/recordings/index.ts'

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

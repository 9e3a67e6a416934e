/** Rows that somebody hides, and the time between those that stay. */
import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { lanes } from '../../src/ui/bothEnds/lanes.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import type { Row } from '../../src/ui/ladder/row.ts'
import { rowWords } from '../../src/ui/ladder/rowName.ts'
import { marksOf } from '../../src/ui/notes/hiding.ts'
import { grounding, laying } from '../../src/ui/shown.ts'
import { whole } from '../../src/ui/slices.ts'
import { onDisk } from '../support/recordings/index.ts'

async function ladderOf(ends: readonly string[]) {
  const opened = await openSession(ends.map(end => onDisk(`captures/lab/v1_natt_4500_blocked/${end}.pcap`)))
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const ground = whole(grounding(report, 0, ends.length > 1 ? lanes(report)[0]! : hostPairs(report, 0)[0]!))
  return (hidden: ReadonlySet<string> = new Set()) =>
    whole(laying(ground, { open: new Set(), hidden }, 1, { runs: [[], []], packets: [], seen: [[], []] }))!.layout.rows
}

const told = (rows: readonly Row[]) =>
  rows.flatMap(row => (row.kind === 'pause' ? rowWords(row) : row.kind === 'message' ? [`${row.message.name} ${row.copy}`] : []))

test.each([
  ['of one capture', ['a']],
  ['of both ends', ['a', 'b']],
])('%s the time of a hidden row goes into one pause', async (_, ends) => {
  const lay = await ladderOf(ends)
  const rows = lay()
  expect(told(rows).slice(4, 9)).toEqual(['MM5 1', '4.0 s pass', 'MM5 2', '7.2 s pass', 'MM5 3'])
  const second = rows.find(row => row.kind === 'message' && row.message.name === 'MM5' && row.copy === 2)!
  const kept = lay(new Set(marksOf(second, 0)))
  expect(told(kept).slice(4, 7)).toEqual(['MM5 1', '11.3 s pass', 'MM5 3'])
  // Headings and the ends of the capture stay, and what stood beside no hidden row.
  expect(kept.filter(row => row.kind !== 'pause')).toEqual(rows.filter(row => row.kind !== 'pause' && row !== second))
})

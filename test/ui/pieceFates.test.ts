import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { lanes } from '../../src/ui/bothEnds/lanes.ts'
import { arrangingJoined, joined } from '../../src/ui/bothEnds/rows.ts'
import { pieceFates } from '../../src/ui/details/pieceFates.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { happenings } from '../../src/ui/ladder/rows.ts'
import { whole } from '../../src/ui/slices.ts'
import { onDisk } from '../support/recordings/index.ts'

test('of a message that lost a fragment the inspector marks that one, in the capture of its sender', async () => {
  const opened = await openSession(['a', 'b'].map(end => onDisk(`captures/lab/v1_cert_fragdrop_both/${end}.pcap`)))
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const hosts = lanes(report)[0]!
  const rows = whole(arrangingJoined(joined(report, hosts), hosts, report, { open: new Set() }))
  const named = (name: string) => rows.find(row => row.kind === 'message' && row.message.name === name)
  const first = named('MM5')!
  expect([first.seen?.[0]?.packets, [...pieceFates(first, 0)]]).toEqual([[7, 8], [[8, 'lost']]])
  expect([...pieceFates(first, 1)]).toEqual([])
  expect([...pieceFates(named('MM4'), 1)]).toEqual([])
  // The copies in a fold are told of too.
  const fold = rows.find(row => row.kind === 'fold')!
  expect([...pieceFates(fold, 0).keys()]).toContain(fold.packets[1])
  // One capture alone cannot tell.
  const alone = happenings(report, 0, hostPairs(report, 0)[0]!)
  expect(alone.flatMap(row => [...pieceFates(row, 0)])).toEqual([])
  await opened.session.close()
})

import { expect, test } from 'vitest'
import { pcapngWriter, text } from '../../src/compose/files/pcapng.ts'
import { joined } from '../../src/dissectors/joined.ts'
import { openSession } from '../../src/host/session.ts'
import { withFileNames } from '../../src/ui/notes/fileNames.ts'
import { memory } from '../support/capture/collect.ts'
import { ethernet, ipv4, udp } from '../support/packets/index.ts'
import { sayV1 } from '../support/trace/phrases.ts'

test('names of hosts that the file holds are in the report, and said of the hosts that it speaks of', async () => {
  const w = pcapngWriter(true)
  const { mm1 } = sayV1()
  const frame = ethernet(ipv4('10.0.0.1', '10.0.0.2', udp(500, 500, mm1)))
  const record = (last: number, names: string) => [1, joined(Uint8Array.of(10, 0, 0, last), text(names))] as const
  const file = joined(
    w.section(),
    w.port(1, 0),
    w.enhanced(frame, 1_131_941_685_678_901n),
    w.names([record(1, 'gw\0vpn\0'), record(2, `${'x'.repeat(99)}\0`), record(9, 'nobody\0')]),
  )
  const opened = await openSession([memory(file)])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  await opened.session.close()
  expect(report.traces[0]!.hostNames?.map(one => [one.address, one.name.length])).toEqual([
    ['10.0.0.1', 2],
    ['10.0.0.2', 99],
    ['10.0.0.9', 6],
  ])
  expect([...withFileNames(report, new Map())]).toEqual([
    ['10.0.0.1', 'gw'],
    ['10.0.0.2', 'x'.repeat(60)],
  ])
  // What somebody called it is said instead.
  expect(withFileNames(report, new Map([['10.0.0.1', 'HQ']])).get('10.0.0.1')).toBe('HQ')
})

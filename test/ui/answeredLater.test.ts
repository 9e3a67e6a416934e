import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { lanes } from '../../src/ui/bothEnds/lanes.ts'
import { joined } from '../../src/ui/bothEnds/rows.ts'
import { howFar } from '../../src/ui/case/progress.ts'
import { onDisk } from '../support/recordings/index.ts'

async function ends(folder: string, suffix = 'pcap') {
  const opened = await openSession([onDisk(`${folder}/a.${suffix}`), onDisk(`${folder}/b.${suffix}`)])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const rows = joined(report, lanes(report)[0]!).flatMap(row => (row.kind === 'message' ? [row] : []))
  const end = (name: string) => rows.find(row => row.message.name === name)?.end
  return { end, far: ([0, 1] as const).map(trace => howFar(report.negotiations[0]!, trace, true)) }
}

// A's capture begins behind QM3, so that only the answers tell that B's messages came to A.
test('what was answered arrived, though the capture at its receiver had not begun', async () => {
  const { end, far } = await ends('captures/injected/starts-late')
  expect(['MM2', 'MM4', 'MM6', 'QM2'].map(end)).toEqual(Array(4).fill('arrived'))
  for (const { pips, says } of far) expect({ pips, says }).toEqual({ pips: Array(6).fill('seen'), says: '4 of 4 quick modes' })
})

// Near miss: nobody answered MM5, and B's capture has nothing of its second half.
test('what was lost stays lost, and what nobody answered is not known', async () => {
  const { end } = await ends('captures/lab/v1_natt_4500_blocked')
  expect([end('MM4'), end('MM5')]).toEqual(['arrived', 'lost'])
})

// B has the first fragment of each copy of MM5 and none whole.
test('what came without its later fragments did not arrive', async () => {
  const { end, far } = await ends('captures/lab/v1_cert_fragdrop_both')
  expect(end('MM5')).toBe('lost')
  for (const { pips } of far) expect(pips).toEqual(['seen', 'seen', 'seen', 'seen', 'lost', 'due'])
})

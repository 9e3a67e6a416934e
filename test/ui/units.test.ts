import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import type { Report } from '../../src/trace/report.ts'
import { answering, gettingThrough, type Units } from '../../src/ui/case/units.ts'
import { whole } from '../../src/ui/slices.ts'
import { onDisk } from '../support/recordings/index.ts'

const marks = { fine: '#', lost: 'x', unknown: '?' }
const drawn = (lines: readonly Units[]) =>
  lines.map(
    ({ name, units, fine, lost, unknown }) => `${name}: ${units.map(unit => marks[unit]).join('')} ${fine} of ${fine + lost + unknown}`,
  )

async function report(...files: string[]) {
  const opened = await openSession(files.map(file => onDisk(resolve('captures/lab', file))))
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}
const through = (said: Report) => whole(gettingThrough(said))
const answered = (said: Report) => whole(answering(said, 0))
const both = (name: string) => report(`${name}/a.pcap`, `${name}/b.pcap`)

describe('what got through, with both ends', () => {
  test('of a message in pieces, whole packets and both kinds of pieces are told apart', async () => {
    expect(drawn(through(await both('v1_cert_fragdrop_both')))).toEqual([
      'Whole packets to B: ## 2 of 2',
      'First fragments to B: ###### 6 of 6',
      'Later fragments to B: xxxxxx 0 of 6',
      'Whole packets to A: ## 2 of 2',
    ])
  })

  test('what the other capture did not cover is neither lost nor there', async () => {
    expect(drawn(through(await both('v1_oneway_b_lost')))).toEqual(['Whole packets to B: #### 4 of 4', 'Whole packets to A: xxx? 0 of 4'])
  })

  test('nothing is drawn while nothing was lost', async () => {
    expect(through(await both('v1_main_psk_ok'))).toEqual([])
    expect(through(await report('v1_oneway_b_lost/a.pcap'))).toEqual([])
  })
})

describe('what was answered, with one end', () => {
  test('by port: 500 is answered, 4500 never', async () => {
    expect(drawn(answered(await report('v1_natt_4500_blocked/a.pcap')))).toEqual(['UDP 500: #### 4 of 4', 'UDP 4500: ???? 0 of 4'])
  })

  test('nothing is drawn while all was answered', async () => {
    expect(answered(await report('v1_main_psk_ok/a.pcap'))).toEqual([])
    expect(answered(await report('v2_rekey/a.pcap'))).toEqual([])
  })
})

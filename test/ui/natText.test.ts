import { describe, expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import type { NatSide } from '../../src/trace/report.ts'
import { natText } from '../../src/ui/ladder/natText.ts'
import { onDisk } from '../support/recordings/index.ts'

const seen = { address: '192.0.2.10', port: 500 }
const words = (side: Omit<NatSide, 'seen'>) => {
  const told = natText({ seen, ...side })
  return told && `[${told.badge}] ${told.says}`
}

test('a badge says no more than the finding does', () => {
  expect(words({ translated: 'no' })).toBeUndefined()
  expect(words({ translated: 'unknown' })).toBeUndefined()
  expect(words({ translated: 'beyond here', forced: 'certain' })).toBe('[NAT] beyond this capture')
  expect(words({ translated: 'before here', believed: { address: '10.0.0.10', port: 500 } })).toBe(
    '[NAT] hides 10.0.0.10, between it and this capture',
  )
  expect(words({ translated: 'before here', forced: 'possible' })).toBe('[NAT?] perhaps between it and this capture')
  expect(words({ translated: 'unknown', forced: 'likely' })).toBe('[UDP] asked for around ESP without a NAT, it seems')
  expect(words({ translated: 'no', forced: 'certain' })).toBe('[UDP] asked for around ESP without a NAT')
})

async function reportOf(...files: string[]) {
  const opened = await openSession(files.map(onDisk))
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  await opened.session.close()
  return report
}

describe('v2_rekey_collision: both hosts make up their hashes', () => {
  const told = async (...ends: ('a' | 'b')[]) => {
    const { negotiations, findings } = await reportOf(...ends.map(end => `captures/recorded/v2_rekey_collision/${end}.pcap`))
    const { initiator, responder } = negotiations[0]!.nat!
    return {
      badges: [initiator, responder].map(side => natText(side)?.badge),
      titles: findings.flatMap(one => (one.rule === 'nat-detected' ? [`${one.confidence}: ${one.title}`] : [])),
    }
  }
  test('one end alone holds a NAT before the other possible, and says so at the head and in the finding', async () => {
    expect(await told('a')).toEqual({
      badges: ['UDP', 'NAT?'],
      titles: ['likely: 192.0.2.10 asks for UDP encapsulation', 'possible: The peer at 198.51.100.20 may be behind a NAT'],
    })
  })
  test('both together know that there is none', async () => {
    expect(await told('a', 'b')).toEqual({
      badges: ['UDP', 'UDP'],
      titles: ['certain: 192.0.2.10 asks for UDP encapsulation', 'certain: 198.51.100.20 asks for UDP encapsulation'],
    })
  })
})

/** An answer that is stamped a moment before its question, where the file has them in the right order. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { openSession } from '../../src/host/session.ts'
import { ToldTimes } from '../../src/host/toldTimes.ts'
import { memory, told } from '../support/capture/collect.ts'

const captures = join(import.meta.dirname, '../../captures')

/** The findings with packet `number` stamped so many nanoseconds before the one before it. */
async function said(name: string, number: number, early: number) {
  const { records } = await told(new Uint8Array(readFileSync(join(captures, name))))
  const before = records[number - 2]!
  const stamp = BigInt(before.seconds) * 1_000_000_000n + BigInt(before.nanoseconds - early)
  const set = { seconds: Number(stamp / 1_000_000_000n), nanoseconds: Number(stamp % 1_000_000_000n) }
  const all = early === 0 ? records : records.map((one, i) => (i === number - 1 ? { ...one, ...set } : one))
  const opened = await openSession([memory(pcapFile(all, { network: records[0]!.linkType, nano: true }))])
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings.map(one => [one.rule, one.severity, one.confidence])
}

test.each([
  ['recorded/v2_eap_refused/a.pcap', 10],
  ['composed/no-policy/b.pcap', 2],
  ['composed/identity-refused/b.pcap', 2],
  ['recorded/v1_aggressive_refused/a.pcap', 2],
] as const)('%s says the same with packet %i 10 us early', async (name, number) => {
  expect(await said(name, number, 10_000)).toEqual(await said(name, number, 0))
})

test('near miss: a clock that was set back is no matter of microseconds', () => {
  const times = new ToldTimes()
  expect([1, 2, 1.9995, 1.9999, 2.5, 1.5, 1.6].map(time => times.next(time))).toEqual([1, 2, 2, 2, 2.5, 1.5, 1.6])
})

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

/** The findings with all packets from `number` on half a second earlier. */
async function saidBack(name: string, number: number) {
  const { records } = await told(new Uint8Array(readFileSync(join(captures, name))))
  const back = ({ seconds, nanoseconds }: { seconds: number; nanoseconds: number }) =>
    nanoseconds < 5e8 ? { seconds: seconds - 1, nanoseconds: nanoseconds + 5e8 } : { seconds, nanoseconds: nanoseconds - 5e8 }
  const all = records.map((one, i) => (i < number - 1 ? one : { ...one, ...back(one) }))
  const opened = await openSession([memory(pcapFile(all, { network: records[0]!.linkType, nano: true }))])
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings.map(one => [one.rule, one.severity, one.confidence])
}

test.each([
  ['lab/v1_noprop_p1/a.pcap', 4],
  ['lab/v1_qm3_lost/a.pcap', 8],
  ['lab/v1_natt_4500_blocked/a.pcap', 6],
  ['recorded/v1_quick_mode_refused/b.pcap', 8],
  ['recorded/v2_eap_refused/a.pcap', 10],
  ['recorded/v2_answer_unreadable/b.pcap', 4],
] as const)('%s says the same with a clock set back by half a second before packet %i', async (name, number) => {
  expect(await saidBack(name, number)).toEqual(await said(name, number, 0))
})

test('near miss: a clock that was set back by more than NTP does', () => {
  const times = new ToldTimes()
  const told = [1, 2, 1.9995, 1.6, 2.5, 1.9, 2].map(time => times.next(time))
  expect(told.map(time => Number(time.toFixed(3)))).toEqual([1, 2, 2, 2, 2.5, 1.9, 2])
  expect(told[1]! < told[2]! && told[2]! < told[3]!).toBe(true)
})

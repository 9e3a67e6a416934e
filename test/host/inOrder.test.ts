/** Files whose packets do not stand in the order of their capture: what is said of them is what is said of the file in order. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { openSession } from '../../src/host/session.ts'
import { isOutOfOrder } from '../../src/trace/outOfOrder.ts'
import type { Report } from '../../src/trace/report.ts'
import { type Kept, memory, told } from '../support/capture/collect.ts'
import { readFile } from '../support/trace/read.ts'

const captures = join(import.meta.dirname, '../../captures')
const recordings = readdirSync(join(captures, 'lab')).map(name => `lab/${name}/a.pcap`)

/** How packets come to stand in another order than that of their capture. */
const orders = {
  'one direction behind the other': (records: readonly Kept[]) => [...records].sort((x, y) => source(x) - source(y)),
  'one processor behind the other': (records: readonly Kept[]) =>
    records.flatMap((_, i) => (i % 16 === 0 ? [0, 1].flatMap(one => records.slice(i, i + 16).filter((_, j) => j % 2 === one)) : [])),
  'port 4500 before all else': (records: readonly Kept[]) => [...records].sort((x, y) => Number(isFloated(y)) - Number(isFloated(x))),
}

/** Where an IPv4 packet in Ethernet comes from. */
function source({ data }: Kept): number {
  return data.length >= 30 ? new DataView(data.buffer, data.byteOffset).getUint32(26) : 0
}

/** UDP, behind an IPv4 header without options, to or from port 4500. */
function isFloated({ data }: Kept): boolean {
  const at = new DataView(data.buffer, data.byteOffset)
  return data.length >= 38 && data[23] === 17 && [34, 36].some(port => at.getUint16(port) === 4500)
}

async function reportOf(records: readonly Kept[], linkType: number): Promise<Report> {
  const opened = await openSession([memory(pcapFile(records, { network: linkType, nano: true }))])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

/** What the file's order must not change. The first packet's time is that of the earliest. */
function said({ traces: [trace], negotiations, securityAssociations, findings }: Report) {
  return {
    times: [trace!.start, trace!.end],
    negotiations: negotiations.map(one => [one.outcome, one.exchanges.map(e => [e.outcome, e.messages.map(m => m.name)])]),
    associations: securityAssociations.map(({ kind, spis }) => [kind, spis]),
    findings: findings.filter(one => one.rule !== 'clock-step').map(one => [one.rule, one.severity, one.confidence, one.title]),
  }
}

describe.each([
  ['one direction behind the other', 30],
  ['one processor behind the other', 25],
  ['port 4500 before all else', 3],
] as const)('%s', (order, atLeast) => {
  const foundOut: string[] = []
  test.each(recordings)('%s', async name => {
    const { records } = await told(new Uint8Array(readFileSync(join(captures, name))))
    const linkType = records[0]!.linkType
    const found = await reportOf(orders[order](records), linkType)
    const [mixed] = found.findings.filter(one => one.rule === 'clock-step')
    if (mixed?.title !== 'The packets of this file do not stand in the order of their times') return
    foundOut.push(name)
    expect(said(found)).toEqual(said(await reportOf(records, linkType)))
  })

  // Where nothing is answered, or all goes over one port, nothing tells or nothing changes.
  test('most are found out', () => expect(foundOut.length).toBeGreaterThanOrEqual(atLeast))
})

test('a hole of the capture is seen in any order', async () => {
  const { records } = await told(new Uint8Array(readFileSync(join(captures, 'lab/v1_main_psk_ok/a.pcap'))))
  const [from, until] = [records.length * 0.5, records.length * 0.8]
  const holed = records.filter((_, i) => i < from || i > until)
  const found = await reportOf(orders['one direction behind the other'](holed), holed[0]!.linkType)
  expect(found.findings.map(one => one.rule)).toContain('capture-dropped')
  expect(said(found)).toEqual(said(await reportOf(holed, holed[0]!.linkType)))
})

test.each([
  ['injected/joined-unsorted', true],
  ['injected/clock-set-back', false],
  ['lab/v2_psk_ok', false],
])('%s is out of order: %s', async (name, expected) => {
  expect(isOutOfOrder((await readFile(join(captures, name, 'a.pcap'))).trace)).toBe(expected)
})

test('a Network Monitor file that lost the table of its order is told by time, and its clock is not blamed', async () => {
  const file = readFileSync(join(captures, 'containers/netmon2.cap')).subarray(0, 6000)
  const opened = await openSession([memory(file)])
  if (!opened.ok) throw new Error(opened.why)
  const { traces, negotiations, findings } = await opened.session.report()
  expect(traces[0]).toMatchObject({ outOfOrder: true, start: expect.stringMatching(/^2026-11-23T19:38:50.37/) })
  const times = negotiations.flatMap(one => one.exchanges.flatMap(e => e.messages.map(m => m.transmissions[0]!.sightings[0]!.time)))
  expect(Math.min(...times)).toBeGreaterThanOrEqual(0)
  const step = findings.find(one => one.rule === 'clock-step')
  expect(step?.title).toBe('The packets of this file do not stand in the order of their times')
  expect(step?.because).toEqual(['The part of the file that gives their order is missing.'])
})

/** The report of every recording is what docs/report.schema.json says, and holds together. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { fileSource } from '../src/host/fileSource.ts'
import { openSession } from '../src/host/session.ts'
import type { Report } from '../src/trace/report.ts'
import { capturesBelow, recordings } from './support/recordings/index.ts'

const valid = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('docs/report.schema.json', 'utf8')),
)

async function reportOf(...paths: string[]): Promise<Report | undefined> {
  const opened = await openSession(await Promise.all(paths.map(fileSource)))
  if (!opened.ok) return undefined
  const report = await opened.session.report()
  await opened.session.close()
  return report
}

const own = capturesBelow('captures').map(path => ({ name: relative('captures', path), path }))

describe('every report', () => {
  test.each([...own, ...recordings()])('$name', async ({ path }) => {
    const report = await reportOf(path)
    if (!report) return
    const plain = JSON.parse(JSON.stringify(report))
    valid(plain)
    expect(valid.errors ?? []).toEqual([])
    const [trace] = report.traces
    const { counts, packets } = trace!
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
    // A datagram's last piece is counted twice: as a fragment, and under what the datagram carries.
    expect(all).toBeGreaterThanOrEqual(packets)
    expect(all - packets).toBeLessThanOrEqual(counts.fragments)
    const cited = [
      ...report.negotiations.flatMap(n =>
        n.exchanges.flatMap(e => e.messages.flatMap(m => m.transmissions.flatMap(t => t.sightings.flatMap(s => s.packets)))),
      ),
      ...report.datagrams.flatMap(d => d.packets),
      ...report.findings.flatMap(f => f.evidence.map(e => e.packet)),
    ]
    for (const packet of cited) expect(packet >= 1 && packet <= packets).toBe(true)
    const ids = new Set(report.negotiations.map(n => n.id))
    expect(ids.size).toBe(report.negotiations.length)
    for (const { negotiation } of [...report.securityAssociations, ...report.findings])
      if (negotiation !== null) expect(ids).toContain(negotiation)
  })
})

describe('both ends', () => {
  const pairs = [...own, ...recordings()].filter(({ path }) => /\/a\.pcap(ng)?$/.test(path))
  test.each(pairs)('$name', async ({ path }) => {
    const report = await reportOf(path, path.replace(/a(\.pcap(ng)?)$/, 'b$1'))
    expect(report?.traces.length).toBe(2)
    valid(JSON.parse(JSON.stringify(report)))
    expect(valid.errors ?? []).toEqual([])
  })
})

test('a difference of the clocks that was given by hand and is not used', async () => {
  const opened = await openSession(await Promise.all(['a', 'b'].map(end => fileSource(`captures/lab/v1_main_psk_ok/${end}.pcap`))))
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.relate(5)
  await opened.session.close()
  expect(report.pair?.clock.refused).toBe(5)
  valid(JSON.parse(JSON.stringify(report)))
  expect(valid.errors ?? []).toEqual([])
})

test('the schema refuses what the contract does not know', () => {
  expect(valid({ schema: 'ikescope-report/1' })).toBe(false)
  expect(
    valid({
      schema: 'ikescope-report/2',
      traces: [],
      negotiations: [],
      securityAssociations: [],
      flows: [],
      datagrams: [],
      pair: null,
      findings: [],
    }),
  ).toBe(false)
})

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileSource } from '../../../src/host/fileSource.ts'
import { openSession } from '../../../src/host/session.ts'

// Recordings of real daemons with an answer key: each end alone has to get the rule that it can support, and no other
// warning or error.

interface View {
  readonly must: readonly string[]
  readonly may?: readonly string[]
}

const samples = process.env.IKESCOPE_LAB ?? join(import.meta.dirname, '../../../../shared/lab/samples')
const keyFile = join(samples, '../key.json')
const key: Record<string, { a?: View; b?: View }> = existsSync(keyFile) ? JSON.parse(readFileSync(keyFile, 'utf8')) : {}

describe.skipIf(!existsSync(keyFile))('one end of a recording', () => {
  const views = Object.entries(key).flatMap(([name, ends]) =>
    (['a', 'b'] as const).flatMap(end => (ends[end] ? [{ name, end, ...ends[end] }] : [])),
  )
  test.each(views)('$name, $end', async ({ name, end, must, may = [] }) => {
    const opened = await openSession([await fileSource(join(samples, name, `${end}.pcap`))])
    if (!opened.ok) throw new Error(opened.why)
    const { findings } = await opened.session.report()
    const said = new Set(findings.map(f => f.rule))
    expect(must.filter(one => !one.split('|').some(rule => said.has(rule)))).toEqual([])
    const allowed = new Set([...must.flatMap(one => one.split('|')), ...may])
    expect(findings.filter(f => f.severity !== 'note' && !allowed.has(f.rule)).map(f => f.rule)).toEqual([])
    expect(findings.filter(f => f.evidence.length === 0)).toEqual([])
    await opened.session.close()
  })
})

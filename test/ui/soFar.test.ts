import { expect, test } from 'vitest'
import { fileSource } from '../../src/host/fileSource.ts'
import { type Reading, readTrace } from '../../src/host/reading.ts'
import { reportSoFar } from '../../src/host/story.ts'
import type { Report } from '../../src/trace/report.ts'
import { fileWords } from '../../src/ui/bar/fileWords.ts'
import { headline } from '../../src/ui/case/findings.ts'
import { outcomeName, outcomeTone } from '../../src/ui/case/names.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { arrange, happenings } from '../../src/ui/ladder/rows.ts'

async function reading(path: string): Promise<Reading> {
  const read = await readTrace(await fileSource(path), () => {})
  if (!read.ok) throw new Error(read.why)
  return read.reading
}

test('what is still being read says so: nothing of it is over yet', async () => {
  const folder = 'captures/lab/v1_resp_not_running'
  const readings = await Promise.all(['a', 'b'].map(end => reading(`${folder}/${end}.pcap`)))
  const { traces, negotiations } = reportSoFar(readings)
  expect(traces.map(trace => trace.soFar)).toEqual([undefined, true])
  const [one] = negotiations
  expect([outcomeName(one!), outcomeTone(one!)]).toEqual(['not answered', 'lost'])
  expect([outcomeName(one!, true), outcomeTone(one!, true)]).toEqual(['read so far', 'muted'])
  expect(fileWords(traces[1]!)).toContain('14 packets so far')
  const soFar = reportSoFar(readings.slice(0, 1))
  expect(headline(soFar, false)?.over).toBe('So far, as the file is still being read')
  expect(headline(soFar, true)?.over).toBe('Root cause')
  const [pair] = hostPairs(soFar, 0)
  const last = (report: Report) => arrange(happenings(report, 0, pair!), pair!, { trace: report.traces[0]!, open: new Set() }).at(-1)
  expect(last(soFar)).toMatchObject({ kind: 'edge', says: expect.stringMatching(/^read up to here, .*; the file goes on$/) })
  const due = happenings(soFar, 0, pair!).find(row => row.kind === 'due')
  expect(due).toMatchObject({ name: 'MM2', absent: 'not read so far' })
})

import { expect, test } from 'vitest'
import { fileSource } from '../../src/host/fileSource.ts'
import { type Reading, readTrace } from '../../src/host/reading.ts'
import { reportSoFar } from '../../src/host/story.ts'

async function reading(path: string): Promise<Reading> {
  const read = await readTrace(await fileSource(path), () => {}, undefined, true)
  if (!read.ok) throw new Error(read.why)
  return read.reading
}

// Until both files are read they are not lined up, and each tells for itself.
test('what follows from a finding of B follows from one of B', async () => {
  const folder = 'captures/lab/v1_cert_fragdrop_both'
  const readings = await Promise.all(['a', 'b'].map(end => reading(`${folder}/${end}.pcap`)))
  const { findings } = reportSoFar(readings)
  const traceOf = (i: number) => findings[i]!.evidence[0]!.trace
  const consequences = findings.flatMap(({ consequenceOf }, i) => (consequenceOf === undefined ? [] : [[i, consequenceOf] as const]))
  expect(new Set(consequences.map(([i]) => traceOf(i)))).toEqual(new Set([0, 1]))
  for (const [consequence, cause] of consequences) expect(traceOf(cause)).toBe(traceOf(consequence))
})

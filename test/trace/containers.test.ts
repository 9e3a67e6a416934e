import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/trace/report.ts'
import { corpus, derived } from '../support/capture/corpus.ts'
import { differences } from '../support/trace/alike.ts'
import { reportOn } from '../support/trace/read.ts'

// The same packets in other containers give the same report: what is said of negotiations, SAs, flows and faults does not
// hang on how somebody saved the file. Only a file's own name, format and sizes differ, and how finely it keeps the time.

/** Seconds that a time may be off: what the container keeps, and once more for the first packet, from which times count. */
const apart: Readonly<Record<string, number>> = { netmon1: 2e-3, netmon2: 2e-6, nsecpcap: 0, modpcap: 0, pcapng: 0 }

/** Without what the container is. NetMon keeps local time and knows no zone. */
function content({ traces, ...rest }: Report): unknown {
  return { ...rest, traces: traces.map(({ name, format, compression, clock, start, end, ...trace }) => trace) }
}

const all = derived().filter(({ kind }) => kind in apart)

describe.skipIf(all.length === 0)('the same trace comes out of', () => {
  test.each(all)('$name', async ({ name, from, kind }) => {
    const original = await reportOn(join(corpus, from))
    const other = await reportOn(join(corpus, 'derived', name))
    expect(differences(content(original), content(other), apart[kind]!)).toEqual([])
    expect(other.traces[0]!.packets).toBeGreaterThan(0)
  })

  test('two captures of different negotiations are not taken for the same', async () => {
    const [one, two] = await Promise.all(['ipsec.pcapng', 'isakmp4500.netmon2'].map(name => reportOn(join(corpus, 'derived', name))))
    expect(differences(content(one!), content(two!), 2).length).toBeGreaterThan(10)
  })
})

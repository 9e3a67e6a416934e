/** A row is chosen, found and drawn by its id: no two rows of a ladder have the same. */
import { describe, expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { lanes } from '../../src/ui/bothEnds/lanes.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import type { Row } from '../../src/ui/ladder/row.ts'
import { addresses, grounding, laying, wanting } from '../../src/ui/shown.ts'
import { whole } from '../../src/ui/slices.ts'
import { onDisk } from '../support/recordings/index.ts'
import { shippedPairs } from '../support/recordings/shippedPairs.ts'

describe.each(shippedPairs)('%s', (_, a, b) => {
  test('in the ladder of each end and in that of both, every row has an id of its own', async () => {
    const opened = await openSession([onDisk(a), onDisk(b)])
    if (!opened.ok) throw new Error(opened.why)
    const { session } = opened
    const report = await session.report()
    const shown = [
      ...([0, 1] as const).flatMap(trace => hostPairs(report, trace).map(pair => ({ trace, pair }))),
      ...(report.pair ? lanes(report).map(pair => ({ trace: 0 as const, pair })) : []),
    ]
    for (const { trace, pair } of shown) {
      const ground = whole(grounding(report, trace, pair))!
      const { numbers, ofBoth } = whole(wanting(ground, undefined))
      const asked = async (of: 0 | 1, all: readonly number[]) =>
        (await Promise.all(all.map(number => session.rows(of, number - 1, number)))).flat()
      const [here, there] = addresses(ground)
      const run = async (of: 0 | 1, hosts: typeof there) => (hosts ? session.context(of, [hosts.left, hosts.right], []) : [])
      const beside = {
        runs: [await run(there ? 0 : trace, here), await run(1, there)],
        packets: await asked(trace, numbers),
        seen: [await asked(0, ofBoth[0]), await asked(1, ofBoth[1])],
      } as const
      const lay = (open: ReadonlySet<string>) => whole(laying(ground, { open, clear: true }, 1, beside))!.layout.rows
      const closed = lay(new Set())
      expect(twice(closed)).toEqual([])
      expect(twice(lay(new Set(closed.flatMap(row => (row.kind === 'fold' ? [row.id] : [])))))).toEqual([])
    }
    await session.close()
  })
})

/** What stands more than once among the ids, and which packets those rows are of. */
function twice(rows: readonly Row[]): string[] {
  const counted = new Map<string, Row[]>()
  for (const row of rows) counted.set(row.id, [...(counted.get(row.id) ?? []), row])
  return [...counted].flatMap(([id, all]) => (all.length > 1 ? [`${id}: ${all.map(row => row.packets.join(' ')).join(', ')}`] : []))
}

import { summary } from '../../../src/cli/summary.ts'
import { openSession } from '../../../src/host/session.ts'
import { drawn } from '../../../src/text/ladder/draw.ts'
import { ladders } from '../../../src/text/ladder/rows.ts'
import { memory } from '../capture/collect.ts'
import { untiled } from '../tree/tiling.ts'

/** Packets looked into one by one of each file opened. */
const LOOKED_AT = 2

/**
 * Opens a file as a person would, all the way to what is shown of it: report, summary, ladders, list of packets, a few
 * packets in full. Returns what is not as it must be whatever the bytes are; a file that is no capture may say so.
 */
export async function opened(bytes: Uint8Array): Promise<string[]> {
  const opening = await openSession([memory(bytes)])
  if (!opening.ok) return opening.why.length > 0 && !opening.why.includes('\n') ? [] : [`refused in no clear line: ${opening.why}`]
  const { session } = opening
  const report = await session.report()
  const [trace] = report.traces
  if (!trace) return ['no trace']
  const wrong: string[] = []
  const { fragments, ...kinds } = trace.counts
  const most = Object.values(kinds).reduce((sum, count) => sum + count, 0) + fragments
  if (most < trace.packets) wrong.push(`${trace.packets} packets, only ${most} counted`)
  JSON.stringify(report)
  summary(report)
  for (const ladder of ladders(report, 0).ladders) drawn(ladder)
  await session.rows(0, 0, Math.min(trace.packets, 20))
  for (let i = 0; i < Math.min(LOOKED_AT, trace.packets); i++) {
    const { roots } = await session.packet(0, 1 + Math.floor((i * trace.packets) / LOOKED_AT))
    for (const root of roots) wrong.push(...untiled(root.tree, root.bytes.length))
  }
  await session.close()
  return wrong
}

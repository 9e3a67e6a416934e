import { isLineup, lineUp } from '../trace/pair/lineUp.ts'
import { stepsShown } from '../trace/pair/steps.ts'
import { type Reading, readTrace } from './reading.ts'

/**
 * The readings with the clocks of both ends running on where one was set back, as the other end shows it: a time that stands
 * twice in a trace puts nothing in order. The file is then read once more, which is seldom.
 */
export async function straightened(readings: readonly Reading[], signal?: AbortSignal): Promise<readonly Reading[]> {
  const [a, b] = readings
  if (!a || !b || (a.trace.packets.stepsBack.length === 0 && b.trace.packets.stepsBack.length === 0)) return readings
  const lineup = lineUp([a.trace, b.trace], [a.about(), b.about()])
  if (!isLineup(lineup)) return readings
  const straight = [...readings]
  for (const trace of [0, 1] as const) {
    const steps = stepsShown(lineup, trace)
    if (steps.length === 0 || readings[trace]!.trace.packets.byTime) continue
    const read = await readTrace(readings[trace]!.source, () => {}, signal, true, { clockSets: steps })
    if (read.ok) straight[trace] = read.reading
  }
  return straight
}

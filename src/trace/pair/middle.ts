import type { Trace } from '../trace.ts'

/** Flows looked at, and packets of each. */
const MOST = 2000
const SAMPLES = 16

/**
 * Which of three captures was taken between the other two: the one at which packets of both directions have fewer hops left
 * than at one end and more than at the other. Undefined when the hop counts do not say, or contradict.
 */
export function middleOf(traces: readonly Trace[]): number | undefined {
  if (traces.length !== 3) return undefined
  const hops = traces.map(hopsOf)
  const votes = [0, 0, 0]
  for (const [route, first] of hops[0]!) {
    const left = [first, hops[1]!.get(route), hops[2]!.get(route)]
    if (left.some(one => one === undefined) || new Set(left).size !== 3) continue
    const middle = [...(left as number[])].sort((a, b) => a - b)[1]
    votes[left.indexOf(middle)]!++
  }
  const chosen = votes.flatMap((count, trace) => (count > 0 ? [trace] : []))
  return chosen.length === 1 ? chosen[0] : undefined
}

/** The largest hop count left, by source and destination. */
function hopsOf({ packets, surviving }: Trace): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  if (!surviving) return found
  const { flows } = packets
  for (let flow = 0; flow < flows.length && flow < MOST; flow++) {
    if (flows.version(flow) === 0) continue
    const route = `${flows.source(flow)} ${flows.destination(flow)}`
    for (const row of packets.rowsOfFlow(flow).subarray(0, SAMPLES)) found.set(route, Math.max(found.get(route) ?? 0, surviving.ttl(row)))
  }
  return found
}

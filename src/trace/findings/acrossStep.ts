import type { Packets } from '../packets/packets.ts'
import type { Found, Scene } from './finding.ts'

// Behind a place where the clock was set back times begin once more: what came later has an earlier time, and silence that lasted
// over that place has no length. The order of the file holds there, but rules that look for what came within seconds go by time.

/** Whether the clock was set back while the two hosts of a finding spoke, and no other capture shows by how much. */
export function isAcrossStep({ evidence: [first] }: Found, { trace: { packets } }: Scene): boolean {
  const { stepsBack, clockSets, byTime } = packets
  if (stepsBack.length === 0 || clockSets.length > 0 || byTime || !first || first.packet > packets.length) return false
  const [from, to] = rangeBetween(packets, packets.flow(first.packet - 1))
  return stepsBack.some(row => from < row && row <= to)
}

/** First and last row of all that the two hosts of a flow sent each other. */
function rangeBetween(packets: Packets, of: number): [number, number] {
  const { flows } = packets
  const hosts = [flows.source(of), flows.destination(of)]
  let [from, to] = [packets.length, -1]
  for (let flow = 0; flow < flows.length; flow++) {
    if (!hosts.includes(flows.source(flow)) || !hosts.includes(flows.destination(flow))) continue
    const rows = packets.rowsOfFlow(flow)
    from = Math.min(from, rows[0] ?? from)
    to = Math.max(to, rows.at(-1) ?? to)
  }
  return [from, to]
}

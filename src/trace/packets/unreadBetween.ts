import type { TraceSummary } from '../report.ts'
import type { Packets } from './packets.ts'

type Between = NonNullable<TraceSummary['unreadBetween']>

/** Pairs of hosts that are told; whoever sends to more is not looked at one by one. */
const MOST = 20

/**
 * Between which hosts packets went that cannot be read, and when the last did; undefined where that cannot be told of each of them.
 * @param unread their numbers
 */
export function unreadBetween(packets: Packets, unread: readonly number[]): Between | undefined {
  const { flows } = packets
  const found = new Map<string, { hosts: [string, string]; last: number }>()
  for (const packet of unread) {
    const [flow, time] = [packets.flow(packet - 1), packets.time(packet - 1)]
    if (flows.version(flow) === 0 || Number.isNaN(time)) return undefined
    const hosts: [string, string] = [flows.source(flow), flows.destination(flow)]
    const key = hosts.toSorted().join(' ')
    const known = found.get(key)
    if (known) known.last = Math.max(known.last, time)
    else if (found.size === MOST) return undefined
    else found.set(key, { hosts, last: time })
  }
  return [...found.values()]
}

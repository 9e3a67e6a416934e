import type { History } from '../history.ts'
import type { Seconds } from '../model.ts'
import type { Course } from '../negotiation/course.ts'
import { countWhile } from '../packets/ascending.ts'
import type * as Report from '../report.ts'
import { type MonitoredIke, monitoredIke, type Reported } from './ikeSas.ts'
import { type MonitoredIpsec, monitoredIpsec } from './ipsecSas.ts'
import { ownHost, type Statistic, statistics } from './statistics.ts'

// What IP Security Monitor and `netsh ipsec dynamic show all` would have shown at one moment, rebuilt from the packets up to
// then. What only keys could tell (algorithms of encrypted quick modes, selectors) is left open; what comes later in the
// capture is used to know how a message that was under way then was meant, never to count it.

/** The SAs and counters of a trace at one moment. */
export interface Monitor {
  readonly trace: 0 | 1
  /** Seconds from the first packet of the trace. */
  readonly time: Seconds
  /** The same as ISO 8601; null where the file has no time. */
  readonly at: string | null
  /** Last packet that had come until then; 0: none. */
  readonly packet: number
  readonly mainMode: readonly MonitoredIke[]
  readonly quickMode: readonly MonitoredIpsec[]
  /** The host whose counters `statistics` are: the one that captured, where hop counts tell, or else the first initiator. */
  readonly host: string | null
  readonly statistics: readonly Statistic[]
  /** Windows events that were due until then. */
  readonly events: readonly Report.ExpectedEvent[]
}

/** The monitor at a moment. @param ids names of the negotiations in the report @param reported what all captures know of them */
export function monitorAt(
  history: History,
  time: Seconds,
  ids: ReadonlyMap<Course, string>,
  reported?: Reported,
): Pick<Monitor, 'packet' | 'mainMode' | 'quickMode' | 'host' | 'statistics'> {
  const mainMode = monitoredIke(history, time, ids, reported)
  const quickMode = monitoredIpsec(history, time, ids)
  const host = ownHost(history)
  return {
    packet: packetsUntil(history, time),
    mainMode,
    quickMode,
    host,
    statistics: host === null ? [] : statistics(history, { time, host, mainMode, quickMode }),
  }
}

function packetsUntil({ trace: { packets } }: History, time: Seconds): number {
  if (packets.backwards > 0 && !packets.byTime) {
    let row = packets.length - 1
    while (row >= 0 && !(packets.time(row) <= time)) row--
    return row + 1
  }
  const until = countWhile(packets.length, at => packets.time(packets.at(at)) <= time)
  return until === 0 ? 0 : packets.at(until - 1) + 1
}

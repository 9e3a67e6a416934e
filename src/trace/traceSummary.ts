import { instant } from './instant.ts'
import { swappedSpis } from './negotiation/swappedSpis.ts'
import { countsOf } from './packets/counts.ts'
import type { Packets } from './packets/packets.ts'
import { tooShort } from './packets/tooShort.ts'
import { unreadBetween } from './packets/unreadBetween.ts'
import type * as Report from './report.ts'
import type { TraceAbout } from './summary.ts'
import type { Trace } from './trace.ts'

/** A trace as the report tells of it. @param about what its file says of itself */
export function traceSummary(trace: Trace, about: TraceAbout): Report.TraceSummary {
  const { packets, datagrams } = trace
  const unread = [...trace.unread.map(one => one.packet), ...tooShort(packets)]
  const between = unread.length > 0 ? unreadBetween(packets, unread) : undefined
  const { start, end, exempt: _, orderUnknown: _1, drops, ...rest } = about
  const odd = swappedSpis(trace.negotiations)
  return {
    ...rest,
    ...(odd.length > 0 ? { problems: [...rest.problems, ...odd] } : {}),
    ...(drops && packets.length > 0 ? { drops: drops.map(one => ({ ...one, ...timesOf(one, packets) })) } : {}),
    ...(packets.clockSets.length
      ? { clockSets: packets.clockSets.map(({ row, seconds }) => ({ packet: row + 1, time: packets.time(row), seconds })) }
      : {}),
    ...(unread.length > 0 ? { unread: unread.length } : {}),
    ...(between ? { unreadBetween: between } : {}),
    ...(packets.byTime ? { outOfOrder: true as const } : {}),
    packets: packets.length,
    bytes: packets.bytes,
    start: instant(start, about.clock),
    end: instant(end, about.clock),
    counts: countsOf(packets, datagrams.carried),
  }
}

/** From when to when packets may have been dropped that lie between two of the file. */
function timesOf({ after, before }: Omit<Report.Drop, 'from' | 'until'>, packets: Packets): Pick<Report.Drop, 'from' | 'until'> {
  const last = packets.length - 1
  // Without a time of its own a packet stands at the start.
  const time = (row: number) => packets.time(Math.min(Math.max(row, 0), last)) || 0
  return { from: time(after - 1), until: time(before - 1) }
}

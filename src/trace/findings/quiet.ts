import { lastTime, type Seconds, type Side } from '../model.ts'
import { addressesOf } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import { rowsOf } from './espPairs.ts'
import type { Scene } from './finding.ts'

/** When one side of a negotiation was last heard before a moment, by IKE or by protected packets; undefined: never. */
export function lastHeard({ flows, trace: { packets } }: Scene, { negotiation }: Course, side: Side, before: Seconds): Seconds | undefined {
  let heard = Number.NEGATIVE_INFINITY
  for (const message of negotiation.messages)
    if (message.side === side && lastTime(message) < before) heard = Math.max(heard, lastTime(message))
  const own = addressesOf(negotiation, side)
  for (const flow of flows) {
    if (!own.includes(flow.source) || flow.firstTime >= before) continue
    if (flow.lastTime < before) heard = Math.max(heard, flow.lastTime)
    else {
      const row = rowsOf(packets, flow).findLast(row => packets.time(row) < before)
      if (row !== undefined) heard = Math.max(heard, packets.time(row))
    }
  }
  return heard === Number.NEGATIVE_INFINITY ? undefined : heard
}

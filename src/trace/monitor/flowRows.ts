import type { History } from '../history.ts'
import type { Seconds } from '../model.ts'
import type { Flow } from '../protected/flow.ts'
import { keyOf } from '../protected/flow.ts'

/** Packets and bytes on the wire that a flow had carried until a moment, those in fragments included. */
export function flowRows(
  { trace: { packets, datagrams } }: History,
  flow: Flow,
  time: Seconds,
): { packets: number; bytes: number; last: Seconds | null } {
  if (time >= flow.lastTime) return { packets: flow.packets, bytes: flow.bytes, last: flow.lastTime }
  let count = 0
  let bytes = 0
  let last: Seconds | null = null
  const table = packets.flows
  const index = packets.flow(flow.firstPacket - 1)
  const isIt = table.selector(index) === flow.spi && table.source(index) === flow.source && table.destination(index) === flow.destination
  for (const row of isIt ? packets.rowsOfFlow(index) : []) {
    const at = packets.time(row)
    if (at > time) continue
    count++
    bytes += packets.original(row)
    last = at
  }
  const pieces = datagrams.flows.get(keyOf(flow))
  const whole = pieces ? pieces.packets.filter(packet => packets.time(packet - 1) <= time) : []
  if (pieces && whole.length > 0) {
    bytes += (pieces.bytes * whole.length) / pieces.packets.length
    last = Math.max(last ?? 0, packets.time(whole.at(-1)! - 1))
  }
  return { packets: count + whole.length, bytes: Math.round(bytes), last }
}

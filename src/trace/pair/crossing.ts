import { Fate } from './fate.ts'
import type { Route } from './report.ts'
import { isSame, routeOf } from './rewrites.ts'
import { NONE } from './rows.ts'
import { other, type PairScene, passageOf } from './scene.ts'

/** A packet that left one end under other addresses or ports than it arrived with at the other. */
export interface Crossing {
  readonly sender: 0 | 1
  /** Packet numbers, from 1: in the sender's trace and in the receiver's. */
  readonly packets: readonly [number, number]
  readonly before: Route
  readonly after: Route
}

/** Undefined for a packet that is in one trace only, or that nobody translated. */
export function crossingOf(pair: PairScene, trace: 0 | 1, packet: number): Crossing | undefined {
  const sender = passageOf(pair, trace, packet)?.sender
  const { rows, fates } = pair.lineup
  const mate = rows[trace].mate[packet - 1]
  if (sender === undefined || mate === undefined || mate === NONE || fates.of[trace][packet - 1] !== Fate.delivered) return undefined
  const packets = sender === trace ? ([packet, mate + 1] as const) : ([mate + 1, packet] as const)
  const [before, after] = [routeOf(rows[sender], packets[0] - 1), routeOf(rows[other(sender)], packets[1] - 1)]
  return isSame(before, after) ? undefined : { sender, packets, before, after }
}

/** `The packet that left A as A5, from 10.0.0.10 port 500, is B5 at B, from 203.0.113.9 port 61001.` */
export function crossed({ sender, packets, before, after }: Crossing): string {
  const [from, to] = sender === 0 ? ['A', 'B'] : ['B', 'A']
  const changed = (['source', 'destination'] as const).filter(
    end => before[end].address !== after[end].address || before[end].port !== after[end].port,
  )
  const told = (route: Route) =>
    changed
      .map(end => `${end === 'source' ? 'from' : 'to'} ${route[end].address}${route[end].port ? ` port ${route[end].port}` : ''}`)
      .join(' ')
  return `The packet that left ${from} as ${from}${packets[0]}, ${told(before)}, is ${to}${packets[1]} at ${to}, ${told(after)}.`
}

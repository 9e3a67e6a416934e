import { onClockOfA } from '../../trace/pair/onClockOfA.ts'
import type { Flow, Keepalives, Pair, Report } from '../../trace/report.ts'
import { type HostPair, pairing } from '../ladder/hostPairs.ts'
import { spanOf } from '../ladder/pauses.ts'
import { type Slices, whole } from '../slices.ts'

/** Two hosts as both traces show them, all times on A's clock; the host at A stands left. */
export interface Lanes extends HostPair {
  readonly onA: (trace: 0 | 1, time: number) => number
}

/** The pairs of hosts of both traces together. */
export function lanes(report: Report): Lanes[] {
  return whole(pairingBoth(report))
}

/** The same in slices. */
export function* pairingBoth(report: Report): Slices<Lanes[]> {
  const { pair } = report
  if (!pair) return []
  const onA = clockOf(pair)
  return (yield* pairing(report)).map(hosts => {
    const { left, right } = leftIsA(hosts, pair) ? hosts : { left: hosts.right, right: hosts.left }
    return {
      ...hosts,
      left,
      right,
      flows: hosts.flows.map(flow => timed(flow, onA)),
      keepalives: hosts.keepalives.map(one => timed(one, onA)),
      icmpErrors: hosts.icmpErrors.map(error => ({ ...error, time: onA(error.trace, error.time) })),
      onA,
    }
  })
}

/** Puts the times of either trace on A's clock. */
export function clockOf({ clock }: Pick<Pair, 'clock'>): Lanes['onA'] {
  return (trace, time) => (trace === 0 ? time : onClockOfA(clock, time))
}

/** The time on A's clock furthest from A's first packet, as far as the ends of the files tell. */
export function furthest({ traces }: Pick<Report, 'traces'>, { onA }: Pick<Lanes, 'onA'>): number {
  const ends = traces.slice(0, 2).flatMap((trace, i) => [0, spanOf(trace) ?? 0].map(time => onA(i as 0 | 1, time)))
  return ends.reduce((most, time) => (Math.abs(time) > Math.abs(most) ? time : most), 0)
}

/** Where A was taken: by the addresses at each end, else by the hop counts; the initiator where nothing tells. */
function leftIsA({ left, right, negotiations }: HostPair, { ends }: Pick<Pair, 'ends'>): boolean {
  const [leftAtA, rightAtA] = [ends.a.includes(left), ends.a.includes(right)]
  if (leftAtA !== rightAtA) return leftAtA
  const [leftAtB, rightAtB] = [ends.b.includes(left), ends.b.includes(right)]
  if (leftAtB !== rightAtB) return rightAtB
  return negotiations[0]?.seenFrom?.[0] !== 'responder'
}

function timed<T extends Flow | Keepalives>(one: T, onA: Lanes['onA']): T {
  const { firstTime, lastTime } = one
  return {
    ...one,
    ...(firstTime === undefined ? {} : { firstTime: onA(one.trace, firstTime) }),
    ...(lastTime === undefined ? {} : { lastTime: onA(one.trace, lastTime) }),
  }
}

import { pieceAt } from '../../trace/pair/onClockOfA.ts'
import type { LostFlow, ModifiedPacket, Report, TraceSummary } from '../../trace/report.ts'
import type { OnTheWay, Took } from '../ladder/took.ts'
import { each, type Slices, whole } from '../slices.ts'
import { couplesOf } from './couple.ts'

/** What a report of two traces knows of single packets, ready to be looked up. */
export interface Known {
  /** The same packet in the other trace. */
  readonly other: (trace: 0 | 1, packet: number) => number | undefined
  /** The same, of what was cut or put together on the way too. */
  readonly couples: ReturnType<typeof couplesOf>
  readonly isLost: (trace: 0 | 1, packet: number) => boolean
  /** Whether the receiver's capture dropped as many packets as are missing in it: then nobody knows which of them were lost. */
  readonly isDoubtful: (sender: 0 | 1) => boolean
  readonly lostFlow: (trace: 0 | 1, protocol: string, spi: string) => LostFlow | undefined
  /** How many packets of an SPI from one end arrived with other bytes. */
  readonly changed: (trace: 0 | 1, spi: string) => number
  /** What of a packet arrived otherwise than it left. */
  readonly modified: (trace: 0 | 1, packet: number) => ModifiedPacket | undefined
  readonly onTheWay: OnTheWay
}

const untold: Took = {}

/** All of it at once. */
export function known(report: Report): Known {
  return whole(knowing(report))
}

/** What is missing in a capture that dropped as many packets itself is not known to be lost. */
export function mayBeDropped(receiver: Pick<TraceSummary, 'dropped'> | undefined, missing: number): boolean {
  const { dropped = 0 } = receiver ?? {}
  return dropped > 0 && missing <= dropped
}

/** The same in slices. */
export function* knowing({ pair, traces }: Report): Slices<Known> {
  const others = [new Map<number, number>(), new Map<number, number>()] as const
  yield* each(pair?.packets.same ?? [], ([a, b]) => {
    others[0].set(a, b)
    others[1].set(b, a)
  })
  const lost = [new Set<number>(), new Set<number>()] as const
  yield* each(pair?.packets.lost ?? [], ({ trace, packet }) => lost[trace].add(packet))
  yield* each(pair?.packets.lostFlows ?? [], ({ trace, packets }) => {
    for (const packet of packets) lost[trace].add(packet)
  })
  const isDoubtful = (sender: 0 | 1) => mayBeDropped(traces[1 - sender], lost[sender].size)
  const flows = new Map(pair?.packets.lostFlows.map(flow => [`${flow.trace} ${flow.protocol} ${flow.spi}`, flow]))
  const modified = pair?.packets.modified ?? []
  const changes = new Map(modified.flatMap(one => [[`0 ${one.a}`, one] as const, [`1 ${one.b}`, one] as const]))
  const pieces = pair?.clock.pieces ?? []
  return {
    other: (trace, packet) => others[trace].get(packet),
    couples: couplesOf(pair?.packets),
    isLost: (trace, packet) => lost[trace].has(packet) && !isDoubtful(trace),
    isDoubtful,
    lostFlow: (trace, protocol, spi) => (isDoubtful(trace) ? undefined : flows.get(`${trace} ${protocol} ${spi}`)),
    changed: (trace, spi) => modified.filter(one => one.spi === spi && one.direction === (trace === 0 ? 'a-to-b' : 'b-to-a')).length,
    modified: (trace, packet) => changes.get(`${trace} ${packet}`),
    onTheWay: (seconds, at) => {
      const error = pieceAt(pieces, at)?.error
      if (seconds === undefined || error === undefined || error === null) return untold
      if (seconds > CLEARLY * error) return { delay: seconds }
      return seconds + error > 0 ? { within: seconds + error } : untold
    },
  }
}

/** Times the error. */
const CLEARLY = 1.5

import type { LostFlow } from '../../trace/pair/report.ts'
import type { Report, Transmission } from '../../trace/report.ts'
import { mayBeDropped } from '../bothEnds/known.ts'

/** What both captures together say of a packet that left and did not arrive. */
export const LOST = 'lost on the way'

/** Says what became of one sending, in the words that people look for: `lost`, `retransmission`, `changed on the way`. */
export type Became = (sent: Transmission) => string

/** Packets that were lost between two ends, as far as the captures did not drop them themselves. */
export interface Losses {
  readonly packets: readonly { readonly trace: 0 | 1; readonly packet: number }[]
  readonly flows: readonly LostFlow[]
  readonly became: Became
}

const known = new WeakMap<Report, Losses>()

/** What a report knows of losses. */
export function losses(report: Report): Losses {
  const before = known.get(report)
  if (before) return before
  const { lost = [], lostFlows = [] } = report.pair?.packets ?? {}
  const missing = [new Set<number>(), new Set<number>()] as const
  for (const { trace, packet } of lost) missing[trace].add(packet)
  for (const { trace, packets } of lostFlows) for (const packet of packets) missing[trace].add(packet)
  const isSure = (sender: number) => !mayBeDropped(report.traces[1 - sender], missing[sender === 0 ? 0 : 1].size)
  const it: Losses = {
    packets: lost.filter(one => isSure(one.trace)),
    flows: lostFlows.filter(one => isSure(one.trace)),
    became: ({ fate, retransmission, way, sightings }) =>
      [
        (fate === 'lost' || (way?.lostPackets?.length ?? 0) > 0) && isSure(sightings[0]?.trace ?? 0) ? LOST : '',
        fate === 'modified' ? 'changed modified on the way' : '',
        retransmission ? 'sent again, retransmitted, retransmission' : '',
      ]
        .filter(Boolean)
        .join(', '),
  }
  known.set(report, it)
  return it
}

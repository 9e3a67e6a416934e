import { Fate } from './fate.ts'
import type { Lineup } from './lineUp.ts'
import { NONE } from './rows.ts'

/** What became of one packet, and its number in the other trace. */
export interface Twin {
  readonly fate: 'delivered' | 'lost' | 'outside' | 'missed by the sender' | 'copy' | 'not between the two ends' | 'unknown'
  readonly packet?: number
}

const names: Readonly<Record<number, Twin['fate']>> = {
  [Fate.unrelated]: 'not between the two ends',
  [Fate.delivered]: 'delivered',
  [Fate.lost]: 'lost',
  [Fate.outside]: 'outside',
  [Fate.missed]: 'missed by the sender',
  [Fate.copy]: 'copy',
  [Fate.unknown]: 'unknown',
}

/** The same packet in the other trace. @param number from 1 */
export function twinOf(lineup: Lineup, trace: 0 | 1, number: number): Twin {
  const { mate, copyOf } = lineup.rows[trace]
  const row = number - 1
  const other = mate[copyOf.get(row) ?? row] ?? NONE
  const fate = names[lineup.fates.of[trace][row] ?? Fate.unknown] ?? 'unknown'
  if (other !== NONE) return { fate, packet: other + 1 }
  const { recuts } = lineup
  const cut = recuts.find(one => (one.fromA === (trace === 0) ? one.sent : one.came).includes(row))
  const first = cut && (cut.fromA === (trace === 0) ? cut.came : cut.sent)[0]
  return first === undefined ? { fate } : { fate, packet: first + 1 }
}

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
  const first = recutOf(lineup)[trace].get(row)
  return first === undefined ? { fate } : { fate, packet: first + 1 }
}

type Recuts = readonly [Map<number, number>, Map<number, number>]
const known = new WeakMap<Lineup, Recuts>()

/** By trace and row of what a router cut anew: the first row of it in the other trace. */
function recutOf(lineup: Lineup): Recuts {
  const found = known.get(lineup) ?? ([new Map(), new Map()] as const)
  if (known.has(lineup)) return found
  known.set(lineup, found)
  for (const { fromA, sent, came } of lineup.recuts) {
    const [ofA, ofB] = fromA ? [sent, came] : [came, sent]
    for (const [trace, rows, other] of [
      [0, ofA, ofB[0]],
      [1, ofB, ofA[0]],
    ] as const)
      for (const row of rows) if (other !== undefined && !found[trace].has(row)) found[trace].set(row, other)
  }
  return found
}

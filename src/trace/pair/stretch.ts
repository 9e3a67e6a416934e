import { Way } from './ends.ts'
import { Fate } from './fate.ts'
import type { PairScene } from './scene.ts'

/** All that one end lost, where nothing arrived between the first and the last of it: rows of the sender's trace. */
export interface Stretch {
  readonly lost: readonly number[]
  /** The last that arrived before it and the first that did after; undefined where none did. */
  readonly before: number | undefined
  readonly after: number | undefined
  /** How many arrived before it. */
  readonly arrivedBefore: number
}

/** Lost packets from which a stretch is no accident. */
export const STRETCH = 5

/** Undefined where nothing was lost, or something arrived in between. */
export function stretchOf({ lineup }: PairScene, sender: 0 | 1): Stretch | undefined {
  const { packets, mate } = lineup.rows[sender]
  const fates = lineup.fates.of[sender]
  const lost: number[] = []
  let [before, after]: (number | undefined)[] = []
  let arrivedBefore = 0
  for (let row = 0; row < mate.length; row++) {
    if (lineup.ends.way[sender][packets.flow(row)] !== Way.sentHere) continue
    if (fates[row] === Fate.lost) {
      if (after !== undefined) return undefined
      lost.push(row)
    } else if (fates[row] === Fate.delivered) {
      if (lost.length > 0) after ??= row
      else {
        before = row
        arrivedBefore++
      }
    }
  }
  return lost.length > 0 ? { lost, before, after, arrivedBefore } : undefined
}

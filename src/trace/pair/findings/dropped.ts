import type { Found } from '../../findings/finding.ts'
import { endName, other, type PairScene } from '../scene.ts'

/**
 * Whether the receiver's capture dropped as many packets itself as are missing in it of all that the other end sent: then single
 * ones that are missing are no loss on the way, as far as anybody knows.
 */
export function isDroppedThere({ lineup, scenes }: PairScene, sender: 0 | 1): boolean {
  const { lostAtoB, lostBtoA } = lineup.fates.counts
  const { dropped = 0 } = scenes[other(sender)].about
  return dropped > 0 && (sender === 0 ? lostAtoB : lostBtoA) <= dropped
}

/** Where a loss is said to be: the traces that the packets are missing in. */
const receivers: Readonly<Partial<Record<Found['place'], readonly (0 | 1)[]>>> = { 'a-to-b': [1], 'b-to-a': [0], 'both-ways': [0, 1] }

/** What is missing in a capture that counts packets it dropped itself may have arrived all the same: no loss there is certain. */
export function doubtedForDrops(pair: PairScene, found: Found): Found {
  const dropping = (receivers[found.place] ?? []).filter(trace => (pair.scenes[trace].about.dropped ?? 0) > 0)
  if (dropping.length === 0) return found
  const counts = dropping.map(trace => `the capture at ${endName(pair, trace)} counts ${pair.scenes[trace].about.dropped}`)
  return {
    ...found,
    confidence: found.confidence === 'certain' ? 'likely' : found.confidence,
    otherwise: [
      `What is missing arrived, and the capturing machine dropped it: ${counts.join(', ')} of its own.`,
      ...found.otherwise.filter(one => one !== 'The capturing machine at the receiver dropped packets.'),
    ],
  }
}

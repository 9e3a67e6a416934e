import type { Found } from '../../findings/finding.ts'
import { Fate } from '../fate.ts'
import { endName, other, type PairScene } from '../scene.ts'

/** What may be behind a loss that one capture alone shows; said better where a capture counts what it dropped. */
export const DROPPED_THERE = 'The capturing machine at the receiver dropped packets.'

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
  if (found.attested) return found
  const at = receivers[found.place] ?? []
  const dropping = at.filter(trace => (pair.scenes[trace].about.dropped ?? 0) > 0)
  if (dropping.length === 0) return doubtedForMissed(pair, found, at)
  const counts = dropping.map(trace => `the capture at ${endName(pair, trace)} counts ${pair.scenes[trace].about.dropped}`)
  return {
    ...found,
    confidence: found.confidence === 'certain' ? 'likely' : found.confidence,
    otherwise: [
      `What is missing arrived, and the capturing machine dropped it: ${counts.join(', ')} of its own.`,
      ...found.otherwise.filter(one => one !== DROPPED_THERE),
    ],
  }
}

/** So it may where that capture lacks packets which its own end sent and the other one received. */
function doubtedForMissed(pair: PairScene, found: Found, at: readonly (0 | 1)[]): Found {
  if (found.confidence !== 'certain') return found
  const lacking = at.filter(trace => !pair.lineup.mute[trace] && missedAt(pair, trace) > 0)
  if (lacking.length === 0) return found
  const each = lacking.map(trace => {
    const missed = missedAt(pair, trace)
    return `the capture at ${endName(pair, trace)} lacks ${missed === 1 ? 'one packet that its own end sent and that' : `${missed} packets that its own end sent and that`} arrived`
  })
  return {
    ...found,
    confidence: 'likely',
    otherwise: [
      `What is missing arrived, and the capturing machine dropped it: ${each.join(', ')}.`,
      ...found.otherwise.filter(one => one !== DROPPED_THERE),
    ],
  }
}

const known = new WeakMap<PairScene, readonly [number, number]>()

/** Packets of its own end that a capture does not have, as the other shows. */
function missedAt(pair: PairScene, trace: 0 | 1): number {
  const before = known.get(pair)
  if (before) return before[trace]
  const count = (there: Uint8Array) => there.reduce((sum, fate) => sum + (fate === Fate.missed ? 1 : 0), 0)
  const [ofA, ofB] = pair.lineup.fates.of
  const counts = [count(ofB), count(ofA)] as const
  known.set(pair, counts)
  return counts[trace]
}

import { isRefusal } from '../path/icmpMeaning.ts'
import { quotedPackets } from '../path/icmpQuotes.ts'
import type { PairScene } from './scene.ts'

const known = new WeakMap<PairScene, readonly [ReadonlySet<number>, ReadonlySet<number>]>()

/**
 * The packets of an end of which an ICMP error says that they could not go on, by their numbers in its capture: what became of them
 * is known, so they are not lost.
 */
export function refusedPackets(pair: PairScene, sender: 0 | 1): ReadonlySet<number> {
  const both = known.get(pair) ?? [refusedAt(pair, 0), refusedAt(pair, 1)]
  known.set(pair, both)
  return both[sender]
}

function refusedAt({ scenes }: PairScene, sender: 0 | 1): ReadonlySet<number> {
  const { packets, icmpErrors, datagrams } = scenes[sender].trace
  const quoted = quotedPackets(packets, icmpErrors.all.filter(isRefusal), datagrams.reassembly.datagrams)
  return new Set(quoted.flatMap(([, packet]) => packet ?? []))
}

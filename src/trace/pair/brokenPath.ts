import { Kind } from '../../dissectors/sort.ts'
import { onClockOfA } from './clock.ts'
import { Way } from './ends.ts'
import { isDroppedThere } from './findings/dropped.ts'
import { refusedPackets } from './refusedPackets.ts'
import { isProtected } from './rows.ts'
import { isRelated, other, type PairScene } from './scene.ts'
import { STRETCH, type Stretch, stretchOf } from './stretch.ts'

// A path that carried everything, then nothing for a while. What is lost then is of every kind, so that no filter for one protocol
// and no size explains it, and whatever the hosts do about it, ask, give up, begin anew, follows from it.

/** Packets that arrived before, and seconds without an arrival, from which a path is taken to have been whole, and then broken. */
const ARRIVED = 3
const LASTS = 2
/** Packets lost in the other direction at the same time, from which the path was broken both ways. */
const BOTH_WAYS = 2

const known = new WeakMap<PairScene, readonly (Stretch | undefined)[]>()

/** What one end sent while nothing at all of it arrived; undefined where its losses are no such thing. */
export function brokenFrom(pair: PairScene, sender: 0 | 1): Stretch | undefined {
  const both = known.get(pair) ?? bothWays(pair)
  known.set(pair, both)
  return both[sender]
}

function bothWays(pair: PairScene): readonly (Stretch | undefined)[] {
  const broken = ([0, 1] as const).map(sender => (isOutage(pair, sender) ? stretchOf(pair, sender) : undefined))
  return broken.map((one, trace) => {
    const sender = trace === 0 ? 0 : 1
    const [opposite, own] = [broken[other(sender)], stretchOf(pair, sender)]
    if (one || !opposite || !own || own.lost.length < BOTH_WAYS || !isOnTheWay(pair, sender, own)) return one
    return overlap(spanOf(pair, sender, own), spanOf(pair, other(sender), opposite)) ? own : undefined
  })
}

function isOutage(pair: PairScene, sender: 0 | 1): boolean {
  const stretch = stretchOf(pair, sender)
  if (!stretch || stretch.lost.length < STRETCH || stretch.arrivedBefore < ARRIVED) return false
  const { packets } = pair.lineup.rows[sender]
  const [from, until] = spanOf(pair, sender, stretch)
  const kinds = stretch.lost.map(row => packets.kind(row))
  return until - from >= LASTS && kinds.some(isProtected) && kinds.includes(Kind.ike) && isOnTheWay(pair, sender, stretch)
}

/** No capture, and nobody with an ICMP error, says that something else became of them. */
function isOnTheWay(pair: PairScene, sender: 0 | 1, { lost }: Stretch): boolean {
  const refused = refusedPackets(pair, sender)
  const isTaken = isRelated(pair) && !pair.lineup.blind[other(sender)] && !isDroppedThere(pair, sender)
  return isTaken && !lost.some(row => refused.has(row + 1))
}

/** The first packet behind it that arrived: in the sender's trace, or, where that had ended, in the receiver's. */
export function heardAgain(pair: PairScene, sender: 0 | 1, stretch: Stretch): { readonly trace: 0 | 1; readonly row: number } | undefined {
  if (stretch.after !== undefined) return { trace: sender, row: stretch.after }
  const there = other(sender)
  const { packets, mate } = pair.lineup.rows[there]
  const [, ended] = spanOf(pair, sender, stretch)
  for (let row = 0; row < mate.length; row++) {
    const isFrom = pair.lineup.ends.way[there][packets.flow(row)] === Way.receivedHere
    if (isFrom && leftAt(pair, there, packets.time(row)) > ended) return { trace: there, row }
  }
  return undefined
}

/** From the first that was lost to the last, on the clock of A. */
export function spanOf(pair: PairScene, sender: 0 | 1, { lost }: Stretch): readonly [number, number] {
  const { packets } = pair.lineup.rows[sender]
  return [leftAt(pair, sender, packets.time(lost[0]!)), leftAt(pair, sender, packets.time(lost.at(-1)!))]
}

/** On the clock of A. */
export function leftAt({ lineup }: PairScene, trace: 0 | 1, time: number): number {
  return onClockOfA(lineup.clock, trace, time) ?? Number.NaN
}

function overlap([from, until]: readonly [number, number], [since, to]: readonly [number, number]): boolean {
  return from <= to && since <= until
}

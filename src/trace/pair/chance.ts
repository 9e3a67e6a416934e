import { Way } from './ends.ts'
import { Fate } from './fate.ts'
import type { Stuck } from './findings/stuck.ts'
import { type PairScene, sendingsOf, wayFrom } from './scene.ts'

// A path that loses packets now and then also loses messages, sometimes every copy of one. Whether that can be chance is
// reckoned from all other packets that went the same way: how many of them were lost, and whether in no order.

/** What a message shares with the rest of the traffic. */
export interface Chance {
  /** Of all packets but those of the message: how many were seen leaving while both captures ran, and how many were lost. */
  readonly sent: number
  readonly lost: number
  /** Probability that at this share no copy gets through. */
  readonly probability: number
}

/** Losses, and times that losses end and packets arrive again, from which a path is taken to lose some now and then. */
const SEVERAL = 3
/** Share above which it is no loss now and then. */
const MOST = 0.6
/** Below this it is no chance that one message is lost every time: something else takes it away. */
const LEAST = 1e-3

/** Undefined where the message was not lost, or not by a chance that the other packets show. */
export function chanceOf(pair: PairScene, stuck: Stuck): Chance | undefined {
  const { sender, named, place } = stuck
  if (place !== wayFrom(sender)) return undefined
  const copies = sendingsOf(pair, named.message).flatMap(one => one.seen[sender]?.packets ?? [])
  const own = new Set(copies.map(packet => packet - 1))
  const { sent, lost, ends } = others(pair, sender, own)
  if (lost < SEVERAL || ends < SEVERAL || lost > MOST * sent) return undefined
  const share = (lost + 1) / (sent + 2)
  const probability = sendingsOf(pair, named.message)
    .filter(one => one.fate === 'lost')
    .reduce((all, one) => all * (1 - (1 - share) ** Math.max(1, one.seen[sender]?.packets.length ?? 1)), 1)
  return probability >= LEAST ? { sent, lost, probability } : undefined
}

/** What an end sent besides some rows; `ends` counts how often a packet arrived right behind a lost one. */
function others({ lineup }: PairScene, sender: 0 | 1, own: ReadonlySet<number>): { sent: number; lost: number; ends: number } {
  const { packets, mate } = lineup.rows[sender]
  const fates = lineup.fates.of[sender]
  let [sent, lost, ends] = [0, 0, 0]
  let isLost = false
  for (let row = 0; row < mate.length; row++) {
    const fate = fates[row]
    if ((fate !== Fate.lost && fate !== Fate.delivered) || own.has(row)) continue
    if (lineup.ends.way[sender][packets.flow(row)] !== Way.sentHere) continue
    sent++
    if (fate === Fate.lost) lost++
    else if (isLost) ends++
    isLost = fate === Fate.lost
  }
  return { sent, lost, ends }
}

/** `one in 4`. */
export function oneIn({ sent, lost }: Pick<Chance, 'sent' | 'lost'>): string {
  return `one in ${Math.max(2, Math.round(sent / lost))}`
}

/** `once in 60 tries`; what happens at every other try or more often needs no figure. */
export function howOften(probability: number): string {
  const tries = Math.round(1 / probability)
  return tries > 2 ? `once in ${tries} tries` : probability > 0.6 ? 'more often than not' : 'about every other time'
}

/** Of all that was sent while both captures ran, each way: sent and lost. */
export function lossBothWays(pair: PairScene): { sender: 0 | 1; sent: number; lost: number }[] {
  return ([0, 1] as const).map(sender => ({ sender, ...others(pair, sender, new Set()) })).filter(({ lost }) => lost > 0)
}

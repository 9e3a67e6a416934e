import type { Sighting, Transmission } from '../model.ts'
import type { WayMark } from '../report.ts'
import { Way, wayOf } from './ends.ts'
import { Fate } from './fate.ts'
import type { Joints } from './joint.ts'
import type { Lineup } from './lineUp.ts'
import { delayOf } from './placed.ts'
import { isWhole, Mark, NONE } from './rows.ts'

/** What became of one sending of a message between the two ends. */
export interface Sending {
  /** The trace at whose end it left; undefined when the ends are not known. */
  readonly sender: 0 | 1 | undefined
  readonly fate: 'delivered' | 'lost' | 'modified' | 'unknown'
  /** What each trace saw of it. */
  readonly seen: readonly [Sighting | undefined, Sighting | undefined]
  readonly delay?: number
  /** The sender's packets that did not arrive. */
  readonly lost: readonly number[]
  readonly marks: readonly Exclude<WayMark, 'not answered'>[]
}

/** Looks one sending of a joint message up in both traces. @param origin leads its sightings back there */
export function sendingOf(lineup: Lineup, origin: Joints['origin'], transmission: Transmission): Sending {
  const origins = transmission.sightings.map(origin)
  const seen = [0, 1].map(trace => origins.find(one => one.trace === trace)?.sighting) as [Sighting | undefined, Sighting | undefined]
  const sender = senderOf(lineup, seen)
  if (sender === undefined) return { sender, fate: seen[0] && seen[1] ? 'delivered' : 'unknown', seen, lost: [], marks: [] }
  const receiver = sender === 0 ? 1 : 0
  const rows = lineup.rows[sender]
  const fates = lineup.fates.of[sender]
  const [left, came] = [seen[sender], seen[receiver]]
  const own = (left?.packets ?? []).map(packet => packet - 1)
  const lost = own.filter(row => fates[row] === Fate.lost).map(row => row + 1)
  const has = (mark: number) =>
    own.some(row => rows.marks[row]! & mark) || (came?.packets.some(p => lineup.rows[receiver].marks[p - 1]! & mark) ?? false)
  const isOutside = own.some(row => fates[row] === Fate.outside)
  // Of what both have only a part of, nothing tells what became of the rest.
  const isNowhereWhole = left && came && isInPart(lineup, sender, left) && isInPart(lineup, receiver, came)
  const couple = own.find(row => rows.mate[row] !== NONE)
  const delay = couple === undefined ? undefined : delayBetween(lineup, sender, couple)
  const marks: Sending['marks'][number][] = []
  if (origins.filter(one => one.trace === receiver).length > 1) marks.push('duplicated')
  if (has(Mark.recut)) marks.push('re-fragmented')
  if (left && came && isTranslated(left, came)) marks.push('translated')
  if (!left && came) {
    const fate = lineup.fates.of[receiver][came.packets[0]! - 1]
    if (fate === Fate.outside) marks.push('outside')
    else if (fate !== Fate.unknown) marks.push('sender missed it')
  }
  if (isOutside && !came) marks.push('outside')
  return { sender, fate: fateOf(), seen, lost, marks, ...(delay === undefined ? {} : { delay }) }

  function fateOf(): Sending['fate'] {
    if (lost.length > 0) return 'lost'
    if (has(Mark.altered)) return 'modified'
    if (!came || (left ? isOutside : !came.complete)) return 'unknown'
    return isNowhereWhole ? 'unknown' : 'delivered'
  }
}

/** Whether one of the sendings of a message came whole, or pieces of several make it whole, or nothing tells. */
export function hasArrived(sendings: readonly Sending[]): boolean {
  if (sendings.some(({ fate }) => fate === 'delivered' || fate === 'modified')) return true
  const pieces = sendings.flatMap(({ sender, seen }) => (sender === undefined ? [] : (seen[sender === 0 ? 1 : 0]?.fragments ?? [])))
  const total = pieces[0]?.total ?? 0
  const isMadeWhole = total > 0 && new Set(pieces.flatMap(one => one.numbers)).size >= total
  return isMadeWhole || !sendings.some(({ fate }) => fate === 'lost')
}

/** Pieces of it are not in a capture that kept all of those it took. */
function isInPart({ rows }: Lineup, trace: 0 | 1, { carriage, complete, packets }: Sighting): boolean {
  if (complete || (carriage !== 'ike-fragments' && carriage !== 'ip-fragments')) return false
  return packets.every(packet => isWhole(rows[trace], packet - 1))
}

function senderOf(lineup: Lineup, seen: Sending['seen']): 0 | 1 | undefined {
  for (const trace of [0, 1] as const) {
    const packet = seen[trace]?.packets[0]
    const way = packet === undefined ? Way.none : wayOf(lineup.ends, trace, lineup.rows[trace], packet - 1)
    if (way !== Way.none) return (way === Way.sentHere) === (trace === 0) ? 0 : 1
  }
  return undefined
}

function delayBetween({ clock, rows }: Lineup, sender: 0 | 1, row: number): number | undefined {
  const mate = rows[sender].mate[row]!
  return sender === 0 ? delayOf(clock, rows[0], row, rows[1], mate, true) : delayOf(clock, rows[0], mate, rows[1], row, false)
}

function isTranslated(one: Sighting, other: Sighting): boolean {
  const differs = (end: 'source' | 'destination') => one[end].address !== other[end].address || one[end].port !== other[end].port
  return differs('source') || differs('destination')
}

import type { Found, Scene } from '../findings/finding.ts'
import type { Message, Negotiation } from '../model.ts'
import type { Place } from '../report.ts'
import { Way, wayOf } from './ends.ts'
import { Fate } from './fate.ts'
import type { Joint, Joints } from './joint.ts'
import type { Lineup } from './lineUp.ts'
import type { PairPackets } from './report.ts'
import { type Sending, sendingOf } from './sending.ts'

/** What a rule looks at with two traces: each as a scene of its own, and how they stand to each other. */
export interface PairScene {
  readonly lineup: Lineup
  readonly joints: Joints
  readonly scenes: readonly [Scene, Scene]
  /** What was changed in packets of which the bytes were compared. */
  readonly modified: PairPackets['modified']
}

/**
 * What a rule says of two traces.
 * @param alone what it says of each one by itself, with joint negotiations and evidence of its trace
 */
export type PairForm = (pair: PairScene, alone: readonly Found[]) => readonly Found[]

const sendings = new WeakMap<Message, readonly Sending[]>()

/** What became of each sending of a joint message. */
export function sendingsOf({ lineup, joints }: PairScene, message: Message): readonly Sending[] {
  const known = sendings.get(message) ?? message.transmissions.map(one => sendingOf(lineup, joints.origin, one))
  sendings.set(message, known)
  return known
}

/** Of one packet: who sent it, and whether it reached the other end. */
export interface Passage {
  readonly sender: 0 | 1
  readonly arrived: 'yes' | 'no' | 'outside' | 'unknown'
}

/** Undefined for what is not between the two ends. */
export function passageOf({ lineup }: PairScene, trace: 0 | 1, packet: number): Passage | undefined {
  const row = packet - 1
  const rows = lineup.rows[trace]
  if (!(row >= 0 && row < rows.mate.length)) return undefined
  const way = wayOf(lineup.ends, trace, rows, row)
  if (way === Way.none) return undefined
  const fate = lineup.fates.of[trace][rows.copyOf.get(row) ?? row]
  if (way === Way.receivedHere) return { sender: other(trace), arrived: 'yes' }
  const arrived = fate === Fate.delivered ? 'yes' : fate === Fate.lost ? 'no' : fate === Fate.outside ? 'outside' : 'unknown'
  return { sender: trace, arrived }
}

/** The trace at the other end. */
export function other(trace: 0 | 1): 0 | 1 {
  return trace === 0 ? 1 : 0
}

/** It is an address of one of the two hosts. */
export function isEnd({ lineup: { ends } }: PairScene, address: string): boolean {
  return ends.near.some(own => own.has(address)) || ends.far.some(own => own.has(address))
}

/** The way from a sender to the other end. */
export function wayFrom(sender: 0 | 1): Place {
  return sender === 0 ? 'a-to-b' : 'b-to-a'
}

/** The host at that trace's end. */
export function at(trace: 0 | 1): Place {
  return trace === 0 ? 'at-a' : 'at-b'
}

/** Both ways when something went wrong in each. */
export function ways(senders: ReadonlySet<0 | 1>): Place {
  return senders.size === 2 ? 'both-ways' : senders.has(0) ? 'a-to-b' : senders.has(1) ? 'b-to-a' : 'unknown'
}

/** `A (192.0.2.10)`. @param negotiation what is spoken of: an end may have several hosts */
export function endName({ lineup }: PairScene, trace: 0 | 1, negotiation?: Negotiation): string {
  const near = [...lineup.ends.near[trace]]
  const isItsOwn = (address: string) => negotiation?.endpoints.some(known => known.some(one => one.address === address))
  const address = near.find(isItsOwn) ?? near[0]
  return `${'AB'[trace]}${address ? ` (${address})` : ''}`
}

/** The joint negotiation that a finding is about. */
export function jointOf({ joints }: PairScene, { negotiation }: Pick<Found, 'negotiation'>): Joint | undefined {
  return negotiation === null ? undefined : joints.all[Number(negotiation.slice(1)) - 1]
}

/** Rows as evidence, the first ones. */
export function cited(trace: 0 | 1, rows: readonly number[], most = 8): Found['evidence'] {
  return rows.slice(0, most).map(row => ({ trace, packet: row + 1 }))
}

/** Something puts both traces on one clock: packets that stand in both, or a hand. */
export function isRelated({ lineup }: PairScene): boolean {
  return lineup.clock.stretches.length > 0
}

/** By the files' own clocks, which may be wrong: the capture at the other end ran at a moment of a trace, give or take. */
export function ranThen({ lineup, scenes }: PairScene, trace: 0 | 1, time: number, give: number): boolean {
  const there = other(trace)
  const until = scenes[there].end
  const at = trace === 0 ? time - lineup.startDifference : time + lineup.startDifference
  return at >= -give && at <= until + give
}

import { firstSighting } from '../model.ts'
import { courseOf } from '../negotiation/course.ts'
import { unseenDirections } from '../path/unseenDirections.ts'
import type { TraceAbout } from '../summary.ts'
import type { Trace } from '../trace.ts'
import { Way } from './ends.ts'
import { type Fates, fatesOf } from './fate.ts'
import { type Match, match } from './match.ts'
import type { SamePlace } from './samePlace.ts'

/** Two traces lined up, and what became of every packet between them. */
export interface Lineup extends Match {
  readonly fates: Fates
  /** By trace: it does not take what the other end sends, or nothing tells that it does. */
  readonly blind: readonly [boolean, boolean]
  /** By trace: it has something that the other end sends. */
  readonly hears: readonly [boolean, boolean]
  /** By trace: it does not take what its own end sends, although that arrived at the other. */
  readonly mute: readonly [boolean, boolean]
  /** Seconds from A's first packet to B's, as the files say. */
  readonly startDifference: number
  /** One of the files may count in local time. */
  readonly mayHaveZone: boolean
}

/** Of one place, where nothing lies between two traces and each is told by itself, there is none. */
export function isLineup(one: Lineup | SamePlace | null): one is Lineup {
  return one !== null && 'rows' in one
}

/**
 * @param offset seconds that B's clock is ahead of A's, set by hand; without it the packets tell
 * @returns null for one trace, and where nothing was kept to line up by
 */
export function lineUp(traces: readonly Trace[], about: readonly TraceAbout[], offset?: number): Lineup | SamePlace | null {
  const [a, b] = traces
  if (!a?.surviving || !b?.surviving) return null
  const [start, other] = [about[0]?.start ?? null, about[1]?.start ?? null]
  const startDifference = start === null || other === null ? 0 : Number(other - start) / 1e9
  const found = match([a, b], startDifference, offset)
  if (!('rows' in found)) return found
  const hears = [has(found, 0, Way.receivedHere), has(found, 1, Way.receivedHere)] as const
  const blind = [isBlind(a, found.ends.near[0]) || hasOneWay(found, 0), isBlind(b, found.ends.near[1]) || hasOneWay(found, 1)] as const
  return {
    ...found,
    blind,
    hears,
    mute: [isMute(found, 0) || saysUnseen(a, found.ends.near[0]), isMute(found, 1) || saysUnseen(b, found.ends.near[1])],
    fates: fatesOf(found, blind, hears),
    startDifference,
    mayHaveZone: about.some(one => one.clock === 'local'),
  }
}

/** At its other end packets arrive of which it has none, and no other of its own end either. */
function isMute(found: Match, trace: 0 | 1): boolean {
  return !has(found, trace, Way.sentHere) && has(found, trace === 0 ? 1 : 0, Way.receivedHere)
}

/**
 * It has not one packet of the other end, and no message of its own end was sent again, as where no answer comes: nothing tells whether
 * what the other one sent did not get there, or was not captured. Without a message of IKE nobody is seen to wait at all.
 */
function hasOneWay(found: Match, trace: 0 | 1): boolean {
  if (!has(found, trace, Way.sentHere) || has(found, trace, Way.receivedHere)) return false
  const near = found.ends.near[trace]
  const own = found.rows[trace].trace.negotiations.flatMap(one => one.messages).filter(one => near.has(firstSighting(one).source.address))
  return own.every(one => one.transmissions.length === 1)
}

function has({ rows, ends }: Match, trace: 0 | 1, way: number): boolean {
  const { flows } = rows[trace]
  for (let flow = 0; flow < flows.length; flow++) if (ends.way[trace][flow] === way) return true
  return false
}

/** @param near addresses at its own end; none when they are not known */
function isBlind({ packets, negotiations }: Trace, near: ReadonlySet<string>): boolean {
  const unseen = unseenDirections(packets, negotiations.map(courseOf))
  return [...unseen.values()].some(({ to }) => near.size === 0 || near.has(to))
}

/** Its own end was answered for, and its capture has nothing that this end says. */
function saysUnseen({ packets, negotiations }: Trace, near: ReadonlySet<string>): boolean {
  return [...unseenDirections(packets, negotiations.map(courseOf)).values()].some(({ from }) => near.has(from))
}

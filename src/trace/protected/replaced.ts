import type { Course } from '../negotiation/course.ts'
import { Exchanges } from '../negotiation/header.ts'
import { haveCrossed, saysRekeys } from '../negotiation/phase2.ts'
import type { IkeLife, IpsecLife } from './lifetime.ts'

// Which IPsec SA took whose place.

/** A new SA of the same two hosts takes the place of the one before, when that one's traffic goes over to it. */
export function replace(lives: readonly IpsecLife[]): void {
  for (const [i, life] of lives.entries()) {
    const before = lives
      .slice(Math.max(0, i - MOST_PARALLEL), i)
      .find(one => !one.replacedBy && !one.givenUp && (rekeys(life) || (goesOver(one, life) && !isFurther(one, life))))
    if (!before) continue
    const twin = crossedBy(lives, i)
    if (twin && life.lastUse === undefined) life.givenUp = true
    if (twin && !(life.lastUse !== undefined && twin.lastUse === undefined)) continue
    const old = twin?.replaces ?? before
    if (twin) {
      delete twin.replaces
      twin.givenUp = true
    }
    life.replaces = old
    old.replacedBy = life
  }
}

/** The one before that was made by the other side's rekey of the same SA: one of the two is given up, that which carries no packets where
 *  the other does; where both do, or none, the first is taken for the one that is kept. RFC 7296 §2.8.1. */
function crossedBy(lives: readonly IpsecLife[], i: number): IpsecLife | undefined {
  const [twin, life] = [lives[i - 1], lives[i]!]
  return twin?.replaces && areTwins(twin, life) ? twin : undefined
}

/** Two that came of rekeys of both sides that crossed: neither takes the place of the other. */
function areTwins(first: IpsecLife, second: IpsecLife): boolean {
  const [one, two] = [first.sa.child, second.sa.child]
  if (!one || one.course !== two?.course || !rekeys(first) || !rekeys(second)) return false
  return haveCrossed(one.exchange, two.exchange)
}

/** Whether its request says that it replaces another; undefined where none says. */
function rekeys({ sa }: IpsecLife): boolean | undefined {
  return sa.child && saysRekeys(sa.child.exchange)
}

/** One more SA under the same IKE SA, for other traffic. */
function isFurther(before: IpsecLife, life: IpsecLife): boolean {
  return rekeys(life) === false && life.sa.child?.course === before.sa.child?.course
}

function goesOver(before: IpsecLife, life: IpsecLife): boolean {
  const first = life.sa.flows.flat().reduce((least, f) => Math.min(least, f.firstTime), Number.POSITIVE_INFINITY)
  return life.sa.child !== undefined && before.lastUse !== undefined && before.lastUse <= first + OVERLAP && life.lastUse !== undefined
}

/** SAs between two hosts that are looked at for the one that was replaced. */
export const MOST_PARALLEL = 64
/** Seconds during which the old SA still carries what was under way. */
export const OVERLAP = 2

/** A new one that came shortly before the delete took the place of what was deleted. */
export function deletedMeansReplaced(lives: readonly IpsecLife[]): void {
  for (const [i, before] of lives.entries()) {
    const life = lives[i + 1]
    if (!life || before.replacedBy || life.replaces || !before.deletedBy || before.deletedBy.of === 'ike') continue
    if (areTwins(before, life)) continue
    const apart = before.deletedBy.time - life.since
    if (apart < 0 || apart > SOON) continue
    before.replacedBy = life
    life.replaces = before
  }
}

/**
 * A peer that authenticates anew makes a new IKE SA with a child, and lets the old one go with its own: where each has just the one, the
 * new child takes the place of the old one that carried packets, or of its successors, used or not. RFC 7296 §2.8.3.
 */
export function reauthenticated(ike: readonly IkeLife[], ipsec: readonly IpsecLife[]): void {
  const children = new Map<Course, IpsecLife[]>()
  for (const life of ipsec) {
    const course = life.sa.child?.course
    if (course) children.set(course, [...(children.get(course) ?? []), life])
  }
  for (const { course, replaces } of ike) {
    const [before, ...older] = (replaces && children.get(replaces.course)) ?? []
    const [life, ...newer] = children.get(course) ?? []
    if (!before || !life || older.length > 0 || newer.length > 0) continue
    const endsWithIts = before.deletedBy?.of === 'ike' && life.sa.child!.exchange.exchangeType === Exchanges.ikeAuth
    if (!endsWithIts || before.replacedBy || life.replaces || before.givenUp || life.givenUp) continue
    if (before.lastUse === undefined && !before.replaces) continue
    before.replacedBy = life
    life.replaces = before
  }
}

/** Seconds after a new SA within which the delete of the old one belongs to it. */
const SOON = 10

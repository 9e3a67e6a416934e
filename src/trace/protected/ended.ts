import type { Negotiation, Seconds } from '../model.ts'
import type { Abandoned } from '../negotiation/abandoned.ts'
import type { Delete } from '../negotiation/deletes.ts'
import type { IkeLife, IpsecLife } from './lifetime.ts'
import { MOST_PARALLEL, OVERLAP } from './replaced.ts'

// Which SA a delete ended, or an end that gave its IKE SA up.

/**
 * Notes what a delete ended.
 * @param lives those of the two hosts that it was sent between
 * @param rekeyed by an IKE SA's negotiation, that of the one which inherited its children
 * @param last what ended the IKE SA that the delete was sent under
 */
export function end(
  one: Delete,
  lives: readonly IpsecLife[],
  rekeyed: ReadonlyMap<Negotiation, Negotiation>,
  last: Delete | undefined,
): void {
  const { negotiation } = one.message
  const living = livingAt(lives, one.time, one.of === 'ike' ? Number.POSITIVE_INFINITY : MOST_PARALLEL)
  if (one.of === 'ipsec') {
    // IKEv2 names children of the IKE SA that carries the Delete, RFC 7296 §1.4.1; IKEv1 those of any of the same two, RFC 2408 §3.15.
    const named = living.find(({ sa }) => sa.spis.some(spi => spi !== null && one.spis.includes(spi)))
    const own = living.filter(
      ({ sa: { child } }) => negotiation.version !== 2 || !child || belongs(child.course.negotiation, negotiation, rekeyed),
    )
    const ended = named ?? likeliest(own, one, last)
    if (!ended) return
    ended.deletedBy = one
    delete ended.abandoned
  } else if (negotiation.version === 2 && !rekeyed.has(negotiation)) {
    // With the IKE SA go all its children, and those that it took over from the IKE SAs before it. RFC 7296 §1.4.1, §2.8.
    for (const life of living) {
      if (belongs(life.sa.child?.course.negotiation, negotiation, rekeyed) && !goesOn(life, one.lastTime)) life.deletedBy = one
    }
  }
}

/** Which SA a delete ends whose SPI cannot be read: with its IKE SA one goes that was made under it; else what was replaced goes first. */
function likeliest(living: readonly IpsecLife[], one: Delete, last: Delete | undefined): IpsecLife | undefined {
  const known = living.filter(({ abandoned }) => !abandoned || abandoned.time > one.time)
  const isLast = last?.by === one.by && Math.abs(last.time - one.time) <= TOGETHER
  const own = isLast ? known.find(({ sa }) => sa.child?.course.negotiation === one.message.negotiation) : undefined
  const replaced = known.find(life => life.replacedBy && life.replacedBy.since <= one.time)
  return own ?? replaced ?? known.find(life => life.givenUp) ?? known[0]
}

/** With an IKE SA that its own end gave up go all its children, and those that it took over. RFC 7296 §2.4, RFC 3706 §5.5. */
export function abandon(
  one: Abandoned,
  ike: readonly IkeLife[],
  ipsec: readonly IpsecLife[],
  rekeyed: ReadonlyMap<Negotiation, Negotiation>,
): void {
  const own = ike.find(life => life.course === one.course)
  const { negotiation } = one.course
  if (!own || own.deletedBy || rekeyed.has(negotiation)) return
  own.abandoned = one
  for (const life of ipsec) {
    const isOf = belongs(life.sa.child?.course.negotiation, negotiation, rekeyed)
    if (life.sa.child && isOf && life.since <= one.time) life.abandoned = one
  }
}

/** Both still send well behind the end of the IKE SA: another, not in this capture, had taken the children over. RFC 7296 §2.8. */
function goesOn({ sa }: IpsecLife, ended: Seconds): boolean {
  return sa.flows.every(received => received.some(flow => flow.lastTime > ended + OVERLAP))
}

const endedBefore = new WeakMap<readonly IpsecLife[], number>()

/** Those that had begun and not ended. Most end in the order in which they began, so the ended ones in front are passed over. */
function livingAt(lives: readonly IpsecLife[], time: Seconds, most: number): IpsecLife[] {
  let from = endedBefore.get(lives) ?? 0
  while (from < lives.length && lives[from]!.deletedBy) from++
  endedBefore.set(lives, from)
  const living: IpsecLife[] = []
  for (let at = from; at < lives.length && living.length < most && lives[at]!.since <= time; at++) {
    if (!lives[at]!.deletedBy) living.push(lives[at]!)
  }
  return living
}

function belongs(own: Negotiation | undefined, ended: Negotiation, rekeyed: ReadonlyMap<Negotiation, Negotiation>): boolean {
  for (let at = own, steps = 0; at && at !== ended && steps < MOST_REKEYS; steps++) {
    const next = rekeyed.get(at)
    if (!next) return false
    at = next
  }
  return true
}

const MOST_REKEYS = 10_000

/** Seconds between the deletes of an IPsec SA and of the IKE SA that goes with it. */
const TOGETHER = 1

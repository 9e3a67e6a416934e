import type { Negotiation, Seconds } from '../../model.ts'
import { rekeyedFrom } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges } from '../../negotiation/header.ts'
import { lifetimesOfChild, lifetimesOfIke } from '../../negotiation/lifetimes.ts'
import type { IkeLife, IpsecLife } from '../../protected/lifetime.ts'
import { type Found, HOURS, inWords, times } from '../finding.ts'

// A row of SAs of which each took the place of the one before, in words. It may be put together from what two captures have of it.

/** One SA of such a row, of either kind. */
export type Life = IkeLife | IpsecLife

/** How often SAs were replaced, and when. @param capture that does not have the beginning of the first, where none has */
export function renewed(chain: readonly Life[], capture: string): Pick<Found, 'title' | 'says'> {
  const [first] = chain
  const agreed = 'sa' in first! ? first.sa.child && lifetimesOfChild(first.sa.child).seconds : lifetimesOfIke(first!.course).seconds
  const against =
    agreed !== undefined
      ? `The agreed lifetime is ${agreed < HOURS ? '' : `${agreed} s, `}${inWords(agreed)}.`
      : chain.some(life => courseOf(life)?.negotiation.version === 2)
        ? 'In IKEv2 no lifetime is agreed: each side keeps its own.'
        : 'The agreed lifetime cannot be read here.'
  return { title: titleOf(chain), says: `${takeovers(chain, capture)} ${against}` }
}

function titleOf(chain: readonly Life[]): string {
  const [first, ...later] = chain
  if (!('sa' in first!)) return `The IKE SA was replaced ${times(later.length)}`
  const flow = first.sa.flows.flat()[0]
  const hosts = flow ? ` between ${flow.source} and ${flow.destination}` : ''
  return `The IPsec SAs${hosts} were ${later.every(isRekeyed) ? 'rekeyed' : 'replaced'} ${times(later.length)}`
}

/**
 * In IKEv2 an SA is rekeyed under the IKE SA that it was made under, or that one's own successor. The child of a negotiation of its
 * own is no rekeyed one: the peers, or one of them, began anew. RFC 7296 §1.3.3.
 */
function isRekeyed(life: Life): boolean {
  const child = 'sa' in life ? life.sa.child : undefined
  if (child?.exchange.exchangeType === Exchanges.ikeAuth) return false
  const old = life.replaces && courseOf(life.replaces)?.negotiation
  if (!child || !old || old.version !== 2) return true
  let at: Negotiation | undefined = child.course.negotiation
  for (let steps = 0; at && at !== old && steps < MOST_STEPS; steps++) at = rekeyedFrom(at)
  return at === old
}

const MOST_STEPS = 100

/** When, as far as it can be told: the first of them may have begun before the capture. */
function takeovers(chain: readonly Life[], capture: string): string {
  const isWhole = isSeenToBegin(chain[0]!)
  const gaps = gapsOf(chain).slice(isWhole ? 0 : 1)
  if (isWhole) return `A new one took over ${gaps.length > 1 && isEven(gaps) ? 'every' : 'after'} ${inAll(gaps)}.`
  const before = `How the first began is not in ${capture};`
  if (gaps.length === 0) return `${before} a new one took over ${inWords(chain[1]!.since)} into it.`
  return `${before} ${gaps.length === 1 ? 'the second' : 'each of those that followed'} stood for ${inAll(gaps)}.`
}

/** Seconds from each to the next. */
export function gapsOf(chain: readonly Life[]): Seconds[] {
  return chain.slice(1).map((life, i) => life.since - chain[i]!.since)
}

/** Lengths of time that are alike, as one; from the least to the most otherwise. */
export function inAll(gaps: readonly number[]): string {
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)]
  if (gaps.length === 1) return inWords(least)
  return isEven(gaps) ? `${inWords(most)} or so` : `${inWords(least)} to ${inWords(most)}`
}

/** As equal as timers are. */
export function isEven(gaps: readonly number[]): boolean {
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)]
  return most - least < Math.max(1, 0.2 * most)
}

/** Its negotiation, or the message that made it, is in the capture. */
export function isSeenToBegin(life: Life): boolean {
  if ('sa' in life) return life.sa.child !== undefined
  return !life.course.negotiation.joined || rekeyedFrom(life.course.negotiation) !== undefined
}

/** The negotiation that it was made in, or that it is of. */
export function courseOf(life: Life): Course | undefined {
  return 'sa' in life ? life.sa.child?.course : life.course
}

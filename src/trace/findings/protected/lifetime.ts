import type { Negotiation } from '../../model.ts'
import { rekeyedFrom } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges } from '../../negotiation/header.ts'
import { lifetimesOfChild, lifetimesOfIke } from '../../negotiation/lifetimes.ts'
import type { IkeLife, IpsecLife } from '../../protected/lifetime.ts'
import { type Found, HOURS, idOf, inWords, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
import { isOtherHost } from '../negotiations/otherHost.ts'
import { begunAnew } from '../negotiations/peerRestarted.ts'

/** T8: SAs replace each other; when, against the lifetime that was agreed. RFC 2407 §4.5, RFC 7296 §2.8. */
export const lifetime: Rule = { id: 'lifetime', scenario: 'T8', find }

function find(scene: Scene): Found[] {
  const anew = begunAnew(scene)
  const isKept = (life: IkeLife | IpsecLife) => {
    const [old, next] = [life.replaces, life].map(one => one && courseOf(one))
    if (life.replaces === undefined) return false
    return old === undefined || next === undefined || (anew.get(old) !== next && !isOtherHost(scene, old, next))
  }
  const { ipsec, ike } = scene.lives
  return [...chains(ipsec, isKept).filter(isInOrder).map(ofIpsec), ...chains(ike, isKept).filter(isInOrder).map(ofIke)]
}

function courseOf(life: IkeLife | IpsecLife): Course | undefined {
  return 'sa' in life ? life.sa.child?.course : life.course
}

/** Of negotiations that crossed, neither SA took the other's place. */
function isInOrder(chain: readonly (IkeLife | IpsecLife)[]): boolean {
  return gapsOf(chain).every(gap => gap >= 0)
}

/** Rows of SAs of which each took the place of the one before. @param replaces whether one did, and did not begin anew beside it */
function chains<T extends IkeLife | IpsecLife>(all: readonly T[], replaces: (life: T) => boolean): T[][] {
  const next = (life: T) => {
    const by = life.replacedBy as T | undefined
    return by && replaces(by) ? by : undefined
  }
  return all
    .filter(life => !replaces(life) && next(life))
    .map(first => {
      const chain = [first]
      for (let life = next(first); life && chain.length <= all.length; life = next(life)) chain.push(life)
      return chain
    })
}

function gapsOf(chain: readonly (IkeLife | IpsecLife)[]): number[] {
  return chain.slice(1).map((life, i) => life.since - chain[i]!.since)
}

function ofIpsec(chain: readonly IpsecLife[]): Found {
  const flow = chain[0]!.sa.flows.flat()[0]
  const { child } = chain[0]!.sa
  const hosts = flow ? ` between ${flow.source} and ${flow.destination}` : ''
  return told(
    `The IPsec SAs${hosts} were ${chain.slice(1).every((life, i) => isRekeyed(chain[i]!, life)) ? 'rekeyed' : 'replaced'} ${times(chain.length - 1)}`,
    child && lifetimesOfChild(child).seconds,
    false,
    child ? idOf(child.course) : null,
    chain,
  )
}

/**
 * In IKEv2 an SA is rekeyed under the IKE SA that it was made under, or that one's own successor. The child of a negotiation of its
 * own is no rekeyed one: the peers, or one of them, began anew. RFC 7296 §1.3.3.
 */
function isRekeyed(before: IpsecLife, { sa: { child } }: IpsecLife): boolean {
  if (child?.exchange.exchangeType === Exchanges.ikeAuth) return false
  const old = before.sa.child?.course.negotiation
  if (!child || !old || old.version !== 2) return true
  let at: Negotiation | undefined = child.course.negotiation
  for (let steps = 0; at && at !== old && steps < MOST_STEPS; steps++) at = rekeyedFrom(at)
  return at === old
}

const MOST_STEPS = 100

function ofIke(chain: readonly IkeLife[]): Found {
  const { course } = chain[0]!
  return told(`The IKE SA was replaced ${times(chain.length - 1)}`, lifetimesOfIke(course).seconds, true, idOf(course), chain)
}

function told(
  title: string,
  agreed: number | undefined,
  isOfIke: boolean,
  negotiation: string | null,
  chain: readonly (IkeLife | IpsecLife)[],
): Found {
  const isV2 = chain.some(life => courseOf(life)?.negotiation.version === 2)
  const against =
    agreed !== undefined
      ? `The agreed lifetime is ${agreed < HOURS ? '' : `${agreed} s, `}${inWords(agreed)}.`
      : isV2
        ? 'In IKEv2 no lifetime is agreed: each side keeps its own.'
        : 'The agreed lifetime cannot be read here.'
  return {
    severity: 'note',
    title,
    says: `${takeovers(chain)} ${against}`,
    confidence: 'likely',
    place: 'unknown',
    negotiation,
    because: [
      isOfIke
        ? 'A new IKE SA of the same two came to stand.'
        : 'The traffic goes over to the new SA, or the old one is deleted soon after.',
    ],
    evidence: packetsAsEvidence(chain.map(life => life.sincePacket)),
    otherwise: [],
    tryNext: [],
  }
}

/** When, as far as it can be told: the first of them may have begun before the capture. */
function takeovers(chain: readonly (IkeLife | IpsecLife)[]): string {
  const isWhole = isSeenToBegin(chain[0]!)
  const gaps = gapsOf(chain).slice(isWhole ? 0 : 1)
  if (isWhole) return `A new one took over ${gaps.length > 1 && isEven(gaps) ? 'every' : 'after'} ${inAll(gaps)}.`
  const before = 'How the first began is not in this capture;'
  if (gaps.length === 0) return `${before} a new one took over ${inWords(chain[1]!.since)} into it.`
  return `${before} ${gaps.length === 1 ? 'the second' : 'each of those that followed'} stood for ${inAll(gaps)}.`
}

function inAll(gaps: readonly number[]): string {
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)]
  if (gaps.length === 1) return inWords(least)
  return isEven(gaps) ? `${inWords(most)} or so` : `${inWords(least)} to ${inWords(most)}`
}

function isEven(gaps: readonly number[]): boolean {
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)]
  return most - least < Math.max(1, 0.2 * most)
}

function isSeenToBegin(life: IkeLife | IpsecLife): boolean {
  if ('sa' in life) return life.sa.child !== undefined
  return !life.course.negotiation.joined || rekeyedFrom(life.course.negotiation) !== undefined
}

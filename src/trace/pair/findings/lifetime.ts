import type { Found } from '../../findings/finding.ts'
import { courseOf, isSeenToBegin, type Life, renewed } from '../../findings/protected/renewals.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { onClockOfA } from '../clock.ts'
import { isRelated, type PairForm, type PairScene } from '../scene.ts'
import { initiatorsEnd } from './fuller.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'

/** T8: of one row of SAs each capture shows as many as fall into its time: the longer row is told, with what the other one has before and behind it. */
export const lifetime: PairForm = (pair, alone) => {
  const rows = alone.flatMap(found => rowOf(pair, found) ?? [])
  const isOfIpsec = ({ links }: Row) => 'sa' in links[0]!.life
  const [ipsec, ike] = [rows.filter(isOfIpsec), rows.filter(row => !isOfIpsec(row))]
  const others = alone.filter(one => !one.chain)
  const told = [...new Set(others.map(one => one.matter))].flatMap(matter =>
    perNegotiation(
      pair,
      others.filter(one => one.matter === matter),
    ).map(joined),
  )
  return [...told, ...[...eachOnce(pair, ipsec), ...eachOnce(pair, ike)].map(({ found }) => found)]
}

function eachOnce(pair: PairScene, rows: readonly Row[]): Row[] {
  const kept: Row[] = []
  for (const row of rows.toSorted((one, other) => other.links.length - one.links.length || nearness(pair, one) - nearness(pair, other))) {
    const at = kept.findIndex(one => one.links.some(link => row.links.some(other => isSame(link, other))))
    if (at < 0) kept.push(row)
    else kept[at] = together(pair, kept[at]!, row)
  }
  return kept
}

/** One life with the trace that shows it. */
interface Link {
  readonly trace: 0 | 1
  readonly life: Life
  /** The exchange that made it, and its SPIs: what makes it the same one in the other trace. */
  readonly names: readonly string[]
}

interface Row {
  readonly found: Found
  readonly links: readonly Link[]
}

function rowOf(pair: PairScene, found: Found): Row | undefined {
  const trace = found.evidence[0]?.trace
  if (trace === undefined || !found.chain) return undefined
  return { found, links: found.chain.map(life => ({ trace, life, names: namesOf(pair, life) })) }
}

function namesOf({ joints }: PairScene, life: Life): string[] {
  const course = courseOf(life)
  const negotiation = course && joints.of.get(course.negotiation)?.id
  if (!('sa' in life)) return negotiation === undefined ? [] : [negotiation]
  const { child, spis, flows } = life.sa
  const made = child && `${negotiation} ${child.exchange.messageId} ${child.exchange.starter === child.course.initiator}`
  const own = [...spis.flatMap(spi => spi ?? []), ...flows.flat().map(flow => hexSpi(flow.spi))]
  return [...(made === undefined ? [] : [made]), ...own]
}

function isSame(one: Link, other: Link): boolean {
  return one.names.some(name => other.names.includes(name))
}

/** Less for what the end of whoever began shows. */
function nearness(pair: PairScene, { links }: Row): number {
  const course = links.map(({ life }) => courseOf(life)).find(one => one !== undefined)
  const negotiation = (course && pair.joints.of.get(course.negotiation)?.id) ?? null
  return initiatorsEnd(pair, { negotiation }) === links[0]!.trace ? 0 : 1
}

/** The longer row with what the other one has before its first and behind its last. */
function together(pair: PairScene, longer: Row, shorter: Row): Row {
  const { links } = longer
  const alone = { found: joined([longer.found, shorter.found]), links }
  if (!isRelated(pair)) return alone
  const [first, last] = [links[0]!, links.at(-1)!]
  const [at, until] = [first, last].map(link => shorter.links.findIndex(one => isSame(one, link))) as [number, number]
  const earlier = at >= 0 ? shorter.links.slice(0, at) : []
  const later = until >= 0 ? shorter.links.slice(until + 1) : []
  // Where the other one begins with it too, it is told as that one which saw it begin.
  const begun = at >= 0 && (at > 0 || isSeenToBegin(shorter.links[0]!.life)) && !isSeenToBegin(first.life) ? shorter.links[at]! : first
  const all = [...earlier, begun, ...links.slice(1), ...later]
  if (all.length === links.length && begun === first) return alone
  const sinces = all.map(link => sinceOf(pair, link))
  if (sinces.some((since, i) => i > 0 && since < sinces[i - 1]!)) return alone
  return { found: told(pair, all[0] === first ? longer.found : shorter.found, all), links: all }
}

/** On A's clock. */
function sinceOf({ lineup }: PairScene, { trace, life }: Link): number {
  return onClockOfA(lineup.clock, trace, life.since) ?? life.since
}

function told(pair: PairScene, base: Found, links: readonly Link[]): Found {
  const chain = links.map(link => ({ ...link.life, since: sinceOf(pair, link) }))
  const evidence = links.slice(0, MOST).map(({ trace, life }) => ({ trace, packet: life.sincePacket }))
  return { ...base, ...renewed(chain, 'either capture'), evidence, chain }
}

const MOST = 12

import { HALF, LESS_SURE, stateOf, type Telling } from '../protected/securityAssociationReport.ts'
import type { SecurityAssociation } from '../report.ts'

/** An SA as one trace tells of it, or both. */
interface Told {
  readonly sa: SecurityAssociation
  readonly telling: Telling
}

/**
 * The SAs of both traces, each once: those that share an SPI, or else the exchange that made them, and contradict each other
 * in no SPI are one. Of two tellings the one that knows more is kept, and what it lacks is taken from the other; times and
 * packets are those of its trace.
 * @param open negotiations that do not stand, as both together show: an IKE SA of theirs is there at one end alone, and so is
 *   what it made and nothing used
 */
export function jointAssociations(ofTraces: readonly (readonly Told[])[], open: ReadonlySet<string> = new Set()): SecurityAssociation[] {
  const kept: Told[] = []
  const bySpi = new Map<string, number[]>()
  const byExchange = new Map<string, number>()
  const names = new Map<string, number>()
  ofTraces.forEach((all, trace) => {
    const places = placesOf(all, kept, bySpi, byExchange)
    all.forEach(({ sa, telling }, i) => {
      const told = { sa: { ...sa, trace: trace as 0 | 1 }, telling }
      const place = places[i] ?? kept.length
      const known = kept[place]
      kept[place] = known ? joined(known, told) : told
      names.set(sa.id, place)
      for (const spi of spisOf(sa)) {
        const known = bySpi.get(spi)
        if (known) known.push(place)
        else bySpi.set(spi, [place])
      }
      if (telling.exchange !== undefined) byExchange.set(telling.exchange, place)
    })
  })
  const renamed = (id: string | undefined) => (id === undefined ? undefined : `SA${names.get(id)! + 1}`)
  return kept.map(({ sa, telling }, i) => {
    const { replaces, replacedBy, ...rest } = sa
    const [before, after] = [renamed(replaces), renamed(replacedBy)]
    const isHalf = sa.negotiation !== null && open.has(sa.negotiation) && !sa.deleted && !sa.givenUp
    const isUnused = telling.made === 'complete' && !telling.used.includes(true)
    const state = !isHalf ? sa.state : sa.kind === 'ike' ? HALF : isUnused ? `${HALF}, ${sa.state}` : sa.state
    return { ...rest, state, id: `SA${i + 1}`, ...(before ? { replaces: before } : {}), ...(after ? { replacedBy: after } : {}) }
  })
}

/**
 * Where among those of the other trace each has its like; undefined: nowhere. An SPI counts before the exchange: of two that crossed, each trace
 * may take another one for that which made what was used, and then the unused one of this trace is the unused one of the other.
 */
function placesOf(
  all: readonly Told[],
  kept: readonly Told[],
  bySpi: ReadonlyMap<string, readonly number[]>,
  byExchange: ReadonlyMap<string, number>,
): (number | undefined)[] {
  // Several of one trace may have one SPI, of different hosts.
  const taken = new Set<number>()
  const placeOf = ({ exchange }: Telling) => (exchange === undefined ? undefined : byExchange.get(exchange))
  const left = new Map<number, number>()
  const places = all.map(({ sa, telling }) => {
    const place = spisOf(sa)
      .flatMap(spi => bySpi.get(spi) ?? [])
      .find(at => !taken.has(at) && agree(kept[at]!.sa, sa))
    if (place === undefined) return undefined
    taken.add(place)
    const own = placeOf(telling)
    if (own !== undefined && own !== place) left.set(place, own)
    return place
  })
  return all.map(({ sa, telling }, i) => {
    if (places[i] !== undefined) return places[i]
    const own = placeOf(telling)
    const place = own !== undefined && taken.has(own) ? left.get(own) : own
    // Both know who began it, so that neither can have the two directions the other way round.
    if (place === undefined || taken.has(place) || !isStraight(kept[place]!.sa, sa)) return undefined
    taken.add(place)
    return place
  })
}

function spisOf({ kind, protocol, spis }: SecurityAssociation): string[] {
  return [spis.toInitiator, spis.toResponder].flatMap((spi, i) =>
    spi === null ? [] : [`${kind} ${protocol} ${kind === 'ike' ? i : ''} ${spi}`],
  )
}

function agree(one: SecurityAssociation, other: SecurityAssociation): boolean {
  return isStraight(one, other) || (one.kind === 'ipsec' && isStraight(one, turned(other)))
}

function isStraight({ spis: a }: SecurityAssociation, { spis: b }: Pick<SecurityAssociation, 'spis'>): boolean {
  const same = (x: string | null, y: string | null) => x === null || y === null || x === y
  return same(a.toInitiator, b.toInitiator) && same(a.toResponder, b.toResponder)
}

/** To the same end. */
function shareAnSpi({ spis: a }: SecurityAssociation, { spis: b }: Pick<SecurityAssociation, 'spis'>): boolean {
  const same = (x: string | null, y: string | null) => x !== null && x === y
  return same(a.toInitiator, b.toInitiator) || same(a.toResponder, b.toResponder)
}

/** A trace without the negotiation takes whoever sent first for the initiator. */
function turned({ spis }: SecurityAssociation): Pick<SecurityAssociation, 'spis'> {
  return { spis: { toInitiator: spis.toResponder, toResponder: spis.toInitiator } }
}

function joined(known: Told, told: Told): Told {
  const [knowing, other] = knowledge(known.sa) >= knowledge(told.sa) ? [known, told] : [told, known]
  const base = { ...knowing, sa: { ...knowing.sa, algorithms: longer(knowing.sa.algorithms, other.sa.algorithms) } }
  if (base.sa.kind === 'ike') {
    const { state } = base.sa
    // What one end asked in vain, the other need not have heard.
    const left = [base, other].find(({ sa }) => sa.givenUp)
    if (left && !base.sa.deleted && !other.sa.deleted) return { ...left, sa: { ...left.sa, algorithms: base.sa.algorithms } }
    const isLess = (state === SURE || state === HALF) && other.sa.state !== state
    return isLess ? { ...base, sa: { ...base.sa, state: LESS_SURE } } : base
  }
  const straight = isStraight(base.sa, other.sa) && (shareAnSpi(base.sa, other.sa) || !shareAnSpi(base.sa, turned(other.sa)))
  const { spis } = straight ? other.sa : turned(other.sa)
  const [toInitiator, toResponder] = straight ? other.telling.used : other.telling.used.toReversed()
  const fills = (['toInitiator', 'toResponder'] as const).some(to => base.sa.spis[to] === null && spis[to] !== null)
  const telling: Telling = {
    ...base.telling,
    made: MOST_MADE.find(made => made === base.telling.made || made === other.telling.made)!,
    used: [base.telling.used[0] || toInitiator!, base.telling.used[1] || toResponder!],
    ...(other.telling.mayBeOthers ? { mayBeOthers: true } : {}),
  }
  const { overhead = other.sa.overhead } = base.sa
  const givenUp = base.sa.givenUp ?? other.sa.givenUp
  return {
    telling,
    sa: {
      ...base.sa,
      protocol: base.sa.protocol === 'null' ? other.sa.protocol : base.sa.protocol,
      spis: {
        toInitiator: base.sa.spis.toInitiator ?? spis.toInitiator,
        toResponder: base.sa.spis.toResponder ?? spis.toResponder,
      },
      encapsulation: base.sa.encapsulation ?? other.sa.encapsulation,
      lifetimes: Object.keys(base.sa.lifetimes).length > 0 ? base.sa.lifetimes : other.sa.lifetimes,
      state: stateOf(telling, base.sa.deleted, givenUp),
      ...(overhead ? { overhead } : {}),
      ...(fills && other.sa.inferred ? { inferred: true } : {}),
    },
  }
}

/** Of one list, of which a snap length may have cut the end. */
function longer(one: readonly string[], other: readonly string[]): readonly string[] {
  return other.length > one.length ? other : one
}

/** What one end saw proves that it was established, and not that the other end still has it: of two tellings the less sure one holds. That it
 *  stands at one end alone is what that end takes from copies of a question; the other end knows better. */
const SURE = 'established'

const MOST_MADE = ['complete', 'incomplete', 'not seen', 'without IKE'] as const

function knowledge({ spis, negotiation, deleted, givenUp, replaces, replacedBy, algorithms }: SecurityAssociation): number {
  const facts = [spis.toInitiator, spis.toResponder, negotiation, deleted, givenUp, replaces, replacedBy, algorithms.length]
  return facts.filter(fact => fact !== null && fact !== undefined && fact !== 0).length
}

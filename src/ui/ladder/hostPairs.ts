import type { Flow, IcmpError, Keepalives, Negotiation, Report } from '../../trace/report.ts'
import { type Slices, STEPS, whole } from '../slices.ts'

/** Two hosts and all that happened between them: one ladder. */
export interface HostPair {
  readonly key: string
  readonly left: string
  readonly right: string
  readonly negotiations: readonly Negotiation[]
  readonly flows: readonly Flow[]
  readonly icmpErrors: readonly IcmpError[]
  readonly keepalives: readonly Keepalives[]
  /** Packets that they exchanged in the clear, as far as the report counts them: where there is no IKE. */
  readonly clear?: number
}

interface Growing {
  key: string
  left: string
  right: string
  negotiations: Negotiation[]
  flows: Flow[]
  icmpErrors: IcmpError[]
  keepalives: Keepalives[]
  clear?: number
}

/** Pairs of hosts without IKE, ESP and AH that are shown; a scan has thousands. */
const MOST_BARE = 100

/**
 * Sorts what a trace saw by the pair of hosts it happened between, in the order of their first packets. A negotiation
 * that is seen under other addresses too (NAT, MOBIKE) brings them along, so its ESP stays with it.
 * @param trace the one that is looked at; undefined: both together
 */
export function hostPairs(report: Report, trace?: 0 | 1): HostPair[] {
  return whole(pairing(report, trace))
}

/** The same in slices. */
export function* pairing(report: Report, trace?: 0 | 1): Slices<HostPair[]> {
  const isOther = (one: 0 | 1) => trace !== undefined && one !== trace
  const pairs: Growing[] = []
  const byAddresses = new Map<string, Growing>()
  const pairOf = (one: string, other: string): Growing => {
    const key = addressKey(one, other)
    let pair = byAddresses.get(key)
    if (!pair) {
      pair = { key, left: one, right: other, negotiations: [], flows: [], icmpErrors: [], keepalives: [] }
      pairs.push(pair)
      byAddresses.set(key, pair)
    }
    return pair
  }
  const ofNegotiation = new Map<string, Growing>()
  let steps = 0
  for (const negotiation of report.negotiations) {
    if (!seenIn(negotiation, trace)) continue
    const pair = pairOf(negotiation.initiator.address, negotiation.responder.address)
    pair.negotiations.push(negotiation)
    ofNegotiation.set(negotiation.id, pair)
    for (const exchange of negotiation.exchanges)
      for (const message of exchange.messages) {
        if (++steps % STEPS === 0) yield
        for (const { sightings } of message.transmissions)
          for (const { trace: where, source, destination } of sightings) {
            if (isOther(where) || !source || !destination || between(negotiation, source.address, destination.address)) continue
            const alias = addressKey(source.address, destination.address)
            if (!byAddresses.has(alias)) byAddresses.set(alias, pair)
          }
      }
  }
  yield
  const bySpi = negotiationBySpi(report)
  for (const flow of report.flows) {
    if (isOther(flow.trace)) continue
    const pair = ofNegotiation.get(bySpi.get(flow.spi) ?? '') ?? pairOf(flow.from, flow.to)
    pair.flows.push(flow)
  }
  // Of a capture without IKE everybody of whom something is told is shown, else those who speak IKE or IPsec.
  const bare = ofNegotiation.size === 0
  const known = (one: string, other: string) =>
    byAddresses.get(addressKey(one, other)) ?? (bare && pairs.length < MOST_BARE ? pairOf(one, other) : undefined)
  for (const error of report.icmpErrors ?? []) {
    if (isOther(error.trace) || !error.quotes) continue
    known(error.quotes.from, error.quotes.to)?.icmpErrors.push(error)
  }
  if (bare)
    for (const { trace: where, from, to, packets } of report.clearHosts ?? []) {
      const pair = isOther(where) ? undefined : known(from, to)
      // Of both ends one alone is counted: they have mostly the same.
      if (pair) pair.clear = Math.max(pair.clear ?? 0, packets)
    }
  for (const keepalives of report.keepalives ?? [])
    if (!isOther(keepalives.trace)) byAddresses.get(addressKey(keepalives.from, keepalives.to))?.keepalives.push(keepalives)
  return pairs
}

/** Whether all that two hosts have is traffic in the clear, and what ICMP says of it: then that is what there is to see. */
export function isBare({ negotiations, flows, keepalives }: HostPair): boolean {
  return negotiations.length === 0 && flows.length === 0 && keepalives.length === 0
}

/** Negotiation that made the SA of an SPI (8 hex digits), where the report could tell. */
export function negotiationBySpi(report: Report): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const { negotiation, spis } of report.securityAssociations) {
    if (negotiation === null) continue
    if (spis.toInitiator !== null) map.set(spis.toInitiator, negotiation)
    if (spis.toResponder !== null) map.set(spis.toResponder, negotiation)
  }
  return map
}

/** Whether two addresses are those that the negotiation is known by. */
function between({ initiator, responder }: Negotiation, one: string, other: string): boolean {
  return (one === initiator.address && other === responder.address) || (one === responder.address && other === initiator.address)
}

/** Whether a capture has any of a negotiation's messages; undefined: any of both. */
export function seenIn(negotiation: Negotiation, trace: 0 | 1 | undefined): boolean {
  if (trace === undefined) return true
  return negotiation.exchanges.some(exchange =>
    exchange.messages.some(message => message.transmissions.some(({ sightings }) => sightings.some(sighting => sighting.trace === trace))),
  )
}

function addressKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}

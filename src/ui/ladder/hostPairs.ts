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
}

interface Growing {
  key: string
  left: string
  right: string
  negotiations: Negotiation[]
  flows: Flow[]
  icmpErrors: IcmpError[]
  keepalives: Keepalives[]
}

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
  for (const error of report.icmpErrors ?? []) {
    if (isOther(error.trace) || !error.quotes) continue
    byAddresses.get(addressKey(error.quotes.from, error.quotes.to))?.icmpErrors.push(error)
  }
  for (const keepalives of report.keepalives ?? [])
    if (!isOther(keepalives.trace)) byAddresses.get(addressKey(keepalives.from, keepalives.to))?.keepalives.push(keepalives)
  return pairs
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

function seenIn(negotiation: Negotiation, trace: 0 | 1 | undefined): boolean {
  if (trace === undefined) return true
  return negotiation.exchanges.some(exchange =>
    exchange.messages.some(message => message.transmissions.some(({ sightings }) => sightings.some(sighting => sighting.trace === trace))),
  )
}

function addressKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}

import { countWhile } from '../../trace/packets/ascending.ts'
import type { Flow, IcmpError, Negotiation, Report } from '../../trace/report.ts'
import type { Side } from './rows.ts'

/** Which ICMP errors and which ESP and AH flows of a trace are drawn with which negotiation. */
export interface Course {
  errors(negotiation: Negotiation): readonly IcmpError[]
  flows(negotiation: Negotiation): readonly Flow[]
  side(negotiation: Negotiation, address: string): Side
  /** Flows of hosts that no negotiation names. */
  readonly strays: Flow[]
}

/** Addresses of one side that are followed: a host that roams has a few, a flood with one SPI has any number. */
const ADDRESSES = 16

/** An error goes with the message it quotes, a flow with the SA of its SPI; otherwise both go by their hosts and the time. */
export function course(report: Report, trace: 0 | 1): Course {
  const hosts = new Map<Negotiation, { initiator: Set<string>; responder: Set<string> }>()
  const byPacket = new Map<number, Negotiation>()
  const byPair = new Map<string, { negotiation: Negotiation; from: number }[]>()
  for (const negotiation of report.negotiations) {
    const own = { initiator: new Set([negotiation.initiator.address]), responder: new Set([negotiation.responder.address]) }
    let from = Number.POSITIVE_INFINITY
    for (const message of negotiation.exchanges.flatMap(exchange => exchange.messages)) {
      for (const sighting of message.transmissions.flatMap(t => t.sightings).filter(s => s.trace === trace)) {
        from = Math.min(from, sighting.time)
        for (const packet of sighting.packets) byPacket.set(packet, negotiation)
        const other = message.from === 'initiator' ? own.responder : own.initiator
        if (sighting.source) own[message.from].add(sighting.source.address)
        if (sighting.destination) other.add(sighting.destination.address)
      }
    }
    hosts.set(negotiation, own)
    for (const a of [...own.initiator].slice(0, ADDRESSES))
      for (const b of [...own.responder].slice(0, ADDRESSES))
        for (const key of new Set([`${a} ${b}`, `${b} ${a}`])) {
          const known = byPair.get(key)
          if (known) known.push({ negotiation, from })
          else byPair.set(key, [{ negotiation, from }])
        }
  }
  for (const known of byPair.values()) known.sort((a, b) => a.from - b.from)
  const byTime = (key: string, time: number) => lastBefore(byPair.get(key) ?? [], time)?.negotiation
  const byId = new Map(report.negotiations.map(negotiation => [negotiation.id, negotiation]))
  const bySpi = new Map<string, Negotiation>()
  for (const { negotiation, spis, kind } of report.securityAssociations) {
    const owner = byId.get(negotiation ?? '')
    if (owner && kind === 'ipsec') for (const spi of [spis.toInitiator, spis.toResponder]) if (spi) bySpi.set(spi, owner)
  }
  const strays: Flow[] = []
  const errors = grouped(
    (report.icmpErrors ?? []).filter(error => error.trace === trace),
    ({ quotes, time }) => quotes && (byPacket.get(quotes.packet ?? 0) ?? byTime(`${quotes.from} ${quotes.to}`, time)),
  )
  const flows = grouped(
    report.flows.filter(flow => flow.trace === trace),
    flow => bySpi.get(flow.spi) ?? byTime(`${flow.from} ${flow.to}`, flow.firstTime ?? 0),
    strays,
  )
  return {
    errors: negotiation => errors.get(negotiation) ?? [],
    flows: negotiation => flows.get(negotiation) ?? [],
    side: (negotiation, address) => (hosts.get(negotiation)?.initiator.has(address) ? 'initiator' : 'responder'),
    strays,
  }
}

/** The last one that began before `time`, else the first. */
function lastBefore<T extends { readonly from: number }>(all: readonly T[], time: number): T | undefined {
  return all[Math.max(0, countWhile(all.length, at => all[at]!.from <= time) - 1)]
}

function grouped<T>(all: readonly T[], owner: (one: T) => Negotiation | undefined, rest: T[] = []): Map<Negotiation, T[]> {
  const groups = new Map<Negotiation, T[]>()
  for (const one of all) {
    const negotiation = owner(one)
    if (!negotiation) rest.push(one)
    else if (groups.get(negotiation)?.push(one) === undefined) groups.set(negotiation, [one])
  }
  return groups
}

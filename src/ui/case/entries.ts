import { counted } from '../../text/figures.ts'
import type { Flow, Negotiation } from '../../trace/report.ts'
import { type Filter, flowFits, negotiationFits } from '../filter/filter.ts'
import type { HostPair } from '../ladder/hostPairs.ts'

/** A line of the list of negotiations: the two hosts, a negotiation between them, or their traffic without one. */
export type Entry =
  | { readonly kind: 'hosts'; readonly pair: HostPair }
  | { readonly kind: 'negotiation'; readonly pair: HostPair; readonly negotiation: Negotiation; readonly esp: string }
  | { readonly kind: 'traffic'; readonly pair: HostPair; readonly name: string; readonly says: string }

/** How tall a line is, for a text size of 1: what a negotiation's SAs carried has a row of its own. */
export function heightOf(entry: Entry | undefined): number {
  if (entry?.kind === 'hosts') return 30
  return entry?.kind === 'negotiation' && entry.esp !== '' ? 70 : 52
}

/**
 * Lines of the list, grouped by the pair of hosts. `spis` says which negotiation an SPI belongs to; traffic whose
 * negotiation is unknown is counted for the last one that began before it.
 */
export function entries(pairs: readonly HostPair[], spis: ReadonlyMap<string, string>): Entry[] {
  return pairs.flatMap((pair): Entry[] => {
    const { negotiations } = pair
    const hosts: Entry = { kind: 'hosts', pair }
    if (negotiations.length === 0) return [hosts, { kind: 'traffic', pair, ...trafficOf(pair) }]
    const after = new Map<string, Flow[]>()
    const starts = negotiations.map(begin)
    for (const flow of pair.flows) {
      const known = spis.get(flow.spi)
      const id = known ?? negotiations[lastBefore(starts, flow.firstTime ?? 0)]?.id ?? negotiations[0]!.id
      const flows = after.get(id)
      if (flows) flows.push(flow)
      else after.set(id, [flow])
    }
    return [
      hosts,
      ...negotiations.map((negotiation): Entry => {
        const flows = after.get(negotiation.id) ?? []
        return {
          kind: 'negotiation',
          pair,
          negotiation,
          esp: flows.length === 0 ? '' : `${protocols(flows)} ${counted(sum(flows), 'packet')}`,
        }
      }),
    ]
  })
}

/** What hosts without a negotiation have. */
function trafficOf({ flows, icmpErrors, clear = 0 }: HostPair): { readonly name: string; readonly says: string } {
  const errors = icmpErrors.length > 0 ? [counted(icmpErrors.length, 'ICMP error')] : []
  if (flows.length > 0) return { name: 'Protected traffic', says: `${protocols(flows)}, ${counted(sum(flows), 'packet')}; no negotiation` }
  if (clear > 0) return { name: 'In the clear', says: [counted(clear, 'packet'), ...errors].join(', ') }
  return { name: 'No more than ICMP', says: errors.join() }
}

/** Those that fit a filter, under the hosts they are between. */
export function fitting(all: readonly Entry[], filter: Filter): Entry[] {
  const kept: Entry[] = []
  let hosts: Entry | undefined
  for (const entry of all) {
    if (entry.kind === 'hosts') hosts = entry
    else if (
      entry.kind === 'negotiation' ? negotiationFits(filter, entry.negotiation) : entry.pair.flows.some(flow => flowFits(filter, flow))
    ) {
      if (hosts) kept.push(hosts)
      hosts = undefined
      kept.push(entry)
    }
  }
  return kept
}

function protocols(flows: readonly Flow[]): string {
  return Array.from(new Set(flows.map(flow => flow.protocol.toUpperCase()))).join(' and ')
}

/** Packets of all SPIs; what two captures show of one is the same packets, so the one that has more of them counts. */
function sum(flows: readonly Flow[]): number {
  const bySpi = new Map<string, [number, number]>()
  for (const { protocol, spi, trace, packets } of flows) {
    const counts = bySpi.get(`${protocol} ${spi}`) ?? [0, 0]
    counts[trace] += packets
    bySpi.set(`${protocol} ${spi}`, counts)
  }
  return [...bySpi.values()].reduce((all, counts) => all + Math.max(...counts), 0)
}

function begin(negotiation: Negotiation): number {
  return negotiation.exchanges[0]?.messages[0]?.transmissions[0]?.sightings[0]?.time ?? 0
}

function lastBefore(starts: readonly number[], time: number): number {
  return Math.max(
    0,
    starts.findLastIndex(start => start <= time),
  )
}

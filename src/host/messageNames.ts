import type { Report } from '../trace/report.ts'

/** What the IKE message in a packet is called (`MM1`, `IKE_AUTH request`), for each trace by packet number. */
export function messageNames(report: Report, traces: number): ReadonlyMap<number, string>[] {
  const names = Array.from({ length: traces }, () => new Map<number, string>())
  for (const negotiation of report.negotiations)
    for (const exchange of negotiation.exchanges)
      for (const message of exchange.messages)
        for (const { sightings } of message.transmissions)
          for (const { trace, packets } of sightings) for (const packet of packets) names[trace]?.set(packet, message.name)
  return names
}

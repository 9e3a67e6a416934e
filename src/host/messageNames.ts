import type { Report } from '../trace/report.ts'

/** What the IKE message in a packet is called (`MM1`, `IKE_AUTH request`), for each trace by packet number. */
export function messageNames(report: Report, traces: number): ReadonlyMap<number, string>[] {
  const names = Array.from({ length: traces }, () => new Map<number, string>())
  for (const negotiation of report.negotiations)
    for (const exchange of negotiation.exchanges)
      for (const message of exchange.messages)
        for (const { sightings } of message.transmissions)
          for (const { trace, packets } of sightings) for (const packet of packets) names[trace]?.set(packet, message.name)
  if (!report.between) return names
  // A router's capture has no negotiations of its own in the report.
  for (const [trace, seen] of [report.between.seen.a, report.between.seen.b].entries())
    for (const [packet, atR] of seen) {
      const name = names[trace]!.get(packet)
      if (name !== undefined) names[2]?.set(atR, name)
    }
  return names
}

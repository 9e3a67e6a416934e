import type { Report } from '../trace/report.ts'
import type { PacketName } from './lesson.ts'

/** The first packet of the first message of that name, as A saw it, else as B did. */
export function packetOfRow(report: Pick<Report, 'negotiations'>, name: string): PacketName | undefined {
  for (const { exchanges } of report.negotiations)
    for (const { messages } of exchanges)
      for (const message of messages) {
        if (message.name !== name) continue
        const all = message.transmissions.flatMap(({ sightings }) => sightings)
        const seen = all.find(sighting => sighting.trace === 0) ?? all[0]
        const packet = seen?.packets[0]
        if (seen && packet !== undefined) return { trace: seen.trace, packet }
      }
  return undefined
}

/** All names of messages, each once. */
export function rowNames({ negotiations }: Pick<Report, 'negotiations'>): string[] {
  return [...new Set(negotiations.flatMap(({ exchanges }) => exchanges.flatMap(({ messages }) => messages.map(({ name }) => name))))]
}

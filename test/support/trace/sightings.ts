import type { Negotiation, Sighting } from '../../../src/trace/report.ts'

/** A negotiation of which other sightings are told: for each transmission, what `change` makes of its own. */
export function withSightings(negotiation: Negotiation, change: (sightings: readonly Sighting[]) => Sighting[]): Negotiation {
  return {
    ...negotiation,
    exchanges: negotiation.exchanges.map(exchange => ({
      ...exchange,
      messages: exchange.messages.map(message => ({
        ...message,
        transmissions: message.transmissions.map(sent => ({ ...sent, sightings: change(sent.sightings) })),
      })),
    })),
  }
}

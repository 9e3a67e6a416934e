import type { IkeMessage } from '../dissectors/ike/facts.ts'

/** Negotiations remembered, and ids of one: a capture may hold any number of both. */
const NEGOTIATIONS = 10_000
const IDS = 64

const none: ReadonlySet<string> = new Set()

/**
 * The vendor ids that the two peers of a negotiation showed so far. Numbers that several vendors took for different things
 * (authentication method 65001) are read by them, also in messages that carry none.
 */
export class VendorIds {
  private readonly byInitiator = new Map<string, Set<string>>()

  /** Notes the ids that a message brings. */
  note(message: IkeMessage): void {
    for (const payload of message.payloads) {
      if (payload.kind !== 'vid') continue
      const known = this.byInitiator.get(message.initiatorSpi)
      if (known && known.size < IDS) known.add(payload.id)
      if (known) continue
      if (this.byInitiator.size >= NEGOTIATIONS) this.byInitiator.delete(this.byInitiator.keys().next().value!)
      this.byInitiator.set(message.initiatorSpi, new Set([payload.id]))
    }
  }

  /** Those of the negotiation whose initiator has this SPI. */
  of(initiatorSpi: string): ReadonlySet<string> {
    return this.byInitiator.get(initiatorSpi) ?? none
  }

  /** Those that make a difference to a message: it proposes something, and others than its own ids are known. */
  beyond(message: IkeMessage): ReadonlySet<string> {
    const known = this.of(message.initiatorSpi)
    if (known.size === 0 || !message.payloads.some(payload => payload.kind === 'sa')) return none
    const own = new Set(message.payloads.map(payload => (payload.kind === 'vid' ? payload.id : '')))
    return [...known].every(id => own.has(id)) ? none : known
  }
}

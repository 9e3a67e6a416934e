import { type Negotiation, sightings } from '../model.ts'
import { isSwapped } from './negotiation.ts'

/** Packets that are told at most. */
const MOST = 100

interface Odd {
  readonly packet: number
  readonly weight: 'odd'
  readonly says: string
}

/**
 * Packets whose header has the two SPIs in the wrong order, by their numbers. In every message of an IKE SA the Initiator SPI is that
 * of whoever began the SA, not of whoever begins the exchange, and the Initiator flag is set in what that one sends. RFC 7296 §3.1.
 */
export function swappedSpis(negotiations: readonly Negotiation[]): readonly Odd[] {
  const all: Odd[] = []
  for (const negotiation of negotiations) {
    if (negotiation.version !== 2) continue
    for (const message of negotiation.messages) {
      if (!isSwapped(negotiation, message.ike)) continue
      for (const { packets, source } of sightings(message)) {
        if (all.length === MOST) break
        all.push({ packet: packets[0]!, weight: 'odd', says: told(source.address, message.side === 0) })
      }
    }
  }
  return all.sort((one, other) => one.packet - other.packet)
}

function told(sender: string, began: boolean): string {
  const who = began
    ? `${sender} began the IKE SA and writes as if it had not`
    : `${sender} did not begin the IKE SA and writes as if it had`
  return `Initiator SPI and Responder SPI stand in the wrong order: ${who} (RFC 7296 §3.1); a peer that goes by it finds no IKE SA`
}

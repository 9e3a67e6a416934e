import type { Negotiation, Side } from '../model.ts'
import { isGroup } from './shields.ts'

// Which flows under one SPI are one SA. ESP and AH never are. A receiver chooses its SPIs by itself (RFC 4301 §4.1), so what goes to one address is.
// What goes from one to two addresses is only where a negotiation shows that one peer moved between them (RFC 4555), or where
// one of them is a group, whose members were all given the same SPI.

interface Way {
  readonly kind: 'esp' | 'ah'
  readonly source: string
  readonly destination: string
}

/** Whether two flows under one SPI are one SA. */
export type IsOneSa = (one: Way, other: Way) => boolean

export function oneSa(negotiations: readonly Negotiation[]): IsOneSa {
  const moved = new Map<string, Set<readonly unknown[]>>()
  for (const { endpoints } of negotiations) for (const side of [0, 1] as const) noteMoved(endpoints[side], moved)
  return (one, other) => {
    if (one.kind !== other.kind) return false
    if (one.destination === other.destination) return true
    if (one.source !== other.source) return false
    if (isGroup(one.destination) || isGroup(other.destination)) return true
    const peers = moved.get(other.destination)
    return peers !== undefined && [...(moved.get(one.destination) ?? [])].some(peer => peers.has(peer))
  }
}

function noteMoved(peer: Negotiation['endpoints'][Side], moved: Map<string, Set<readonly unknown[]>>): void {
  const addresses = new Set(peer.map(end => end.address))
  if (addresses.size > 1) for (const address of addresses) moved.set(address, (moved.get(address) ?? new Set()).add(peer))
}
